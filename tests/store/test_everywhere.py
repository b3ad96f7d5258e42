"""X28 and X29: what must hold of every form, whatever it states."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import happenings
import polars as pl

from events.moves import moves
from projections.calendar import Period
from store.everywhere import everywhere
from store.filled import Verdict, fill
from thongke.assembly import assemble

QUARTER = Period(date(2026, 1, 1), date(2026, 4, 1))
FEBRUARY = Period(date(2026, 2, 1), date(2026, 3, 1))
UNITS = ["K01-01", "K01-02"]


def told(id: str, type: str, on: str, unit: str, dossier: str) -> dict[str, Any]:
    made = happenings.event(f"{dossier}{id}", type, dossier, on, unit=unit, sequence=int(id))
    made["subjects"][0]["kind"] = "report"
    return {**made, "transfer": {"counterpart": "K01-02"}} if int(id) else made


def spans() -> pl.DataFrame:
    """R1 goes from one unit to the other in January, R2 sets out in February and is on its way."""
    ways = (
        told("0", "report_accepted", "01-05", "K01-01", "R1"),
        told("1", "report_transferred_out", "01-10", "K01-01", "R1"),
        told("2", "report_transferred_in", "01-12", "K01-02", "R1"),
        told("0", "report_accepted", "02-05", "K01-01", "R2"),
        told("1", "report_transferred_out", "02-26", "K01-01", "R2"),
    )
    return assemble().meaning.derive(moves(ways)).spans


def verdicts(period: Period, **cells: int) -> dict[str, Verdict]:
    """Of Biểu 01 over both units, some cells stated otherwise."""
    known = assemble().definitions
    form = known.form("01", period.start)
    assert form is not None
    filled = fill(spans(), known, form, {"both": UNITS}, period)["both"]
    stated = {**filled.cells, **cells}
    return {v.id: v for v in everywhere(spans(), known, form, UNITS, period, stated)}


def test_who_is_on_the_way_at_the_end_is_named() -> None:
    found = verdicts(FEBRUARY)["X28"]
    assert (found.holds, found.severity, found.dossiers) == (False, "warn", ("R2",))
    assert verdicts(Period(date(2026, 1, 1), date(2026, 2, 1)))["X28"].holds


def test_months_make_the_quarter_and_one_month_is_not_asked() -> None:
    assert verdicts(QUARTER)["X29"].holds
    assert "X29" not in verdicts(FEBRUARY)


def test_a_figure_that_its_months_do_not_make_is_told() -> None:
    found = verdicts(QUARTER, d6=3, d1=1)["X29"]
    assert not found.holds and found.severity == "block"
    # Two reports were received; none was left when January began.
    assert found.spelled == "d1: 0 so với 1; d6: 2 so với 3"


def test_totals_are_asked_of_the_whole_period_anew() -> None:
    assert verdicts(QUARTER, d18=99)["X29"].holds


def test_another_unit_than_two_has_no_transfers_inside() -> None:
    known = assemble().definitions
    form = known.form("01", FEBRUARY.start)
    assert form is not None
    assert everywhere(spans(), known, form, UNITS[:1], FEBRUARY, {}) == ()
    assert everywhere(spans(), known, replace(form, transfers=()), UNITS, FEBRUARY, {}) == ()
