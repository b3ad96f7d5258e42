"""Limits that end stays, by hand: 173.1 on 5 January 2026 may be investigated until 5 March.

The limit of the real investigation is taken for one that ends stays, as those of punishments do.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from engine_story import Row, day, definitions, document, frame

from projections.meaning import Meaning

PROSECUTED = document("case_prosecuted", "2026-01-05", charges="173.1")
MONTHS_2 = {"extension_months": 2}


@cache
def meaning() -> Meaning:
    limits = tuple(
        replace(limit, ends_stay=limit.overdue == "investigation_overdue")
        for limit in definitions().limits
    )
    return Meaning.of(replace(definitions(), limits=limits))


def spans(*documents: Row) -> list[Row]:
    found = meaning().derive(frame(*documents)).spans
    found = found.filter(found["stage"].is_in(("investigating", "investigation_overdue")))
    return found.sort("since", "until", nulls_last=True).to_dicts()


def told(*documents: Row) -> list[tuple[object, ...]]:
    return [
        (row["stage"], str(row["since"]), row["came_by"], day(row["until"]), row["left_by"])
        for row in spans(*documents)
    ]


def test_who_outlasts_the_limit_leaves_the_stage_the_day_after_and_stands_in_the_other() -> None:
    assert told(PROSECUTED) == [
        ("investigating", "2026-01-05", "prosecuted", "2026-03-06", "overdue"),
        ("investigation_overdue", "2026-03-06", "overdue", None, None),
    ]


def test_the_document_that_ends_the_stay_ends_it_where_it_then_stands() -> None:
    in_time = document("investigation_concluded", "2026-03-05")
    assert told(PROSECUTED, in_time) == [
        ("investigating", "2026-01-05", "prosecuted", "2026-03-05", "concluded")
    ]
    late = document("investigation_concluded", "2026-03-20")
    assert told(PROSECUTED, late) == [
        ("investigating", "2026-01-05", "prosecuted", "2026-03-06", "overdue"),
        ("investigation_overdue", "2026-03-06", "overdue", "2026-03-20", "concluded"),
    ]


def test_an_extension_brings_the_subject_back_until_the_new_limit_passes() -> None:
    """Two months granted on 16 March: until 5 May."""
    extended = document("investigation_extended", "2026-03-16", **MONTHS_2)
    concluded = document("investigation_concluded", "2026-06-01")
    assert told(PROSECUTED, extended, concluded) == [
        ("investigating", "2026-01-05", "prosecuted", "2026-03-06", "overdue"),
        ("investigation_overdue", "2026-03-06", "overdue", "2026-03-16", "extended"),
        ("investigating", "2026-03-16", "extended", "2026-05-06", "overdue"),
        ("investigation_overdue", "2026-05-06", "overdue", "2026-06-01", "concluded"),
    ]


def test_an_extension_in_time_changes_nothing_of_the_stay() -> None:
    extended = document("investigation_extended", "2026-02-16", **MONTHS_2)
    assert told(PROSECUTED, extended) == [
        ("investigating", "2026-01-05", "prosecuted", "2026-05-06", "overdue"),
        ("investigation_overdue", "2026-05-06", "overdue", None, None),
    ]


def test_a_split_while_overdue_goes_on_overdue() -> None:
    changed = document("prosecution_changed", "2026-06-01", charges="174.1")
    assert told(PROSECUTED, changed) == [
        ("investigating", "2026-01-05", "prosecuted", "2026-03-06", "overdue"),
        ("investigation_overdue", "2026-03-06", "overdue", "2026-06-01", "reclassified"),
        ("investigation_overdue", "2026-06-01", "reclassified", None, None),
    ]


def test_a_stay_that_is_late_from_its_first_day_is_entered_and_outlasted_that_day() -> None:
    """Stated on 5 January: until 2 January. So it counts as entered by its manner, and as late."""
    late = {**PROSECUTED, "extension_until": date(2026, 1, 2)}
    assert told(late) == [
        ("investigating", "2026-01-05", "prosecuted", "2026-01-05", "overdue"),
        ("investigation_overdue", "2026-01-05", "overdue", None, None),
    ]


def test_what_a_limit_ends_no_document_ends() -> None:
    """Of how it was left only the manner and the lateness are known; of how it began, all."""
    own = {**PROSECUTED, "ground": "143.1", "quantity": 3}
    lawful, late = spans(own, document("investigation_concluded", "2026-03-20", ground="232"))
    assert (lawful["until_event"], late["until_event"]) == (None, "e1")
    assert (lawful["left_ground"], late["left_ground"]) == ("unknown", "232")
    assert (lawful["left_overdue"], late["left_overdue"]) == ("yes", "yes")
    assert lawful["limit_on"] == late["limit_on"] == date(2026, 3, 5)
    for row in (lawful, late):
        assert (row["since_event"], row["ground"], row["quantity"]) == ("e0", "143.1", 3)
