"""A cell is the size of its list: for every cell of every form and list, in both engines."""

from __future__ import annotations

import random

import polars as pl
import pytest
from recordings import NOTED, Recording
from sqlalchemy import Connection
from worlds import HALVES, MONTHS, Answers, World, lines, of_all, unequal

from projections.calendar import Period
from projections.definitions import Line
from projections.spans import SPANS
from store.figures import figures, figures_of, rows
from store.spans import standing

Units = tuple[str, ...]


def sizes(
    spans: Connection | pl.DataFrame, cells: list[str], units: Units, period: Period
) -> dict[str, int]:
    """What each cell's list comes to: how many keys it shows, or what its rows add up to."""
    asked = lines()

    def size(line: Line) -> int:
        found = rows(spans, line, units, period)
        if line.count.what == "sum":
            return int(found["quantity"].sum())
        return found["key"].n_unique()

    return {c: size(asked[c]) for c in cells}


def test_the_list_behind_a_cell_has_its_size(answers: Answers, clean: World) -> None:
    """Some cells of several units, months and half-years; `make soak` tries them all."""
    r = random.Random(5)
    for label, period in (
        ("K01-01", HALVES[0]), ("T01+", HALVES[1]), ("TC+", MONTHS[10]),
    ):  # fmt: skip
        known = answers.of(period)[label]
        full = sorted(c for c, n in known.items() if n)
        cells = r.sample(full, 12) + r.sample(sorted(known), 4)
        units = tuple(clean.labels[label])
        assert sizes(clean.spans, cells, units, period) == {c: known[c] for c in cells}


@pytest.mark.parametrize("world", ("clean", "noisy", "walked"))
def test_the_lists_of_the_appendix_are_as_long_as_the_cells_they_stand_behind(
    world: str, request: pytest.FixtureRequest
) -> None:
    """Where documents came in their turn: PL01 shows suspensions, Biểu 02 what they took away."""
    w: World = request.getfixturevalue(world)
    answers = Answers(w.without(w.disorders["dossier"]).spans, w.labels)
    assert list(unequal(answers, (MONTHS[8], *HALVES))) == []
    assert answers.of(HALVES[1])["TC+"]["PL01:openv"] > 0


def test_every_list_in_postgresql_has_the_size_of_its_cell(recorded: Recording) -> None:
    cells = sorted(lines())
    with recorded.engine.begin() as connection:
        for label, period in (("TC+", HALVES[1]), ("K01-01", HALVES[0])):
            units = tuple(recorded.labels[label])
            known = of_all(
                lambda some: figures(connection, some, {label: units}, period),  # noqa: B023
                lines().values(),
            )[label]
            assert sizes(connection, cells, units, period) == known


def test_postgresql_and_memory_count_alike(recorded: Recording) -> None:
    with recorded.engine.begin() as connection:
        spans = standing(connection, recorded.dossiers).select(*SPANS)
        for period in NOTED:
            stored, counted = (
                of_all(
                    lambda some: ask(source, some, recorded.labels, period),  # noqa: B023
                    lines().values(),
                )
                for ask, source in ((figures, connection), (figures_of, spans))
            )
            assert stored == counted
            assert sum(stored["TC+"].values()) > 0


def test_rows_of_a_list_are_spans_that_the_cell_counts(answers: Answers, clean: World) -> None:
    """What is listed lies in the asked units, and touches the asked period."""
    for c in ("01:d24", "02:P02-A45v", "02:P02-A08b", "03:P03-08b", "L1:open"):
        units = tuple(clean.labels["T01+"])
        listed = rows(clean.spans, lines()[c], units, HALVES[1])
        assert len(listed) == answers.of(HALVES[1])["T01+"][c] > 0
        assert set(listed["unit"]) <= set(units)
        assert listed.filter(pl.col("since") >= HALVES[1].end).is_empty()
        assert listed.filter(pl.col("until") < HALVES[1].start).is_empty()


@pytest.mark.soak
def test_every_list_of_every_cell_has_its_size() -> None:
    world = World.simulated(1500, 24, noise=True)
    answers = Answers(world.spans, world.labels)
    for label in ("K01-05", "T01+", "TC+"):
        for period in (MONTHS[9], HALVES[1]):
            known = answers.of(period)[label]
            found = sizes(world.spans, sorted(known), tuple(world.labels[label]), period)
            assert found == known
