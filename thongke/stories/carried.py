"""Nhập số đầu kỳ, và những quyết định của Viện kiểm sát làm đổi số đó, as stories tell them.

What a unit has in hand when it begins to use the system is stated with the stage where it stands.
"""

from __future__ import annotations

from thongke.stories import words
from thongke.stories.records import Record, accused, case_of, case_subject, record
from thongke.stories.told import CaseFacts, Facts, PersonFacts, Step, said

UNDER_ORDER = {"ordered", "deferred", "escaped"}  # to execute a death sentence
CONDEMNED = {"sentenced", "in_force", *UNDER_ORDER}


def carried_in(step: Step) -> list[Record]:
    """The listed reports, papers, or the case with its accused, each at the stage told."""
    stage = str(step.facts["stage"])
    return [
        *(record(step, "carried_in", n, [_report(step, n, stage)]) for n in step.named("NT")),
        *(record(step, "carried_in", n, [{"id": n, "kind": "document", "stage": stage}],
                 document={"kind": str(step.facts["kind"])}) for n in step.named("KN")),
        *_case(step, stage),
    ]  # fmt: skip


def _report(step: Step, name: str, stage: str) -> Record:
    charges = _charges(step)
    if charges:
        step.told.report_charges[name] = charges
    step.told.units[name] = step.unit
    return {"id": name, "kind": "report", "stage": stage, **said({"charges": charges})}


def _case(step: Step, stage: str) -> list[Record]:
    """Whether an accused is a legal entity is told only where `persons` tells of him."""
    if not step.named("VA", "A", "PN"):
        return []
    charges = _charges(step)
    persons = step.facts.get("persons") or {}
    subjects = []
    if step.whole_case:
        subjects.append(case_subject(case_of(step), charges=charges, stage=stage))
        known = CaseFacts(step.unit, step.on, charges or [], stage)
        step.told.cases[case_of(step)] = known
    for name in step.named("A", "PN"):
        facts: Facts = persons.get(name) or {}
        own = [words.charge(c) for c in facts.get("charges", [])] or charges
        entity = words.is_legal_entity(facts) if name in persons else None
        step.told.people[case_of(step), name] = PersonFacts(facts, own or [], pending=False)
        step.told.case_of[name] = case_of(step)
        if stage in CONDEMNED:
            step.told.condemned.add(name)
        if stage in UNDER_ORDER:
            step.told.to_be_executed.add(name)
        subjects.append(accused(step, name, stage=stage,
                                **said({"charges": own, "legal_entity": entity})))  # fmt: skip
    return [record(step, "carried_in", case_of(step), subjects)]


def _charges(step: Step) -> list[Facts] | None:
    told = step.facts.get("offence")
    return [words.charge(told)] if told else None
