"""Tạm giữ, tạm giam: what the documents of custody and detention say of whom they hold."""

from __future__ import annotations

import re
from collections.abc import Callable

from thongke.stories import words
from thongke.stories.detainee import (
    APPEAL,
    HELD,
    INVESTIGATION,
    LIFE,
    PROSECUTION,
    TRIAL,
    WAITING,
    concerned,
    died,
    ensured,
    event,
    left,
)
from thongke.stories.records import Record, Translation
from thongke.stories.told import Detained, Facts, Step, said


def each(translate: Callable[[Step, str], list[Record]]) -> Translation:
    def of_all(step: Step) -> list[Record]:
        return [made for name in concerned(step) for made in translate(step, name)]

    return of_all


# ---- tạm giữ ----


def remembered(basis: str) -> Translation:
    """Đầu thú, tự thú: no custody yet; the order that follows may leave the basis to it."""

    def remember(step: Step, name: str) -> list[Record]:
        step.told.taken_on[name] = basis
        return []

    return each(remember)


def taken_hold_of(type_: str, basis: str) -> Translation:
    """Giữ khẩn cấp, bắt quả tang, bắt truy nã: an act; who is in custody is told by its order."""

    def take_hold(step: Step, name: str) -> list[Record]:
        step.told.taken_on[name] = basis
        return [event(step, type_, name, agency=ordering(step), custody={"basis": basis})]

    return each(take_hold)


def emergency_approved(step: Step, name: str) -> list[Record]:
    step.told.taken_on[name] = "emergency"
    return [event(step, "emergency_arrest_approved", name, agency="vks")]


def taken(step: Step, name: str) -> list[Record]:
    before = step.told.taken_on.pop(name, None)
    basis = words.custody_basis(step.facts.get("kind")) or before
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
    """Trả tự do, by its reason: of a person taken hold of, in custody, or in detention."""
    reason = words.plain(step.facts.get("reason", ""))
    by_procuracy = re.search(r"(vks|viện kiểm sát).*trả tự do|luật tổ chức", reason)
    known = step.told.detained.get(name)
    if known is None and name in step.told.taken_on:
        del step.told.taken_on[name]
        ground = words.release_ground(reason)
        agency = "vks" if ground in OF_PROCURACY else ordering(step)
        return [event(step, "released_before_custody", name, agency=agency, ground=ground)]
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


def simple(type_: str) -> Translation:
    """Trốn, bắt lại, chữa bệnh: the dossier remembers where he stood."""

    def translate(step: Step, name: str) -> list[Record]:
        return [*ensured(step, name, INVESTIGATION), event(step, type_, name)]

    return each(translate)


TRANSLATIONS: dict[str, Translation] = {
    "nc.giukhancap": taken_hold_of("emergency_held", "emergency"),
    "nc.batquatang": taken_hold_of("arrested", "caught"),
    "nc.battruyna": taken_hold_of("arrested", "wanted"),
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
