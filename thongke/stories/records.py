"""The records that told events become: envelope, subjects, and a document on a case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

from thongke.stories import words
from thongke.stories.told import Facts, Step, said, text_of
from thongke.stories.words import UnknownWord

Record = dict[str, Any]
Translation = Callable[[Step], list[Record]]


def record(step: Step, type_: str, dossier: str, subjects: list[Record], **facts: Any) -> Record:
    """An event of ours. Keyword `agency` is words of the story (default: the police)."""
    agency = facts.pop("agency", None)
    default = "cqđt vksndtc" if step.agency_unit else "công an"
    made: Record = {
        "type": type_,
        "event_id": "",
        "corrects": None,
        "dossier_id": step.dossier(dossier),
        "unit": step.unit,
        "agency": words.agency_code(agency or step.facts.get("by"), step.unit, default),
        "agency_unit": step.agency_unit,
        "effective_on": step.on,
        "sequence": step.place,
        "recorded_at": datetime.combine(step.on, time(1), UTC),
        "subjects": subjects,
    }
    return made | said(facts)


def case_subject(name: str, **facts: Any) -> Record:
    return {"id": name, "kind": "case", **said(facts)}


def accused(step: Step, name: str, **facts: Any) -> Record:
    return {"id": name, "kind": "accused", "person_ref": step.person_ref(name), **said(facts)}


def listed(step: Step, **facts: Any) -> list[Record]:
    """The subjects that a document on a case or its accused moves, each with the same facts."""
    case = [case_subject(step.case, **facts)] if step.whole_case and step.case else []
    return case + [accused(step, name, **facts) for name in step.people]


def case_of(step: Step) -> str:
    if step.case is None:
        raise UnknownWord(f"{step.code} names no case")
    return step.case


def on_case(type_: str, agency: str | None = None, *, grounded: bool = False) -> Translation:
    """A document that moves the listed case and accused."""

    def translate(step: Step) -> list[Record]:
        case = case_of(step)
        circumstances = {k: step.facts[k] for k in ("accepted",) if k in step.facts}
        if "time" in step.facts:
            circumstances["attempt"] = words.number(step.facts["time"])
        stated = grounded or "ground" in step.facts
        ground = words.ground(step.facts.get("ground")) if stated else None
        article = step.facts.get("article")
        decision = {"number": "", "article": str(article)} if article else None
        made = [
            record(step, type_, case, listed(step), agency=agency, decision=decision,
                   circumstances=circumstances or None, ground=ground)
        ]  # fmt: skip
        step.keep()
        return made

    return translate


def on_case_alone(type_: str, agency: str | None = None, **groups: Any) -> Translation:
    """A document that concerns the case as a whole, and names none of its accused."""

    def translate(step: Step) -> list[Record]:
        case = case_of(step)
        return [record(step, type_, case, [case_subject(case)], agency=agency, **groups)]

    return translate


def offence_of(step: Step, offence: Any) -> Facts:
    """The crime that a decision on a case or source names, with its clause."""
    told = words.charge(offence)
    clause = words.number(step.facts.get("clause"))
    return {**told, "clause": told["clause"] or text_of(clause)}
