"""Người bị tạm giữ, tạm giam: one person's custody dossier, and what documents elsewhere tell it.

A person has one dossier however many cases hold him. The unit is the one that supervises the place
of detention: that of the story's own custody events, and it stays his when a court of another unit
decides on him.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from thongke.stories import words
from thongke.stories.records import Record, record
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
    step.told.taken_on.pop(name, None)
    return made


def died(step: Step, name: str) -> list[Record]:
    made = ensured(step, name, INVESTIGATION)
    cause = words.death(step.facts.get("cause") or step.facts.get("reason"))
    made.append(event(step, "detainee_died", name, ground=cause))
    del step.told.detained[name]
    return made


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
