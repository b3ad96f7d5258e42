"""Both sides of a share count the same subjects: the light of acts that were about others is false.

Small months of K01-01 (January 2026), each worked by hand.
"""

from __future__ import annotations

from typing import Any

import pytest
from test_own_lines import (
    GRAVE,
    MILD,
    OWN,
    Step,
    accused_of,
    case,
    on,
    own_held,
    paper,
    prosecuted,
    questioned,
    reported,
    stated,
    story,
)

from events.moves import moves
from projections.calendar import parse_period
from projections.indicators import spell
from store.indicators import judge
from thongke.assembly import assemble

Told = list[dict[str, Any]]
DECEMBER = 12, 2025


def said(told: Told, indicator: str, unit: str = "K01-01") -> tuple[str, str]:
    assembly = assemble()
    definitions = assembly.definitions
    asked = parse_period("2026-01", definitions.calendar)
    groups = [g for g in definitions.indicators if any(i.id == indicator for i in g.indicators)]
    spans = assembly.meaning.derive(moves(told)).spans
    (found,) = judge(spans, definitions, groups, {unit: [unit]}, asked).values()
    one = next(j for j in found if j.indicator.id == indicator)
    return one.light, spell(one.weakest, one.indicator, one.target)


def at(type: str, day: int, *month: int, **subject: Any) -> Step:
    return (type, on(day, *month), subject, {})


def source(dossier: str, *steps: Step) -> Told:
    return story(dossier, "r", "report", *steps)


def accused(dossier: str, *steps: Step) -> Told:
    return story(dossier, "b", "accused", *steps)


RESOLVED = ("report_not_prosecuted", on(15), {}, {"ground": "157.2"})
VERIFY, REQUEST = at("verification_requested", 8), at("investigation_requested", 12)
FULFILLED = at("investigation_request_fulfilled", 20)
OLD_CASE = prosecuted(on(10, *DECEMBER))
RETURNED = [
    at("investigation_concluded", 14), at("file_received", 15), at("returned_by_procuracy", 16),
]  # fmt: skip
DECIDED = at("indicted", 12)
CONVICTED = {"outcome": "convicted"}


# Two sources resolved without a request, two unresolved with one: no resolved one has it. Caught in
# the act would be left out, so fewer than asked proves nothing.
ASKED_OF_OTHERS = [
    *source("A", reported(1, 2026), RESOLVED), *source("B", reported(1, 2026), RESOLVED),
    *source("C", reported(1, 2026), VERIFY), *source("D", reported(1, 2026), VERIFY),
]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "light", "value"),
    [
        (ASKED_OF_OTHERS, "unsure", "0/2 = 0 %"),
        (source("A", reported(1, 2026), VERIFY, RESOLVED), "met", "1/1 = 100 %"),
        # asked in the month before it was resolved
        (source("A", reported(*DECEMBER), at("verification_requested", 9, *DECEMBER), RESOLVED),
         "met", "1/1 = 100 %"),
    ],
)  # fmt: skip
def test_a_request_about_a_source_counts_when_that_source_is_resolved(
    told: Told, light: str, value: str
) -> None:
    assert said(told, "3") == (light, value)


@pytest.mark.parametrize(
    ("told", "light", "value"),
    [
        # a new case without a request; a case of before gets one
        ([*case("A", prosecuted(on(10))), *case("B", OLD_CASE, REQUEST)], "missed", "0/1 = 0 %"),
        (case("A", prosecuted(on(10)), REQUEST), "met", "1/1 = 100 %"),
        # returned: perhaps because the request left something out, and then it is not met
        (case("A", prosecuted(on(10)), REQUEST, *RETURNED), "unsure", "1/1 = 100 %"),
        # resumed in January, asked before it was suspended
        (case("A", OLD_CASE, at("investigation_requested", 12, *DECEMBER),
              at("investigation_suspended", 15, *DECEMBER), at("investigation_resumed", 5)),
         "met", "1/1 = 100 %"),
    ],
)  # fmt: skip
def test_a_request_counts_for_the_case_it_was_made_in(told: Told, light: str, value: str) -> None:
    assert said(told, "14") == (light, value)


OLD_REQUEST = at("investigation_requested", 12, *DECEMBER)


@pytest.mark.parametrize(
    ("told", "light", "value"),
    [
        # of December fulfilled in January; January's is not
        ([*case("A", OLD_CASE, OLD_REQUEST, FULFILLED), *case("B", OLD_CASE, REQUEST)],
         "unsure", "0/1 = 0 %"),
        (case("A", OLD_CASE, REQUEST, FULFILLED), "met", "1/1 = 100 %"),
        # one of two: which one, nobody says
        (case("A", OLD_CASE, OLD_REQUEST, REQUEST, FULFILLED), "unsure", "0/1 = 0 %"),
        (case("A", OLD_CASE, REQUEST, at("investigation_requested", 13), FULFILLED),
         "unsure", "1/2 = 50 %"),
    ],
)  # fmt: skip
def test_a_request_is_fulfilled_when_it_was_issued_in_the_period(
    told: Told, light: str, value: str
) -> None:
    assert said(told, "15") == (light, value)


@pytest.mark.parametrize(
    ("told", "light", "value"),
    [
        # the one decided was never questioned, the one questioned is not decided
        ([*accused("A", stated("prosecuting"), DECIDED),
          *accused("B", stated("prosecuting"), questioned(5))], "missed", "0/1 = 0 %"),
        (accused("A", stated("investigating", on(1, *DECEMBER)),
                 at("interrogation_attended", 9, *DECEMBER), at("investigation_concluded", 5),
                 at("file_received", 6), DECIDED), "met", "1/1 = 100 %"),
        (accused("A", stated("prosecuting"), at("returned_by_procuracy", 12), questioned(20)),
         "missed", "0/1 = 0 %"),
    ],
)  # fmt: skip
def test_an_accused_is_questioned_before_the_decision(told: Told, light: str, value: str) -> None:
    assert said(told, "18") == (light, value)


def test_a_custody_prolonged_in_the_month_before_counts_when_it_is_resolved() -> None:
    held = story(
        "A", "n", "detainee",
        ("custody_ordered", on(30, *DECEMBER), {"custody": {"basis": "emergency"}}, {}),
        at("custody_prolonged", 31, *DECEMBER), at("custody_replaced", 2),
    )  # fmt: skip
    assert said(held, "12") == ("met", "1/1 = 100 %")


def test_a_judgment_of_december_supervised_in_january_is_none_of_januarys() -> None:
    judged = at("first_instance_judged", 9, **CONVICTED)
    before = ("first_instance_judged", on(9, *DECEMBER), CONVICTED, {})
    supervised = at("judgment_supervised", 20)
    told = [
        *case("A", stated("trial", on(1, *DECEMBER)), before, supervised),
        *case("B", stated("trial"), judged),
    ]
    assert said(told, "45") == ("missed", "0/1 = 0 %")
    assert said(case("B", stated("trial"), judged, supervised), "45") == ("met", "1/1 = 100 %")


def test_answers_to_all_papers_of_trial_count() -> None:
    """One remedy to the court accepted, one prevention and one remedy on appeal refused."""
    told = [
        *paper("A", "trial_remedy", "accepted"),
        *paper("B", "trial_prevention", "refused"),
        *paper("C", "appeal_remedy", "refused"),
    ]
    assert said(told, "54") == ("missed", "1/3 = 33,33 %")


def test_a_case_indicted_after_its_termination_was_cancelled() -> None:
    steps = [
        OLD_CASE, ("investigation_terminated", on(3), {"ground": "230.1.a"}, {}),
        at("termination_cancelled", 4), at("investigation_resumed", 5),
    ]  # fmt: skip
    indicted = [at("investigation_concluded", 9), at("file_received", 10), DECIDED]
    assert said(case("A", *steps, *indicted), "30") == ("met", "1/1 = 100 %")
    assert said(case("A", *steps), "30") == ("unsure", "0/1 = 0 %")  # its turn may come


def test_a_case_of_unknown_severity_is_not_late() -> None:
    steps = [("carried_in", on(2), {"stage": "prosecuting"}, {}), DECIDED]
    assert said(case("A", *steps), "25.1") == ("unsure", "0/1 = 0 %")
    assert said(case("A", *steps), "NQ96.05") == ("unsure", "0/1 = 0 %")


def test_a_case_of_unknown_severity_is_not_surely_in_time() -> None:
    begun = ("carried_in", on(2), {"stage": "investigating"}, {})
    concluded = at("investigation_concluded", 20)
    assert said(case("A", prosecuted(on(2)), concluded), "19") == ("met", "1/1 = 100 %")
    assert said(case("A", begun, concluded), "19") == ("unsure", "1/1 = 100 %")
    ours = [("carried_in", on(2), {"stage": "investigating"}, OWN), (*concluded[:3], OWN)]
    assert said(case("A", *ours), "65", OWN_UNIT) == ("unsure", "1/1 = 100 %")


OWN_UNIT = "TC-CQDT"


def test_a_crime_is_solved_when_the_new_case_has_an_accused() -> None:
    """A case of December gets its accused in January; January's own case has none."""
    old = [*case("A", prosecuted(on(5, *DECEMBER), GRAVE, **OWN)), *accused_of("A", GRAVE)]
    new = case("B", prosecuted(on(5), GRAVE, **OWN))
    for indicator in ("62", "63", "NQ96.03", "NQ96.04"):
        assert said([*old, *new], indicator, OWN_UNIT) == ("missed", "0/1 = 0 %")
        told = [*new, *accused_of("B", MILD)]
        assert said(told, indicator, OWN_UNIT) == ("met", "1/1 = 100 %")


def test_those_held_by_the_own_agency_are_told() -> None:
    custody = {"custody": {"basis": "arrest"}, "stage": "detained_investigation"}
    freed = ("released_from_custody", on(5), {"ground": "not_handled"}, OWN)
    in_time = own_held("A", ("detention_ordered", on(5), custody, OWN))
    late = own_held("B", ("detention_ordered", on(9), custody, OWN))
    assert said([*in_time, *late], "61", OWN_UNIT) == ("met", "2/2 = 100 %")
    assert said([*in_time, *own_held("C", freed)], "61", OWN_UNIT) == ("unsure", "1/2 = 50 %")
    assert said(in_time, "64", OWN_UNIT) == ("met", "0")
    assert said([*in_time, *late], "64", OWN_UNIT) == ("missed", "1")


def test_what_a_court_returned_only_adds_to_what_the_procuracy_did() -> None:
    """How many of the agency's cases went to court in the period, its own counts don't say."""
    concluded = ("investigation_concluded", on(10), {}, OWN)
    ours = case("A", prosecuted(on(5), **OWN), concluded)
    back = ("supplement_started", on(9), {}, OWN)
    by_court = case("B", stated("returned_by_court"), back)
    by_procuracy = case("C", stated("returned"), back)
    assert said(ours, "69", OWN_UNIT) == ("met", "0/1 = 0 %")
    assert said([*ours, *by_court], "69", OWN_UNIT) == ("unsure", "0/1 = 0 %")
    assert said([*ours, *by_procuracy], "69", OWN_UNIT) == ("missed", "1/1 = 100 %")


def test_targets_of_the_assembly_that_nobody_could_verify_are_not_judged() -> None:
    (group,) = (g for g in assemble().definitions.indicators if g.id == "NQ96")
    unverified = {i.id: i.not_from_events for i in group.indicators if i.id >= "NQ96.14"}
    assert unverified == dict.fromkeys(
        ("NQ96.14", "NQ96.15", "NQ96.16"),
        "Mức và cách tính chưa kiểm chứng được với toàn văn Nghị quyết",
    )
