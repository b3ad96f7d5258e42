"""Units that are agencies with forms of their own; units for rows: no other question is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from sqlalchemy import Engine
from test_figures import UNITS, put
from test_figures_by_trait import COLUMNS, spans_of

from projections.calendar import Period
from projections.definitions import Form
from store.figures import figures, figures_by_dossier, figures_of, rows
from store.filled import fill, fill_by_unit
from thongke.definitions import load

JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))
OF_AGENCIES = [replace(one, counts_by="agency_unit") for one in COLUMNS]


def exchanged(seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Spans, and the same with the two kinds of unit exchanged."""
    spans = spans_of(seed)
    other = spans.with_columns(agency_unit=pl.col("unit"), unit=pl.lit("T02"))
    return spans, other


@pytest.mark.parametrize("by", [None, "offence"])
def test_spans_are_found_by_the_agency_and_counted_as_any(engine: Engine, by: str | None) -> None:
    spans, other = exchanged(5)
    expected = figures_of(spans, COLUMNS, UNITS, JANUARY, by=by)
    assert figures_of(other, OF_AGENCIES, UNITS, JANUARY, by=by) == expected
    put(engine, other)
    with engine.connect() as connection:
        assert figures(connection, OF_AGENCIES, UNITS, JANUARY, by=by) == expected


def test_what_stands_behind_them_is_found_by_the_agency_too() -> None:
    spans, other = exchanged(6)
    units = UNITS["T01+"]
    shares = figures_by_dossier(other, OF_AGENCIES, units, JANUARY)
    assert shares == figures_by_dossier(spans, COLUMNS, units, JANUARY)
    for here, there in zip(COLUMNS, OF_AGENCIES, strict=True):
        listed = rows(other, there, units, JANUARY)["key"]
        assert sorted(listed) == sorted(rows(spans, here, units, JANUARY)["key"])


def test_lines_that_look_for_units_in_two_places_are_not_asked_together() -> None:
    spans, _ = exchanged(7)
    with pytest.raises(ValueError, match="agency_unit, unit"):
        figures_of(spans, [COLUMNS[0], OF_AGENCIES[1]], UNITS, JANUARY)


def test_the_row_of_a_unit_is_the_first_row_of_its_own_form() -> None:
    definitions = load()
    spans = spans_of(8).filter(pl.col("unit") != "T02")  # a code that no unit has
    form = Form(
        id="X", title="X", regime="358", lines=tuple(COLUMNS), columns=(), checks=(),
        provenance=COLUMNS[0].provenance, by="offence",
    )  # fmt: skip
    one = fill_by_unit(spans, definitions, form, "TC+", JANUARY)
    rows = definitions.units.rows("TC+", JANUARY)
    assert one.rows == ("all", *rows)
    whole = {"TC+": definitions.units.answering("TC+", JANUARY), **rows}
    for label, own in fill(spans, definitions, form, whole, JANUARY).items():
        head = "all" if label == "TC+" else label
        for column in COLUMNS:
            assert one.cells[f"{head}.{column.id}"] == own.cells[f"all.{column.id}"], label
    assert one.cells["T01+.c1"] > 0 and one.cells["unknown.c1"] > 0
