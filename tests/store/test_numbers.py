"""Numbers of documents, judged over the dossiers of a unit and year (E34, E35)."""

from __future__ import annotations

from datetime import date
from typing import Any

import happenings
import pytest
from sqlalchemy import Engine

from projections.calendar import Period
from store.numbers import numbers_of
from store.recorder import record
from thongke.assembly import assemble

JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))
MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))


def numbered(id: str, dossier: str, on: str, number: str | None, **more: Any) -> dict[str, Any]:
    decision = {"decision": {"number": number}} if number is not None else {}
    return happenings.event(id, "indicted", dossier, on, **decision, **more)


def found(engine: Engine, period: Period, *told: dict[str, Any]) -> list[tuple[str, str]]:
    assembly = assemble()
    with engine.begin() as connection:
        record(connection, happenings.batch(*told), assembly.meaning)
        said = numbers_of(connection, assembly.definitions, ["K01-01"], period)
    return sorted((row["code"], row["event_id"]) for row in said)


def test_a_number_used_in_two_dossiers_is_told_of_the_later_period_too(engine: Engine) -> None:
    told = (
        numbered("e1", "D1", "01-05", "07/CT"),
        numbered("e2", "D2", "03-05", "07/CT"),
        numbered("e3", "D3", "03-06", "08/CT"),
        numbered("e4", "D4", "03-07", None),
    )
    assert found(engine, MARCH, *told) == [("number_repeated", "e2")]


def test_one_dossier_may_state_its_number_again_and_what_was_corrected_is_out(
    engine: Engine,
) -> None:
    told = (
        numbered("e1", "D1", "01-05", "07/CT"),
        numbered("e2", "D1", "01-06", "07/CT"),
        numbered("e3", "D2", "01-07", "07/CT"),
        numbered("e4", "D2", "01-07", "09/CT", corrects="e3"),
    )
    assert found(engine, JANUARY, *told) == []


def test_other_units_other_kinds_and_other_years_have_numbers_of_their_own(engine: Engine) -> None:
    other_kind = {**numbered("e4", "D4", "01-08", "07/CT"), "type": "file_received"}
    last_year = {**numbered("e3", "D3", "01-07", "07/CT"), "effective_on": date(2025, 12, 31)}
    told = (
        numbered("e1", "D1", "01-05", "07/CT"),
        numbered("e2", "D2", "01-06", "07/CT", unit="K01-02"),
        last_year,
        other_kind,
    )
    assert found(engine, JANUARY, *told) == []


def test_agencies_of_one_unit_number_by_themselves(engine: Engine) -> None:
    """Công an tỉnh and the customs both have a decision 07 on cases that K01-01 supervises."""
    prosecuted = {"type": "case_prosecuted"}
    police = {**numbered("e1", "D1", "01-05", "07/QĐ", agency="CA-01"), **prosecuted}
    customs = {**numbered("e2", "D2", "01-06", "07/QĐ", agency="HQ-01"), **prosecuted}
    again = {**numbered("e3", "D3", "01-07", "07/QĐ", agency="CA-01"), **prosecuted}
    assert found(engine, JANUARY, police, customs) == []
    assert found(engine, JANUARY, again) == [("number_repeated", "e1"), ("number_repeated", "e3")]


def test_each_kind_of_document_has_numbers_of_its_own(engine: Engine) -> None:
    def issued(id: str, dossier: str, kind: str) -> dict[str, Any]:
        made = numbered(id, dossier, "01-20", "05", document={"kind": kind})
        return {
            **made,
            "type": "document_issued",
            "subjects": [{"id": "V1", "kind": "document"}],
        }

    told = (issued("e1", "D1", "trial_remedy"), issued("e2", "D2", "trial_prevention"))
    assert found(engine, JANUARY, *told) == []
    assert found(engine, JANUARY, issued("e3", "D3", "trial_remedy")) == [
        *(("number_repeated", "e1"), ("number_repeated", "e3"))
    ]


# E34: số thụ lý, số cáo trạng, số quyết định, số kháng nghị.
@pytest.mark.parametrize(
    ("type", "more"),
    [
        ("report_accepted", {}),
        ("appeal_accepted", {}),
        ("case_prosecuted", {}),
        ("accused_charged", {}),
        ("investigation_suspended", {"ground": "229.1.a"}),
        ("investigation_terminated", {"ground": "157.2"}),
        ("trial_suspended", {"ground": "281.1.a"}),
        ("appeal_decided", {}),
        ("cassation_protested", {}),
    ],
)
def test_whatever_is_numbered_has_its_number_once(
    engine: Engine, type: str, more: dict[str, Any]
) -> None:
    kind = {"report_accepted": "report", "accused_charged": "accused"}.get(type, "case")
    charges = [{"code": "BLHS2015", "article": "250", "main": True}]
    subject = {"id": "C1", "kind": kind, "charges": charges, "outcome": "upheld"}
    told = [
        {**numbered(id, dossier, day, "07", **more), "type": type, "subjects": [subject]}
        for id, dossier, day in (("e1", "D1", "01-05"), ("e2", "D2", "01-06"))
    ]
    assert found(engine, JANUARY, *told) == [
        *(("number_repeated", "e1"), ("number_repeated", "e2"))
    ]


def test_one_decision_may_settle_several_reports_and_join_several_cases(engine: Engine) -> None:
    reports = [
        {
            **numbered(f"r{n}", f"R{n}", "01-05", "07"),
            "type": "report_prosecuted",
            "subjects": [{"id": "T1", "kind": "report"}],
        }
        for n in (1, 2)
    ]
    joined = [
        {**numbered(f"j{n}", f"J{n}", "01-05", "07"), "type": "case_joined_out"} for n in (1, 2)
    ]
    assert found(engine, JANUARY, *reports, *joined) == []


def test_a_transfer_needs_a_decision(engine: Engine) -> None:
    def sent(id: str, dossier: str, number: str | None) -> dict[str, Any]:
        made = numbered(id, dossier, "01-20", number, transfer={"counterpart": "K01-02"})
        return {**made, "type": "case_transferred_out"}

    told = (sent("e1", "D1", None), sent("e2", "D2", "12/QĐ"))
    assert found(engine, JANUARY, *told) == [("transfer_without_decision", "e1")]
