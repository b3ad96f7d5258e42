"""Thi hành án hình sự, vi phạm, văn bản: every way of a subject, worked from the law by hand."""

from __future__ import annotations

import pytest
from test_form_07 import definitions
from ways import unlike

# BLTTHS Đ.364, BLHS Đ.60–68, Luật THAHS 2019: from the judgment in force until the term is served.
CONVICT = """
judgment_in_force : new,$ended>awaiting_order : - in_force
enforcement_delegated_out : awaiting_order>+_in_transit : delegated_out delegated_out
enforcement_delegated_in : new,awaiting_order_in_transit>awaiting_order : delegated_in delegated_in
enforcement_ordered penalty=life : awaiting_order>ordered : order_issued order_issued
enforcement_ordered penalty=prison penalty_suspended=yes : awaiting_order>.enforcing : order_issued
enforcement_ordered penalty=prison : awaiting_order>ordered : order_issued order_issued
enforcement_ordered : awaiting_order>.enforcing : order_issued
sentence_commuted : awaiting_order,.enforcing>.commuted : commuted - - silent
convict_transferred_out : ordered,deferred>+_in_transit : transferred_out transferred_out
convict_transferred_in : new>ordered; ordered_in_transit,deferred_in_transit>-_in_transit : transferred_in transferred_in
sentence_deferred ground=BLHS67.1.a : ordered>deferred : deferred deferred_for_illness
sentence_deferred ground=BLHS67.1.a : stays deferred : - - deferral_renewed
sentence_deferred : ordered>deferred : deferred deferred
sentence_deferred : stays deferred : - - deferral_renewed
deferral_cancelled : deferred>ordered : deferral_cancelled deferral_cancelled
convict_taken_to_serve : ordered,ordered_suspended,ordered_escaped,deferred>.serving : to_serve - - otherwise=.serving
sentence_suspended : ordered>ordered_suspended : suspended suspended
sentence_suspended : stays ordered_suspended : - - suspension_renewed
sentence_suspension_ended : ordered_suspended>ordered : suspension_ended suspension_ended
prisoner_escaped : ordered,ordered_suspended,deferred>ordered_escaped : escaped escaped
prisoner_recaptured : ordered_escaped>ordered : recaptured recaptured
penalty_exempted : $convicts>.exempted : exempted - - silent
limitation_applied : $convicts,.enforcing>.limitation : limitation
enforcement_terminated : $convicts>.terminated; stays .enforcing,.serving,$ended : terminated - enforcement_terminated
sentenced_died : $convicts>.dead : died - - silent
annulled_on_cassation : $convicts,.enforcing,.serving>.annulled : annulled_on_cassation
annulled_on_reopening : $convicts,.enforcing,.serving>.annulled : annulled_on_reopening
new_offence_committed : stays $convicts,.enforcing,.serving : - - new_offence
suspended_sentence_revoked : .enforcing>awaiting_order : - suspended_sentence_revoked
order_demanded : stays any : - - order_demanded
deferral_proposed : stays any : - - deferral_proposed
exemption_proposed : stays any : - - exemption_proposed
limitation_proposed : stays any : - - limitation_proposed
termination_proposed : stays any : - - termination_proposed
suspension_proposed : stays any : - - suspension_proposed
escort_demanded : stays any : - - escort_demanded
convict_escorted : stays any : - - convict_escorted
wanted_order_demanded : stays any : - - wanted_order_demanded
wanted_order_issued : stays any : - - wanted_order_issued
enforcement_carried_in : stays new : - carried_in - stated
"""  # noqa: E501
CONVICT_SETS = {
    "convicts": "awaiting_order,awaiting_order_in_transit,ordered,ordered_in_transit,ordered_suspended,ordered_escaped,deferred,deferred_in_transit",  # noqa: E501
    # A new judgment begins anew whatever ended the old one.
    "ended": ".commuted,.exempted,.limitation,.terminated,.dead,.annulled",
}

# One punishment of one convict. What begins with an order begins likewise by the judgment itself.
BEGUN = """
enforcement_ordered penalty=prison penalty_suspended=yes : new,$ended>suspended_sentence : - begun
enforcement_ordered penalty=non_custodial : new,$ended>reform : - begun
enforcement_ordered penalty=expulsion : new,$ended>expulsion : - begun
enforcement_ordered penalty=residence_ban : new,$ended>residence_ban : - begun
enforcement_ordered penalty=local_supervision : new,$ended>local_supervision : - begun
enforcement_ordered penalty=civic_rights : new,$ended>civic_rights : - begun
enforcement_ordered penalty=post_ban : new,$ended>post_ban : - begun
enforcement_ordered penalty=operation_suspended : new,$ended>operation_suspended : - begun
enforcement_ordered penalty=operation_ended : new,$ended>operation_ended : - begun
enforcement_ordered penalty=business_ban : new,$ended>business_ban : - begun
enforcement_ordered penalty=capital_ban : new,$ended>capital_ban : - begun
enforcement_ordered penalty=remedy : new,$ended>remedy : - begun
"""
PENALTY = """
prisoner_received penalty=life : new,$ended>life_serving : - received
prisoner_received penalty=prison : new,$ended>term_serving : - received
commuted_prisoner_received : new>life_serving : - commuted
sentence_suspended : life_serving>life_suspended; life_reduced>life_reduced_suspended; term_serving>term_suspended : suspended suspended
sentence_suspended : stays $suspended : - - suspension_renewed
sentence_suspension_ended : life_suspended>life_serving; life_reduced_suspended>life_reduced; term_suspended>term_serving : suspension_ended suspension_ended
prisoner_escaped : life_serving,life_treated,life_suspended>life_escaped; life_reduced,life_reduced_treated,life_reduced_suspended>life_reduced_escaped; term_serving,term_treated>term_escaped; term_suspended>term_suspended_escaped : escaped escaped
prisoner_recaptured : life_escaped>life_serving; life_reduced_escaped>life_reduced; term_escaped,term_suspended_escaped>term_serving : recaptured recaptured
penalty_exempted : $penalties>.exempted : exempted
limitation_applied : $penalties>.limitation : limitation
enforcement_terminated : $penalties>.terminated : terminated - - silent
sentenced_died : $penalties>.dead : died
annulled_on_cassation : $penalties>.annulled : annulled_on_cassation
annulled_on_reopening : $penalties>.annulled : annulled_on_reopening
new_offence_committed : stays any : - - new_offence
penalty_transferred_out purpose=extraction : life_serving>life_in_transit; life_reduced>life_reduced_in_transit; term_serving>term_in_transit : extracted transferred_out
penalty_transferred_out : life_serving>life_in_transit; life_reduced>life_reduced_in_transit; term_serving>term_in_transit; $outside,$of_entities>+_in_transit; operation_suspended_noncompliant>operation_suspended_in_transit; operation_ended_noncompliant>operation_ended_in_transit; business_ban_noncompliant>business_ban_in_transit; capital_ban_noncompliant>capital_ban_in_transit; remedy_noncompliant>remedy_in_transit : transferred_out transferred_out
penalty_transferred_in purpose=extraction_return : life_in_transit>life_serving; life_reduced_in_transit>life_reduced; term_in_transit>term_serving : transferred_in returned_from_extraction
penalty_transferred_in : life_in_transit>life_serving; life_reduced_in_transit>life_reduced; term_in_transit>term_serving; $arriving>-_in_transit : transferred_in transferred_in
reduction_granted penalty=prison : life_serving>life_reduced; life_suspended>life_reduced_suspended; life_treated>life_reduced_treated; stays life_reduced,term_serving,term_suspended,term_treated,suspended_sentence,released_conditionally : reduced reduced reduction_granted
reduction_granted : stays any : - - reduction_granted
amnesty_granted : life_serving,life_reduced,term_serving,life_treated,life_reduced_treated,term_treated,$suspended>.amnestied : amnestied
conditionally_released : term_serving,life_reduced>released_conditionally : conditionally_released conditionally_released
conditional_release_cancelled : released_conditionally,released_conditionally_in_transit>term_serving : release_cancelled release_cancelled
freed_by_procuracy : $prisoners>.freed : freed_by_procuracy
freed_by_court : $prisoners>.freed : freed_by_court
prisoner_treated : life_serving>life_treated; life_reduced>life_reduced_treated; term_serving>term_treated : treated treated
prisoner_treatment_ended : life_treated>life_serving; life_reduced_treated>life_reduced; term_treated>term_serving : treatment_ended treatment_ended
penalty_finished : $penalties>.finished : finished
suspended_sentence_revoked : suspended_sentence>.revoked : breached
suspended_sentence_cancelled : suspended_sentence>.revoked : cancelled
noncompliance_found : $of_entities>+_noncompliant : noncompliant noncompliant
compliance_resumed : $noncompliant>-_noncompliant : compliant compliant
exemption_proposed : stays any : - - exemption_proposed
suspension_proposed : stays any : - - suspension_proposed
wanted_order_demanded : stays any : - - wanted_order_demanded
wanted_order_issued : stays any : - - wanted_order_issued
reduction_supervised : stays any : - - reduction_supervised
reduction_removal_requested : stays any : - - reduction_removal_requested
reduction_removal_accepted : stays any : - - reduction_removal_accepted
reduction_difference_proposed : stays any : - - reduction_difference_proposed
reduction_difference_accepted : stays any : - - reduction_difference_accepted
release_supervised : stays any : - - release_supervised
release_refusal_proposed : stays any : - - release_refusal_proposed
release_refused : stays any : - - release_refused
amnesty_supervised : stays any : - - amnesty_supervised
amnesty_removal_requested : stays any : - - amnesty_removal_requested
amnesty_removal_accepted : stays any : - - amnesty_removal_accepted
enforcement_carried_in : stays new : - carried_in - stated
"""  # noqa: E501
PENALTY_SETS = {
    "suspended": "life_suspended,life_reduced_suspended,term_suspended",
    "prisoners": "$suspended,life_serving,life_treated,life_escaped,life_in_transit,life_reduced,life_reduced_treated,life_reduced_escaped,life_reduced_in_transit,term_serving,term_suspended_escaped,term_treated,term_escaped,term_in_transit",  # noqa: E501
    "outside": "released_conditionally,suspended_sentence,reform,expulsion,residence_ban,local_supervision,civic_rights,post_ban",  # noqa: E501
    "of_entities": "operation_suspended,operation_ended,business_ban,capital_ban,remedy",
    "noncompliant": "operation_suspended_noncompliant,operation_ended_noncompliant,business_ban_noncompliant,capital_ban_noncompliant,remedy_noncompliant",  # noqa: E501
    "arriving": "released_conditionally_in_transit,suspended_sentence_in_transit,reform_in_transit,expulsion_in_transit,residence_ban_in_transit,local_supervision_in_transit,civic_rights_in_transit,post_ban_in_transit,operation_suspended_in_transit,operation_ended_in_transit,business_ban_in_transit,capital_ban_in_transit,remedy_in_transit",  # noqa: E501
    "penalties": "$prisoners,$outside,$of_entities,$noncompliant,$arriving",
    "ended": ".finished,.amnestied,.exempted,.limitation,.terminated,.dead,.annulled,.freed,.revoked",  # noqa: E501
}

# Sổ 66: found once, put right once; who violated may be charged before or after.
VIOLATION = """
violation_found : new>found : - found
violation_remedied : found>.remedied : remedied
violator_charge_requested : stays found,.remedied : - - violator_charge_requested
violator_charged : stays found,.remedied : - - violator_charged
"""
# Luật Tổ chức VKSND Đ.5: a document awaits its answer; BLTTHS Đ.160: an inspection its conclusion.
DOCUMENT = """
document_issued : new>awaiting : - issued
document_answered answer=accepted : awaiting>.accepted : accepted
document_answered answer=partly : awaiting>.partly : partly
document_answered answer=refused : awaiting>.refused : refused
document_withdrawn : awaiting>.withdrawn : withdrawn
carried_in : stays new : - carried_in - stated
"""
SUPERVISION = """
supervision_started : new>supervising : - started
supervision_concluded : new,supervising>.concluded : concluded - supervision_concluded
files_supervised : stays new,supervising,.concluded : - - files_supervised
inmates_interviewed : stays new,supervising,.concluded : - - inmates_interviewed
carried_in : stays new : - carried_in - stated
"""
# C08: each judgment counts each charge again, the leading one apart.
JUDGED_CHARGE = """
first_instance_judged lead=yes : new>.judged; stays .judged : - - judged
first_instance_judged : new>.judged; stays .judged : - - judged_besides
"""
# BLTTHS Đ.145–150, 159: nguồn tin về tội phạm.
REPORT = """
report_accepted : new>checking : - received - handler
report_transferred_out : checking,checking_suspended>+_in_transit : transferred_out sent - otherwise=checking_in_transit
report_transferred_in : new>checking; checking_in_transit,checking_suspended_in_transit>-_in_transit : arrived transferred_in - handler otherwise=checking
report_taken_over : stays checking : taken_over taken_over - handler reclassifies
report_taken_over : new>checking : - received - handler
report_limit_prolonged : stays checking : - - report_limit_prolonged
report_extended : stays checking : - - report_extended
report_prosecuted : checking,checking_suspended>.prosecuted : prosecuted
report_not_prosecuted : checking>.not_prosecuted : not_prosecuted
report_not_prosecuted : checking_suspended>.lapsed : lapsed - - otherwise=.not_prosecuted
report_suspended : checking>checking_suspended : suspended suspended
report_resumed : checking_suspended>checking : resumed resumed - handler
report_resumed : .not_prosecuted,.lapsed>checking : - reopened - handler
report_suspension_cancelled : stays checking_suspended : - - report_suspension_cancelled
report_refusal_cancelled : stays .not_prosecuted,.lapsed : - - report_refusal_cancelled
verification_requested : stays checking,checking_suspended : - - verification_requested
acceptance_demanded : stays any : - - acceptance_demanded
carried_in : stays new : - carried_in - handler stated
"""  # noqa: E501
PROCEDURES = {
    "convict": (CONVICT, CONVICT_SETS),
    "penalty": (
        "\n".join([PENALTY, BEGUN, BEGUN.replace("enforcement_ordered", "penalty_begun")]),
        PENALTY_SETS,
    ),
    "violation": (VIOLATION, {}),
    "document": (DOCUMENT, {}),
    "supervision": (SUPERVISION, {}),
    "judged_charge": (JUDGED_CHARGE, {}),
    "report": (REPORT, {}),
}


@pytest.mark.parametrize("name", PROCEDURES)
def test_a_procedure_goes_the_ways_of_the_law_and_no_other(name: str) -> None:
    assert unlike(definitions().tracks[name].transitions, *PROCEDURES[name]) == {}
