"""Kháng nghị, giám đốc thẩm, án tử hình, biện pháp, giám định: every way, worked from the law."""

from __future__ import annotations

import pytest
import test_procedures_of_cases
import test_procedures_of_enforcement
from test_form_07 import definitions
from ways import unlike

# BLTTHS Đ.336–342, 348, 355: kháng nghị phúc thẩm, ngang cấp hoặc trên một cấp.
PROTEST = """
appeal_protested level=same : new,$closed>issued_same : - protested - silent
appeal_protested level=higher : new,$closed>issued_higher : - protested - silent
appeal_protested : new,$closed>issued : - protested - silent
appeal_accepted : issued>pending; issued_same>pending_same; issued_higher>pending_higher : appeal_accepted appeal_accepted - silent
protest_withdrawn level=higher : $open>.withdrawn : withdrawn_by_superior - - silent
protest_withdrawn : $open>.withdrawn : withdrawn - - silent
protest_withdrawn_at_hearing : $open>.withdrawn : withdrawn_at_hearing - - silent
appeal_decided answer=accepted : $open>.accepted : accepted - - silent
appeal_decided answer=partly : $open>.partly : partly - - silent
appeal_decided answer=refused : $open>.refused : refused - - silent
appeal_decided outcome=appeal_terminated : $open>.terminated : terminated - - silent
appeal_decided : $open>.unanswered : decided - - silent
carried_in : stays new : - carried_in - stated
"""  # noqa: E501
PROTEST_SETS = {
    "open": "issued,issued_same,issued_higher,pending,pending_same,pending_higher",
    "closed": ".accepted,.partly,.refused,.unanswered,.terminated,.withdrawn",
}
# BLTTHS Đ.373–402: ai kháng nghị trước thì giữ; sửa, hủy mà không nêu kết quả là chấp nhận.
CASSATION = """
cassation_protested : new,$closed>procuracy_cassation; stays court_cassation : - protested
cassation_protested_by_court : new,$closed>court_cassation; stays procuracy_cassation : - protested
reopening_protested : new,$closed>reopening : - protested
cassation_withdrawn : $pending>.withdrawn : withdrawn
cassation_withdrawn_at_hearing : stays $pending : - - cassation_withdrawn_at_hearing
cassation_decided outcome=cassation_terminated : $pending>.terminated : terminated
cassation_decided answer=accepted : $pending>.accepted : accepted
cassation_decided answer=partly : $pending>.partly : partly
cassation_decided answer=refused : $pending>.refused : refused
cassation_decided outcome=upheld : $pending>.refused : refused
cassation_decided : $pending>.accepted : accepted
carried_in : stays new : - carried_in - stated
"""
CASSATION_SETS = {
    "pending": "procuracy_cassation,court_cassation,reopening",
    "closed": ".accepted,.partly,.refused,.terminated,.withdrawn",
}
# BLTTHS Đ.404: bốn bên làm mở thủ tục xem xét lại quyết định của Hội đồng Thẩm phán.
COUNCIL = """
council_review_requested document_kind=assembly_demand : new,.reviewed>council_reviewing : - demanded_by_assembly
council_review_requested document_kind=committee_recommendation : new,.reviewed>council_reviewing : - recommended_by_committee
council_review_requested document_kind=procurator_recommendation : new,.reviewed>council_reviewing : - recommended_by_procurator
council_review_requested document_kind=chief_justice_proposal : new,.reviewed>council_reviewing : - proposed_by_chief_justice
council_review_decided : council_reviewing>.reviewed : decided
carried_in : stays new : - carried_in - stated
"""  # noqa: E501
# BLTTHS Đ.374–377: đơn có hồ sơ hay chưa cân riêng, cả khi đang chuyển.
PETITION = """
petition_accepted : new>without_file : - accepted
petition_transferred_out : without_file,with_file>+_in_transit : transferred_out sent
petition_transferred_in : new>without_file; without_file_in_transit,with_file_in_transit>-_in_transit : arrived transferred_in
case_file_requested : stays without_file,with_file : - - file_requested
case_file_received : without_file>with_file : file_received file_received
petition_resolved outcome=protested : without_file,with_file>.protested : protested
petition_resolved outcome=not_protested : without_file,with_file>.not_protested : not_protested
petition_resolved outcome=filed,returned : without_file,with_file>.filed : filed
petition_resolved outcome=expired : without_file,with_file>.expired : expired
carried_in : stays new : - carried_in - stated
"""  # noqa: E501
# BLHS Đ.40, 63; BLTTHS Đ.357, 367, 388, 411: từ tuyên án tử hình đến thi hành, hay hình phạt khác.
DEATH = """
first_instance_judged penalty=death : new,.annulled,.reduced>sentenced : - sentenced
appeal_decided outcome=annulled_for_reinvestigation,annulled_for_retrial,annulled_and_terminated : sentenced>.annulled : annulled - - silent
appeal_decided outcome=upheld penalty=death : new,.annulled>sentenced; stays sentenced : - sentenced_on_appeal death_upheld
appeal_decided penalty=death : new,.annulled>sentenced : - sentenced_on_appeal death_imposed_on_appeal
appeal_decided penalty=death : stays sentenced : - - death_upheld
appeal_decided outcome=reduced,lighter_penalty,modified penalty=life : sentenced>.reduced : reduced_on_appeal - death_reduced_to_life silent
appeal_decided outcome=reduced,lighter_penalty,exempt_liability,exempt_penalty,acquitted,modified : sentenced>.reduced : reduced_on_appeal - - silent
appeal_decided outcome=upheld : stays sentenced : - - death_upheld silent
cassation_decided outcome=annulled_for_reinvestigation,annulled_for_retrial,annulled_for_rehearing,annulled_and_terminated,acquitted : $condemned>.annulled : annulled - - silent
council_review_decided outcome=annulled_for_reinvestigation,annulled_for_retrial,annulled_for_rehearing : $condemned>.annulled : annulled - - silent
cassation_decided outcome=modified,lower_restored penalty=life,prison,non_custodial,fine,warning,expulsion : $condemned>.reduced : reduced_on_cassation - - silent
cassation_decided outcome=lower_restored penalty=death : new,.reduced,.annulled>in_force : - restored_on_cassation - silent
death_sentence_in_force : sentenced>in_force : in_force in_force
death_sentence_in_force : new>in_force : - reported
death_sentence_reviewed : stays sentenced,in_force : - - death_sentence_reviewed
clemency_petitioned : stays in_force,ordered,deferred,escaped
clemency_refused : stays in_force,ordered,deferred : - - clemency_refused
clemency_granted : $condemned>.commuted : commuted
death_sentence_converted : $condemned>.commuted : commuted
execution_ordered : sentenced,in_force>ordered : ordered ordered
execution_ordered : deferred>ordered : resumed resumed
execution_ordered : new>ordered : - reported
execution_deferred : ordered>deferred : deferred deferred
execution_deferred : in_force>deferred : ordered ordered_and_deferred
execution_carried_out : ordered,deferred,escaped>.executed : executed - - otherwise=.executed
convict_died : $condemned>.dead : died
convict_escaped : ordered,deferred>escaped : escaped escaped convict_escaped
convict_escaped : stays sentenced,in_force : - - convict_escaped
convict_recaptured : escaped>ordered : recaptured recaptured convict_recaptured
convict_recaptured : stays sentenced,in_force : - - convict_recaptured
carried_in : stays new : - carried_in - stated
"""  # noqa: E501
DEATH_SETS = {"condemned": "sentenced,in_force,ordered,deferred,escaped"}
# BLTTHS Đ.367(1): hồ sơ án tử hình tại VKSND tối cao.
DEATH_REVIEW = """
death_review_received : new,.protested,.not_protested>death_reviewing : - received
death_file_returned : stays death_reviewing,.protested,.not_protested
death_protest_declined : new,death_reviewing>.not_protested : not_protested - death_protest_declined
cassation_protested : death_reviewing>.protested : protested - death_judgment_protested silent
reopening_protested : death_reviewing>.protested : protested - death_judgment_protested silent
carried_in : stays new : - carried_in - stated
"""
# BLTTHS Đ.113, 121–130: bắt, áp giải, dẫn giải thực hiện là xong; biện pháp khác còn hiệu lực.
MEASURE = """
measure_ordered document_kind=arrest_order,escort,compelled_appearance : new>.executed : - - measure_ordered
measure_ordered : new>measure_in_force : - imposed measure_ordered
measure_extended : stays measure_in_force : - - measure_extended
measure_ended outcome=cancelled : measure_in_force>.cancelled : cancelled
measure_ended outcome=replaced : measure_in_force>.replaced : replaced
measure_ended outcome=expired : measure_in_force>.expired : expired
carried_in : stays new : - carried_in - stated
"""  # noqa: E501
# BLTTHS Đ.208(1): 03 tháng với Đ.206(1); 01 tháng với khoản 3, 6; 09 ngày với khoản 2, 4, 5.
EXAMINATION = """
examination_ordered ground=206.1 : new>examining : - examination_ordered_psychiatric
examination_ordered ground=206.3,206.6 : new>examining : - examination_ordered_one_month
examination_ordered ground=206.2,206.4,206.5 : new>examining : - examination_ordered_nine_days
examination_ordered : new>examining : - examination_ordered
examination_extended : stays examining : - - examination_extended
examiner_replaced : stays examining : - - examiner_replaced
examination_refused : examining>.refused : refused
examination_concluded : examining>.concluded : concluded
carried_in : stays new : - carried_in - stated
"""
# BLTTHS Đ.447–454: ai trốn vẫn bị bắt buộc chữa bệnh cho đến khi đình chỉ biện pháp.
TREATMENT = """
treatment_applied : new,.stopped>treating : - applied
treatment_ended outcome=recovered,stopped : treating,treatment_escape>.stopped : stopped
treatment_ended outcome=died : treating,treatment_escape>.died_in_treatment : died
treatment_escaped : treating>treatment_escape : escaped escaped
treatment_recaptured : treatment_escape>treating : recaptured recaptured
carried_in : stays new : - carried_in - stated
"""
# Luật Tư pháp người chưa thành niên: nhiều biện pháp cùng lúc, có thể áp dụng lại.
DIVERSION = """
diversion_applied : new,.completed,.diversion_cancelled>diverting; stays diverting : - diverted diversion_applied
diversion_ended outcome=completed : diverting>.completed : completed
diversion_ended outcome=cancelled : diverting>.diversion_cancelled : cancelled
carried_in : stays new : - carried_in - stated
"""  # noqa: E501
PROCEDURES = {
    "case_protest": (PROTEST, PROTEST_SETS),
    "accused_protest": (PROTEST, PROTEST_SETS),
    "case_cassation": (CASSATION, CASSATION_SETS),
    "accused_cassation": (CASSATION, CASSATION_SETS),
    "case_council_review": (COUNCIL, {}),
    "accused_council_review": (COUNCIL, {}),
    "petition": (PETITION, {}),
    "death_sentence": (DEATH, DEATH_SETS),
    "death_review": (DEATH_REVIEW, {}),
    "measure": (MEASURE, {}),
    "examination": (EXAMINATION, {}),
    "compulsory_treatment": (TREATMENT, {}),
    "diversion": (DIVERSION, {}),
}


@pytest.mark.parametrize("name", PROCEDURES)
def test_a_procedure_goes_the_ways_of_the_law_and_no_other(name: str) -> None:
    assert unlike(definitions().tracks[name].transitions, *PROCEDURES[name]) == {}


def test_every_procedure_is_worked() -> None:
    of_cases = test_procedures_of_cases.PROCEDURES
    after_judgment = test_procedures_of_enforcement.PROCEDURES
    assert {*PROCEDURES, *of_cases, *after_judgment} == set(definitions().tracks)
