"""Columns that §14.3–14.5 of the domain names for each list: no one is silently missing.

`căn cứ = suspended_ground, …`: what the domain names, then the columns that show it. What no
document states is declared (`!`), with the reason and who supplies it.
"""

from __future__ import annotations

from functools import cache

import pytest
from worked import Asked, asked

from projections.definitions import Definitions, ListDefinition
from thongke.assembly import assemble

U = "VKS thụ lý = unit; KSV = prosecutor; dòng của biểu = form_row"
P = (
    "họ tên, ngày sinh, nơi cư trú = person; giới tính = sex; dân tộc = ethnicity;"
    " quốc tịch = nationality; đảng viên = party_member; chức vụ = manager, official, !post;"
    " dưới 18 tuổi = age_band"
)
CRIME = (
    "mã vụ án = dossier; tên vụ án = !case_name; tội danh = offence; điều, khoản, điểm = provision"
)
CASE = (
    f"{CRIME}; QĐ khởi tố vụ án = case_number, case_on, case_agency;"
    " QĐ khởi tố bị can = charge_number, charge_on, charge_agency"
)
HELD = (  # a dossier of custody: the case's own decisions lie in the case's
    "mã vụ án = linked; tên vụ án = !case_name; tội danh = offence; điều, khoản, điểm = provision;"
    " QĐ khởi tố = !case_decisions"
)
DEATH = f"""
{U}; {P}; {CASE}
bản án sơ thẩm = judgment_number, judgment_on, judgment_agency, judgment_article
kháng cáo, kháng nghị = appealed_on, protest_number, protest_on, protest_level
bản án phúc thẩm = appeal_number, appeal_on, appeal_outcome; hiệu lực = in_force_on
đơn xin ân giảm = clemency_asked_on; ngày nhận hồ sơ = file_received_on
QĐ Viện trưởng, Chánh án = declined_number, declined_on, review_number, review_on
QĐ CTN = clemency_refused_number, clemency_refused_on, clemency_granted_number, clemency_granted_on
QĐ THA = order_number, order_on; hoãn = deferred_number, deferred_on; thi hành = executed_on
chuyển hình phạt = converted_number, converted_on, converted_ground; chết = died_on
trốn, bắt lại = escaped_on, recaptured_on; nơi giam = facility; tình trạng = stage; ghi chú = !note
"""
JUDGMENT = "bản án = judgment_number, judgment_agency, judgment_article, in_force_on, penalty"
NAMED = {
    "L1": DEATH,
    "PL12": DEATH,
    "L2": f"""
{U}; {P}; {CASE}; cơ quan đình chỉ = agency, terminated_agency, terminated_by_procuracy_agency
QĐ đình chỉ = decision_on, terminated_number, terminated_by_procuracy_number; căn cứ = ground
giai đoạn = stage; thời gian giam = held; phê chuẩn = approval_number, approval_on
trách nhiệm = !blame; hủy bỏ, phục hồi = cancelled_number, cancelled_on, resumed_number, resumed_on
phục hồi vụ án = resumed_by_procuracy_number; bồi thường = !compensation; ghi chú = !note
""",
    "L3": f"""
{U}; {P}; {CASE}; cáo trạng = indictment_number, indictment_on, indictment_article
bản án = level, judgment_number, judgment_on, judgment_agency, judgment_article
mã 30 / 31 = outcome; quan điểm = !opinion; kháng nghị = protest_number, protest_on, protest_level
kết quả cấp trên = appeal_number, appeal_on, appeal_outcome, cassation_number, cassation_outcome
ngày có hiệu lực = judgment_in_force_on, appeal_in_force_on; thời gian tạm giam = held
B07 r52 = released; trách nhiệm = !blame; báo cáo 24 giờ = !reported_at; ghi chú = !note
""",
    "PL01": f"""
{U}; {P}; {CASE}; QĐ tạm đình chỉ = suspended_number, suspended_on, suspended_agency
của VKS = suspended_by_procuracy_number, suspended_by_procuracy_on, suspended_by_procuracy_agency
căn cứ = suspended_ground, suspended_by_procuracy_ground
truy nã = wanted_number, wanted_on, wanted_cancelled_on
thời hiệu = limitation_on, limitation_by_procuracy_on; tác động của VKS = acts
hủy bỏ = cancelled_number, cancelled_on; tình trạng = stage, left_by, until; ghi chú = !note
phục hồi = resumed_number, resumed_on, resumed_by_procuracy_number, resumed_by_procuracy_on
""",
    "PL02": f"""
{U}; {P}; {CASE}; QĐ đình chỉ = terminated_number, terminated_on, terminated_agency
của VKS = terminated_by_procuracy_number, terminated_by_procuracy_on; ngày = until
căn cứ = ground, terminated_ground, terminated_by_procuracy_ground; cờ không tội = no_crime
thời gian giam = held; vật chứng = !exhibits; kết luận kiểm sát = !findings; trách nhiệm = !blame
hủy bỏ = cancelled_number, cancelled_on; ghi chú = !note
phục hồi = resumed_number, resumed_on, resumed_by_procuracy_number, resumed_by_procuracy_on
""",
    "PL03": f"""
{U}; {P}; {CASE}; cáo trạng = indictment_number, indictment_on, indictment_article
bản án ST = judgment_number, judgment_on, judgment_agency, judgment_article, judgment_penalty
hiệu lực = judgment_in_force_on; quan điểm = !opinion; mã 30 / 31 = outcome
kháng nghị = protest_number, protest_on, protest_level; kết quả PT = appeal_outcome
kết quả GĐT = cassation_outcome; thời gian tạm giam = held; trách nhiệm = !blame
""",
    "PL04": f"""
{U}; {P}; {CASE}; bản án ST = first_number, first_on, first_agency, first_article
kết quả, hình phạt = first_outcome, first_penalty; kháng cáo = appealed_on
kháng nghị = protest_number, protest_on, protest_level; quan điểm = !opinion; kết quả = outcome
bản án PT = appeal_number, appeal_on, appeal_agency, appeal_article, appeal_penalty
hiệu lực = appeal_in_force_on; trách nhiệm VKS = responsibility_number, responsibility_on
""",
    "PL05": f"""
{U}; {P}; {CASE}; bản án ST = first_number, first_on, first_agency, first_article, first_in_force_on
kết quả, hình phạt ST = first_outcome, first_penalty; PT = appeal_outcome, appeal_penalty
bản án PT = appeal_number, appeal_on, appeal_agency, appeal_article, appeal_in_force_on
kháng nghị = protest_number, protest_on, protest_ground, court_protest_number, reopening_number
rút = withdrawn_number, withdrawn_on; QĐ Hội đồng = decided_number, decided_on, decided_agency
kết quả = outcome, left_by, decided_penalty
""",
    "PL06": f"""
{U}; {P}; trường hợp bắt = ground; QĐ tạm giữ = custody_number, custody_on, custody_agency
gia hạn = prolonged_number, prolonged_on, prolonged; lý do = left_ground
QĐ trả tự do = released_number, released_on, released_agency, released_ground
""",
    "PL07": f"""
{U}; {P}; {HELD}; lệnh cuối cùng = detention_number, detention_on, detention_prolonged_number
hết hạn ngày = limit_on; số ngày quá hạn = overdue_days; cơ quan trách nhiệm = handler
biện pháp của VKS = acts, by_procuracy_number, by_procuracy_on; đã giải quyết = left_by, until
""",
    "PL08": f"""
{U}; {P}; {HELD}; nơi giam = facility, facility_kind; ngày = died_on; nguyên nhân = left_ground
""",
    "PL09": f"""
{U}; {P}; {HELD}; nơi trốn = facility, facility_kind; ngày trốn = since
truy nã = wanted_number, wanted_on, wanted_detainee_number, wanted_detainee_on
bắt lại = recaptured_on, prisoner_recaptured_on; xử lý = !handled; ghi chú = !note
""",
    "PL10": f"""
{U}; {P}; {JUDGMENT}; QĐ THA = order_number, order_on, order_agency
QĐ hoãn = deferred_number, deferred_on, deferred_agency, deferred_ground
QĐ TĐC = suspended_number, suspended_on, suspended_agency, suspended_ground
từ, đến = since, limit_on; hủy = cancelled_number, cancelled_on; hết hạn = stage
đi chấp hành = to_serve_on; miễn = exempted_number, exempted_on; chết = died_on; trốn = escaped_on
truy nã = wanted_number, wanted_on
""",
    "PL11": f"""
{U}; {P}; {JUDGMENT}; hạn ra QĐ = limit_on; lý do chậm = !delay; đưa đi = to_serve_on
ủy thác = delegated_number, delegated_on, received_number, received_on
QĐ THA = order_number, order_on, order_agency
""",
}
# Equations of §14.5 whose two sides are of one track: the line asks what its cell asks.
EQUATIONS = {
    ("L1", "closed.commuted.with_order", "07"): ("d172",),
    ("L1", "closed.died.with_order", "07"): ("d173",),
    ("L1", "closed.executed", "07"): ("d175",),
    ("L1", "open.ordered", "07"): ("d176",),
    ("L3", "new.on_appeal", "05"): ("P05-13b",),
}


@cache
def known() -> Definitions:
    return assemble().definitions


def listing(id: str) -> ListDefinition:
    return next(one for one in known().lists if one.id == id)


@pytest.mark.parametrize("id", sorted(NAMED))
def test_every_column_that_the_domain_names_is_there(id: str) -> None:
    columns = {column.id: column for column in listing(id).columns}
    for said in NAMED[id].replace("\n", ";").split(";"):
        for name in said.partition("=")[2].split(","):
            wanted = name.strip()
            if wanted:
                column = columns[wanted.lstrip("!")]
                assert (column.not_from_events is not None) == wanted.startswith("!"), wanted


def test_every_list_is_worked_and_every_declared_column_says_who_supplies_it() -> None:
    assert set(NAMED) == {one.id for one in known().lists}
    for one in known().lists:
        declared = {c.id for c in one.columns if c.not_from_events is not None}
        assert declared and all(c.supplied_by for c in one.columns if c.id in declared)
        assert all((c.source == "declared") == (c.id in declared) for c in one.columns)


@pytest.mark.parametrize(("id", "line", "form"), sorted(EQUATIONS))
def test_a_line_asks_what_the_cells_of_its_equation_ask(id: str, line: str, form: str) -> None:
    (equality,) = [e for e in listing(id).equals if (e.line, e.form) == (line, form)]
    assert equality.cells == EQUATIONS[id, line, form]
    of = known().form(form, listing(id).provenance.start)
    assert of is not None
    cells: set[Asked] = set()
    for cell in equality.cells:
        found = of.line(cell)
        assert found is not None
        cells |= asked(found)
    ours = listing(id).line(line)
    assert ours is not None and asked(ours) == cells


def test_bounds_between_lists_and_forms_are_warnings() -> None:
    """One person may be sentenced to death for two crimes; a violation be found in a later year."""
    checks = {c.id: c for one in known().lists for c in one.checks}
    assert checks["L1-F06"].formula == "new.first_instance <= form(04).all.c21"
    assert checks["L2-F02"].formula == "form(17).d62 <= new"
    assert {checks[id].severity for id in ("L1-F06", "L2-F02")} == {"warn"}
