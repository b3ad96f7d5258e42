"""Numbers of documents, judged over the dossiers of a unit and year (E34, E35)."""

from __future__ import annotations

from datetime import date
from typing import Any

import happenings
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


def test_a_transfer_needs_a_decision(engine: Engine) -> None:
    def sent(id: str, dossier: str, number: str | None) -> dict[str, Any]:
        made = numbered(id, dossier, "01-20", number, transfer={"counterpart": "K01-02"})
        return {**made, "type": "case_transferred_out"}

    told = (sent("e1", "D1", None), sent("e2", "D2", "12/QĐ"))
    assert found(engine, JANUARY, *told) == [("transfer_without_decision", "e1")]
