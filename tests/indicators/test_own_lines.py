"""Lines that groups of indicators have of their own, each met by a story told for it alone.

All in K01-01, January 2026, unless an agency with forms of its own (TC-CQDT) says so.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import pytest

from events.moves import moves
from projections.calendar import Period
from store.figures import figures_of
from thongke.assembly import assemble

JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))
MILD = {"code": "BLHS2015", "article": "173", "clause": "1", "main": True}
GRAVE = {"code": "BLHS2015", "article": "123", "clause": "1", "main": True}
OWN = {"unit": "TC-V06", "agency": "TC-CQDT", "agency_unit": "TC-CQDT"}
Step = tuple[str, date, dict[str, Any], dict[str, Any]]  # type, day, facts of subject, of event


def on(day: int, month: int = 1, year: int = 2026) -> date:
    return date(year, month, day)


def story(dossier: str, subject: str, kind: str, *steps: Step) -> list[dict[str, Any]]:
    return [
        {
            "event_id": f"{dossier}.{subject}.{n}",
            "type": type,
            "dossier_id": dossier,
            "unit": "K01-01",
            "agency": "CA-01",
            "effective_on": day,
            "sequence": n,
            "recorded_at": datetime(2026, 2, 1, 9, tzinfo=UTC),
            "subjects": [{"id": subject, "kind": kind, **said}],
            **more,
        }
        for n, (type, day, said, more) in enumerate(steps, 1)
    ]


def stated(stage: str, day: date | None = None, **more: Any) -> Step:
    return ("carried_in", day or on(1), {"stage": stage, "charges": [MILD]}, more)


def paper(dossier: str, kind: str, answer: str = "", **more: Any) -> list[dict[str, Any]]:
    steps: list[Step] = [("document_issued", on(5), {}, {"document": {"kind": kind}, **more})]
    if answer:
        answered = {"document": {"kind": kind, "answer": answer}, **more}
        steps.append(("document_answered", on(20), {}, answered))
    return story(dossier, "p", "document", *steps)


def held(dossier: str, ground: str, prolonged: bool, *end: Step) -> list[dict[str, Any]]:
    steps: list[Step] = [("custody_ordered", on(3), {"custody": {"basis": ground}}, {})]
    steps += [("custody_prolonged", on(5), {}, {})] if prolonged else []
    return story(dossier, "n", "detainee", *steps, *end)


def case(dossier: str, *steps: Step) -> list[dict[str, Any]]:
    return story(dossier, "v", "case", *steps)


def prosecuted(day: date, charge: dict[str, Any] = MILD, **more: Any) -> Step:
    return ("case_prosecuted", day, {"charges": [charge]}, more)


def told() -> list[dict[str, Any]]:
    custody = {"custody": {"basis": "arrest"}, "stage": "detained_investigation"}
    charged: Step = ("detention_ordered", on(9), custody, {})
    other: Step = ("custody_replaced", on(9), {}, {})
    waiting: Step = ("released_from_custody", on(9), {"ground": "awaiting_expert"}, {})
    concluded: Step = ("investigation_concluded", on(10), {}, {})
    acquitted = {"outcome": "acquitted_after_withdrawal", "charges": [MILD]}
    demanded = {"circumstances": {"requested_by_procuracy": True}}
    own_concluded: Step = ("investigation_concluded", on(10), {}, OWN)
    above = {"document": {"kind": "protest", "level": "higher"}}
    alike = {"document": {"kind": "protest", "level": "same"}}
    ordered: Step = ("enforcement_carried_in", on(2), {"stage": "ordered"}, {})
    serving: Step = ("enforcement_carried_in", on(2), {"stage": "term_serving"}, {})
    lawful: Step = ("investigation_concluded", on(20), {}, {})
    return [
        # CT 12: held in urgency; A, B prolonged and charged, C prolonged and freed for experts,
        # D charged without, E caught in the act.
        *held("12A", "emergency", True, charged),
        *held("12B", "emergency", True, other),
        *held("12C", "emergency", True, waiting),
        *held("12D", "emergency", False, charged),
        *held("12E", "caught", True, charged),
        # CT 18: one indicted, one terminated, one still with the procuracy.
        *story("18A", "b", "accused", stated("prosecuting"), ("indicted", on(9), {}, {})),
        *story("18B", "b", "accused", stated("prosecuting"),
               ("prosecution_terminated", on(9), {"ground": "157.2"}, {})),
        *story("18C", "b", "accused", stated("prosecuting")),
        # CT 19: less serious, two months: one begun in October, one in January.
        *case("19A", prosecuted(on(2, 10, 2025)), concluded),
        *case("19B", prosecuted(on(2)), lawful),
        # CT 33, 35, 56, 85, 71.
        *paper("33A", "investigation_prevention", "refused"),
        *paper("33B", "investigation_prevention", "accepted"),
        *paper("35A", "investigation_lesson"),
        *paper("56A", "trial_lesson"),
        *paper("85A", "custody_lesson"),
        *paper("71A", "report_prevention", "accepted", **OWN),
        *paper("71B", "investigation_prevention", "partly", **OWN),
        *paper("71C", "report_prevention", "refused", **OWN),
        # CT 40: two defendants of one case.
        *(record for b in ("b1", "b2") for record in story(
            "40A", b, "accused", stated("trial"), ("first_instance_judged", on(9), acquitted, {}))),
        # CT 47: two protests of the same level, one withdrawn by the procuracy above.
        *story("47A", "b", "accused", stated("pending_same"),
               ("protest_withdrawn", on(9), {}, above)),
        *story("47B", "b", "accused", stated("pending_same"),
               ("protest_withdrawn", on(9), {}, alike)),
        # CT 62–69: the procuracy's own agency.
        *story("62A", "b", "accused",
               ("accused_charged_by_procuracy", on(6), {"charges": [MILD]}, OWN)),
        *story("63A", "b", "accused",
               ("accused_charged_by_procuracy", on(6), {"charges": [GRAVE]}, OWN)),
        *case("63B", prosecuted(on(5), GRAVE, **OWN)),
        *case("65A", prosecuted(on(2, 10, 2025), **OWN), own_concluded),
        *story("67A", "b", "accused", stated("investigating", **OWN),
               ("investigation_terminated", on(9), {"ground": "157.2"}, OWN)),
        *story("67B", "b", "accused", stated("investigating", **OWN),
               ("investigation_terminated", on(9), {"ground": "157.5"}, OWN)),
        *case("69A", stated("returned"), ("supplement_started", on(9), {}, OWN)),
        *case("69B", stated("returned_by_court"), ("supplement_started", on(9), {}, OWN)),
        # CT 78: suspended as the procuracy proposed, before serving and while serving; and not so.
        *story("78A", "c", "convict", ordered,
               ("sentence_suspended", on(9), {}, demanded)),
        *story("78B", "c", "penalty", serving,
               ("sentence_suspended", on(9), {}, demanded)),
        *story("78C", "c", "convict", ordered,
               ("sentence_suspended", on(9), {}, {})),
    ]  # fmt: skip


EXPECTED = {
    "i12.resolved": 4,  # A, B, C, D
    "i12.resolved_unprolonged": 1,  # D
    "i12.charged": 3,  # A, B, D
    "i12.charged_unprolonged": 1,  # D
    "i12.awaiting": 1,  # C
    "i12.awaiting_unprolonged": 0,
    "i18.decided": 2,
    "i19.late": 1,
    "i33.refused": 1,
    "i35.notices": 1,
    "i40.cases": 1,
    "i47.undefended": 1,
    "i56.notices": 1,
    "i62.solved": 2,  # 62A, 63A
    "i63.solved": 1,
    "i63.new": 1,
    "i65.late": 1,
    "i67.innocent": 1,
    "i69.by_procuracy": 1,
    "i69.by_court": 1,
    "i71.accepted": 2,  # one of them in part
    "i71.refused": 1,
    "i78.suspended": 2,
    "i85.notices": 1,
}


@lru_cache
def counted() -> dict[str, int]:
    assembly = assemble()
    spans = assembly.meaning.derive(moves(told())).spans
    found: dict[str, int] = {}
    for group in assembly.definitions.indicators:
        unit = "TC-CQDT" if group.home.counts_by == "agency_unit" else "K01-01"
        found |= figures_of(spans, group.home.lines, {"asked": [unit]}, JANUARY)["asked"]
    return found


def test_every_own_line_has_a_story() -> None:
    assert counted().keys() == EXPECTED.keys()


@pytest.mark.parametrize("line", EXPECTED)
def test_an_own_line_counts_what_the_story_tells(line: str) -> None:
    assert counted()[line] == EXPECTED[line]
