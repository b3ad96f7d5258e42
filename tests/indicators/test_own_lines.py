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


def reported(month: int, year: int) -> Step:
    return ("report_accepted", on(5, month, year), {"charges": [MILD]}, {})


def questioned(day: int) -> Step:
    return ("interrogation_attended", on(day), {}, {})


def protest(dossier: str, day: int, month: int, *end: Step) -> list[dict[str, Any]]:
    """Of the same level, of one accused; accepted by the court above on that day."""
    year = 2026 if month == 1 else 2025
    level = {"document": {"kind": "protest", "level": "same"}}
    steps: list[Step] = [
        ("carried_in", on(1, 12, 2025), {"stage": "tried", "charges": [MILD]}, {}),
        ("appeal_protested", on(2, 12, 2025), {}, level),
        ("appeal_accepted", on(day, month, year), {}, {"judgment": {"appealed_by": "protest"}}),
    ]
    return story(dossier, "b", "accused", *steps, *end)


def own_held(dossier: str, *end: Step) -> list[dict[str, Any]]:
    return story(
        dossier,
        "n",
        "detainee",
        ("custody_ordered", on(3), {"custody": {"basis": "caught"}}, OWN),
        *end,
    )


def accused_of(dossier: str, charge: dict[str, Any]) -> list[dict[str, Any]]:
    charged: Step = ("accused_charged_by_procuracy", on(6), {"charges": [charge]}, OWN)
    return story(dossier, "b", "accused", charged)


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
    of_old: Step = ("enforcement_carried_in", on(2, 12, 2025), {"stage": "ordered"}, {})
    refused = {"document": {"kind": "protest", "answer": "refused"}}
    serving: Step = ("enforcement_carried_in", on(2), {"stage": "term_serving"}, {})
    lawful: Step = ("investigation_concluded", on(20), {}, {})
    resolved: Step = ("report_not_prosecuted", on(20), {}, {"ground": "157.2"})
    request: Step = ("investigation_requested", on(5), {}, {})
    fulfilled: Step = ("investigation_request_fulfilled", on(8), {}, {})
    received: Step = ("file_received", on(11), {}, {})
    returned: Step = ("returned_by_procuracy", on(12), {}, {})
    terminated: Step = ("investigation_terminated", on(3), {"ground": "230.1.a"}, {})
    cancelled: Step = ("termination_cancelled", on(5), {}, {})
    resumed: Step = ("investigation_resumed", on(6), {}, {})
    judged: Step = ("first_instance_judged", on(9), {"outcome": "convicted"}, {})
    of_nothing: Step = ("carried_in", on(1), {"stage": "investigating"}, {})
    retrial = {"outcome": "annulled_for_retrial"}
    at_fault: Step = ("procuracy_responsibility_found", on(12), {}, {})
    protested: Step = ("cassation_protested", on(5), {"charges": [MILD]}, {})
    return [
        # CT 3: A asked to be verified in December and resolved; B resolved, never asked;
        # C asked, not resolved.
        *story("3A", "r", "report", reported(12, 2025),
               ("verification_requested", on(15, 12, 2025), {}, {}), resolved),
        *story("3B", "r", "report", reported(1, 2026), resolved),
        *story("3C", "r", "report", reported(1, 2026),
               ("verification_requested", on(12), {}, {})),
        # CT 12: held in urgency; A, B prolonged and charged, C prolonged and freed for experts,
        # D charged without, E caught in the act.
        *held("12A", "emergency", True, charged),
        *held("12B", "emergency", True, other),
        *held("12C", "emergency", True, waiting),
        *held("12D", "emergency", False, charged),
        *held("12E", "caught", True, charged),
        # CT 14: A asked in January and fulfilled; B prosecuted in January too, asked and returned
        # by the procuracy; C of November, asked in January. CT 15: C was asked before as well.
        *case("14A", prosecuted(on(2)), request, fulfilled),
        *case("14B", prosecuted(on(2)), request, concluded, received, returned),
        *case("14C", prosecuted(on(2, 11, 2025)),
              ("investigation_requested", on(3, 11, 2025), {}, {}), request, fulfilled),
        # CT 18: one indicted, one terminated, one still with the procuracy; one questioned and
        # returned, one returned and questioned afterwards; one terminated by the investigators.
        *story("18A", "b", "accused", stated("prosecuting"), ("indicted", on(9), {}, {})),
        *story("18D", "b", "accused", stated("prosecuting"), questioned(8), returned),
        *story("18E", "b", "accused", stated("prosecuting"), returned, questioned(15)),
        *story("18F", "b", "accused", stated("investigating"), questioned(8),
               ("investigation_terminated", on(9), {"ground": "230.1.a"}, {})),
        *story("18B", "b", "accused", stated("prosecuting"),
               ("prosecution_terminated", on(9), {"ground": "157.2"}, {})),
        *story("18C", "b", "accused", stated("prosecuting")),
        # CT 19: less serious, two months: one begun in October, one in January.
        *case("19A", prosecuted(on(2, 10, 2025)), concluded),
        *case("19B", prosecuted(on(2)), lawful),
        # Of unknown severity: one concluded, one still investigated.
        *case("19C", of_nothing, concluded),
        *case("19D", of_nothing),
        *case("65B", ("carried_in", on(1), {"stage": "investigating"}, OWN), own_concluded),
        # CT 30: two terminations cancelled; one of the cases indicted since.
        *case("30A", prosecuted(on(2, 12, 2025)), terminated, cancelled, resumed, concluded,
              received, ("indicted", on(12), {}, {})),
        *case("30B", prosecuted(on(2, 12, 2025)), terminated, cancelled),
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
        # CT 42: annulled with the procuracy's responsibility, at both levels; one without it; one
        # modified with it; one annulled in December.
        *case("42A", stated("appeal"), ("appeal_decided", on(9), retrial, {}), at_fault),
        *case("42B", stated("appeal"), ("appeal_decided", on(9), retrial, {})),
        *case("42C", stated("appeal"), ("appeal_decided", on(9), {"outcome": "modified"}, {}),
              at_fault),
        *case("42D", protested, ("cassation_decided", on(9), retrial, {}), at_fault),
        *case("42E", stated("appeal", on(1, 12, 2025)),
              ("appeal_decided", on(9, 12, 2025), retrial, {}), at_fault),
        # CT 45: judged and supervised; judged; judged in December, supervised in January.
        *case("45A", stated("trial"), judged, ("judgment_supervised", on(20), {}, {})),
        *case("45B", stated("trial"), judged),
        *case("45C", stated("trial", on(1, 12, 2025)),
              ("first_instance_judged", on(9, 12, 2025), {"outcome": "convicted"}, {}),
              ("judgment_supervised", on(20), {}, {})),
        # CT 47: same-level protests accepted in January: A withdrawn by the procuracy above, B by
        # its own, C refused, D pending; E accepted in December and withdrawn by that above.
        *protest("47A", 5, 1, ("protest_withdrawn", on(9), {}, above)),
        *protest("47B", 5, 1, ("protest_withdrawn", on(9), {}, alike)),
        *protest("47C", 5, 1, ("appeal_decided", on(9), {"outcome": "upheld"}, refused)),
        *protest("47D", 5, 1),
        *protest("47E", 5, 12, ("protest_withdrawn", on(9), {}, above)),
        # CT 48: protested in January: A withdrawn, B pending; C protested in December, withdrawn.
        *story("48A", "b", "accused", protested, ("cassation_withdrawn", on(9), {}, {})),
        *story("48B", "b", "accused", protested),
        *story("48C", "b", "accused", ("cassation_protested", on(5, 12, 2025), {}, {}),
               ("cassation_withdrawn", on(9), {}, {})),
        # CT 54: every paper of CT 53.
        *paper("54A", "trial_remedy", "accepted"),
        *paper("54B", "trial_prevention", "partly"),
        *paper("54C", "appeal_remedy", "accepted"),
        *paper("54D", "trial_prevention", "refused"),
        *paper("54E", "appeal_remedy", "refused"),
        # CT 61, 64: the procuracy's own agency held four: A charged in time, B freed for experts,
        # C freed, D charged on the seventh day without a prolongation; E held by another's order.
        *own_held("61A", ("detention_ordered", on(5), custody, OWN)),
        *own_held("61B", ("released_from_custody", on(5), {"ground": "awaiting_expert"}, OWN)),
        *own_held("61C", ("released_from_custody", on(5), {"ground": "not_handled"}, OWN)),
        *own_held("61D", ("detention_ordered", on(9), custody, OWN)),
        *held("61E", "caught", False, charged),
        # CT 62–69: the procuracy's own agency. 62A, 63A new with an accused, 63B, 63C new without;
        # 63D of December has its accused in January.
        *case("62A", prosecuted(on(5), **OWN)), *accused_of("62A", MILD),
        *case("63A", prosecuted(on(5), GRAVE, **OWN)), *accused_of("63A", GRAVE),
        *case("63B", prosecuted(on(5), GRAVE, **OWN)),
        *case("63C", prosecuted(on(5), **OWN)),
        *case("63D", prosecuted(on(5, 12, 2025), GRAVE, **OWN)), *accused_of("63D", GRAVE),
        *case("65A", prosecuted(on(2, 10, 2025), **OWN), own_concluded),
        *story("67A", "b", "accused", stated("investigating", **OWN),
               ("investigation_terminated", on(9), {"ground": "157.2"}, OWN)),
        *story("67B", "b", "accused", stated("investigating", **OWN),
               ("investigation_terminated", on(9), {"ground": "157.5"}, OWN)),
        *case("69A", stated("returned"), ("supplement_started", on(9), {}, OWN)),
        *case("69B", stated("returned_by_court"), ("supplement_started", on(9), {}, OWN)),
        # CT 78: proposed and granted, before serving and while serving; proposed, not decided;
        # proposed in December and granted now; and the same of deferral and exemption.
        *story("78A", "c", "convict", ordered, ("suspension_proposed", on(5), {}, {}),
               ("sentence_suspended", on(9), {}, demanded)),
        *story("78B", "c", "penalty", serving, ("suspension_proposed", on(5), {}, {}),
               ("sentence_suspended", on(9), {}, demanded)),
        *story("78C", "c", "convict", ordered, ("suspension_proposed", on(5), {}, {})),
        *story("78D", "c", "convict", of_old, ("suspension_proposed", on(5, 12, 2025), {}, {}),
               ("sentence_suspended", on(9), {}, demanded)),
        *story("78E", "c", "convict", ordered, ("deferral_proposed", on(5), {}, {}),
               ("sentence_deferred", on(9), {}, demanded)),
        *story("78F", "c", "convict", of_old, ("deferral_proposed", on(5, 12, 2025), {}, {}),
               ("sentence_deferred", on(9), {}, demanded)),
        *story("78G", "c", "convict", ordered, ("exemption_proposed", on(5), {}, {}),
               ("penalty_exempted", on(9), {}, demanded)),
        *story("78H", "c", "convict", ordered, ("exemption_proposed", on(5), {}, {})),
    ]  # fmt: skip


EXPECTED = {
    "i3.resolved": 2,  # A, B
    "i3.requested": 1,  # A
    "i12.resolved": 3,  # A, B, C
    "i12.charged": 2,  # A, B
    "i12.awaiting": 1,  # C
    "i14.accepted": 3,  # A, B; 19B
    "i14.requested": 2,  # A, B
    "i14.returned": 1,  # B
    "i15.fulfilled": 2,  # 14A, 14C
    "i15.fulfilled_older": 1,  # 14C
    "i18.decided": 5,  # A, B, D, E, F
    "i18.questioned": 2,  # D, F
    "i19.late": 1,
    "i19.unreckoned": 2,  # 19C, 19D
    "i30.cancelled": 2,
    "i30.prosecuted": 1,  # A
    "i33.refused": 1,
    "i35.notices": 1,
    "i40.cases": 1,
    "i42.annulled": 2,  # A, D
    "i45.judged": 2,  # A, B
    "i45.supervised": 1,  # A
    "i47.protested_same": 4,  # A, B, C, D
    "i47.undefended": 1,  # A
    "i47.protested": 4,
    "i47.failed": 3,  # A, B, C
    "i48.protested": 2,  # A, B
    "i48.failed": 1,  # A
    "i54.accepted": 3,  # A, B, C
    "i54.refused": 2,  # D, E
    "i56.notices": 1,
    "i61.resolved": 4,  # A, B, C, D
    "i61.charged": 2,  # A, D
    "i61.excluded": 1,  # B
    "i62.solved": 2,  # 62A, 63A
    "i63.solved": 1,  # 63A
    "i63.new": 2,  # 63A, 63B
    "i64.overdue": 1,  # 61D
    "i65.late": 1,
    "i65.unreckoned": 1,  # 65B
    "i67.innocent": 1,
    "i69.by_procuracy": 1,
    "i69.by_court": 1,
    "i71.accepted": 2,  # one of them in part
    "i71.refused": 1,
    "i78.deferred_proposed": 1,  # E
    "i78.deferred": 1,
    "i78.exempted_proposed": 2,  # G, H
    "i78.exempted": 1,  # G
    "i78.suspended_proposed": 3,  # A, B, C
    "i78.suspended": 2,  # A, B
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
