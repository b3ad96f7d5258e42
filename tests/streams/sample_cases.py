"""Small criminal cases as a platform would tell them, interleaved, each dossier in its order."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

Record = dict[str, Any]

UNIT, POLICE, COURT = "K01-03", "CA-01", "TA-01-03"
# Told about the case and its accused together, unless said.
STEPS = (
    ("case_prosecuted", POLICE),
    ("accused_charged", POLICE),
    ("charge_approved", UNIT),
    ("investigation_concluded", POLICE),
    ("file_received", UNIT),
    ("indicted", UNIT),
    ("trial_accepted", COURT),
    ("first_instance_judged", COURT),
)
# The charge is decided on within 4 days, the file goes to the procuracy within 2, the indictment to
# the court within 3 (Đ.179, 232, 244).
DAYS = (0, 10, 13, 30, 32, 42, 45, 55)
_CHARGE = {"article": "173", "clause": "1", "main": True}


def case(name: str, first: date = date(2026, 1, 5), accused: int = 1) -> list[Record]:
    """One case from prosecution to judgment, in less than two months."""
    return [
        step(name, number, first + timedelta(days=days), accused)
        for number, days in enumerate(DAYS)
    ]


def step(name: str, number: int, day: date, accused: int = 1) -> Record:
    event, agency = STEPS[number]
    subjects: list[Record] = []
    if event not in ("accused_charged", "charge_approved"):
        subjects.append({"id": "v", "kind": "case", "charges": [_CHARGE]})
    if event != "case_prosecuted":
        subjects += [_accused(event, index) for index in range(accused)]
    return {
        "event_id": f"{name}.{number}",
        "type": event,
        "dossier_id": name,
        "unit": UNIT,
        "agency": agency,
        "effective_on": day,
        "sequence": number + 1,
        "recorded_at": datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
        "subjects": subjects,
    }


def cases(number: int, seed: int) -> list[Record]:
    """Events of many cases, mixed; those of one dossier stay in order."""
    rng = random.Random(seed)
    left = [case(f"hs{seed}-{n:05d}", accused=rng.choice((1, 1, 1, 2, 3))) for n in range(number)]
    order = [n for n, events in enumerate(left) for _ in events]
    rng.shuffle(order)
    told = [iter(events) for events in left]
    return [next(told[n]) for n in order]


def _accused(event: str, index: int) -> Record:
    subject: Record = {"id": f"b{index}", "kind": "accused", "charges": [_CHARGE]}
    if event == "first_instance_judged":
        penalty = {"kind": "prison", "months": 12, "suspended": index > 0}
        subject |= {"outcome": "convicted", "penalty": penalty}
    return subject
