"""From a story's events (codes of the domain catalogue) to ours, as the platforms would send them.

A story is told without dossiers: a criminal case is its own dossier, and so are a source of crime
information, a direct supervision, and a death row inmate whose case the story does not tell. What
concerns two dossiers (severing, joining, a source that becomes a case) becomes two events here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from projections.calendar import add_months
from thongke.stories import (
    acts,
    carried,
    cassation,
    custody,
    detainee,
    enforcement,
    measures,
    reclassification,
    violations,
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
    record,
)
from thongke.stories.told import INVESTIGATING, CaseFacts, Facts, PersonFacts, Step, said
from thongke.stories.words import UnknownWord

NOT_OURS = ("ds.",)  # civil: other forms' stories
UNKNOWN_CHARGE = {"article": "unknown", "main": False}


# ---- nguồn tin ----


def on_report(type_: str, agency: str | None = None) -> Translation:
    def translate(step: Step) -> list[Record]:
        made = []
        for name in step.named("NT"):
            if offence := step.facts.get("offence"):
                step.told.report_charges[name] = [offence_of(step, offence)]
            step.told.units[name] = step.unit
            if type_ in {"report_accepted", "report_transferred_in"}:
                step.told.received[name] = step.on
            charges = step.told.report_charges.get(name)
            outcome = "other_handling" if "handling" in step.facts else None
            subject = {"id": name, "kind": "report",
                       **said({"charges": charges, "outcome": outcome})}  # fmt: skip
            other = step.facts.get("sender") or step.facts.get("to")
            transfer = {"counterpart": words.counterpart(other, step.unit)} if other else None
            if transfer is None and type_ in {"report_transferred_in", "report_transferred_out"}:
                transfer = {"counterpart": "unknown"}
            ground = step.facts.get("ground")
            made.append(
                record(step, type_, name, [subject], agency=agency, transfer=transfer,
                       extension=_due(step, type_, name), circumstances=_requested(step),
                       ground=words.ground(ground) if ground else None)
            )  # fmt: skip
        return made

    return translate


def _requested(step: Step) -> Facts | None:
    """Theo yêu cầu của Viện kiểm sát."""
    return {"requested_by_procuracy": True} if step.facts.get("requested") else None


def _due(step: Step, type_: str, name: str) -> Facts | None:
    """The stated end of the limit; without one an extension is the longest that the law allows.

    A limit is prolonged to two months in all (BLTTHS Đ.147(2)), extended by two months more.
    """
    if due := step.facts.get("due"):
        stated = type_ not in {"report_suspended", "report_transferred_out"}
        return {"until": words.day(due)} if stated else None
    months = words.number(step.facts.get("months"))
    received = step.told.received.get(name)
    if type_ == "report_limit_prolonged" and months is None and received:
        return {"until": add_months(received, 2)}
    return {"months": months or 2} if type_ in EXTENDING else None


EXTENDING = {"report_limit_prolonged", "report_extended"}


def prosecuted(step: Step) -> list[Record]:
    reports = step.named("NT")
    made = on_report("report_prosecuted")(step)
    for name in step.named("VA"):
        offence = step.facts.get("offence")
        of_report = next(filter(None, map(step.told.report_charges.get, reports)), None)
        charges = [offence_of(step, offence)] if offence else of_report or [UNKNOWN_CHARGE]
        step.told.cases[name] = CaseFacts(step.unit, step.on, charges)
        link = {"dossier_id": step.dossier(reports[0]), "relation": "report"} if reports else None
        subject = case_subject(name, charges=charges)
        made.append(record(step, "case_prosecuted", name, [subject], link=link, **_refused(step)))
    return made


def _refused(step: Step) -> Facts:
    """Khởi tố sau khi hủy quyết định không khởi tố: the ground, and whose refusal it was."""
    told = step.facts
    whose = told.get("refusal_of")
    return {
        "ground": words.ground(told["ground"]) if "ground" in told else None,
        "violation": {"code": "report_refusal_cancelled", "violator_kind": str(whose)}
        if whose
        else None,
    }


def supervision(type_: str) -> Translation:
    def translate(step: Step) -> list[Record]:
        return [
            record(step, type_, name, [{"id": name, "kind": "supervision"}], agency="vks",
                   document={"kind": "report_supervision"})
            for name in step.named("TTKS") or [f"TTKS-{step.index}"]
        ]  # fmt: skip

    return translate


def issued(step: Step) -> list[Record]:
    """Văn bản ban hành, in a dossier of its own; its kind by the code of events."""
    return [
        record(step, "document_issued", name, [{"id": name, "kind": "document"}],
               document={"kind": str(step.facts["kind"])})
        for name in step.named("KN")
    ]  # fmt: skip


# ---- điều tra ----


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


# ---- truy tố ----


def received(step: Step) -> list[Record]:
    """Nhận hồ sơ: of the court's return too, when the procuracy keeps it to supplement itself."""
    known = step.told.cases.get(case_of(step))
    kept = known is not None and known.stage == "returned_by_court"
    return on_case("supplement_by_procuracy" if kept else "file_received", "vks")(step)


def indicted(step: Step) -> list[Record]:
    known = step.told.cases.get(case_of(step))
    kept = known is not None and known.stage == "returned_by_court"
    first = [record(step, "supplement_by_procuracy", case_of(step), listed(step), agency="vks")]
    return [*(first if kept else []), *on_case("indicted", "vks")(step)]


def simplified(type_: str) -> Translation:
    """The same document under the simplified procedure (thủ tục rút gọn)."""

    def translate(step: Step) -> list[Record]:
        made = on_case(type_, "vks")(step)
        return [{**one, "circumstances": {"simplified": True}} for one in made]

    return translate


# ---- xét xử ----


def withdrawn(step: Step) -> list[Record]:
    """Rút quyết định truy tố: before the hearing the court ends the case; at it, it acquits."""
    made = on_case("indictment_withdrawn", "vks")(step)
    when = words.plain(step.facts.get("when", ""))
    before = bool(re.search(r"trước|before", when)) and "tại phiên" not in when
    for person in filter(None, map(step.person, step.people)):
        person.gone, person.withdrawn = before, not before
    if before:
        made.append(record(step, "trial_terminated", case_of(step), listed(step), agency="tòa",
                           ground="282.1.b"))  # fmt: skip
    return made


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


# ---- tử hình ----


def condemned(type_: str, agency: str) -> Translation:
    """A document on a death sentence; the first on a person of no told case opens a line."""

    def translate(step: Step) -> list[Record]:
        made = []
        under_order = bool(step.facts.get("has_qdtha")) or step.code in AFTER_THE_ORDER
        for name in step.people:
            dossier = step.told.case_of.get(name, name)
            ordered = name in step.told.to_be_executed
            if name not in step.told.condemned:
                step.told.condemned.add(name)
                stage = "ordered" if under_order else "in_force"
                ordered = ordered or (under_order and "list_since" not in step.facts)
                made.append(_opened(step, name, dossier, stage))
                if type_ == "death_sentence_in_force" and not step.facts.get("list_since"):
                    continue
            if under_order and not ordered:
                made.append(record(step, "execution_ordered", dossier, [accused(step, name)],
                                   agency="tòa"))  # fmt: skip
            if under_order or type_ == "execution_ordered":
                step.told.to_be_executed.add(name)
            made.append(record(step, type_, dossier, [accused(step, name)], agency=agency))
        return made

    return translate


AFTER_THE_ORDER = {"tuhinh.hoan", "tuhinh.thihanh"}


def _opened(step: Step, name: str, dossier: str, stage: str) -> Record:
    """The line of list L1: by the judgment of the day told; else the person was on it before."""
    offence = step.facts.get("offence")
    facts: Facts = {"charges": [words.charge(offence)] if offence else None}
    since = step.facts.get("list_since")
    if since is None:
        opened = record(step, "carried_in", dossier,
                        [accused(step, name, stage=stage, **facts)], agency="tòa")  # fmt: skip
        known_before = step.on.replace(day=1) - timedelta(days=1)
        return opened if step.code == "tuhinh.coluc" else {**opened, "effective_on": known_before}
    facts |= {"outcome": "convicted", "penalty": words.penalty("tử hình")}
    judgment = record(step, "first_instance_judged", dossier,
                      [accused(step, name, **facts)], agency="tòa")  # fmt: skip
    return {**judgment, "effective_on": words.day(since)}


def clemency(step: Step) -> list[Record]:
    refused = re.search(r"bác|không", words.plain(step.facts.get("result", "")))
    return condemned("clemency_refused" if refused else "clemency_granted", "chủ tịch nước")(step)


TRANSLATIONS: dict[str, Translation] = {
    "nt.phancong": on_report("report_accepted"),
    "nt.nhanchuyen": on_report("report_transferred_in"),
    "nt.chuyen": on_report("report_transferred_out"),
    "nt.keodai": on_report("report_limit_prolonged"),
    "nt.giahan": on_report("report_extended", "vks"),
    "nt.khongkhoito": on_report("report_not_prosecuted"),
    "nt.tamdinhchi": on_report("report_suspended"),
    "nt.phuchoi": on_report("report_resumed"),
    "nt.khoito": prosecuted,
    "nt.vks_thuly": on_report("report_taken_over", "vks"),
    "nt.huy_tdc": on_report("report_suspension_cancelled", "vks"),
    "nt.huy_kkt": on_report("report_refusal_cancelled", "vks"),
    "nt.yeucau_kt": on_report("verification_requested", "vks"),
    "nt.yeucau_tiepnhan": on_report("acceptance_demanded", "vks"),
    "nt.huy_kt": on_case("prosecution_cancelled", "vks"),
    "sk.nhap": carried.carried_in,
    "nt.ttks_batdau": supervision("supervision_started"),
    "nt.kiemsat_tructiep": supervision("supervision_concluded"),
    "dt.kiennghi": issued,
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
    "dt.kldt": on_case("investigation_concluded"),
    "dt.nhan_dtbs": on_case("supplement_started"),
    "dt.nhan_dtlai": on_case("reinvestigation_started"),
    "tt.nhanhs": received,
    "tt.giahan": extended("prosecution_extended", "vks"),
    "tt.truyto": indicted,
    "tt.truyto_rg": simplified("indicted"),
    "tt.trahs": on_case("returned_by_procuracy", "vks"),
    "tt.tamdinhchi": on_case("prosecution_suspended", "vks", grounded=True),
    "tt.phuchoi": on_case("prosecution_resumed", "vks"),
    "tt.dinhchi": on_case("prosecution_terminated", "vks", grounded=True),
    "tt.chuyen": transferred("case_transferred_out", "vks"),
    "tt.rut": withdrawn,
    "xx.thuly": on_case("trial_accepted", "tòa"),
    "xx.trahs": on_case("returned_by_court", "tòa"),
    "xx.trahs_toinang": on_case("returned_by_court", "tòa"),
    "xx.giahan": extended("trial_preparation_extended", "tòa"),
    "xx.tamdinhchi": on_case("trial_suspended", "tòa", grounded=True),
    "xx.phuchoi": on_case("trial_resumed", "tòa"),
    "xx.dinhchi": on_case("trial_terminated", "tòa", grounded=True),
    "xx.banan_st": judged,
    "pt.khangcao": appealed,
    "pt.khangnghi": protested,
    "pt.rut_kc": on_case("appeal_withdrawn", "tòa"),
    "pt.rut_kn": protest_withdrawn,
    "pt.thuly": accepted_for_appeal,
    "pt.tamdinhchi": on_case("appeal_suspended", "tòa"),
    "pt.phuchoi": on_case("appeal_resumed", "tòa"),
    "pt.quyetdinh": decided_on_appeal,
    "tuhinh.coluc": condemned("death_sentence_in_force", "tòa"),
    "tuhinh.xemxet": condemned("death_sentence_reviewed", "vks"),
    "tuhinh.qdtha": condemned("execution_ordered", "tòa"),
    "tuhinh.angiam": clemency,
    "tuhinh.chuyen": condemned("death_sentence_converted", "tòa"),
    "tuhinh.hoan": condemned("execution_deferred", "tòa"),
    "tuhinh.thihanh": condemned("execution_carried_out", "tòa"),
    "tuhinh.chet": condemned("convict_died", "công an"),
    **custody.TRANSLATIONS,
    **acts.TRANSLATIONS,
    **enforcement.TRANSLATIONS,
    **cassation.TRANSLATIONS,
    **measures.TRANSLATIONS,
    **reclassification.TRANSLATIONS,
    **violations.TRANSLATIONS,
}


def translate(step: Step) -> list[Record]:
    """The events of ours that one told event becomes, with what it tells other dossiers."""
    if step.code.startswith(NOT_OURS):
        made: list[Record] = []
    elif step.code in TRANSLATIONS:
        made = TRANSLATIONS[step.code](step)
    else:
        raise UnknownWord(
            f"event code {step.code!r} is not known; known: {', '.join(TRANSLATIONS)}"
        )
    return [*made, *detainee.told(step, made), *enforcement.told(step, made)]
