"""What must be retracted and asserted, by hand."""

from __future__ import annotations

import polars as pl

from projections.gap import gap

SHAPE = {"subject": pl.String(), "stage": pl.String(), "until": pl.String()}


def frame(*rows: tuple[str, str, str | None]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SHAPE, orient="row")


def numbered(*rows: tuple[str, str, str | None]) -> pl.DataFrame:
    return frame(*rows).with_columns(id=pl.int_range(1, len(rows) + 1))


def test_only_what_differs_is_retracted_and_asserted() -> None:
    """S1 has left since; S2 stands as it stood, though its day of leaving is absent."""
    said = numbered(("S1", "investigating", None), ("S2", "investigating", None))
    true = frame(("S2", "investigating", None), ("S1", "investigating", "01-20"))
    between = gap(said, true)
    assert between.retract["id"].to_list() == [1]
    assert between.assert_.rows() == [("S1", "investigating", "01-20")]


def test_equal_rows_are_counted() -> None:
    """Said twice, true once; said once, true three times."""
    twice, once = ("S1", "act", "01-05"), ("S2", "act", "01-05")
    between = gap(numbered(twice, twice, once), frame(twice, once, once, once))
    assert between.retract.select("subject").rows() == [("S1",)]
    assert between.assert_.rows() == [once, once]


def test_against_nothing_everything_differs() -> None:
    said = numbered(("S1", "act", None))
    assert gap(said, frame()).retract.equals(said)
    assert gap(numbered().clear(), frame(("S1", "act", None))).assert_.rows() == [
        ("S1", "act", None)
    ]
