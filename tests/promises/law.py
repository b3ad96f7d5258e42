"""Limits that the law sets, reckoned by hand: from Monday 2 March 2026, by class of offence.

20 days end on Sunday 22 March, so on Monday 23; two months on Saturday 2 May, so on Monday 4.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl

from events.moves import MOVES
from projections.meaning import Meaning

FROM = date(2026, 3, 2)
# Trộm cắp, khoản 1 to 4: less serious, serious, very serious, especially serious.
CLASSES = ("173.1", "173.2", "173.3", "173.4")

DAYS_15, DAYS_20, DAYS_30 = date(2026, 3, 17), date(2026, 3, 23), date(2026, 4, 1)
DAYS_45, MONTH, MONTHS_2 = date(2026, 4, 16), date(2026, 4, 2), date(2026, 5, 4)
MONTHS_3, MONTHS_4 = date(2026, 6, 2), date(2026, 7, 2)

# Stage stated when the subject came, or before its last document; the document; the four last days.
Limit = tuple[str, str, str, str | None, tuple[date, date, date, date]]
LIMITS: tuple[Limit, ...] = (
    ("Điều 147(1)", "report", "", "report_accepted", (DAYS_20,) * 4),
    ("Điều 147(1)", "report", "", "report_taken_over", (DAYS_20,) * 4),
    ("Điều 149", "report", "checking_suspended", "report_resumed", (MONTH,) * 4),
    ("Điều 172(1)", "case", "", "case_prosecuted", (MONTHS_2, MONTHS_3, MONTHS_4, MONTHS_4)),
    (
        "Điều 174(1)", "case", "investigating_suspended", "investigation_resumed",
        (MONTHS_2, MONTHS_2, MONTHS_3, MONTHS_3),
    ),
    (
        "Điều 174(1)", "case", "reinvestigating_suspended", "investigation_resumed",
        (MONTHS_2, MONTHS_2, MONTHS_3, MONTHS_3),
    ),
    (
        "Điều 174(3)", "case", "annulled_reinvestigation", "reinvestigation_started",
        (MONTHS_2, MONTHS_3, MONTHS_4, MONTHS_4),
    ),
    ("Điều 174(2)", "case", "returned", "supplement_started", (MONTHS_2,) * 4),
    ("Điều 174(2)", "case", "returned_after_court", "supplement_started", (MONTHS_2,) * 4),
    ("Điều 174(2)", "case", "returned_by_court", "supplement_started", (MONTH,) * 4),
    ("Điều 240(1)", "case", "concluded", "file_received", (DAYS_20, DAYS_20, DAYS_30, DAYS_30)),
    (
        "Điều 240(1)", "case", "supplement_concluded", "file_received",
        (DAYS_20, DAYS_20, DAYS_30, DAYS_30),
    ),
    (
        "Điều 240(1)", "case", "court_supplement_concluded", "file_received",
        (DAYS_20, DAYS_20, DAYS_30, DAYS_30),
    ),
    ("Điều 277(1)", "case", "indicted", "trial_accepted", (DAYS_30, DAYS_45, MONTHS_2, MONTHS_3)),
    ("Điều 277(2)", "case", "indicted_after_court", "trial_accepted", (DAYS_15,) * 4),
)  # fmt: skip

# What goes on in other hands or under another article keeps its last day.
GOES_ON = {
    "report": (("report_taken_over",),),
    "case": (("prosecution_changed",), ("case_transferred_out", "case_transferred_in")),
}
CARRIED_ON = ("Điều 149", "Điều 174(1)")  # resumed: its limit is counted anew after a transfer


def limits_unlike_the_law(meaning: Meaning) -> Iterator[str]:
    for basis, kind, before, event, last_days in LIMITS:
        for charge, last in zip(CLASSES, last_days, strict=True):
            told = [*_carried(kind, before, charge), _row(kind, event, FROM, charges=f"*{charge}")]
            found = _limit_on(meaning, told)
            if found != last:
                yield f"{basis} {before} {event} {charge}: until {found}, by the law {last}"
            for documents in GOES_ON[kind]:
                if (basis in CARRIED_ON and len(documents) > 1) or event == documents[0]:
                    continue
                later = [_row(kind, d, date(2026, 3, 10 + n)) for n, d in enumerate(documents)]
                later[0]["charges"] = f"*{charge},{charge.replace('173', '174')}"
                later[0]["agency"] = "T01"
                found = _limit_on(meaning, [*told, *later])
                if found != last:
                    yield f"{basis} {event} {charge}, then {documents}: until {found}, not {last}"


def _carried(kind: str, stage: str, charge: str) -> list[dict[str, Any]]:
    if not stage:
        return []
    day = date(2026, 2, 2)
    stated = {"stated_stage": stage, "charges": f"*{charge}", "first_prosecuted_on": day}
    return [_row(kind, "carried_in", day, **stated)]


def _row(kind: str, event: str, day: date, **more: Any) -> dict[str, Any]:
    said = {
        "event_id": f"{event} {day}", "type": event, "dossier": "D", "subject": "S", "kind": kind,
        "unit": "K01-01", "agency": "CA-01", "sequence": 1, "effective_on": day,
        "recorded_on": day,
    }  # fmt: skip
    return dict.fromkeys(MOVES) | said | more


def _limit_on(meaning: Meaning, rows: list[dict[str, Any]]) -> date | None:
    """The last day of the limit of the stay that lasts."""
    moves = pl.DataFrame(rows, schema=MOVES, orient="row")
    spans = meaning.derive(moves).spans
    open_ = spans.filter(pl.col("until").is_null() & ~pl.col("stage").str.ends_with("_overdue"))
    return open_.sort("since")["limit_on"][-1]
