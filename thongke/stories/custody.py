"""Tạm giữ, tạm giam: a person's custody dossier, and what the dossiers of cases tell it.

A person has one dossier however many cases hold him. The unit is the one that supervises the place
of detention: that of the story's own custody events, and it stays his when a court of another unit
decides on him.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from thongke.stories import words
from thongke.stories.records import Record, Translation, record
from thongke.stories.told import Detained, Facts, Step, said

HELD = "held"
INVESTIGATION, PROSECUTION, TRIAL, APPEAL, WAITING, CONDEMNED = (
    f"detained_{stage}"
    for stage in ("investigation", "prosecution", "trial", "appeal", "waiting", "condemned")
)
# Where a document on the case leads the detention of those whom it moves.
LEADS = {
    "dt.nhan_dtbs": INVESTIGATION,
    "dt.nhan_dtlai": INVESTIGATION,
    "tt.nhanhs": PROSECUTION,
    "tt.truyto": PROSECUTION,
    "xx.trahs": PROSECUTION,
    "xx.thuly": TRIAL,
    "pt.thuly": APPEAL,
    "tha.quyetdinh": WAITING,
}
LIFE: Facts = {"kind": "life", "months": None, "suspended": False, "additional": []}
DEATH: Facts = {**LIFE, "kind": "death"}
NONE: Facts = {**LIFE, "kind": "none"}
IMPRISONED = {"prison", "life", "death"}


def event(step: Step, type_: str, name: str, *, agency: str = "công an", **told: Any) -> Record:
    """An event of the dossier; facts of the person go to the subject, others to the event."""
    of_person = {key: told.pop(key, None) for key in ("stage", "penalty", "outcome", "custody")}
    if custody := of_person["custody"]:
        of_person["custody"] = said(custody) or None
    subject = {"id": name, "kind": "detainee", "person_ref": step.person_ref(name),
               **said(of_person)}  # fmt: skip
    made = record(step, type_, f"{name}-TG", [subject], agency=agency, **told)
    known = step.told.detained.get(name)
    return {**made, "unit": known.unit} if known else made


def concerned(step: Step) -> list[str]:
    """Those listed; of a whole case, all accused who are still in it."""
    return step.people or step.told.standing(step.case)


def ensured(step: Step, name: str, stage: str, **told: Any) -> list[Record]:
    """Nothing if his custody was told; else he has been there since before the story."""
    if name in step.told.detained:
        return []
    step.told.detained[name] = Detained(step.unit, stage)
    return [event(step, "custody_carried_in", name, stage=stage, **told)]


def each(translate: Callable[[Step, str], list[Record]]) -> Translation:
    def of_all(step: Step) -> list[Record]:
        return [made for name in concerned(step) for made in translate(step, name)]

    return of_all


# ---- tạm giữ ----


def remembered(basis: str) -> Translation:
    """Bắt, giữ: no custody yet; the order that follows may leave the basis to it."""

    def remember(step: Step, name: str) -> list[Record]:
        step.told.taken_on[name] = basis
        return []

    return each(remember)


def emergency_approved(step: Step, name: str) -> list[Record]:
    step.told.taken_on[name] = "emergency"
    return [event(step, "emergency_arrest_approved", name, agency="vks")]


def taken(step: Step, name: str) -> list[Record]:
    basis = words.custody_basis(step.facts.get("kind")) or step.told.taken_on.get(name)
    step.told.detained[name] = Detained(step.unit, HELD)
    custody = {"basis": basis or "unknown", "expires_at": words.instant(step.facts.get("until"))}
    return [event(step, "custody_ordered", name, agency=ordering(step), custody=custody)]


def ordering(step: Step) -> str:
    """Who decided, in the story's words; police when it says nothing."""
    return str(step.facts.get("by") or "công an")


def prolonged(step: Step, name: str) -> list[Record]:
    until = words.instant(step.facts.get("until"))
    attempt = {"nc.giahan_tg1": 1, "nc.giahan_tg2": 2}.get(step.code)
    return [
        *ensured(step, name, HELD),
        event(step, "custody_prolonged", name, custody={"expires_at": until},
              extension=None if until else {"days": 3},
              circumstances={"attempt": attempt} if attempt else None),
    ]  # fmt: skip


def released(step: Step, name: str) -> list[Record]:
    """Trả tự do, by its reason: of a person in custody, or in detention."""
    reason = words.plain(step.facts.get("reason", ""))
    by_procuracy = re.search(r"(vks|viện kiểm sát).*trả tự do|luật tổ chức", reason)
    known = step.told.detained.get(name)
    if by_procuracy:
        return left(step, name, "released_by_procuracy", "vks", default=HELD)
    if known is None or known.stage == HELD:
        ground = words.release_ground(reason)
        agency = "vks" if ground in OF_PROCURACY else "công an"
        return left(step, name, "released_from_custody", agency, default=HELD, ground=ground)
    if "tạm đình chỉ" in reason:
        return left(step, name, "released_on_suspension", "tòa")
    if "hết" in reason or "thời hạn tù" in reason:
        return left(step, name, "term_served", "tòa")
    if "đình chỉ" in reason:
        return on_termination(step, name)
    return left(step, name, "detention_cancelled", ordering(step))


OF_PROCURACY = {"custody_cancelled", "extension_refused", "emergency_arrest_refused"}


def custody_cancelled(step: Step, name: str) -> list[Record]:
    return left(step, name, "released_from_custody", "vks", default=HELD,
                ground="custody_cancelled")  # fmt: skip


# ---- tạm giam ----


def detained(step: Step, name: str) -> list[Record]:
    """Lệnh tạm giam: after custody, by arrest, or a new order for a person already detained."""
    origin = words.plain(step.facts.get("origin", ""))
    known = step.told.detained.get(name)
    made: list[Record] = []
    if known is None and "tạm giữ" in origin:
        made = ensured(step, name, HELD)
    elif known is None and re.search(r"tự nguyện|áp giải|thi hành án|chấp hành án", origin):
        return came_to_serve(step, name)
    before = step.told.detained.get(name)
    agency = _arresting(step, origin)
    stage = None if before and before.stage != HELD else _stage_of_order(step, agency, origin)
    custody = {"expires_at": words.instant(step.facts.get("until"))}
    if before is None or before.stage == HELD:
        step.told.detained[name] = Detained(step.unit, stage or INVESTIGATION)
    _hold_for(step, name)
    return [*made, event(step, "detention_ordered", name, agency=agency, stage=stage,
                         custody=custody)]  # fmt: skip


def _arresting(step: Step, origin: str) -> str:
    if by := step.facts.get("by"):
        return str(by)
    if re.search(r"cqđt|cơ quan điều tra|tạm giữ", origin):
        return "công an"
    if "tòa" in origin or "toà" in origin:
        return "tòa"
    return "vks" if re.search(r"vks|viện", origin) else "công an"


def _stage_of_order(step: Step, agency: str, origin: str) -> str:
    if "phúc thẩm" in origin:
        return APPEAL
    known = step.told.cases.get(step.case or "")
    stage = known.stage if known else ""
    if stage == "trial" or words.plain(agency) == "tòa":
        return TRIAL
    prosecuting = stage.startswith(("prosecuting", "indicted", "returned_by_court"))
    return PROSECUTION if prosecuting or words.plain(agency) == "vks" else INVESTIGATION


def _hold_for(step: Step, name: str) -> None:
    known = step.told.detained[name]
    if step.case and step.case not in known.cases:
        known.cases.append(step.case)


def came_to_serve(step: Step, name: str) -> list[Record]:
    step.told.detained[name] = Detained(step.unit, WAITING)
    return [event(step, "received_to_serve", name, agency="tòa")]


def prolonged_detention(step: Step, name: str) -> list[Record]:
    until = words.instant(step.facts.get("until"))
    told = words.number(step.facts.get("months"))
    return [
        *ensured(step, name, INVESTIGATION),
        event(step, "detention_prolonged", name, agency="vks", custody={"expires_at": until},
              extension=None if until else {"months": told or 1}),
    ]  # fmt: skip


def left(
    step: Step, name: str, type_: str, agency: str, *, default: str = INVESTIGATION, **told: Any
) -> list[Record]:
    """He leaves by this document, unless an order of another case still holds him."""
    made = ensured(step, name, default)
    known = step.told.detained[name]
    if step.case in known.cases:
        known.cases.remove(step.case)
        if known.cases:
            return made
    made.append(event(step, type_, name, agency=agency, **told))
    del step.told.detained[name]
    return made


def replaced(step: Step, name: str) -> list[Record]:
    """Biện pháp khác: instead of custody, or of detention."""
    known = step.told.detained.get(name)
    if known and known.stage == HELD:
        return left(step, name, "custody_replaced", ordering(step))
    return left(step, name, "detention_replaced", ordering(step))


def other_measure(step: Step, name: str) -> list[Record]:
    """Bảo lĩnh, đặt tiền…: moves only a person who is in custody."""
    return replaced(step, name) if name in step.told.detained else []


def cancelled(step: Step, name: str) -> list[Record]:
    return left(step, name, "detention_cancelled", ordering(step))


def on_termination(step: Step, name: str) -> list[Record]:
    ground = words.release_ground(step.facts.get("reason"))
    handled = ground if ground in {"administrative", "disciplinary"} else None
    return left(step, name, "released_on_termination", ordering(step), ground=handled)


def by_court(step: Step, name: str) -> list[Record]:
    """Trả tự do tại phiên tòa: as the judgment said, where the reason does not."""
    reason = step.facts.get("reason")
    known = step.told.results.get(name, {})
    result, given = words.outcome(reason or ""), words.penalty(reason or "")
    if known.get("outcome") and (result == "convicted" or known["outcome"].startswith(result)):
        result, given = known["outcome"], known.get("penalty") or given
    if result == "convicted" and "không phải" in words.plain(reason or "") and not known:
        given = {**LIFE, "kind": "non_custodial"}
    elif result == "convicted" and (given is None or given["kind"] == "prison"):
        given = {**LIFE, "kind": "prison", "months": 1, **said(given or {})}  # a term not told
    return left(step, name, "released_by_court", "tòa", default=TRIAL, outcome=result,
                penalty=given)  # fmt: skip


# ---- chuyển, trốn, chết, chữa bệnh ----


def sent(step: Step, name: str) -> list[Record]:
    made = ensured(step, name, HELD if "tạm giữ" in _told(step) else INVESTIGATION)
    return [*made, event(step, "detainee_transferred_out", name, transfer=_transfer(step, "to"))]


def received(step: Step, name: str) -> list[Record]:
    known = step.told.detained.get(name)
    stage = None
    if known:
        known.unit = step.unit
    else:
        stage = HELD if "tạm giữ" in _told(step) else INVESTIGATION
        step.told.detained[name] = Detained(step.unit, stage)
    return [event(step, "detainee_transferred_in", name, stage=stage,
                  custody={"basis": words.custody_basis(step.facts.get("kind"))},
                  transfer=_transfer(step, "sender"))]  # fmt: skip


def _transfer(step: Step, other: str) -> Facts:
    told = step.facts.get(other)
    return {"counterpart": words.counterpart(told, step.unit) if told else "unknown",
            **said({"purpose": words.purpose(step.facts.get("purpose"))})}  # fmt: skip


def _told(step: Step) -> str:
    return words.plain(" ".join(str(value) for value in step.facts.values()))


def died(step: Step, name: str) -> list[Record]:
    made = ensured(step, name, INVESTIGATION)
    cause = words.death(step.facts.get("cause") or step.facts.get("reason"))
    made.append(event(step, "detainee_died", name, ground=cause))
    del step.told.detained[name]
    return made


def simple(type_: str) -> Translation:
    """Trốn, bắt lại, chữa bệnh: the dossier remembers where he stood."""

    def translate(step: Step, name: str) -> list[Record]:
        return [*ensured(step, name, INVESTIGATION), event(step, type_, name)]

    return each(translate)


TRANSLATIONS: dict[str, Translation] = {
    "nc.giukhancap": remembered("emergency"),
    "nc.batquatang": remembered("caught"),
    "nc.battruyna": remembered("wanted"),
    "nc.dauthu": remembered("surrendered"),
    "nc.tuthu": remembered("confessed"),
    "nc.batkhancap": each(emergency_approved),
    "nc.tamgiu": each(taken),
    "nc.giahan_tg1": each(prolonged),
    "nc.giahan_tg2": each(prolonged),
    "nc.huy_tg": each(custody_cancelled),
    "nc.traotudo": each(released),
    "nc.tamgiam": each(detained),
    "nc.giahan_tgiam": each(prolonged_detention),
    "nc.huy_tgiam": each(cancelled),
    "nc.thaythe": each(replaced),
    "nc.baolinh": each(other_measure),
    "nc.dattien": each(other_measure),
    "nc.camdikhoi": each(other_measure),
    "nc.hoanxc": each(other_measure),
    "nc.traotudo_dinhchi": each(on_termination),
    "nc.traotudo_phientoa": each(by_court),
    "tg.chuyen": each(sent),
    "tg.nhanchuyen": each(received),
    "tg.tron": simple("detainee_escaped"),
    "tg.batlai": simple("detainee_recaptured"),
    "tg.chuabenh": simple("detainee_treated"),
    "tg.hetchuabenh": simple("detainee_treatment_ended"),
    "tg.chet": each(died),
}


# ---- hồ sơ khác báo sang ----


def told(step: Step, made: Iterable[Record]) -> list[Record]:
    """What a document of another dossier, already translated, tells the custody dossiers."""
    subjects = [s for one in made for s in one["subjects"] if s["kind"] == "accused"]
    results = {s["id"]: {key: s.get(key) for key in ("outcome", "penalty")} for s in subjects}
    match step.code:
        case "dt.nhap" | "dt.tach":
            _follow_the_case(step)
            return []
        case "xx.banan_st":
            step.told.results |= results
            return [one for name in results for one in _sentenced(step, name, results[name])]
        case "pt.quyetdinh":
            return [one for name in results for one in _final(step, name, results[name])]
        case "tuhinh.coluc" | "tuhinh.qdtha":
            return [one for name in results for one in _condemned(step, name)]
        case "tuhinh.chuyen" | "tuhinh.angiam" if any(
            one["type"] in {"death_sentence_converted", "clemency_granted"} for one in made
        ):
            return [one for name in results for one in commuted(step, name)]
        case "tuhinh.thihanh":
            return [one for name in results for one in executed(step, name)]
        case "tuhinh.chet":
            return [one for n in results if n in step.told.detained for one in died(step, n)]
        case "tha.chuyen_chaphanh":
            return [one for name in concerned(step) for one in moved_to_serve(step, name)]
        case code if code in LEADS:
            names = dict.fromkeys([*results, *step.people])
            return [one for name in names for one in _staged(step, name, LEADS[code])]
    return []


def _follow_the_case(step: Step) -> None:
    """Tách, nhập: an order goes with the case that its person is in."""
    facts = step.facts
    if step.code == "dt.nhap":
        old, new = str(facts.get("merged")), str(facts.get("into"))
        moved = list(step.told.detained.values())
    else:
        old, new = str(facts.get("source")), str(facts.get("new_case"))
        moved = [known for name, known in step.told.detained.items() if name in step.people]
    for known in moved:
        known.cases = [new if case == old else case for case in known.cases]


def _in_detention(step: Step, name: str) -> Detained | None:
    """A person detained, and for this case before any other."""
    known = step.told.detained.get(name)
    if known is None or known.stage == HELD:
        return None
    return None if known.cases and step.case not in (None, known.cases[0]) else known


def _staged(step: Step, name: str, stage: str) -> list[Record]:
    known = _in_detention(step, name)
    if known is None or stage == known.stage or (known.stage == CONDEMNED and stage == WAITING):
        return []
    known.stage = stage
    return [event(step, "proceedings_stage_told", name, agency="vks", stage=stage)]


def _sentenced(step: Step, name: str, result: Facts) -> list[Record]:
    """The penalty pronounced; who is sentenced to death is detained, told or not."""
    given = result.get("penalty")
    if not given:
        return []
    opened = ensured(step, name, TRIAL, agency="tòa") if given["kind"] == "death" else []
    known = _in_detention(step, name)
    if known is None:
        return opened
    known.penalty = given["kind"]
    return [*opened, event(step, "sentence_told", name, agency="tòa", penalty=given)]


def _final(step: Step, name: str, result: Facts) -> list[Record]:
    """Bản án phúc thẩm: the penalty that stands, and who now waits to serve it."""
    known = _in_detention(step, name)
    if known is None:
        return []
    outcome = str(result.get("outcome") or "")
    if outcome.startswith("annulled"):
        known.penalty = None
        return [event(step, "sentence_told", name, agency="tòa", penalty=NONE)]
    made = _sentenced(step, name, result)
    given = result.get("penalty") or step.told.results.get(name, {}).get("penalty") or {}
    if given.get("kind") not in IMPRISONED or given.get("suspended"):
        return made
    if outcome.startswith(("acquitted", "exempt")):
        return made
    return made + _staged(step, name, CONDEMNED if known.penalty == "death" else WAITING)


def _condemned(step: Step, name: str) -> list[Record]:
    """Án tử hình có hiệu lực: who is under it is detained, told or not."""
    opened = ensured(step, name, CONDEMNED, penalty=DEATH, agency="tòa")
    known = step.told.detained[name]
    made = [*opened, *_staged(step, name, CONDEMNED)]
    if not opened and known.penalty != "death":
        made.insert(0, event(step, "sentence_told", name, agency="tòa", penalty=DEATH))
    known.penalty = "death"
    return made


def commuted(step: Step, name: str) -> list[Record]:
    """Ân giảm, chuyển hình phạt: no longer under a death sentence, he waits to be moved."""
    known = step.told.detained.get(name)
    if known is None:
        return []
    known.penalty = "life"
    known.stage = WAITING if known.stage == CONDEMNED else known.stage
    return [event(step, "sentence_told", name, agency="tòa", penalty=LIFE)]


def executed(step: Step, name: str) -> list[Record]:
    made = ensured(step, name, CONDEMNED, penalty=DEATH, agency="tòa")
    made.append(event(step, "detainee_executed", name))
    del step.told.detained[name]
    return made


def moved_to_serve(step: Step, name: str) -> list[Record]:
    made = [*ensured(step, name, WAITING), event(step, "moved_to_serve", name)]
    del step.told.detained[name]
    return made
