"""Thi hành án hình sự: the enforcement dossier of a convict, and what other dossiers tell it.

A judgment in force opens it: the appeal judgment of its day, a death sentence, or the order to
enforce, which says since when its judgment is in force. Each punishment is a subject of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from thongke.stories import words
from thongke.stories.records import Record, Translation, record
from thongke.stories.told import Convicted, Facts, Step, said
from thongke.stories.words import UnknownWord

AWAITING, ORDERED, ENFORCING, SERVING, COMMUTED = (
    *("awaiting_order", "ordered", "enforcing", "serving", "commuted"),
)
DEATH: Facts = {"kind": "death", "months": None, "suspended": False, "additional": []}
# Punishments that begin with the order (BLHS Đ.41–44: after imprisonment only when it ends).
BEGUN_WITH_ORDER = {
    *("non_custodial", "expulsion", "residence_ban", "local_supervision", "civic_rights"),
    *("post_ban", "operation_suspended", "operation_ended", "business_ban", "capital_ban"),
    "remedy",
}
UNAPPEALED = timedelta(days=30)  # BLTTHS Đ.333, 337: the superior procuracy may protest so long


def imprisoned(penalty: Facts) -> bool:
    return penalty["kind"] == "life" or (
        penalty["kind"] == "prison" and not penalty.get("suspended")
    )


def convict(step: Step, name: str, **facts: Any) -> Record:
    return {"id": name, "kind": "convict", "person_ref": step.person_ref(name),
            "legal_entity": is_entity(step, name), **said(facts)}  # fmt: skip


def punishment(step: Step, name: str, penalty: Facts, **facts: Any) -> Record:
    """One punishment of a convict, with an id that says whose and which."""
    kind = "suspended_sentence" if penalty.get("suspended") else penalty["kind"]
    return {**convict(step, name, penalty=penalty, **facts), "id": f"{name}/{kind}",
            "kind": "penalty"}  # fmt: skip


def is_entity(step: Step, name: str) -> bool:
    known = step.person(name)
    return name.startswith("PN") or bool(known and words.is_legal_entity(known.facts))


def event(step: Step, type_: str, subjects: list[Record], **facts: Any) -> Record:
    name = subjects[0]["id"].partition("/")[0]
    return record(step, type_, f"{name}-THA", subjects, agency=facts.pop("agency", "tòa"), **facts)


# ---- bản án có hiệu lực, quyết định thi hành án ----


def opened(step: Step, name: str, penalty: Facts, on: date, unit: str | None = None) -> Record:
    step.told.convicts[name] = Convicted(penalty, AWAITING)
    made = event(step, "judgment_in_force", [convict(step, name, penalty=penalty)])
    return {**made, "effective_on": on, "unit": unit or step.unit}


def in_force(step: Step, name: str) -> list[Record]:
    """Bản án có hiệu lực, told by itself; the order comes later, or from another court."""
    penalty = _penalty_told(step, name) or _judged(step, name)
    if penalty is None:
        raise UnknownWord(f"{step.code} says no penalty of {name}, and no judgment told one")
    return [opened(step, name, penalty, step.on)]


def carried_in(step: Step, name: str, penalty: Facts, stage: str) -> Record:
    """Of a convict whom the story did not tell before."""
    step.told.convicts[name] = Convicted(penalty, stage)
    subject = convict(step, name, penalty=penalty, stage=stage)
    return event(step, "enforcement_carried_in", [subject])


def ordered(step: Step, name: str) -> list[Record]:
    """Quyết định thi hành án, with the punishments that begin by it."""
    known = step.told.convicts.get(name)
    penalty = _penalty_told(step, name) or (known and known.penalty) or _judged(step, name)
    if penalty is None:
        raise UnknownWord(f"tha.quyetdinh says no penalty of {name}, and no judgment told one")
    made = []
    if known is None or known.stage != AWAITING:
        made.append(opened(step, name, penalty, _in_force(step, name)))
    step.told.convicts[name] = Convicted(penalty, ORDERED if imprisoned(penalty) else ENFORCING)
    begun = [punishment(step, name, one) for one in _begun(penalty)]
    subjects = [convict(step, name, penalty=penalty), *begun]
    return [*made, event(step, "enforcement_ordered", subjects, circumstances=_requested(step))]


def _penalty_told(step: Step, name: str) -> Facts | None:
    """`tù 18 năm`; `phạt tiền; cấm hoạt động…`: a main punishment and those added to it."""
    text = _words_of(step, name)
    if not text:
        return None
    main, added = words.penalty(text), words.additional(text)
    if main and main["kind"] == "prison" and added and "tù" not in words.plain(text):
        main = None  # the length is that of what was added
    judged = _judged(step, name)
    main = main or (judged or bare("fine") if added else None)
    if main and judged and not added and judged["kind"] == main["kind"]:
        return {**main, "additional": judged["additional"]}  # named by its main punishment alone
    return main and {**main, "additional": [kind for kind in added if kind != main["kind"]]}


def _words_of(step: Step, name: str) -> str:
    """What the story says of a person's punishment; of several words, all."""
    told = step.facts.get("penalty")
    of_him = told.get(name) if isinstance(told, dict) else told
    if isinstance(of_him, dict):
        of_him = list(of_him.values())
    return "; ".join(map(str, of_him)) if isinstance(of_him, list) else str(of_him or "")


def _judged(step: Step, name: str) -> Facts | None:
    penalty: Facts | None = step.told.results.get(name, {}).get("penalty")
    return penalty


def _in_force(step: Step, name: str) -> date:
    if told := step.facts.get("in_force"):
        return words.day(told)
    tried = step.told.tried.get(name)
    return min(tried[1] + UNAPPEALED, step.on) if tried else step.on


def _begun(penalty: Facts) -> list[Facts]:
    if imprisoned(penalty) or penalty["kind"] == "death":
        return []
    own = [penalty] if penalty.get("suspended") or penalty["kind"] in BEGUN_WITH_ORDER else []
    added = [bare(kind) for kind in penalty["additional"] if kind in BEGUN_WITH_ORDER]
    return [{**one, "additional": []} for one in (*own, *added)]


def bare(kind: str) -> Facts:
    return {**DEATH, "kind": kind}


# ---- đi chấp hành án ----


def moved_to_serve(step: Step, name: str) -> list[Record]:
    """Đi chấp hành án: he leaves the court's list, and the prison has one inmate more."""
    made: list[Record] = []
    known = step.told.convicts.get(name)
    if known is None:
        penalty = _penalty_told(step, name) or _judged(step, name)
        if penalty is None:
            raise UnknownWord(f"{step.code} of {name}, whose punishment was not told")
        made.append(carried_in(step, name, penalty, ORDERED))
        known = step.told.convicts[name]
    elif known.stage == AWAITING:
        made += ordered(step, name)  # nobody serves without an order, told or not
    if known.stage == COMMUTED:
        type_ = "commuted_prisoner_received"
    else:
        type_ = "prisoner_received"
        made.append(event(step, "convict_taken_to_serve", [convict(step, name)], agency="công an"))
    penalty = {**known.penalty, "additional": []}
    subject = punishment(step, name, penalty, custody=_facility(step))
    step.told.convicts[name] = Convicted(known.penalty, SERVING)
    return [*made, event(step, type_, [subject], agency="công an")]


def _facility(step: Step) -> Facts | None:
    place = words.plain(step.facts.get("at", ""))
    kinds = (("trại tạm giam", "detention_camp"), ("nhà tạm giữ", "custody_house"),
             ("trại giam", "prison"), ("tại ngoại", "at_liberty"))  # fmt: skip
    found = next((kind for sign, kind in kinds if sign in place), None)
    return {"facility_kind": found} if found else None


# ---- trong khi thi hành ----


def on_convict(type_: str, agency: str = "tòa") -> Translation:
    """A document on the convict himself, before he serves."""
    return each(lambda step, name: [_document(step, type_, [convict(step, name)], agency)])


def on_punishment(type_: str, agency: str = "tòa") -> Translation:
    """A document on one punishment: that which the story names, else the main one."""
    return each(lambda step, name: [_document(step, type_, [_named(step, name)], agency)])


def on_either(type_: str, agency: str = "tòa") -> Translation:
    """On the convict before he serves, on the punishment from then on."""

    def translate(step: Step, name: str) -> list[Record]:
        known = step.told.convicts.get(name)
        served = "penalty" in step.facts or (known and known.stage in {SERVING, ENFORCING})
        subject = _named(step, name) if served else convict(step, name)
        return [_document(step, type_, [subject], agency)]

    return each(translate)


def begun(step: Step, name: str) -> list[Record]:
    """A punishment that begins by itself: after imprisonment, or a measure against an entity."""
    return [event(step, "penalty_begun", [_named(step, name)], agency="công an")]


def new_offence(step: Step, name: str) -> list[Record]:
    """Phạm tội mới: noted of the convict, and of the punishment that he is under."""
    known = step.told.convicts.get(name)
    own = [convict(step, name, custody=_facility(step))]
    if known and known.stage in {SERVING, ENFORCING}:
        own.append(_named(step, name))
    return [event(step, "new_offence_committed", own, agency="công an")]


def revoked(step: Step, name: str) -> list[Record]:
    """Buộc chấp hành hình phạt tù: the suspended sentence ends, prison is to be ordered."""
    prison = _penalty_told(step, name) or bare("prison")
    ended = _named(step, name)
    step.told.convicts[name] = Convicted(prison, AWAITING)
    subjects = [convict(step, name, penalty=prison), {**ended, "penalty": None}]
    return [event(step, "suspended_sentence_revoked", subjects)]


def _named(step: Step, name: str) -> Record:
    """The punishment that the story names (`quản chế 3 năm`), else the main one."""
    text = _words_of(step, name)
    if text and step.code != "tha.buoctu":
        added = words.additional(text)
        return punishment(step, name, bare(added[0]) if added else words.penalty(text) or {})
    known = step.told.convicts.get(name)
    if known is None:
        raise UnknownWord(f"{step.code} of {name}, whose punishment was not told")
    return punishment(step, name, {**known.penalty, "additional": []}, custody=_facility(step))


def _document(step: Step, type_: str, subjects: list[Record], agency: str) -> Record:
    facts = step.facts
    until, other = facts.get("until"), facts.get("to") or facts.get("sender")
    transfer = None
    if "transferred" in type_ or "delegated" in type_:
        purpose = PURPOSES.get(words.plain(facts.get("purpose", "")))
        counterpart = words.counterpart(other, step.unit) if other else "unknown"
        transfer = {"counterpart": counterpart, **said({"purpose": purpose})}
    if type_ == "reduction_granted":
        subjects = [_reduced(step, one) for one in subjects]
    return event(
        step, type_, subjects, agency=facts.get("by") or agency, transfer=transfer,
        extension={"until": words.day(until)} if until else None, ground=_ground(step, type_),
        circumstances=_requested(step),
    )  # fmt: skip


def _requested(step: Step) -> Facts | None:
    return {"requested_by_procuracy": True} if step.facts.get("requested") else None


PURPOSES = {"trích xuất": "extraction", "trả trích xuất": "extraction_return"}


def _ground(step: Step, type_: str) -> str | None:
    told = step.facts.get("ground") or step.facts.get("cause")
    if type_ == "sentenced_died":
        return words.death(told)
    return words.ground(told) if told else None


def _reduced(step: Step, subject: Record) -> Record:
    """Giảm án: what a life sentence is reduced to is said, the punishment stays the same."""
    penalty = words.penalty(step.facts["to_penalty"]) if "to_penalty" in step.facts else None
    return {**subject, "penalty": penalty} if penalty else subject


def each(translate: Callable[[Step, str], list[Record]]) -> Translation:
    return lambda step: [made for name in concerned(step) for made in translate(step, name)]


def concerned(step: Step) -> list[str]:
    """Those listed; else those whose punishment is told; of a whole case, all who are in it."""
    told = step.facts.get("penalty")
    return step.people or (list(told) if isinstance(told, dict) else step.told.standing(step.case))


TRANSLATIONS: dict[str, Translation] = {
    "tha.hieuluc": each(in_force),
    "tha.quyetdinh": each(ordered),
    "tha.chuyen_chaphanh": each(moved_to_serve),
    "tha.uythac": on_convict("enforcement_delegated_out"),
    "tha.nhanuythac": on_convict("enforcement_delegated_in"),
    "tha.hoan": on_convict("sentence_deferred"),
    "tha.huyhoan": on_convict("deferral_cancelled"),
    "tha.tdc": on_either("sentence_suspended"),
    "tha.hettdc": on_either("sentence_suspension_ended"),
    "tha.tron": on_either("prisoner_escaped", "công an"),
    "tha.batlai": on_either("prisoner_recaptured", "công an"),
    "tha.mien": on_either("penalty_exempted"),
    "tha.thoihieu": on_either("limitation_applied"),
    "tha.dinhchi": on_either("enforcement_terminated"),
    "tha.chet": on_either("sentenced_died", "công an"),
    "tha.toimoi": each(new_offence),
    "tha.batdau": each(begun),
    "tha.chuyendi": on_either("penalty_transferred_out", "công an"),
    "tha.nhanden": on_either("penalty_transferred_in", "công an"),
    "tha.giam": on_punishment("reduction_granted"),
    "tha.dacxa": on_punishment("amnesty_granted", "chủ tịch nước"),
    "tha.thatu": on_punishment("conditionally_released"),
    "tha.huythatu": on_punishment("conditional_release_cancelled"),
    "tha.traotudo_vks": on_punishment("freed_by_procuracy", "vks"),
    "tha.traotudo_toa": on_punishment("freed_by_court"),
    "tha.chuabenh": on_punishment("prisoner_treated", "tòa"),
    "tha.hetchuabenh": on_punishment("prisoner_treatment_ended", "công an"),
    "tha.xong": on_punishment("penalty_finished", "công an"),
    "tha.buoctu": each(revoked),
    "tha.huyantreo": on_punishment("suspended_sentence_cancelled"),
    "tha.khongchaphanh": on_punishment("noncompliance_found", "công an"),
    "tha.chaphanhlai": on_punishment("compliance_resumed", "công an"),
    "tha.yeucau_ra": on_convict("order_demanded", "vks"),
    "tha.denghi_hoan": on_convict("deferral_proposed", "vks"),
    "tha.denghi_mien": on_either("exemption_proposed", "vks"),
    "tha.ks_xetgiam": on_punishment("reduction_supervised", "vks"),
    "tha.denghi_duara": on_punishment("reduction_removal_requested", "vks"),
    "tha.duara": on_punishment("reduction_removal_accepted", "công an"),
}


# ---- hồ sơ khác báo sang ----


def told(step: Step, made: Iterable[Record]) -> list[Record]:
    """What a document of another dossier, already translated, tells the enforcement dossiers."""
    made = list(made)
    subjects = [s for one in made for s in one["subjects"] if s["kind"] == "accused"]
    names = list(dict.fromkeys(s["id"] for s in subjects))
    match step.code:
        case "xx.banan_st":
            step.told.tried |= {name: (step.unit, step.on) for name in names}
            return []
        case "pt.quyetdinh":
            results = [(s["id"], s) for s in subjects]
            return [one for name, result in results for one in _final(step, name, result)]
        case "tuhinh.coluc":
            missing = [name for name in names if name not in step.told.convicts]
            return [opened(step, name, DEATH, step.on) for name in missing]
        case "gdt.quyetdinh" | "tt.quyetdinh":
            court = "cassation" if step.code.startswith("gdt") else "reopening"
            results = [(s["id"], s) for s in subjects if s["id"] in step.told.convicts]
            return [one for name, result in results for one in _annulled(step, name, result, court)]
        case "tuhinh.chet":
            known = [name for name in names if name in step.told.convicts]
            return [event(step, "sentenced_died", [convict(step, n)], agency="công an")
                    for n in known]  # fmt: skip
    executions = [s["id"] for one in made if one["type"] == "execution_ordered"
                  for s in one["subjects"]]  # fmt: skip
    twins = [one for name in executions for one in _execution(step, name)]
    if any(one["type"] in COMMUTING for one in made):
        twins += [_commuted(step, name) for name in names if name in step.told.convicts]
    return twins


COMMUTING = {"death_sentence_converted", "clemency_granted"}


def _final(step: Step, name: str, result: Facts) -> list[Record]:
    """Bản án phúc thẩm has legal force at once; the court of first instance is to order it."""
    outcome = str(result.get("outcome") or "")
    before = _judged(step, name)
    given = result.get("penalty") or before
    if outcome.startswith(("annulled", "acquitted", "exempt")) or given is None:
        return []
    if before and not given.get("additional"):
        given = {**given, "additional": before.get("additional", [])}
    case = step.told.cases.get(step.case or "")
    tried_at = step.told.tried.get(name, (case.unit if case else step.unit, step.on))[0]
    return [opened(step, name, given, step.on, tried_at)]


def _annulled(step: Step, name: str, result: Facts, court: str) -> list[Record]:
    """Hủy án, tuyên không phạm tội: nothing of it is to be enforced any more."""
    if not str(result.get("outcome") or "").startswith(("annulled", "acquitted")):
        return []
    known = step.told.convicts.pop(name)
    begun = _begun(known.penalty) if known.stage == ENFORCING else []
    if known.stage == SERVING:
        begun = [{**known.penalty, "additional": []}]
    subjects = [convict(step, name), *(punishment(step, name, one) for one in begun)]
    return [event(step, f"annulled_on_{court}", subjects)]


def _execution(step: Step, name: str) -> list[Record]:
    """Quyết định thi hành án tử hình: an order like any other, of a judgment in force before it."""
    made = []
    known = step.told.convicts.get(name)
    if known is None:
        since = step.facts.get("list_since")
        tried = name in step.told.tried
        in_force = words.day(since) if since else _in_force(step, name)
        made.append(opened(step, name, DEATH, in_force) if since or tried
                    else carried_in(step, name, DEATH, AWAITING))  # fmt: skip
    elif known.stage != AWAITING:
        return []
    step.told.convicts[name] = Convicted(DEATH, ENFORCING)
    return [*made, event(step, "enforcement_ordered", [convict(step, name, penalty=DEATH)])]


def _commuted(step: Step, name: str) -> Record:
    """Ân giảm, chuyển hình phạt: not again in the lists of orders (doubts 16)."""
    step.told.convicts[name] = Convicted(bare("life"), COMMUTED)
    return event(step, "sentence_commuted", [convict(step, name, penalty=bare("life"))])
