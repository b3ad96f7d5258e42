"""Figures as of a position never move, whatever is told later."""

from __future__ import annotations

from recordings import Recording
from sqlalchemy import text

from projections.spans import SPANS
from store.journal import histories
from store.spans import standing
from thongke.assembly import Assembly


def test_figures_as_of_a_position_are_those_that_were_counted_then(recorded: Recording) -> None:
    noted = list(recorded.noted.values())
    assert len(noted) == 6
    with recorded.engine.begin() as connection:
        for position, then in recorded.noted.items():
            assert recorded.figures(connection, as_of=position) == then
    moved = [now for now, then in zip(noted[1:], noted, strict=False) if now != then]
    assert len(moved) == 5, "every batch said something new, so every bookmark was tried"


def test_before_anything_was_told_nothing_is_counted(recorded: Recording) -> None:
    with recorded.engine.begin() as connection:
        counted = recorded.figures(connection, as_of=0)
    assert {n for cells in counted.values() for n in cells.values()} == {0}


def test_spans_as_of_a_position_are_what_the_journal_then_meant(
    recorded: Recording, assembly: Assembly
) -> None:
    with recorded.engine.begin() as connection:
        for position in recorded.noted:
            moves = histories(connection, recorded.dossiers, position)
            said = standing(connection, recorded.dossiers, position).select(*SPANS)
            meant = assembly.meaning.derive(moves).spans
            assert said.sort(*SPANS).equals(meant.sort(*SPANS))


def test_late_and_corrected_events_did_change_what_stood(recorded: Recording) -> None:
    """The bookmarks hold against something: spans were taken back after they had been said."""
    with recorded.engine.begin() as connection:
        again = connection.execute(
            text(
                "SELECT count(*) FROM span a JOIN span b ON a.dossier = b.dossier"
                " AND a.subject = b.subject AND a.since_event = b.since_event"
                " AND a.retracted_at = b.asserted_at"
            )
        ).scalar_one()
    assert again > 0
