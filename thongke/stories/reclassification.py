"""Thay đổi, bổ sung quyết định khởi tố vụ án, khởi tố bị can (BLTTHS Đ.156, 180)."""

from __future__ import annotations

from thongke.stories import words
from thongke.stories.records import (
    Record,
    Translation,
    accused,
    case_of,
    case_subject,
    offence_of,
    record,
)
from thongke.stories.told import Facts, Step


def reclassified(type_: str, *, adds: bool) -> Translation:
    """Every listed subject with all that it is prosecuted for from here."""

    def translate(step: Step) -> list[Record]:
        subjects = [*_case(step, adds), *_people(step, step.people, adds)]
        return [record(step, type_, case_of(step), subjects)]

    return translate


def supplemented(step: Step, names: list[str]) -> Record:
    """What a further decision to charge adds to those who are accused in the case already."""
    return record(step, "prosecution_supplemented", case_of(step), _people(step, names, True))


def _case(step: Step, adds: bool) -> list[Record]:
    told = step.facts.get("offence")
    known = step.told.cases.get(case_of(step))
    if not step.whole_case or not told or known is None:
        return []
    known.charges = [*(known.charges if adds else []), offence_of(step, told)]
    return [case_subject(case_of(step), charges=known.charges)]


def _people(step: Step, names: list[str], adds: bool) -> list[Record]:
    made = []
    for name in names:
        known = step.person(name)
        charges = [*(known.charges if known and adds else []), *_charges(step, name)]
        if known:
            known.charges = charges
        made.append(accused(step, name, charges=charges))
    return made


def _charges(step: Step, name: str) -> list[Facts]:
    """Of the person, else of all whom the decision names, else the crime of the decision."""
    of_him = (step.facts.get("persons") or {}).get(name) or step.facts
    told = of_him.get("charges") or []
    told = told if isinstance(told, list) else [told]
    return [words.charge(one) for one in told] or (
        [offence_of(step, step.facts["offence"])] if "offence" in step.facts else []
    )


TRANSLATIONS: dict[str, Translation] = {
    "dt.thaydoi_va": reclassified("prosecution_changed", adds=False),
    "dt.thaydoi_bc": reclassified("prosecution_changed", adds=False),
    "dt.bosung_va": reclassified("prosecution_supplemented", adds=True),
    "dt.bosung_bc": reclassified("prosecution_supplemented", adds=True),
}
