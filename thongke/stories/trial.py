"""Xét xử sơ thẩm, phúc thẩm: judgments, appeals, protests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from thongke.stories import (
    words,
)
from thongke.stories.investigation import extended
from thongke.stories.records import (
    Record,
    Translation,
    accused,
    case_of,
    case_subject,
    listed,
    on_case,
    on_case_alone,
    record,
)
from thongke.stories.told import Facts, PersonFacts, Step, said


def judged(step: Step) -> list[Record]:
    sentences = step.facts.get("sentences") or {}
    people = []
    for name in step.people or list(sentences):
        told = sentences.get(name) or {}
        known = step.person(name)
        charged = known.charges if known else []
        result = _sentence(told if isinstance(told, dict) else {_article(known): told}, charged)
        withdrawn_from = known and known.withdrawn and "mã 30" not in words.plain(told)
        if withdrawn_from and result["outcome"] == "acquitted":
            result["outcome"] = "acquitted_after_withdrawal"
        if (result.get("penalty") or {}).get("kind") == "death":
            step.told.condemned.add(name)
        people.append(accused(step, name, **result))
    case = [case_subject(step.case)] if step.whole_case and step.case else []
    hearing = step.facts.get("hearing")
    simplified = {"simplified": True} if step.facts.get("simplified") else None
    return [record(step, "first_instance_judged", case_of(step), case + people, agency="tòa",
                   judgment={"hearing": [str(hearing)]} if hearing else None,
                   circumstances=simplified)]  # fmt: skip


def _article(known: PersonFacts | None) -> str:
    return str(known.charges[0]["article"]) if known and known.charges else "unknown"


def _sentence(told: Mapping[Any, Any], charged: list[Facts]) -> Facts:
    """Outcome and joint penalty of one defendant, with each charge's own.

    A crime told without its clause is the one charged: its class must stand after the judgment too.
    """
    charges: list[Facts] = []
    joint = change = None
    extra: list[str] = []
    for key, words_of_court in told.items():
        if "bổ sung" in words.plain(key):
            extra = words.additional(words_of_court)
        elif "truy tố" in words.plain(key):
            change = words.charge_change(words_of_court)
        elif not any(c.isdigit() for c in str(key)) and key != "unknown":  # tổng hợp
            joint = words.penalty(words_of_court)
        else:
            result = words.outcome(words_of_court)
            given = _penalty(words_of_court) if result == "convicted" else None
            crime = _as_charged(words.charge(key), charged)
            charges.append({**crime, "outcome": result, **said({"penalty": given})})
    penalties = [c["penalty"] for c in charges if "penalty" in c]
    joint = joint or max(penalties, key=_weight, default=None)
    if joint:
        joint = {**joint, "additional": [*joint["additional"], *extra]}
    outcomes = [c["outcome"] for c in charges]
    return said({"charges": charges or None, "outcome": _together(outcomes), "penalty": joint,
                 "charge_change": change})  # fmt: skip


def _as_charged(crime: Facts, charged: list[Facts]) -> Facts:
    if crime["clause"]:
        return crime
    alike = (c for c in charged if str(c["article"]) == crime["article"])
    known = next(alike, crime)
    return {**crime, **{key: known.get(key) for key in ("clause", "point")}}


def _penalty(words_of_court: Any) -> Facts | None:
    """`tù 5 năm; bổ sung: phạt tiền`: the main penalty of a crime with what is added to it."""
    main, _, extra = words.plain(words_of_court).partition("bổ sung")
    given = words.penalty(main)
    return given and {**given, "additional": words.additional(extra)}


def _together(outcomes: list[str]) -> str:
    """One word for all charges: who is convicted of one is convicted; code 31 only for all."""
    order = ("convicted", "exempt_penalty", "exempt_liability", "acquitted")
    return next((o for o in order if o in outcomes), outcomes[0] if outcomes else "convicted")


def _weight(given: Facts) -> tuple[int, int]:
    order = ["warning", "fine", "non_custodial", "expulsion", "prison", "life", "death"]
    rank = order.index(given["kind"]) if given["kind"] in order else 0
    return rank, given["months"] or 0


def decided_on_appeal(step: Step) -> list[Record]:
    told = step.facts.get("outcome") or {}
    people, outcomes = [], []
    for name in step.people or (list(told) if isinstance(told, dict) else []):
        of_him = told.get(name, "giữ nguyên") if isinstance(told, dict) else told
        result, given = words.outcome_on_appeal(of_him)
        given = _in_place(step, name, result, given)
        people.append(accused(step, name, outcome=result, penalty=given))
        outcomes.append(result)
        if given and given["kind"] == "death":
            step.told.condemned.add(name)
        if known := step.person(name):
            known.gone = not result.startswith("annulled_for")
    for appeals in (step.told.appealed, step.told.appellants):
        appeals.pop(step.case or "", None)  # answered: a new judgment may be appealed anew
    if any(result.startswith("annulled_for") for result in outcomes):
        _left_behind(step)
    if isinstance(told, str) and not outcomes:
        outcomes = [words.outcome_on_appeal(told)[0]]
    # the case goes where any of its defendants must go
    back = [o for o in outcomes if o.startswith("annulled_for")]
    result = back[0] if back else outcomes[0] if len(set(outcomes)) == 1 else "modified"
    case = [case_subject(step.case, outcome=result)] if step.whole_case and step.case else []
    return _answering(step, case + people)


def _left_behind(step: Step) -> None:
    """Of a case that goes back, those whose first judgment nobody appealed stay judged."""
    for (case, name), known in step.told.people.items():
        if case == step.case and name not in step.people and name in step.told.results:
            known.gone = True


def _in_place(step: Step, name: str, result: str, given: Facts | None) -> Facts | None:
    """The penalty put in place of the first; án treo given or refused alone leaves its length."""
    before = step.told.results.get(name, {}).get("penalty")
    if (
        before
        and result in {"suspended_granted", "suspended_refused"}
        and not (given or {}).get("months")
    ):
        return {**before, "suspended": result == "suspended_granted"}
    return given


def _answering(step: Step, subjects: list[Record]) -> list[Record]:
    """The judgment, with what became of the protest: one event for those answered alike."""
    told = step.facts.get("protest")
    by_name = told if isinstance(told, dict) else {}
    answers = {s["id"]: words.answer(by_name.get(s["id"])) if by_name else words.answer(told)
               for s in subjects}  # fmt: skip
    of_people = {answers[s["id"]] for s in subjects if s["kind"] == "accused"} - {None}
    if by_name and of_people:
        whole = of_people.pop() if len(of_people) == 1 else "partly"
        answers |= {s["id"]: whole for s in subjects if s["kind"] == "case"}
    made = []
    for answer in dict.fromkeys(answers.values()):
        alike = [s for s in subjects if answers[s["id"]] == answer]
        document = {"kind": "appeal_protest", "answer": answer} if answer else None
        made.append(record(step, "appeal_decided", case_of(step), alike, agency="tòa",
                           document=document))  # fmt: skip
    return made


def appealed(step: Step) -> list[Record]:
    step.told.appealed.setdefault(case_of(step), set()).add("appeal")
    step.told.appellants.setdefault(case_of(step), {}).update(dict.fromkeys(step.people))
    return on_case("appealed", "tòa")(step)


def accepted_for_appeal(step: Step) -> list[Record]:
    """Thụ lý phúc thẩm: by whom, in the court's words; else by what the story told before."""
    by = words.appealed_by(step.facts.get("by"))
    if by is None and (known := step.told.appealed.get(case_of(step))):
        by = "both" if len(known) > 1 else min(known)
    named = listed(step)
    if not step.people:  # of the case as told: those who appealed, or whom the protest concerns
        concerned = step.told.appellants.get(case_of(step), ())
        named += [accused(step, name) for name in concerned]
    return [record(step, "appeal_accepted", case_of(step), named, agency="tòa",
                   judgment={"appealed_by": by} if by else None)]  # fmt: skip


def protest_withdrawn(step: Step) -> list[Record]:
    told = words.plain(" ".join(str(v) for v in step.facts.values()))
    at_hearing = "tại phiên" in told
    level = "higher" if "cấp trên" in told else "same"
    type_ = "protest_withdrawn_at_hearing" if at_hearing else "protest_withdrawn"
    return [record(step, type_, case_of(step), listed(step), agency="vks",
                   document={"kind": "appeal_protest", "level": level})]  # fmt: skip


def protested(step: Step) -> list[Record]:
    step.told.appealed.setdefault(case_of(step), set()).add("protest")
    step.told.appellants.setdefault(case_of(step), {}).update(dict.fromkeys(step.people))
    level = "higher" if "trên" in words.plain(step.facts.get("level", "")) else "same"
    return [record(step, "appeal_protested", case_of(step), listed(step), agency="vks",
                   document={"kind": "appeal_protest", "level": level})]  # fmt: skip


TRANSLATIONS: dict[str, Translation] = {
    "xx.thuly": on_case("trial_accepted", "tòa"),
    "xx.trahs": on_case("returned_by_court", "tòa"),
    "xx.trahs_toinang": on_case("returned_by_court", "tòa"),
    "xx.giahan": extended("trial_preparation_extended", "tòa"),
    "xx.dua_ra": extended("trial_scheduled", "tòa"),
    "xx.hoan": extended("hearing_postponed", "tòa"),
    "xx.tamngung": on_case_alone("hearing_paused", "tòa"),
    "xx.tamdinhchi": on_case("trial_suspended", "tòa", grounded=True),
    "xx.phuchoi": on_case("trial_resumed", "tòa"),
    "xx.dinhchi": on_case("trial_terminated", "tòa", grounded=True),
    "xx.banan_st": judged,
    "pt.khangcao": appealed,
    "pt.khangnghi": protested,
    "pt.rut_kc": on_case("appeal_withdrawn", "tòa"),
    "pt.rut_kn": protest_withdrawn,
    "pt.chuyenhs": on_case_alone("appeal_file_sent", "tòa"),
    "pt.thuly": accepted_for_appeal,
    "pt.tamdinhchi": on_case("appeal_suspended", "tòa"),
    "pt.phuchoi": on_case("appeal_resumed", "tòa"),
    "pt.quyetdinh": decided_on_appeal,
}
