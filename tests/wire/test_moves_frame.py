"""Events as rows: one per event and subject, every fact in its column."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from wire_samples import ANNULLED, JUDGED, PROSECUTED, PROTESTED, told

from events.moves import MOVES, moves


def said(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def test_a_prosecution_makes_a_row_for_the_case_and_one_for_the_accused() -> None:
    case, accused = moves([PROSECUTED]).rows(named=True)
    of_event = {
        "event_id": "E-khởi-tố",
        "type": "case_prosecuted",
        "dossier": "D-1",
        "unit": "K01-03",
        "agency": "CA-01",
        "effective_on": date(2026, 1, 5),
        "sequence": 1,
        "recorded_on": date(2026, 1, 5),
        "article": "153",
        "first_prosecuted_on": date(2026, 1, 5),
    }
    assert said(case) == of_event | {
        "subject": "v",
        "kind": "case",
        "charges": "*250.2",
        "lead": "no",
        "legal_entity": "no",
    }
    assert said(accused) == of_event | {
        "subject": "b1",
        "kind": "accused",
        "person": "P-77",
        "extension_until": date(2026, 1, 7),  # the order runs out on 8 January at 9.30
        "charges": "*250.2.b",
        "lead": "yes",
        "legal_entity": "no",
        "sex": "female",
        "age_at_act": 17,
        "ethnicity": "tay",
        "nationality": "VN",
        "party_member": "no",
        "counsel": "legal_aid",
    }


def test_a_judgment_says_penalties_and_what_was_judged_of_each_charge() -> None:
    (row,) = moves([JUDGED]).rows(named=True)
    assert {name: row[name] for name in ("charges", "outcome", "charge_change", "hearing")} == {
        "charges": "*250.4,251",
        "outcome": "convicted",
        "charge_change": "lighter",
        "hearing": "mobile,online",
    }
    penalty = [row[name] for name in ("penalty", "penalty_months", "penalty_suspended")]
    assert penalty == ["prison", 186, "no"]
    assert row["additional"] == "fine"
    assert (row["in_force_on"], row["attempt"]) == (date(2026, 5, 1), 2)
    assert row["judged"] == (
        '[{"charge":"250.4","outcome":"convicted"},{"charge":"251","outcome":"convicted",'
        '"penalty":{"kind":"prison","months":36,"suspended":true}}]'
    )
    assert json.loads(row["judged"])[1]["penalty"]["months"] == 36


def test_an_event_without_subjects_is_one_row_without_subject() -> None:
    (row,) = moves([ANNULLED]).rows(named=True)
    assert said(row).keys() == {
        *("event_id", "type", "corrects", "dossier", "unit", "agency"),
        *("effective_on", "sequence", "recorded_on"),
    }


def test_groups_of_the_event_have_their_columns() -> None:
    (row,) = moves([PROTESTED]).rows(named=True)
    expected = {
        "agency_unit": "C01",
        "ground": "336.1",
        "extension_months": 2,
        "extension_days": 15,
        "extension_until": date(2026, 4, 1),
        "counterpart": "K01-04",
        "purpose": "jurisdiction",
        "link_event": None,
        "link_dossier": "D-2",
        "acted_upon": "TA-01",
        "document_kind": "protest",
        "addressee": None,
        "level": "higher",
        "answer": "partly",
        "demands": None,
        "field": None,
        "violation": "VP-01",
        "violator": None,
        "without_ground": "yes",
        "quantity": 3,
        "money": 5_000_000_000,
    }
    assert {name: row[name] for name in expected} == expected


def test_a_violation_and_a_document_say_whose_and_of_what() -> None:
    document = {"kind": "protest", "demands": "cancel", "field": "custody", "addressee": "prison"}
    violation = {
        "code": "17.1",
        "violator_kind": "court",
        "violator_level": "commune",
        "object_kind": "decision",
        "object_id": "QD-7",
    }
    (row,) = moves([told(document=document, violation=violation)]).rows(named=True)
    expected = {
        "document_kind": "protest",
        "demands": "cancel",
        "field": "custody",
        "addressee": "prison",
        "violation": "17.1",
        "violator": "court",
        "violator_level": "commune",
        "object_kind": "decision",
        "object": "QD-7",
        "without_ground": "no",
    }
    assert {name: row[name] for name in expected} == expected


def detained(**facts: Any) -> dict[str, Any]:
    return {"id": "n", "kind": "detainee", "custody": facts}


def test_the_basis_of_custody_is_the_ground_when_no_other_is_said() -> None:
    held = detained(basis="temporary", facility_kind="custody_house")
    frame = moves([told(subjects=[held]), told(ground="119.1", subjects=[held])])
    assert frame["ground"].to_list() == ["temporary", "119.1"]
    assert frame["facility_kind"].to_list() == ["custody_house"] * 2


@pytest.mark.parametrize(
    ("expires_at", "last"),
    [
        # Viet Nam is seven hours ahead. 9.30 on 8 January: the last whole day is the 7th.
        (datetime(2026, 1, 8, 2, 30, tzinfo=UTC), date(2026, 1, 7)),
        # 0.00 on 9 January is the end of the 8th.
        (datetime(2026, 1, 8, 17, 0, tzinfo=UTC), date(2026, 1, 8)),
        (datetime(2026, 1, 8, 16, 59, tzinfo=UTC), date(2026, 1, 7)),
    ],
)
def test_custody_states_the_last_whole_day_unless_the_event_does(
    expires_at: datetime, last: date
) -> None:
    held = detained(expires_at=expires_at)
    stated = {"until": date(2026, 2, 1)}
    frame = moves([told(subjects=[held]), told(subjects=[held], extension=stated)])
    assert frame["extension_until"].to_list() == [last, date(2026, 2, 1)]


def test_the_subjects_ground_goes_before_the_events() -> None:
    subjects = [{"id": "a", "kind": "accused", "ground": "230.1.b"}, {"id": "b", "kind": "accused"}]
    frame = moves([told(ground="230.1.a", subjects=subjects)])
    assert frame["ground"].to_list() == ["230.1.b", "230.1.a"]


def test_the_day_of_recording_is_the_day_in_viet_nam() -> None:
    late = told(recorded_at=datetime(2026, 1, 31, 17, 0, tzinfo=UTC))
    before = told(recorded_at=datetime(2026, 1, 31, 16, 59, 59, tzinfo=UTC))
    frame = moves([late, before])
    assert frame["recorded_on"].to_list() == [date(2026, 2, 1), date(2026, 1, 31)]


def charges_of(*charges: dict[str, Any]) -> list[Any]:
    accused = {"id": "b", "kind": "accused", "charges": list(charges)}
    return moves([told(subjects=[accused])])["charges"].to_list()


def test_charges_are_told_in_one_order_whatever_the_document() -> None:
    a, b, c = {"article": "217a"}, {"article": "250", "clause": "2"}, {"article": "99"}
    assert charges_of(a, b, c) == charges_of(c, b, a) == ["99,217a,250.2"]
    assert charges_of() == [None]


def test_a_charge_under_an_older_code_is_not_taken_for_one_of_2015() -> None:
    older = {"code": "BLHS1999", "article": "194", "clause": "2"}
    assert charges_of(older) == ["BLHS1999:194.2"]


def test_a_symbol_newer_than_our_schema_is_absent() -> None:
    subject = {"id": "b", "kind": "accused", "person": {"sex": "unknown"}}
    assert moves([told(subjects=[subject])])["sex"].to_list() == [None]


def test_the_frame_has_the_promised_shape_even_when_empty() -> None:
    assert moves([]).schema == pl.Schema(MOVES)
    assert moves([PROSECUTED, ANNULLED]).schema == pl.Schema(MOVES)
