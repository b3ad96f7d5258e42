"""A case told in a few events, through the real door; all ids opaque."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from events.door import Arrival, Batch, admit
from thongke.assembly import assemble

TOPIC = "vks.criminal.events.v1"
STEPS = ("case_prosecuted", "investigation_concluded", "file_received", "indicted")


def event(
    id: str, type: str, dossier: str, on: str, *, subject: str | None = "C1", **more: Any
) -> dict[str, Any]:
    """One event about one case; `on` is a day of 2026, as `01-31`."""
    day = date.fromisoformat(f"2026-{on}")
    charge = {"code": "BLHS2015", "article": "250", "main": True}
    subjects = [{"id": subject, "kind": "case", "charges": [charge]}] if subject else []
    return {
        "event_id": id,
        "type": type,
        "dossier_id": dossier,
        "unit": "K01-01",
        "agency": "K01-01",
        "effective_on": day,
        "sequence": 1,
        "recorded_at": datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
        "subjects": subjects,
        **more,
    }


def a_case(dossier: str, month: str = "01") -> list[dict[str, Any]]:
    """Prosecuted on the 5th, concluded on the 20th, received on the 21st, indicted on the 28th."""
    days = ("05", "20", "21", "28")
    return [
        event(f"{dossier}-{n}", type, dossier, f"{month}-{day}", sequence=n)
        for n, (type, day) in enumerate(zip(STEPS, days, strict=True))
    ]


def arrival(record: dict[str, Any], offset: int = 0, partition: int = 0) -> Arrival:
    value = assemble().codec.encode(record, topic="criminal")
    headers = {"ce_id": record["event_id"].encode(), "ce_type": record["type"].encode()}
    return Arrival(TOPIC, partition, offset, record["dossier_id"].encode(), value, headers)


def through_the_door(*arrivals: Arrival) -> Batch:
    return admit(arrivals, assemble().codec, assemble().catalogue)


def batch(*records: dict[str, Any]) -> Batch:
    return through_the_door(*(arrival(r, n) for n, r in enumerate(records)))
