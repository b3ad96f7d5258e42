"""Limits that the law sets, reckoned by hand: from Tuesday 3 March 2026, by class of offence.

20 days end on Monday 23 March; two months on Sunday 3 May, so on Monday 4.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl

from events.moves import MOVES
from projections.meaning import Meaning
from projections.offences import Offences, article_order

FROM, STATED = date(2026, 3, 3), date(2026, 8, 3)
# Trộm cắp, khoản 1 to 4: less serious, serious, very serious, especially serious.
CLASSES = ("173.1", "173.2", "173.3", "173.4")

DAYS_15, DAYS_20, DAYS_30 = date(2026, 3, 18), date(2026, 3, 23), date(2026, 4, 2)
DAYS_45, MONTH, MONTHS_2 = date(2026, 4, 17), date(2026, 4, 3), date(2026, 5, 4)
MONTHS_3, MONTHS_4 = date(2026, 6, 3), date(2026, 7, 3)
# The 60th day is Saturday 2 May, after the holidays; the 90th is Monday 1 June.
DAYS_60, DAYS_90 = date(2026, 5, 4), date(2026, 6, 1)
BY_CLASS = (MONTHS_2, MONTHS_3, MONTHS_4, MONTHS_4)
RESUMED = (MONTHS_2, MONTHS_2, MONTHS_3, MONTHS_3)
PROSECUTED = (DAYS_20, DAYS_20, DAYS_30, DAYS_30)
TRIED = (DAYS_30, DAYS_45, MONTHS_2, MONTHS_3)

Days = tuple[date, date, date, date]
# Basis, kind; where the subject stood before (`` ``: nowhere), the document; the four last days.
LIMITS: tuple[tuple[str, str, str, str, Days], ...] = (
    ("147", "report", "", "report_accepted", (DAYS_20,) * 4),
    ("147", "report", "", "report_taken_over", (DAYS_20,) * 4),
    ("147", "report", "checking_in_transit", "report_transferred_in", (DAYS_20,) * 4),
    ("149", "report", "checking_suspended", "report_resumed", (MONTH,) * 4),
    ("149", "report", ".not_prosecuted", "report_resumed", (MONTH,) * 4),
    ("172", "case", "", "case_prosecuted", BY_CLASS),
    ("174(1)", "case", "investigating_suspended", "investigation_resumed", RESUMED),
    ("174(1)", "case", "reinvestigating_suspended", "investigation_resumed", RESUMED),
    ("174(1)", "case", ".terminated_investigating", "investigation_resumed", RESUMED),
    ("174(3)", "case", "annulled_reinvestigation", "reinvestigation_started", BY_CLASS),
    ("174(2)", "case", "returned", "supplement_started", (MONTHS_2,) * 4),
    ("174(2)", "case", "returned_after_court", "supplement_started", (MONTHS_2,) * 4),
    ("174(2)", "case", "returned_by_court", "supplement_started", (MONTH,) * 4),
    ("240", "case", "concluded", "file_received", PROSECUTED),
    ("240", "case", "supplement_concluded", "file_received", PROSECUTED),
    ("240", "case", "court_supplement_concluded", "file_received", PROSECUTED),
    ("277(1)", "case", "indicted", "trial_accepted", TRIED),
    ("277(2)", "case", "indicted_after_court", "trial_accepted", (DAYS_15,) * 4),
    ("283", "case", "trial_suspended", "trial_resumed", TRIED),
    ("346", "case", "tried", "appeal_accepted", (DAYS_60,) * 4),
    ("346", "case", "appeal_suspended", "appeal_resumed", (DAYS_60,) * 4),
    ("346 TC", "case", "tried", "appeal_accepted", (DAYS_90,) * 4),
    ("346 TC", "case", "appeal_suspended", "appeal_resumed", (DAYS_90,) * 4),
)
SUPREME = "TC-PT1"  # an appellate unit of the supreme procuracy
WAYS = {  # to stages that nothing states
    ".not_prosecuted": ("report_accepted", "report_not_prosecuted"),
    ".terminated_investigating": ("case_prosecuted", "investigation_terminated"),
}
# What goes on in other hands or under another article keeps its last day.
GOES_ON = {
    "report": (("report_taken_over",),),
    "case": (("prosecution_changed",), ("case_transferred_out", "case_transferred_in")),
}
# After a transfer, what was resumed has a limit of its own again; appeals are not transferred.
ANEW = ("149", "174(1)", "346", "346 TC")
SIMPLIFIED = ("simplified_procedure_applied", "simplified_procedure_cancelled")
TRYING = ("trial_scheduled", "hearing_postponed")
EXTENDED = {
    "147": ("report_limit_prolonged", "report_extended"),
    "149": ("report_limit_prolonged", "report_extended"),
    "172": ("investigation_extended", *SIMPLIFIED),
    "174(1)": ("investigation_extended", *SIMPLIFIED),
    "174(2)": (),
    "174(3)": ("investigation_extended",),
    "240": ("prosecution_extended", *SIMPLIFIED),
    "277(1)": ("trial_preparation_extended", *TRYING, *SIMPLIFIED),
    "277(2)": ("trial_preparation_extended", *TRYING),
    "283": ("trial_preparation_extended", *TRYING, *SIMPLIFIED),
    "346": (*TRYING, *SIMPLIFIED),
    "346 TC": (*TRYING, *SIMPLIFIED),
}
# The one that opens the stay may state the end itself: under 18, simplified, complicated.
SILENT = ("report_taken_over",)


# BLHS: Chương XXIII Mục 1, Chương XVIII, Chương XXIII Mục 2; every other offence is `other`.
GROUPS = {"corruption": (353, 359), "economic": (188, 234), "other_position": (360, 366)}


def groups_unlike_the_law(offences: Offences) -> Iterator[str]:
    for article in offences.articles(FROM):
        number = article_order(article)[0]
        of = [g for g, (first, last) in GROUPS.items() if first <= number <= last]
        if offences.group(article) != (of[0] if of else "other"):
            yield f"Điều {article}: {offences.group(article)}"


Asked = tuple[str, list[dict[str, Any]], date]


def limits_unlike_the_law(meaning: Meaning) -> Iterator[str]:
    asked = list(_asked())
    rows = [row | {"dossier": str(n)} for n, (_, told, _) in enumerate(asked) for row in told]
    spans = meaning.derive(pl.DataFrame(rows, schema=MOVES, orient="row")).spans
    lasting = spans.filter(pl.col("until").is_null() & ~pl.col("stage").str.ends_with("_overdue"))
    found = dict(lasting.sort("since").select("dossier", "limit_on").iter_rows())
    for n, (says, _, until) in enumerate(asked):
        if found.get(str(n)) != until:
            yield f"{says}: {found.get(str(n))}, not {until}"


def _asked() -> Iterator[Asked]:
    for basis, kind, before, event, last_days in LIMITS:
        for charge, last in zip(CLASSES, last_days, strict=True):
            opening = _row(kind, event, FROM, charges=f"*{charge}")
            opening["unit"] = SUPREME if basis == "346 TC" else "K01-01"
            told = [*_before(kind, before, charge), opening]
            says = f"Điều {basis} {before} {event} {charge}"
            yield says, told, last
            for documents in GOES_ON[kind]:
                if event != documents[0] and (basis not in ANEW or len(documents) == 1):
                    later = [_row(kind, d, date(2026, 3, 9 + n)) for n, d in enumerate(documents)]
                    later[0] |= {"charges": f"*{charge.replace('173', '174')}", "agency": "T01"}
                    yield f"{says}, then {documents}", [*told, *later], last
            for extending in sorted({e for events in EXTENDED.values() for e in events}):
                until = STATED if extending in EXTENDED[basis] else last
                document = _row(kind, extending, date(2026, 3, 9), extension_until=STATED)
                yield f"{says}, extended by {extending}", [*told, document], until
            until = last if event in SILENT else STATED
            yield f"{says}, stated", [*told[:-1], opening | {"extension_until": STATED}], until


def _before(kind: str, stage: str, charge: str) -> list[dict[str, Any]]:
    day = date(2026, 2, 2)
    if stage in WAYS:
        return [_row(kind, event, day, charges=f"*{charge}") for event in WAYS[stage]]
    stated = {"stated_stage": stage, "charges": f"*{charge}", "first_prosecuted_on": day}
    return [_row(kind, "carried_in", day, **stated)] if stage else []


def _row(kind: str, event: str, day: date, **more: Any) -> dict[str, Any]:
    said = {
        "event_id": f"{event} {day}", "type": event, "dossier": "D", "subject": "S", "kind": kind,
        "unit": "K01-01", "agency": "CA-01", "sequence": 1, "effective_on": day,
        "recorded_on": day,
    }  # fmt: skip
    return dict.fromkeys(MOVES) | said | more
