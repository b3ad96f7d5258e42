"""X07: what the procuracy's own investigation agency is late with stands in Biểu 17 and in Biểu 08.

The report is overdue at the end of January: received on the 5th, 20 days (BLTTHS Điều 147).
"""

from __future__ import annotations

from datetime import date

from engine_story import Row, definitions, derived, document

from projections.calendar import Period
from store.filled import Filled, fill

JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))
SUPERVISOR, AGENCY = "TC-V06", "TC-CQDT"


def accepted(agency: str, agency_unit: str | None) -> Row:
    told = document("report_accepted", "2026-01-05", subject="NT", kind="report", charges="*368.1")
    return {**told, "unit": SUPERVISOR, "agency": agency, "agency_unit": agency_unit}


def filled(id: str, report: Row) -> dict[str, Filled]:
    form = definitions().form(id, JANUARY.start)
    assert form is not None
    units = {SUPERVISOR: (SUPERVISOR,), AGENCY: (AGENCY,), "TC+": (SUPERVISOR, AGENCY)}
    return fill(derived(report).spans, definitions(), form, units, JANUARY)


def judged(report: Row) -> dict[str, tuple[bool, tuple[str, ...]]]:
    return {
        unit: next((v.holds, v.dossiers) for v in form.verdicts if v.id == "X07.20")
        for unit, form in filled("17", report).items()
    }


def test_the_supervising_unit_and_the_agency_say_the_same() -> None:
    report = accepted(AGENCY, AGENCY)
    own = filled("08", report)
    assert {unit: form.cells["d23"] for unit, form in own.items()} == {
        **{SUPERVISOR: 0, AGENCY: 1, "TC+": 1}
    }
    supervised = filled("17", report)
    assert {unit: form.cells["d20"] for unit, form in supervised.items()} == {
        **{SUPERVISOR: 1, AGENCY: 0, "TC+": 1}
    }
    assert judged(report) == dict.fromkeys(own, (True, ()))


def test_a_document_of_the_agency_that_does_not_say_whose_form_it_moves_is_named() -> None:
    """Biểu 17 counts it, Biểu 08 cannot."""
    assert judged(accepted(AGENCY, None)) == {
        **{SUPERVISOR: (False, ("HS",)), AGENCY: (True, ()), "TC+": (False, ("HS",))}
    }


def test_what_the_police_are_late_with_is_neither() -> None:
    assert {holds for holds, _ in judged(accepted("CA-01", None)).values()} == {True}
