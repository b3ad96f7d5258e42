"""From a story's events (codes of the domain catalogue) to ours, as the platforms would send them.

A story is told without dossiers: a criminal case is its own dossier, and so are a source of crime
information, a direct supervision, and a death row inmate whose case the story does not tell. What
concerns two dossiers (severing, joining, a source that becomes a case) becomes two events here.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from thongke.stories import words

Facts = dict[str, Any]
Record = dict[str, Any]

NOT_OURS = ("nc.", "tha.", "ds.")  # custody, enforcement, civil: other forms' stories


class UnknownWord(ValueError):
    """A story names something that this translator does not know."""


@dataclass(frozen=True, slots=True)
class Message:
    """One event of ours with the moment it arrives; or the closing of a month."""

    arrives: datetime
    record: Record | None
    closes: str | None = None
    unit: str = ""


@dataclass(slots=True)
class CaseFacts:
    unit: str
    first_prosecuted_on: date
    charges: list[Facts]
    prosecuting: bool = False
    lead: str | None = None


@dataclass(slots=True)
class PersonFacts:
    facts: Facts
    charges: list[Facts]
    pending: bool = True
    suspended: bool = False
    act_on: date | None = None


@dataclass(slots=True)
class Told:
    """What the story has said so far: enough to state what a later document would state."""

    cases: dict[str, CaseFacts] = field(default_factory=dict)
    people: dict[tuple[str, str], PersonFacts] = field(default_factory=dict)
    case_of: dict[str, str] = field(default_factory=dict)
    condemned: set[str] = field(default_factory=set)
    units: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Step:
    """One told event with its surroundings."""

    story: str
    index: int
    event: Facts
    told: Told

    @property
    def facts(self) -> Facts:
        return self.event["facts"]  # type: ignore[no-any-return]

    @property
    def on(self) -> date:
        return self.event["on"]  # type: ignore[no-any-return]

    @property
    def subjects(self) -> list[str]:
        return list(self.event.get("subjects") or [])

    def named(self, *kinds: str) -> list[str]:
        return [s for s in self.subjects if re.sub(r"\d+$", "", s) in kinds]

    @property
    def people(self) -> list[str]:
        return self.named("A", "PN")

    @property
    def case(self) -> str | None:
        """The case whose dossier the event belongs to."""
        if stated := self.facts.get("case"):
            return str(stated)
        if listed := self.named("VA"):
            return listed[0]
        return next((self.told.case_of[p] for p in self.people if p in self.told.case_of), None)

    @property
    def whole_case(self) -> bool:
        return bool(self.named("VA"))

    @property
    def agency_unit(self) -> str | None:
        told = words.INVESTIGATION_AGENCY
        return words.unit_code(told) if self.event["unit"] == told else None

    @property
    def unit(self) -> str:
        """The procuracy: the supervising one where the procuracy's own agency acts."""
        if self.agency_unit is None:
            return words.unit_code(self.event["unit"])
        stated = self.facts.get("supervising_unit")
        case = self.told.cases.get(self.case or "")
        return words.unit_code(stated) if stated else case.unit if case else self.agency_unit

    def dossier(self, subject: str) -> str:
        return f"{self.story}-{subject}"

    def person_ref(self, name: str) -> str:
        return f"{self.story}-{name}"


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
        "sequence": 10 * (step.index + 1),
        "recorded_at": datetime.combine(step.on, time(1), UTC),
        "subjects": subjects,
    }
    made.update({name: value for name, value in facts.items() if value is not None})
    return made


def case_subject(name: str, **facts: Any) -> Record:
    return {"id": name, "kind": "case", **_said(facts)}


def accused(step: Step, name: str, **facts: Any) -> Record:
    return {"id": name, "kind": "accused", "person_ref": step.person_ref(name), **_said(facts)}


def _said(facts: Facts) -> Facts:
    return {name: value for name, value in facts.items() if value is not None}


def listed(step: Step, **facts: Any) -> list[Record]:
    """The subjects that a document on a case or its accused names, each with the same facts."""
    case = [case_subject(step.case, **facts)] if step.whole_case and step.case else []
    return case + [accused(step, name, **facts) for name in step.people]


def on_case(type_: str, agency: str | None = None, **named: str) -> Callable[[Step], list[Record]]:
    """A document that moves the listed case and accused; `named`: our group <- key of the facts."""

    def translate(step: Step) -> list[Record]:
        if step.case is None:
            raise UnknownWord(f"{step.story}: {step.facts['event']} names no case")
        _keep(step)
        facts: Facts = {ours: step.facts.get(theirs) for ours, theirs in named.items()}
        circumstances = {k: step.facts[k] for k in ("accepted",) if k in step.facts}
        if "time" in step.facts:
            circumstances["attempt"] = step.facts["time"]
        return [
            record(step, type_, step.case, listed(step), agency=agency,
                   circumstances=circumstances or None, **facts)
        ]  # fmt: skip

    return translate


def _keep(step: Step) -> None:
    """Remember where case and accused stand, for a later document that must state it."""
    code = step.facts["event"]
    case = step.told.cases.get(step.case or "")
    if case and step.whole_case and code in {"tt.nhanhs", "dt.nhan_dtbs", "dt.nhan_dtlai"}:
        case.prosecuting = code == "tt.nhanhs"
    for name in step.people:
        known = step.told.people.get((step.case or "", name))
        if known is None:
            continue
        known.pending = known.pending and code != "dt.pheduyet"
        if code in {"dt.tamdinhchi", "dt.phuchoi"}:
            known.suspended = code == "dt.tamdinhchi"


# ---- nguồn tin ----


def on_report(type_: str, agency: str | None = None) -> Callable[[Step], list[Record]]:
    def translate(step: Step) -> list[Record]:
        made = []
        for name in step.named("NT"):
            offence = step.facts.get("offence")
            charges = [words.charge(offence)] if offence else None
            subject = {"id": name, "kind": "report", **_said({"charges": charges})}
            due = step.facts.get("due")
            other = step.facts.get("sender") or step.facts.get("to")
            made.append(
                record(step, type_, name, [subject], agency=agency,
                       extension={"until": due} if due else None,
                       ground=step.facts.get("ground"),
                       transfer={"counterpart": _counterpart(other, step)} if other else None)
            )  # fmt: skip
        return made

    return translate


def _counterpart(told: str, step: Step) -> str:
    code = words.unit_code(told)
    return code if code != told or code.startswith("TC") else words.agency_code(told, step.unit)


def prosecuted(step: Step) -> list[Record]:
    made = on_report("report_prosecuted")(step)
    for name in step.named("VA"):
        offence = step.facts.get("offence")
        clause = step.facts.get("clause")
        charges = [{"article": str(offence), "clause": _text(clause)}] if offence else []
        step.told.cases[name] = CaseFacts(step.unit, step.on, charges)
        reports = step.named("NT")
        link = {"dossier_id": step.dossier(reports[0]), "relation": "report"} if reports else None
        subject = case_subject(name, charges=charges or None)
        made.append(record(step, "case_prosecuted", name, [subject], link=link))
    return made


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def supervision(type_: str) -> Callable[[Step], list[Record]]:
    def translate(step: Step) -> list[Record]:
        return [
            record(step, type_, name, [{"id": name, "kind": "supervision"}], agency="vks",
                   document={"kind": "report_supervision"})
            for name in step.named("TTKS")
        ]  # fmt: skip

    return translate


# ---- điều tra ----


def charged(step: Step) -> list[Record]:
    """Khởi tố bị can: charges and person facts of each; the case takes the lead's crime."""
    case = step.case
    if case is None:
        raise UnknownWord(f"{step.story}: dt.ktbc names no case")
    persons: Mapping[str, Facts] = step.facts.get("persons") or {}
    lead = step.facts.get("lead")
    subjects = []
    for name in step.people:
        facts = persons.get(name, {})
        charges = [words.charge(text) for text in facts.get("charges", [])]
        act_on = step.facts.get("act_on")
        step.told.people[case, name] = PersonFacts(facts, charges, act_on=act_on)
        step.told.case_of[name] = case
        subjects.append(
            accused(step, name, charges=charges or None, lead=name == lead,
                    legal_entity=words.is_legal_entity(facts),
                    person=words.person(facts, act_on, step.on))
        )  # fmt: skip
    known = step.told.cases.get(case)
    lead_charges = step.told.people[case, lead].charges if lead in step.people else None
    if known and lead_charges:
        known.charges, known.lead = lead_charges, lead
    return [
        record(step, "accused_charged", case, [case_subject(case, charges=lead_charges), *subjects])
    ]


def severed(step: Step) -> list[Record]:
    source, new = step.facts["source"], step.facts["new_case"]
    old = step.told.cases.get(source) or CaseFacts(step.unit, step.on, [])
    offence = step.facts.get("offence")
    clause = _text(step.facts.get("clause"))
    charges = [{"article": str(offence), "clause": clause}] if offence else old.charges
    step.told.cases[new] = CaseFacts(step.unit, old.first_prosecuted_on, charges, old.prosecuting)
    stage = "prosecuting" if old.prosecuting else None
    moved = [_moved(step, name, source, new, stage) for name in step.people]
    return [
        record(step, "case_severed_out", source,
               [case_subject(source), *[accused(step, name) for name in step.people]],
               link={"dossier_id": step.dossier(new), "relation": "severed"}),
        record(step, "case_severed_in", new,
               [case_subject(new, charges=charges or None, stage=stage), *moved],
               link={"dossier_id": step.dossier(source), "relation": "severed"},
               dates={"first_prosecuted_on": old.first_prosecuted_on}),
    ]  # fmt: skip


def joined(step: Step) -> list[Record]:
    merged, into = step.facts["merged"], step.facts["into"]
    old = step.told.cases.get(merged) or CaseFacts(step.unit, step.on, [])
    moved = [_moved(step, name, merged, into, None) for name in step.people]
    return [
        record(step, "case_joined_out", merged,
               [case_subject(merged), *[accused(step, name) for name in step.people]],
               link={"dossier_id": step.dossier(into), "relation": "joined"}),
        record(step, "case_joined_in", into, [case_subject(into), *moved],
               link={"dossier_id": step.dossier(merged), "relation": "joined"},
               dates={"first_prosecuted_on": old.first_prosecuted_on}),
    ]  # fmt: skip


def _moved(step: Step, name: str, source: str, target: str, stage: str | None) -> Record:
    """An accused as the receiving dossier hears of him: his charges, person facts and stage."""
    known = step.told.people.pop((source, name), PersonFacts({}, []))
    step.told.people[target, name] = known
    step.told.case_of[name] = target
    if known.pending:
        stage = "charge_pending"
    elif known.suspended:
        stage = f"{stage or 'investigating'}_suspended"
    return accused(step, name, charges=known.charges or None, stage=stage,
                   legal_entity=words.is_legal_entity(known.facts),
                   person=words.person(known.facts, known.act_on, step.on))  # fmt: skip


def extended(type_: str, agency: str) -> Callable[[Step], list[Record]]:
    def translate(step: Step) -> list[Record]:
        length = {"months": step.facts.get("months"), "days": step.facts.get("days")}
        if not any(length.values()) or step.case is None:
            # no length told: nothing that a limit could be computed from
            length = {"months": 0}
        return [record(step, type_, step.case or "", [case_subject(step.case or "")],
                       agency=agency, extension=_said(length))]  # fmt: skip

    return translate


def transferred(type_: str, agency: str) -> Callable[[Step], list[Record]]:
    def translate(step: Step) -> list[Record]:
        other = step.facts.get("to") or step.facts.get("sender")
        counterpart = _counterpart(other, step) if other else "unknown"
        purpose = "investigation"
        return [record(step, type_, step.case or "", listed(step), agency=agency,
                       transfer={"counterpart": counterpart, "purpose": purpose})]  # fmt: skip

    return translate


# ---- xét xử ----


def withdrawn(step: Step) -> list[Record]:
    made = on_case("indictment_withdrawn", "vks")(step)
    if "trước" in words.plain(step.facts.get("when", "")):
        made += [record(step, "trial_terminated", step.case or "", listed(step), agency="tòa",
                        ground="282.1.b")]  # fmt: skip
    return made


def judged(step: Step) -> list[Record]:
    sentences: Mapping[str, Mapping[str, str]] = step.facts.get("sentences") or {}
    people = [accused(step, name, **_sentence(sentences.get(name, {}))) for name in step.people]
    for name in step.people:
        if any("tử hình" in words.plain(said) for said in sentences.get(name, {}).values()):
            step.told.condemned.add(name)
    case = [case_subject(step.case)] if step.whole_case and step.case else []
    return [record(step, "first_instance_judged", step.case or "", case + people, agency="tòa")]


def _sentence(told: Mapping[str, str]) -> Facts:
    """Outcome and joint penalty of one defendant, with each charge's own."""
    charges, penalties, outcomes = [], [], []
    joint = None
    extra: list[str] = []
    for key, said in told.items():
        if words.plain(key) in {"tổng hợp", "hình phạt chung"}:
            joint = words.penalty(said)
        elif words.plain(key) in {"bổ sung", "hình phạt bổ sung"}:
            extra = words.additional(said)
        else:
            result = words.outcome(said)
            given = words.penalty(said) if result == "convicted" else None
            charges.append({**words.charge(key), "outcome": result, **_said({"penalty": given})})
            outcomes.append(result)
            penalties += [given] if given else []
    joint = joint or max(penalties, key=_weight, default=None)
    if joint:
        joint = {**joint, "additional": [*joint["additional"], *extra]}
    convicted = "convicted" in outcomes
    return _said({
        "charges": charges or None,
        "outcome": "convicted" if convicted or not outcomes else outcomes[0],
        "penalty": joint,
    })  # fmt: skip


def _weight(given: Facts) -> tuple[int, int]:
    order = ["warning", "fine", "non_custodial", "expulsion", "prison", "life", "death"]
    rank = order.index(given["kind"]) if given["kind"] in order else 0
    return rank, given["months"] or 0


def decided_on_appeal(step: Step) -> list[Record]:
    told: Mapping[str, str] = step.facts.get("outcome") or {}
    people, outcomes = [], []
    for name in step.people:
        result, kind = words.outcome_on_appeal(told.get(name, "giữ nguyên"))
        given = {"kind": kind, "suspended": False, "additional": []} if kind else None
        people.append(accused(step, name, outcome=result, penalty=given))
        outcomes.append(result)
    # the case goes where any of its defendants must go
    back = [o for o in outcomes if o.startswith("annulled_for")]
    result = back[0] if back else outcomes[0] if len(set(outcomes)) == 1 else "modified"
    case = [case_subject(step.case, outcome=result)] if step.whole_case and step.case else []
    return [record(step, "appeal_decided", step.case or "", case + people, agency="tòa")]


def protested(step: Step) -> list[Record]:
    level = "higher" if "trên" in words.plain(step.facts.get("level", "")) else "same"
    return [record(step, "appeal_protested", step.case or "", listed(step), agency="vks",
                   document={"kind": "appeal_protest", "level": level})]  # fmt: skip


# ---- tử hình ----


def condemned(type_: str, agency: str) -> Callable[[Step], list[Record]]:
    """A document on a death sentence; the first on a person whose case is not told opens it."""

    def translate(step: Step) -> list[Record]:
        made = []
        kind = type_
        if step.facts["event"] == "tuhinh.angiam":
            refused = "bác" in words.plain(step.facts.get("result", ""))
            kind = "clemency_refused" if refused else "clemency_granted"
        for name in step.people:
            dossier = step.told.case_of.get(name, name)
            if name not in step.told.condemned:
                step.told.condemned.add(name)
                since = step.facts.get("list_since") or step.on
                opening = record(step, "carried_in", dossier,
                                 [accused(step, name, stage="in_force", **_offence(step))],
                                 agency=agency)  # fmt: skip
                made.append({**opening, "effective_on": since})
                if kind == "death_sentence_in_force":
                    continue
            made.append(record(step, kind, dossier, [accused(step, name)], agency=agency))
        return made

    return translate


def _offence(step: Step) -> Facts:
    offence = step.facts.get("offence")
    return {"charges": [words.charge(offence)]} if offence else {}


TRANSLATIONS: dict[str, Callable[[Step], list[Record]]] = {
    "nt.phancong": on_report("report_accepted"),
    "nt.nhanchuyen": on_report("report_transferred_in"),
    "nt.chuyen": on_report("report_transferred_out"),
    "nt.keodai": on_report("report_limit_prolonged"),
    "nt.giahan": on_report("report_extended", "vks"),
    "nt.khongkhoito": on_report("report_not_prosecuted"),
    "nt.tamdinhchi": on_report("report_suspended"),
    "nt.phuchoi": on_report("report_resumed"),
    "nt.khoito": prosecuted,
    "nt.ttks_batdau": supervision("supervision_started"),
    "nt.kiemsat_tructiep": supervision("supervision_concluded"),
    "dt.ktbc": charged,
    "dt.pheduyet": on_case("charge_approved", "vks"),
    "dt.giahan": extended("investigation_extended", "vks"),
    "dt.tach": severed,
    "dt.nhap": joined,
    "dt.denghi_chuyen": on_case("transfer_proposed"),
    "dt.chuyen": transferred("case_transferred_out", "vks"),
    "dt.nhanchuyen": transferred("case_transferred_in", "vks"),
    "dt.tamdinhchi": on_case("investigation_suspended", ground="ground"),
    "dt.phuchoi": on_case("investigation_resumed"),
    "dt.huy_tdc": on_case("suspension_cancelled", "vks"),
    "dt.dinhchi": on_case("investigation_terminated", ground="ground"),
    "dt.kldt": on_case("investigation_concluded"),
    "dt.nhan_dtbs": on_case("supplement_started"),
    "dt.nhan_dtlai": on_case("reinvestigation_started"),
    "tt.nhanhs": on_case("file_received", "vks"),
    "tt.giahan": extended("prosecution_extended", "vks"),
    "tt.truyto": on_case("indicted", "vks"),
    "tt.trahs": on_case("returned_by_procuracy", "vks"),
    "tt.rut": withdrawn,
    "xx.thuly": on_case("trial_accepted", "tòa"),
    "xx.trahs": on_case("returned_by_court", "tòa"),
    "xx.banan_st": judged,
    "pt.khangcao": on_case("appealed", "tòa"),
    "pt.khangnghi": protested,
    "pt.thuly": on_case("appeal_accepted", "tòa"),
    "pt.quyetdinh": decided_on_appeal,
    "tuhinh.coluc": condemned("death_sentence_in_force", "tòa"),
    "tuhinh.qdtha": condemned("execution_ordered", "tòa"),
    "tuhinh.angiam": condemned("clemency_granted", "tòa"),
    "tuhinh.chuyen": condemned("death_sentence_converted", "tòa"),
    "tuhinh.hoan": condemned("execution_deferred", "tòa"),
    "tuhinh.thihanh": condemned("execution_carried_out", "tòa"),
}


# ---- the whole story ----


def arrival(event: Facts) -> datetime:
    """When a message comes: on its own day unless the story says otherwise (local time)."""
    told = event.get("arrives")
    if told is None:
        return datetime.combine(event["on"], time(8))
    return told if isinstance(told, datetime) else datetime.fromisoformat(str(told))


def messages(story: Facts) -> Iterator[Message]:
    """A story's events of ours, in the order in which they are told."""
    told = Told()
    sent: dict[str, list[Record]] = {}
    before: dict[str, tuple[Step, Told]] = {}
    for index, original in enumerate(story["events"]):
        event = {**original, "on": _day(original["on"])}
        step = Step(story["id"], index, event, told)
        code, name = event["facts"]["event"], event["facts"].get("message")
        arrives = arrival(event)
        if code == "bc.gui":
            yield Message(arrives, None, event["facts"]["closes"], words.unit_code(event["unit"]))
            continue
        if code == "sk.dinhchinh":
            made = list(_corrections(step, sent, before))
        elif name in sent:
            made = sent[name]  # the same message delivered again
        else:
            snapshot = copy.deepcopy(told)
            made = _named(translate(step), step)
            if name:
                sent[name], before[name] = made, (step, snapshot)
        for one in made:
            yield Message(arrives, _recorded(one, arrives))


def translate(step: Step) -> list[Record]:
    code = step.facts["event"]
    if code.startswith(NOT_OURS):
        return []
    if code not in TRANSLATIONS:
        raise UnknownWord(
            f"{step.story}: event code {code!r} is not known; known: {', '.join(TRANSLATIONS)}"
        )
    return TRANSLATIONS[code](step)


def _named(made: list[Record], step: Step) -> list[Record]:
    return [
        {**one, "event_id": f"{step.story}-{step.index:03d}-{n}", "sequence": one["sequence"] + n}
        for n, one in enumerate(made)
    ]


def _recorded(one: Record, arrives: datetime) -> Record:
    """Typed in the platform when it is sent; a message delivered again says the same."""
    if one.get("_kept"):
        return {k: v for k, v in one.items() if k != "_kept"}
    at = (arrives - timedelta(hours=7)).replace(tzinfo=UTC)
    one.update({"recorded_at": max(at, one["recorded_at"]), "_kept": True})
    return {k: v for k, v in one.items() if k != "_kept"}


def _corrections(
    step: Step, sent: dict[str, list[Record]], before: dict[str, tuple[Step, Told]]
) -> Iterator[Record]:
    """Replacements of whole messages: told again with what the correction says, in their place."""
    for name, changes in step.facts["corrects"].items():
        first, told = before[name]
        event = copy.deepcopy(first.event)
        again = Step(first.story, first.index, event, copy.deepcopy(told))
        _change(event, changes, step.people)
        for n, (old, new) in enumerate(zip(sent[name], translate(again), strict=True)):
            yield {
                **new,
                "event_id": f"{step.story}-{step.index:03d}-{name}-{n}",
                "corrects": old["event_id"],
                "sequence": old["sequence"],
                "recorded_at": datetime.combine(step.on, time(1), UTC),
            }


def _change(event: Facts, changes: Facts, people: list[str]) -> None:
    for key, value in changes.items():
        if key == "on":
            event["on"] = _day(value)
        elif key in {"charges", "born", "sex", "ethnic", "kind", "position"}:
            persons = event["facts"].get("persons") or {}
            for name in [p for p in people if p in persons]:
                persons[name][key] = value
        elif isinstance(value, dict) and key in (event["facts"].get("persons") or {}):
            event["facts"]["persons"][key].update(value)
        else:
            event["facts"][key] = value


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
