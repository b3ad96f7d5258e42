"""X27: files that the court returned and the procuracy accepted come back, or are on their way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from engine_story import Row, definitions, derived, document
from worlds import HALVES, MONTHS, World

from projections.calendar import Period
from store.filled import Verdict, fill

CHARGES = {"charges": "*173.1"}
JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))
FEBRUARY = Period(date(2026, 2, 1), date(2026, 3, 1))
HALF = Period(date(2025, 10, 1), date(2026, 4, 1))

TO_COURT = (
    document("case_prosecuted", "2025-10-05", **CHARGES),
    document("investigation_concluded", "2025-10-20"),
    document("file_received", "2025-10-21"),
    document("indicted", "2025-10-25", **CHARGES),
    document("trial_accepted", "2025-10-26"),
)


def returned(on: str, article: str = "280", accepted: str | None = "yes") -> Row:
    return document("returned_by_court", on, article=article, accepted=accepted)


def supplemented(on: str) -> Row:
    return document("supplement_started", on)


def back_to_court(month: str) -> tuple[Row, ...]:
    return (
        document("investigation_concluded", f"{month}-20"),
        document("file_received", f"{month}-21"),
        document("indicted", f"{month}-25", **CHARGES),
        document("trial_accepted", f"{month}-25"),
    )


def asked(period: Period, *after: Row) -> Verdict:
    form = definitions().form("02", period.start)
    assert form is not None
    told = derived(*TO_COURT, *after).spans
    filled = fill(told, definitions(), form, {"K01-01": ("K01-01",)}, period)["K01-01"]
    return next(verdict for verdict in filled.verdicts if verdict.id == "X27")


def test_a_case_returned_by_the_judge_and_by_the_panel_came_back_twice() -> None:
    judged = asked(
        HALF,
        *(returned("2025-11-05"), supplemented("2025-11-07"), *back_to_court("2025-11")),
        *(returned("2025-12-05", "326"), supplemented("2025-12-07"), *back_to_court("2025-12")),
    )
    assert judged.holds, judged.spelled


def test_what_is_on_its_way_over_the_end_of_the_month_fails_in_neither() -> None:
    told = (returned("2026-01-30"), supplemented("2026-02-03"))
    assert asked(JANUARY, *told).holds
    assert asked(FEBRUARY, *told).holds


@pytest.mark.parametrize(
    ("after", "right"),
    [
        # Kept by the procuracy, which completes it itself (P02-B04).
        ((returned("2026-01-05"), document("supplement_by_procuracy", "2026-01-07")), True),
        ((returned("2026-01-05", accepted="no"), document("trial_accepted", "2026-01-09")), True),
        # Accepted, and yet back to the court; refused, or not said, and yet investigated further.
        ((returned("2026-01-05"), document("trial_accepted", "2026-01-09")), False),
        ((returned("2026-01-05", accepted="no"), supplemented("2026-01-07")), False),
        ((returned("2026-01-05", accepted=None), supplemented("2026-01-07")), False),
    ],
)
def test_what_follows_a_return_is_what_the_procuracy_said(
    after: tuple[Row, ...], right: bool
) -> None:
    judged = asked(JANUARY, *after)
    assert judged.holds is right, judged.spelled
    assert judged.dossiers == (() if right else ("HS",))


@pytest.mark.parametrize("period", [MONTHS[1], MONTHS[3], HALVES[0]], ids=str)
def test_a_year_without_mistakes_fails_nowhere(clean: World, period: Period) -> None:
    form = definitions().form("02", period.start)
    assert form is not None
    asked = replace(form, checks=tuple(c for c in form.checks if c.id == "X27"))
    filled = fill(clean.spans, definitions(), asked, clean.labels, period)
    assert [v.spelled for one in filled.values() for v in one.failed] == []
    assert filled["TC+"].cells["P02-A05v"] > 0
