"""Văn bản và hoạt động của Viện kiểm sát khi kiểm sát giam giữ, thi hành án, as stories tell them.

A paper is a dossier of its own, named by the story (`document: KN1`); its answer names it again.
"""

from __future__ import annotations

from thongke.stories import words
from thongke.stories.records import Record, Translation, record
from thongke.stories.told import Facts, Step, said

REQUESTS = (
    ("tự kiểm tra", "request_self_inspection"),
    ("hồ sơ", "request_files"),
    ("tài liệu", "request_files"),
    ("thông báo", "request_notice"),
    ("trả lời", "request_answer"),
)
SUPERVISIONS = (("đột xuất", "unannounced"), ("thực hiện", "follow_up"))
FIELDS = (("phạm nhân", "prison"), ("giam giữ", "custody"), ("tạm gi", "custody"))
ADDRESSEES = (
    ("nhà tạm giữ", "custody_house"),
    ("phân trại", "sub_camp"),
    ("trại tạm giam", "detention_camp"),
    ("trại giam", "prison"),
    ("tòa", "court"),
    ("ubnd", "commune"),
    ("ủy ban", "commune"),
    ("thi hành án", "enforcement_agency"),
)
DEMANDS = (("đình chỉ", "stop"), ("hủy", "cancel"))


def _found(signs: tuple[tuple[str, str], ...], told: object) -> str | None:
    text = words.plain(told or "")
    return next((code for sign, code in signs if sign in text), None)


def _document(step: Step, kind: str) -> Facts:
    """Kind, field, addressee, level and demands of a paper."""
    facts = step.facts
    return said({
        "kind": kind,
        "field": _found(FIELDS, facts.get("field")) or "enforcement",
        "addressee": _found(ADDRESSEES, facts.get("to")),
        "level": "higher" if "dưới" in words.plain(facts.get("level", "")) else "same",
        "demands": _found(DEMANDS, facts.get("demand")),
    })  # fmt: skip


def _name(step: Step) -> str:
    return str(step.facts.get("document") or f"VB-{step.index}")


def issued(kind: str | None) -> Translation:
    def translate(step: Step) -> list[Record]:
        of = kind or _found(REQUESTS, step.facts.get("kind")) or "request_notice"
        name = _name(step)
        return [record(step, "document_issued", name, [{"id": name, "kind": "document"}],
                       agency="vks", document=_document(step, of))]  # fmt: skip

    return translate


def answered(step: Step) -> list[Record]:
    name = _name(step)
    answer = {"kind": "answer", "answer": words.answer(step.facts.get("answer")) or "accepted"}
    return [record(step, "document_answered", name, [{"id": name, "kind": "document"}],
                   document=answer)]  # fmt: skip


def supervised(step: Step) -> list[Record]:
    """Kết luận trực tiếp kiểm sát: định kỳ, đột xuất, hoặc việc thực hiện kiến nghị."""
    kind = _found(SUPERVISIONS, step.facts.get("kind")) or "direct"
    name = _name(step)
    return [record(step, "supervision_concluded", name, [{"id": name, "kind": "supervision"}],
                   agency="vks", document=_document(step, kind))]  # fmt: skip


def counted(type_: str) -> Translation:
    def translate(step: Step) -> list[Record]:
        name = _name(step)
        return [record(step, type_, name, [{"id": name, "kind": "supervision"}], agency="vks",
                       document=_document(step, "direct"),
                       quantity=words.number(step.facts.get("quantity")) or 1)]  # fmt: skip

    return translate


TRANSLATIONS: dict[str, Translation] = {
    "ks.kiennghi": issued("recommendation"),
    "ks.khangnghi": issued("protest"),
    "ks.yeucau": issued(None),
    "ks.traloi": answered,
    "ks.tructiep": supervised,
    "ks.hoso": counted("files_supervised"),
    "ks.gaphoi": counted("inmates_interviewed"),
}
