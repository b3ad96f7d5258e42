"""Giám đốc thẩm, tái thẩm, xem xét lại: petitions, protests and what the upper courts decided.

A petition (`DON1`) is its own dossier; everything else is told in the dossier of the case, also of
a case whose earlier course the story does not tell.
"""

from __future__ import annotations

import re
from typing import Any

from thongke.stories import words
from thongke.stories.records import Record, Translation, accused, case_of, listed, record
from thongke.stories.told import Facts, Step, said
from thongke.stories.words import UnknownWord

RESULTS = (
    # first words that occur decide
    (r"điều tra", "annulled_for_reinvestigation"),
    (r"phúc thẩm lại", "annulled_for_rehearing"),
    (r"xét xử (sơ thẩm )?lại", "annulled_for_retrial"),
    (r"không phạm tội|không có tội", "acquitted"),
    (r"hủy.*đình chỉ", "annulled_and_terminated"),
    (r"đình chỉ", "cassation_terminated"),
    (r"hủy.*giữ nguyên", "lower_restored"),
    (r"bồi thường", "council_compensation"),
    (r"quyết định nội dung", "council_decided"),
    (r"sửa", "modified"),
    (r"không chấp nhận|giữ nguyên", "upheld"),
)
RESOLUTIONS = (
    (r"hết thời hạn", "expired"),
    (r"không kháng nghị", "not_protested"),
    (r"kháng nghị", "protested"),
    (r"trả đơn", "returned"),
    (r"lưu", "filed"),
)
REQUESTS = (
    (r"ubtvqh|thường vụ", "assembly_demand"),
    (r"ubtp|ủy ban tư pháp", "committee_recommendation"),
    (r"viện trưởng", "procurator_recommendation"),
    (r"chánh án", "chief_justice_proposal"),
)
ENDED = {"acquitted", "annulled_and_terminated"}


def first(signs: tuple[tuple[str, str], ...], told: object) -> str:
    text = words.plain(told or "")
    for sign, code in signs:
        if re.search(sign, text):
            return code
    known = ", ".join(sign for sign, _ in signs)
    raise UnknownWord(f"{told!r} is not known; known words: {known}")


def on_petition(type_: str, agency: str = "vks") -> Translation:
    def translate(step: Step) -> list[Record]:
        other = step.facts.get("to") or step.facts.get("sender")
        transfer = {"counterpart": words.counterpart(other, step.unit)} if other else None
        if transfer is None and "transferred" in type_:
            transfer = {"counterpart": "unknown"}
        result = step.facts.get("result")
        outcome = first(RESOLUTIONS, result) if result else None
        return [
            record(step, type_, name, [{"id": name, "kind": "petition",
                                        **said({"outcome": outcome,
                                                "stage": step.facts.get("stage")})}],
                   agency=agency, transfer=transfer)
            for name in step.named("DON")
        ]  # fmt: skip

    return translate


def protested(step: Step) -> list[Record]:
    """By the procuracy unless the story says that a court did."""
    by_court = "tòa" in words.plain(step.facts.get("by", ""))
    type_ = "cassation_protested_by_court" if by_court else "cassation_protested"
    return [record(step, type_, case_of(step), listed(step), agency="tòa" if by_court else "vks")]


def reopened(step: Step) -> list[Record]:
    return [record(step, "reopening_protested", case_of(step), listed(step), agency="vks")]


def withdrawn(step: Step) -> list[Record]:
    at_hearing = "tại phiên" in words.plain(step.facts.get("when", ""))
    type_ = "cassation_withdrawn_at_hearing" if at_hearing else "cassation_withdrawn"
    return [record(step, type_, case_of(step), listed(step))]


def decided(type_: str) -> Translation:
    """The case goes where any of its defendants must go, else as they all do."""

    def translate(step: Step) -> list[Record]:
        told = step.facts["outcome"]
        by_name: dict[str, Any] = told if isinstance(told, dict) else dict.fromkeys(
            step.people, told
        )  # fmt: skip
        results = {name: _result(step, name, text) for name, text in by_name.items()}
        subjects = [accused(step, name, **result) for name, result in results.items()]
        if step.whole_case and step.case:
            outcomes = [r["outcome"] for r in results.values()] or [first(RESULTS, told)]
            back = [o for o in outcomes if o.startswith("annulled_for")]
            whole = (back or (outcomes if len(set(outcomes)) == 1 else ["modified"]))[0]
            subjects.insert(0, {"id": step.case, "kind": "case", "outcome": whole})
        answer = words.answer(step.facts.get("protest"))
        document = {"kind": "cassation_protest", "answer": answer} if answer else None
        return [record(step, type_, case_of(step), subjects, agency="tòa", document=document)]

    return translate


def _result(step: Step, name: str, told: object) -> Facts:
    outcome = first(RESULTS, told)
    if known := step.person(name):
        known.gone = outcome in ENDED
    given = words.penalty(told) if outcome in {"modified", "lower_restored"} else None
    return said({"outcome": outcome, "penalty": given})


def requested(step: Step) -> list[Record]:
    kind = first(REQUESTS, step.facts.get("by"))
    return [record(step, "council_review_requested", case_of(step), listed(step),
                   agency="vks", document={"kind": kind})]  # fmt: skip


def on_condemned(type_: str) -> Translation:
    def translate(step: Step) -> list[Record]:
        return [
            record(step, type_, step.told.case_of.get(name, name), [accused(step, name)],
                   agency="vks")
            for name in step.people
        ]  # fmt: skip

    return translate


TRANSLATIONS: dict[str, Translation] = {
    "gdt.nhap": on_petition("carried_in"),
    "gdt.don": on_petition("petition_accepted"),
    "gdt.chuyendon": on_petition("petition_transferred_out"),
    "gdt.nhandon": on_petition("petition_transferred_in"),
    "gdt.ruths": on_petition("case_file_requested"),
    "gdt.nhanhs": on_petition("case_file_received"),
    "gdt.traloidon": on_petition("petition_resolved"),
    "gdt.khangnghi": protested,
    "tt.khangnghi": reopened,
    "gdt.rut_kn": withdrawn,
    "gdt.quyetdinh": decided("cassation_decided"),
    "tt.quyetdinh": decided("cassation_decided"),
    "hdtp.yeucau": requested,
    "hdtp.xemxetlai": decided("council_review_decided"),
    "tuhinh.nhanhs": on_condemned("death_review_received"),
    "tuhinh.khongkn": on_condemned("death_protest_declined"),
    # the first that the system hears of a person
    "tuhinh.bao_coluc": on_condemned("death_sentence_in_force"),
    "tuhinh.bao_qdtha": on_condemned("execution_ordered"),
}
