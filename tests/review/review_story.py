"""A few dossiers of January 2026 in K01-03, told by hand; all ids opaque.

HS-A1  a case with two accused, prosecuted on the 5th; b2 suspended on the 20th
HS-B2  a case of murder from 2025, judged on the 21st: death
HS-C3  a crime report accepted on the 12th, told wrongly first (as of the 2nd) and corrected
HS-D4  a case indicted out of turn on the 15th; one more message of it can't be read
HS-F6  a case prosecuted on the 16th by an agency that no catalogue knows
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from events.door import Arrival, Batch, admit
from thongke.assembly import assemble

UNIT, POLICE, COURT = "K01-03", "CA-01", "TA-01-03"
THEFT = {"article": "173", "clause": "1", "main": True}
MURDER = {"article": "123", "clause": "1", "main": True}


def told() -> list[dict[str, Any]]:
    return [*_theft(), *_murder(), *_report(), *_astray()]


def batch() -> Batch:
    return admit(
        [*(_arrival(r, n) for n, r in enumerate(told())), _unreadable("HS-D4")],
        assemble().codec,
        assemble().catalogue,
    )


def late_report() -> Batch:
    """One more report of January, that arrives when everything else is known."""
    return admitted([_accepted("HS-E5", "HS-E5.1", date(2026, 1, 30))])


def admitted(records: list[dict[str, Any]]) -> Batch:
    arrivals = [_arrival(r, n) for n, r in enumerate(records, 900)]
    return admit(arrivals, assemble().codec, assemble().catalogue)


def _theft() -> list[dict[str, Any]]:
    b1 = {"id": "b1", "kind": "accused", "charges": [THEFT], "sealed_identity": "bm9ib2R5"}
    b2 = {"id": "b2", "kind": "accused", "charges": [THEFT]}
    v = {"id": "v", "kind": "case", "charges": [THEFT]}
    stated: dict[str, Any] = {"decision": {"number": "21/QĐ-TĐC"}, "ground": "229.1.a"}
    return [
        event("HS-A1", 1, "case_prosecuted", date(2026, 1, 5), [v], POLICE,
              decision={"number": "11/QĐ-KTVA"}),
        event("HS-A1", 2, "accused_charged", date(2026, 1, 6), [b1, b2], POLICE),
        event("HS-A1", 3, "charge_approved", date(2026, 1, 9), [b1, b2], UNIT),
        event("HS-A1", 4, "investigation_suspended", date(2026, 1, 20), [b2], POLICE, **stated),
    ]  # fmt: skip


def _murder() -> list[dict[str, Any]]:
    steps = [
        ("case_prosecuted", date(2025, 10, 6), POLICE),
        ("accused_charged", date(2025, 10, 7), POLICE),
        ("charge_approved", date(2025, 10, 9), UNIT),
        ("investigation_concluded", date(2025, 11, 20), POLICE),
        ("file_received", date(2025, 11, 24), UNIT),
        ("indicted", date(2025, 12, 10), UNIT),
        ("trial_accepted", date(2025, 12, 15), COURT),
        ("first_instance_judged", date(2026, 1, 21), COURT),
    ]
    return [_murder_step(n, type, on, who) for n, (type, on, who) in enumerate(steps, 1)]


def _murder_step(number: int, type: str, on: date, who: str) -> dict[str, Any]:
    v = {"id": "v", "kind": "case", "charges": [MURDER]}
    b: dict[str, Any] = {"id": "b1", "kind": "accused", "charges": [MURDER]}
    if type == "first_instance_judged":
        b |= {"outcome": "convicted", "penalty": {"kind": "death"}}
    alone = {"case_prosecuted": [v], "accused_charged": [b], "charge_approved": [b]}
    subjects = alone.get(type, [v, b])
    return event("HS-B2", number, type, on, subjects, who, decision={"number": f"0{number}/2026"})


def _report() -> list[dict[str, Any]]:
    wrong = _accepted("HS-C3", "HS-C3.1", date(2026, 1, 2))
    right = _accepted("HS-C3", "HS-C3.2", date(2026, 1, 12))
    return [wrong, {**right, "corrects": "HS-C3.1", "sequence": 2}]


def _astray() -> list[dict[str, Any]]:
    v = {"id": "v", "kind": "case", "charges": [THEFT]}
    return [
        event("HS-D4", 1, "indicted", date(2026, 1, 15), [v], UNIT),
        event("HS-F6", 1, "case_prosecuted", date(2026, 1, 16), [v], "XYZ-7"),
    ]


def _accepted(dossier: str, id: str, on: date) -> dict[str, Any]:
    report = {"id": "t", "kind": "report", "charges": [THEFT]}
    return {**event(dossier, 1, "report_accepted", on, [report], POLICE), "event_id": id}


def event(
    dossier: str,
    number: int,
    type: str,
    on: date,
    subjects: list[dict[str, Any]],
    agency: str,
    **more: Any,
) -> dict[str, Any]:
    return {
        "event_id": f"{dossier}.{number}",
        "type": type,
        "dossier_id": dossier,
        "unit": UNIT,
        "agency": agency,
        "effective_on": on,
        "sequence": number,
        "recorded_at": datetime(2026, 2, 1, 9, tzinfo=UTC),
        "subjects": subjects,
        **more,
    }


def _arrival(record: dict[str, Any], offset: int) -> Arrival:
    value = assemble().codec.encode(record, topic="criminal")
    headers = {"ce_id": record["event_id"].encode(), "ce_type": record["type"].encode()}
    key = record["dossier_id"].encode()
    return Arrival("vks.criminal.events.v1", 0, offset, key, value, headers)


def _unreadable(dossier: str) -> Arrival:
    return Arrival("vks.criminal.events.v1", 0, 800, dossier.encode(), b"\x00\x00\x00\x00\x01", {})
