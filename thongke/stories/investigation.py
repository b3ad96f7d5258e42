"""Điều tra: charges, severing and joining, transfers, what lengthens a limit."""

from __future__ import annotations

from collections.abc import Mapping

from thongke.stories import (
    reclassification,
    words,
)
from thongke.stories.records import (
    Record,
    Translation,
    accused,
    case_of,
    case_subject,
    listed,
    offence_of,
    on_case,
    on_case_alone,
    record,
)
from thongke.stories.told import (
    INVESTIGATING,
    UNKNOWN_CHARGE,
    CaseFacts,
    Facts,
    PersonFacts,
    Step,
    said,
)


def charged(step: Step) -> list[Record]:
    """Khởi tố bị can; of one who is accused in the case already, one more crime (C30)."""
    names = step.people or list(step.facts.get("persons") or {})
    again = [name for name in names if _stands(step, name)]
    fresh = [name for name in names if name not in again]
    made = [reclassification.supplemented(step, again)] if again else []
    return [*made, *([_charged(step, fresh)] if fresh or not names else [])]


def _stands(step: Step, name: str) -> bool:
    known = step.person(name)
    return known is not None and not known.pending and not known.gone


def _charged(step: Step, names: list[str]) -> Record:
    """Charges and person facts of each; the case takes the lead's crime."""
    case = case_of(step)
    persons: Mapping[str, Facts] = step.facts.get("persons") or {}
    lead = step.facts.get("lead")
    known = step.told.cases.get(case)
    by_procuracy = words.plain(step.facts.get("by", "")).startswith(("vks", "viện")) and (
        step.agency_unit is None
    )
    subjects = []
    for name in names:
        facts = persons.get(name) or {}
        told = facts.get("charges") or []
        charges = [words.charge(c) for c in (told if isinstance(told, list) else [told])]
        charges = charges or (known.charges if known else [UNKNOWN_CHARGE])
        act_on = step.facts.get("act_on")
        step.told.people[case, name] = PersonFacts(
            facts, charges, pending=not by_procuracy, act_on=act_on
        )
        step.told.case_of[name] = case
        subjects.append(
            accused(step, name, charges=charges, lead=name == lead,
                    legal_entity=words.is_legal_entity(facts),
                    person=words.person(facts, act_on, step.on))
        )  # fmt: skip
    lead_charges = next((s["charges"] for s in subjects if s["lead"]), None)
    if known and lead_charges:
        known.charges = lead_charges
    kind = "accused_charged_by_procuracy" if by_procuracy else "accused_charged"
    return record(step, kind, case, [case_subject(case, charges=lead_charges), *subjects])


def approved(step: Step) -> list[Record]:
    """Phê chuẩn khởi tố bị can: nothing moves who is accused already."""
    waiting = [name for name in step.people if not _stands(step, name)]
    made = on_case("charge_approved", "vks")(step)
    for one in made:
        one["subjects"] = [s for s in one["subjects"] if s["kind"] == "case" or s["id"] in waiting]
    return [one for one in made if one["subjects"]]


def severed(step: Step) -> list[Record]:
    source, new = str(step.facts["source"]), str(step.facts["new_case"])
    old = step.told.cases.get(source) or CaseFacts(step.unit, step.on, [UNKNOWN_CHARGE])
    offence = step.facts.get("offence")
    charges = [offence_of(step, offence)] if offence else old.charges
    people = step.people
    stands = _suspended_in(step, source, people) or old.stage
    step.told.cases[new] = CaseFacts(step.unit, old.first_prosecuted_on, charges, stands)
    stage = None if stands == INVESTIGATING else stands
    moved = [_moved(step, name, source, new, stage) for name in people]
    return [
        record(step, "case_severed_out", source,
               [case_subject(source), *[accused(step, name) for name in people]],
               link={"dossier_id": step.dossier(new), "relation": "severed"}),
        record(step, "case_severed_in", new,
               [case_subject(new, charges=charges, stage=stage), *moved],
               link={"dossier_id": step.dossier(source), "relation": "severed"},
               dates={"first_prosecuted_on": old.first_prosecuted_on}),
    ]  # fmt: skip


def _suspended_in(step: Step, case: str, people: list[str]) -> str | None:
    """Where a case of suspended accused alone stands, though the rest of it has gone on."""
    known = (step.told.people.get((case, name)) for name in people)
    stages = {person.suspended_in for person in known if person}
    return stages.pop() if len(stages) == 1 else None


def joined(step: Step) -> list[Record]:
    """Nhập vụ án: a listed accused is of the joined case in which he was charged."""
    made, people = [], step.people
    for merged in step.merged:
        own = [name for name in people if (merged, name) in step.told.people]
        made += _joined(step, merged, people if len(step.merged) == 1 else own)
    return made


def _joined(step: Step, merged: str, people: list[str]) -> list[Record]:
    """The receiving case goes on by the gravest crime of both (TTLT 04/2018 Đ.14)."""
    into = str(step.facts["into"])
    old = step.told.cases.get(merged) or CaseFacts(step.unit, step.on, [UNKNOWN_CHARGE])
    target = step.told.cases.get(into, old)
    added = (c for c in old.charges if c not in (*target.charges, UNKNOWN_CHARGE))
    target.charges = [*target.charges, *added]
    stage = None if target.stage == INVESTIGATING else target.stage
    moved = [_moved(step, name, merged, into, stage) for name in people]
    return [
        record(step, "case_joined_out", merged,
               [case_subject(merged), *[accused(step, name) for name in people]],
               link={"dossier_id": step.dossier(into), "relation": "joined"}),
        record(step, "case_joined_in", into,
               [case_subject(into, charges=target.charges), *moved],
               link={"dossier_id": step.dossier(merged), "relation": "joined"},
               dates={"first_prosecuted_on": old.first_prosecuted_on}),
    ]  # fmt: skip


def _moved(step: Step, name: str, source: str, target: str, stage: str | None) -> Record:
    """An accused as the receiving dossier hears of him: his charges, person facts and stage."""
    known = step.told.people.pop((source, name), PersonFacts({}, [], pending=False))
    step.told.people[target, name] = known
    step.told.case_of[name] = target
    if known.pending:
        stage = "charge_pending"
    elif known.suspended:
        stage = f"{known.suspended_in}_suspended"
    return accused(step, name, charges=known.charges or None, stage=stage,
                   legal_entity=words.is_legal_entity(known.facts),
                   person=words.person(known.facts, known.act_on, step.on))  # fmt: skip


def extended(type_: str, agency: str) -> Translation:
    def translate(step: Step) -> list[Record]:
        case = case_of(step)
        length = {key: words.number(step.facts.get(key)) for key in ("months", "days")}
        if not any(length.values()):
            length = {"months": 0}  # no length told: nothing that a limit could be computed from
        return [record(step, type_, case, [case_subject(case)], agency=agency,
                       extension=said(length))]  # fmt: skip

    return translate


def transferred(type_: str, agency: str) -> Translation:
    def translate(step: Step) -> list[Record]:
        other = step.facts.get("to") or step.facts.get("sender")
        counterpart = words.counterpart(other, step.unit) if other else "unknown"
        group = {"counterpart": counterpart, "purpose": "investigation"}
        made = [record(step, type_, case_of(step), listed(step), agency=agency, transfer=group)]
        step.keep()
        return made

    return translate


TRANSLATIONS: dict[str, Translation] = {
    "nt.huy_kt": on_case("prosecution_cancelled", "vks"),
    "dt.ktbc": charged,
    "dt.pheduyet": approved,
    "dt.khongpheduyet": on_case("charge_refused", "vks"),
    "dt.huy_ktbc": on_case("charge_cancelled", "vks"),
    "dt.giahan": extended("investigation_extended", "vks"),
    "dt.tach": severed,
    "dt.nhap": joined,
    "dt.denghi_chuyen": on_case("transfer_proposed"),
    "dt.chuyen": transferred("case_transferred_out", "vks"),
    "dt.nhanchuyen": transferred("case_transferred_in", "vks"),
    "dt.tamdinhchi": on_case("investigation_suspended", grounded=True),
    "dt.phuchoi": on_case("investigation_resumed"),
    "dt.huy_tdc": on_case("suspension_cancelled", "vks"),
    "dt.huy_dinhchi": on_case("termination_cancelled", "vks"),
    "dt.dinhchi": on_case("investigation_terminated", grounded=True),
    "dt.ycdt": on_case("investigation_requested", "vks"),
    "dt.hoicung": on_case("interrogation_attended", "vks"),
    "dt.truyna": on_case("accused_wanted"),
    "dt.dinhna": on_case("accused_wanted_cancelled"),
    "dt.uythac": on_case_alone("investigation_entrusted"),
    "dt.kldt": on_case("investigation_concluded"),
    "dt.nhan_dtbs": on_case("supplement_started"),
    "dt.nhan_dtlai": on_case("reinvestigation_started"),
}
