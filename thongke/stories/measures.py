"""Biện pháp ngăn chặn, cưỡng chế; giám định; xử lý chuyển hướng; bắt buộc chữa bệnh.

A measure is a subject of its own: one person, one kind (`A1-bail`); so is an order of an expert
examination (`GD1`). All are told in the dossier of the case.
"""

from __future__ import annotations

from thongke.stories import custody, words
from thongke.stories.cassation import first
from thongke.stories.records import Record, Translation, accused, case_of, case_subject, record
from thongke.stories.told import Step, said

MEASURES = {
    "nc.lenhbat": "arrest_order", "nc.camdikhoi": "residence_order", "nc.baolinh": "bail",
    "nc.dattien": "deposit", "nc.hoanxc": "exit_ban", "cc.apgiai": "escort",
    "cc.dangiai": "compelled_appearance", "cc.kebien": "seizure", "cc.phongtoa": "freeze",
}  # fmt: skip
MONITORINGS = (("điện tử", "electronic_monitoring"), ("đại diện", "guardian_monitoring"))
ENDS = (("thay thế", "replaced"), ("hết", "expired"), ("hủy", "cancelled"))
EXAMINATIONS = (
    ("tâm thần", "forensic_psychiatry"), ("pháp y", "forensic_medicine"),
    ("kỹ thuật hình sự", "criminalistics"), ("tài chính|ngân hàng", "finance"),
    ("xây dựng", "construction"), ("đất đai|môi trường", "land_environment"),
    ("văn hóa", "culture"), ("thông tin", "information"), ("định giá", "valuation"),
    ("khác", "other"),
)  # fmt: skip
EXAMINED = (
    ("từ chối", "examination_refused"), ("gia hạn", "examination_extended"),
    ("thay đổi", "examiner_replaced"), ("", "examination_concluded"),
)  # fmt: skip
DIVERSIONS = (
    ("khiển trách", "reprimand"), ("xin lỗi", "apology"), ("bồi thường", "compensation"),
    ("tại xã", "community_education"), ("quản thúc", "home_confinement"),
    ("khung giờ", "curfew"), ("tiếp xúc", "contact_ban"), ("địa điểm", "place_ban"),
    ("học tập|dạy nghề", "training"), ("điều trị|tâm lý", "therapy"),
    ("phục vụ cộng đồng", "community_service"), ("trường giáo dưỡng", "reformatory"),
)  # fmt: skip
SECRET = (
    ("ghi âm", "secret_recording"),
    ("điện thoại", "secret_telephone"),
    ("dữ liệu", "secret_data"),
)
DIVERSION_ENDS = (("xong", "completed"), ("hủy", "cancelled"))
TREATMENT_ENDS = (("khỏi", "recovered"), ("chết", "died"), ("đình chỉ", "stopped"))


def ordered(code: str, kind: str) -> Translation:
    """In the case, where one is told; what the same decision does to custody besides."""
    leaves_custody = custody.TRANSLATIONS.get(code)

    def translate(step: Step) -> list[Record]:
        made = leaves_custody(step) if leaves_custody else []
        named = step.people if step.case else []
        return [*made, *(_measure(step, "measure_ordered", name, kind) for name in named)]

    return translate


def monitored(step: Step) -> list[Record]:
    kind = first(MONITORINGS, step.facts["measure"])
    return [_measure(step, "measure_ordered", name, kind) for name in step.people]


def ended(step: Step) -> list[Record]:
    kind = MEASURES.get(str(step.facts["measure"])) or first(MONITORINGS, step.facts["measure"])
    outcome = first(ENDS, step.facts["result"])
    return [_measure(step, "measure_ended", name, kind, outcome) for name in step.people]


def _measure(step: Step, type_: str, name: str, kind: str, outcome: str | None = None) -> Record:
    subject = {"id": f"{name}-{kind}", "kind": "measure", "person_ref": step.person_ref(name),
               **said({"outcome": outcome})}  # fmt: skip
    document = {"kind": kind} if type_ == "measure_ordered" else None
    return record(step, type_, case_of(step), [subject], document=document)


def examined(step: Step) -> list[Record]:
    """Trưng cầu, or with `result` what became of it: kết luận, từ chối, gia hạn, thay đổi."""
    result = words.plain(step.facts.get("result", ""))
    document = decision = ground = extension = None
    if not result:
        type_ = "examination_ordered"
        document = {"kind": first(EXAMINATIONS, step.facts["kind"])}
        told = step.facts.get("ground")
        ground = words.ground(told) if told else None
        decision = {"number": "", "article": str(step.facts.get("article", "205"))}
    else:
        type_ = first(EXAMINED, result)
        if type_ == "examination_extended":
            extension = {"months": words.number(step.facts.get("months")) or 1}
    stage = step.facts.get("stage")  # where it stands when the unit begins to use the system
    type_ = "carried_in" if stage else type_
    return [
        record(step, type_, case_of(step), [{"id": name, "kind": "examination",
                                             **said({"stage": stage})}],
               document=document, decision=decision, ground=ground, extension=extension)
        for name in step.named("GD")
    ]  # fmt: skip


def secretly(step: Step) -> list[Record]:
    told = step.facts.get("kind")
    document = {"kind": first(SECRET, told)} if told else None
    return [record(step, "special_measures_applied", case_of(step), [case_subject(case_of(step))],
                   circumstances={"special_measures": True}, document=document)]  # fmt: skip


def diverted(step: Step) -> list[Record]:
    kind = first(DIVERSIONS, step.facts["measure"])
    return [record(step, "diversion_applied", case_of(step),
                   [accused(step, name) for name in step.people],
                   document={"kind": kind})]  # fmt: skip


def on_accused(type_: str, ends: tuple[tuple[str, str], ...] = ()) -> Translation:
    def translate(step: Step) -> list[Record]:
        outcome = first(ends, step.facts["result"]) if ends else None
        ground = step.facts.get("ground")
        return [record(step, type_, case_of(step),
                       [accused(step, name, outcome=outcome) for name in step.people],
                       ground=words.ground(ground) if ground else None)]  # fmt: skip

    return translate


TRANSLATIONS: dict[str, Translation] = {
    **{code: ordered(code, kind) for code, kind in MEASURES.items()},
    "nc.nctn": monitored,
    "cc.huy": ended,
    "dt.dacbiet": secretly,
    "dt.giamdinh": examined,
    "nctn.chuyenhuong": diverted,
    "nctn.ketthuc": on_accused("diversion_ended", DIVERSION_ENDS),
    "bbcb.apdung": on_accused("treatment_applied"),
    "bbcb.dinhchi": on_accused("treatment_ended", TREATMENT_ENDS),
    "bbcb.tron": on_accused("treatment_escaped"),
    "bbcb.batlai": on_accused("treatment_recaptured"),
}
