"""Vi phạm trong hoạt động tư pháp (Biểu 17), as stories tell them.

A violation is a dossier of its own, named by the story (`violation: VP1`); what follows names it
again. `code` and `violator` are those of the catalogue; `times: 2` finds it twice.
"""

from __future__ import annotations

from thongke.stories import words
from thongke.stories.acts import ADDRESSEES
from thongke.stories.records import Record, Translation, record
from thongke.stories.told import Facts, Step, said


def _name(step: Step) -> str:
    return str(step.facts.get("violation") or f"VP-{step.index}")


def _subject(step: Step, id: str) -> Facts:
    person = step.facts.get("person")
    who = None if person is None else step.person_ref(str(person))
    return {"id": id, "kind": "violation", **said({"person_ref": who})}


def _violation(step: Step) -> Facts:
    facts = step.facts
    return said({
        "code": str(facts["code"]),
        "violator_kind": str(facts["violator"]),
        "object_id": None if facts.get("object") is None else str(facts["object"]),
    })  # fmt: skip


def found(step: Step) -> list[Record]:
    name, times = _name(step), words.number(step.facts.get("times")) or 1
    ids = [name, *(f"{name}-{number}" for number in range(2, times + 1))]
    told = words.plain(step.facts.get("to") or "")
    addressee = next((code for sign, code in ADDRESSEES if sign in told), None)
    document = {"kind": "violation", "addressee": addressee} if addressee else None
    return [record(step, "violation_found", name, [_subject(step, id) for id in ids],
                   agency="vks", violation=_violation(step), document=document)]  # fmt: skip


def followed(type_: str, agency: str | None, *, of_violator: bool) -> Translation:
    def translate(step: Step) -> list[Record]:
        name = _name(step)
        violation = _violation(step) if of_violator else None
        return [record(step, type_, name, [_subject(step, name)], agency=agency,
                       violation=violation)]  # fmt: skip

    return translate


TRANSLATIONS: dict[str, Translation] = {
    "vp.phathien": found,
    "vp.khacphuc": followed("violation_remedied", None, of_violator=False),
    "vp.yeucau_khoito": followed("violator_charge_requested", "vks", of_violator=True),
    "vp.khoito": followed("violator_charged", None, of_violator=True),
}
