"""Vụ án, bị can, tạm giữ, tạm giam: every way of a subject, worked from the law by hand."""

from __future__ import annotations

import pytest
from test_form_07 import definitions
from ways import unlike

# ---- tạm giữ, tạm giam: the stage of the case is part of the stage's name ----
OF_CASE = ("investigation", "prosecution", "trial", "appeal", "waiting", "condemned")
CUSTODY = """
emergency_held : stays new,.released,.serving,held : - - emergency_held silent
arrested ground=caught,wanted : stays new,.released,.serving,held : - - arrested silent
released_before_custody : stays new,.released,.serving : - - released_before_custody
custody_ordered : new,.released,.serving>held : - taken - handler
emergency_arrest_approved : stays new,held : - - emergency_arrest_approved silent
custody_prolonged : stays held : - - custody_prolonged
custody_replaced : held>.released : other_measure
released_from_custody : held>.released : released
released_by_procuracy : held,$detained>.released : released_by_procuracy
detention_prolonged : stays $detained : - - detention_prolonged
simplified_procedure_told : stays held,$detained
simplified_procedure_ended_told : stays held,$detained
custody_expiry_notified : stays $detained
detainee_wanted : stays held_escaped,$escaped
detention_cancelled : $detained>.released : cancelled
detention_replaced : $detained>.released : replaced
released_on_termination : $detained>.released : terminated
released_by_court : $detained>.released : released_by_court
term_served : detained_trial,detained_appeal>.released : term_served_pending_appeal
term_served : detained_waiting>.released : term_served_waiting
released_on_suspension : $detained>.released : sentence_suspended
received_to_serve : new,.released>detained_waiting : - reported_to_serve - handler
moved_to_serve : $detained>.serving : to_serve
detainee_executed : $detained>.executed : executed
detainee_treated : $detained>+_treated : treated treated
detainee_treatment_ended : $treated>-_treated : treatment_ended treatment_ended
detainee_died : held,$detained>.dead : died
detainee_escaped : held,$detained>+_escaped : escaped escaped
detainee_transferred_out purpose=serve : held,$detained>+_in_transit : transferred_out_to_serve sent
detainee_transferred_out purpose=appeal : held,$detained>+_in_transit : transferred_out_for_appeal sent
detainee_transferred_out : held,$detained>+_in_transit : transferred_out sent
facility_changed : stays held,$detained : - - - reclassifies
detainee_extracted : stays held,$detained : - - extracted
sentence_told penalty=death : stays $detained,$in_transit : - - - reclassifies silent
sentence_told : detained_condemned>detained_waiting; detained_condemned_in_transit>detained_waiting_in_transit : sentence_changed sentence_changed - silent
sentence_told : stays $of_others,$of_others_in_transit : - - - reclassifies silent
custody_carried_in : stays new : - carried_in - handler stated
"""  # noqa: E501
# A document that states the stage of the case, one of OF_CASE for `@` (and all others for `!`).
STATING = """
detention_ordered stated_stage=detained_@ : held>detained_@ : to_detention from_custody - handler
detention_ordered stated_stage=detained_@ : new,.released,.serving>detained_@ : - arrested - handler
detention_ordered stated_stage=detained_@ : $!>detained_@ : stage_told stage_told - handler
detention_ordered stated_stage=detained_@ : stays detained_@ : - - - handler reclassifies
detainee_recaptured stated_stage=detained_@ : $escaped>detained_@ : recaptured recaptured
proceedings_stage_told stated_stage=detained_@ : $!>detained_@; $!_in_transit>detained_@_in_transit : stage_told stage_told - silent
detainee_transferred_in stated_stage=detained_@ : $in_transit>detained_@ : arrived transferred_in
detainee_transferred_in stated_stage=detained_@ : new>detained_@ : - transferred_in - handler
"""  # noqa: E501
# What states none follows what does; purposes are asked before stages.
BEFORE_STATING = """
detainee_transferred_in purpose=serve : $everywhere_in_transit>-_in_transit : arrived transferred_in_to_serve
detainee_transferred_in purpose=serve : new>detained_waiting : - transferred_in_to_serve - handler
detainee_transferred_in purpose=appeal : $everywhere_in_transit>-_in_transit : arrived transferred_in_for_appeal
detainee_transferred_in purpose=appeal : new>detained_appeal : - transferred_in_for_appeal - handler
detainee_transferred_in stated_stage=held : held_in_transit>held : arrived transferred_in
detainee_transferred_in stated_stage=held : new>held : - transferred_in - handler
"""  # noqa: E501
AFTER_STATING = """
detention_ordered : held>detained_investigation : to_detention from_custody - handler
detention_ordered : new,.released,.serving>detained_investigation : - arrested - handler
detention_ordered : stays $detained : - - - handler reclassifies
detainee_recaptured : held_escaped,$escaped>-_escaped : recaptured recaptured
detainee_transferred_in : $everywhere_in_transit>-_in_transit : arrived transferred_in
"""


def custody() -> tuple[str, dict[str, str]]:
    stating = [
        STATING.replace("$!", f"$not_{stage}").replace("@", stage).strip() for stage in OF_CASE
    ]
    sets = {"detained": _stages(OF_CASE), "everywhere_in_transit": "held_in_transit,$in_transit"}
    sets |= {end: _stages(OF_CASE, f"_{end}") for end in ("treated", "escaped", "in_transit")}
    for stage in OF_CASE:
        others = [each for each in OF_CASE if each != stage]
        sets[f"not_{stage}"] = _stages(others)
        sets[f"not_{stage}_in_transit"] = _stages(others, "_in_transit")
    sets |= {"of_others": "$not_condemned", "of_others_in_transit": "$not_condemned_in_transit"}
    return "\n".join([CUSTODY, BEFORE_STATING, *stating, AFTER_STATING]), sets


def _stages(of_case: tuple[str, ...] | list[str], end: str = "") -> str:
    return ",".join(f"detained_{each}{end}" for each in of_case)


# ---- vụ án, bị can: `case` or `accused` before the event where only one of them goes the way ----
CASES = """
case case_prosecuted : new>investigating : - prosecuted - handler date=first_prosecuted_on
accused accused_charged : new,.charge_refused,.charge_cancelled>charge_pending : - charged - handler
accused accused_charged_by_procuracy : new,.charge_refused,.charge_cancelled>investigating : - charged - handler
case accused_charged : stays any : - - - reclassifies
case accused_charged_by_procuracy : stays any : - - - reclassifies
accused charge_approved : charge_pending>investigating : approved charged charge_approved
case charge_approved : stays any
accused charge_refused : charge_pending>.charge_refused : refused - charge_refused
case charge_refused : stays any
prosecution_changed : stays any : - - prosecution_changed reclassifies
prosecution_supplemented : stays any : - - prosecution_supplemented reclassifies
prosecution_cancelled : charge_pending,$investigated>.case_cancelled : cancelled - prosecution_cancelled
accused charge_cancelled : charge_pending,$investigated>.charge_cancelled : cancelled - charge_cancelled
case charge_cancelled : stays any
prosecution_change_cancelled : stays any : - - prosecution_change_cancelled
accused case_severed_out : $in_hand>.severed : severed_out
case case_severed_out : stays any : - - severed reclassifies
case_severed_in : stays new : - severed_in - handler stated date=first_prosecuted_on
case_severed_in : new>investigating : - severed_in - handler date=first_prosecuted_on
case_joined_out : $in_hand>.joined : joined_out
accused case_joined_in : stays new : - joined_in - handler stated
accused case_joined_in : new,.severed>investigating : - joined_in - handler
case case_joined_in : stays any : - - joined reclassifies
case joinder_cancelled : stays any : - - joinder_cancelled
transfer_proposed : stays any
case_transferred_out : $transferable>+_in_transit : transferred_out sent
case_transferred_in : new>investigating; $in_transit>-_in_transit : arrived transferred_in - handler
carried_in : stays new : - carried_in - handler stated
case investigation_extended : stays $investigation : - - investigation_extended
investigation_suspended : $investigation>+_suspended : suspended suspended - otherwise=investigating_suspended
investigation_resumed : $investigation_suspended>-_suspended : resumed resumed - handler
investigation_resumed : .terminated_investigating>investigating : - reopened - handler
investigation_terminated : $investigated>.terminated_investigating : terminated
investigation_concluded : investigating,reinvestigating>concluded; supplementing>supplement_concluded; supplementing_for_court,supplementing_after_court>court_supplement_concluded : concluded concluded - otherwise=concluded
suspension_cancelled : stays $investigation_suspended : - - suspension_cancelled
termination_cancelled : stays .terminated_investigating : - - termination_cancelled
supplement_started : returned>supplementing; returned_after_court>supplementing_after_court : received_by_investigator returned_by_procuracy - otherwise=supplementing
supplement_started : returned_by_court>supplementing_for_court : received_by_investigator returned_by_court - otherwise=supplementing
supplement_by_procuracy : returned_by_court>prosecuting_after_court : kept_by_procuracy court_return_kept
reinvestigation_started : annulled_reinvestigation>reinvestigating : received_by_investigator reinvestigation
file_received : concluded>prosecuting : delivered received - otherwise=prosecuting
file_received : supplement_concluded>prosecuting_again; court_supplement_concluded>prosecuting_after_court : delivered received_back - otherwise=prosecuting
case prosecution_extended : stays $prosecution : - - prosecution_extended
indicted : prosecuting,prosecuting_again>indicted; prosecuting_after_court>indicted_after_court : indicted indicted - otherwise=indicted
returned_by_procuracy : prosecuting,prosecuting_again>returned; prosecuting_after_court>returned_after_court : returned returned - otherwise=returned
returned_by_procuracy : stays returned_by_court
prosecution_suspended : $prosecution>+_suspended : suspended suspended - otherwise=prosecuting_suspended
prosecution_resumed : $prosecution_suspended>-_suspended : resumed resumed
prosecution_resumed : .terminated_prosecuting>prosecuting : - reopened
prosecution_terminated : $prosecution,$prosecution_suspended>.terminated_prosecuting : terminated
indictment_withdrawn : stays indicted,indicted_after_court,trial,trial_suspended : - - indictment_withdrawn
case key_case_designated : stays any
case simplified_procedure_applied : stays $investigation,$prosecution,indicted,indicted_after_court,trial,appeal : - - simplified_procedure_applied
case simplified_procedure_cancelled : stays $investigation,$prosecution,indicted,indicted_after_court,trial,appeal : - - simplified_procedure_cancelled
case special_measures_applied : stays any : - - special_measures_applied
trial_accepted : indicted>trial : accepted accepted - otherwise=trial
trial_accepted : indicted_after_court,returned_by_court>trial : accepted received_back - otherwise=trial
trial_accepted : annulled_retrial>trial : accepted retrial - otherwise=trial
case trial_preparation_extended : stays trial : - - trial_preparation_extended
case trial_scheduled : stays trial,appeal : - - trial_scheduled
case hearing_postponed : stays trial,appeal : - - hearing_postponed
returned_by_court : trial>returned_by_court : returned returned
trial_suspended : trial>trial_suspended : suspended suspended
trial_resumed : trial_suspended>trial : resumed resumed
trial_resumed : .terminated_trial>trial : - reopened
trial_terminated : trial,trial_suspended>.terminated_trial : terminated
first_instance_judged : trial>tried : judged judged
appealed : stays $appealable : - - appealed
appeal_protested : stays $appealable : - - appeal_protested
appeal_withdrawn : stays $appealable : - - appeal_withdrawn
protest_withdrawn : stays $appealable : - - protest_withdrawn
protest_withdrawn_at_hearing : stays $tried : - - protest_withdrawn
appeal_accepted unit=TC-PT1,TC-PT2,TC-PT3,TC-CC1,TC-CC2,TC-CC3,QS-TW : tried>appeal : appeal_accepted appeal_accepted_supreme - otherwise=appeal
appeal_accepted unit=TC-PT1,TC-PT2,TC-PT3,TC-CC1,TC-CC2,TC-CC3,QS-TW : $decided>appeal : appeal_accepted reheard_supreme
appeal_accepted : tried>appeal : appeal_accepted appeal_accepted - otherwise=appeal
appeal_accepted : $decided>appeal : appeal_accepted reheard
appeal_suspended : appeal>appeal_suspended : suspended suspended
appeal_resumed unit=TC-PT1,TC-PT2,TC-PT3,TC-CC1,TC-CC2,TC-CC3,QS-TW : appeal_suspended>appeal : resumed resumed_supreme
appeal_resumed : appeal_suspended>appeal : resumed resumed
appeal_decided outcome=annulled_for_reinvestigation : appeal>annulled_reinvestigation : decided annulled
appeal_decided outcome=annulled_for_retrial : appeal>annulled_retrial : decided annulled
appeal_decided outcome=annulled_and_terminated : appeal>.terminated_on_appeal : decided
appeal_decided outcome=appeal_terminated : appeal,appeal_suspended>.final : terminated
appeal_decided : appeal>.final : decided
decision_appeal_accepted : stays trial,trial_suspended,returned_by_court,.terminated_trial : - - decision_appeal_accepted
case procuracy_responsibility_found : stays any : - - procuracy_responsibility_found
case procuracy_responsibility_found : stays .final,.terminated_on_appeal : - - procuracy_responsibility_found
case appeal_violation_found : stays any : - - appeal_violation_found
case appeal_violation_found : stays .final,.terminated_on_appeal : - - appeal_violation_found
cassation_decided outcome=annulled_for_reinvestigation : $judged>annulled_reinvestigation : annulled annulled
cassation_decided outcome=annulled_for_retrial : $judged>annulled_retrial : annulled annulled
cassation_decided outcome=annulled_for_rehearing : $judged>annulled_rehearing : annulled annulled
council_review_decided outcome=annulled_for_reinvestigation : $judged>annulled_reinvestigation : annulled annulled
council_review_decided outcome=annulled_for_retrial : $judged>annulled_retrial : annulled annulled
council_review_decided outcome=annulled_for_rehearing : $judged>annulled_rehearing : annulled annulled
case investigation_requested : stays any : - - investigation_requested
case investigation_request_fulfilled : stays any : - - investigation_request_fulfilled
accused interrogation_attended : stays any : - - interrogation_attended
case investigative_act_attended : stays any : - - investigative_act_attended
accused measure_approved : stays any : - - measure_approved
accused measure_refused : stays any : - - measure_refused
accused measure_replaced : stays any : - - measure_replaced
accused measure_cancelled : stays any : - - measure_cancelled
accused custody_extended : stays any : - - custody_extended
case judgment_supervised : stays $judgments : - - judgment_supervised
case judgment_violation_found : stays $judgments : - - judgment_violation_found
accused accused_wanted : stays any
accused accused_wanted_cancelled : stays any
case investigation_entrusted : stays $investigation
indictment_delivered : stays indicted,indicted_after_court,trial,trial_suspended
case hearing_paused : stays trial,appeal
judgment_delivered : stays tried,appeal,.final
case appeal_file_sent : stays tried,appeal,trial_suspended,.terminated_trial
case appeal_file_received : stays tried,appeal
case appeal_file_returned : stays appeal,appeal_suspended
decision_appeal_decided : stays trial,trial_suspended,returned_by_court,.terminated_trial
"""  # noqa: E501
INVESTIGATION = (
    "investigating", "reinvestigating", "supplementing", "supplementing_for_court",
    "supplementing_after_court",
)  # fmt: skip
PROSECUTION = ("prosecuting", "prosecuting_again", "prosecuting_after_court")
IN_HAND = (*INVESTIGATION, *PROSECUTION, "trial")
CASE_SETS = {
    "investigation": ",".join(INVESTIGATION),
    "investigation_suspended": ",".join(f"{stage}_suspended" for stage in INVESTIGATION),
    "investigated": "$investigation,$investigation_suspended",
    "prosecution": ",".join(PROSECUTION),
    "prosecution_suspended": ",".join(f"{stage}_suspended" for stage in PROSECUTION),
    # What one agency has in hand may be severed or joined; not what is on its way or indicted.
    "in_hand": "charge_pending,$investigated,concluded,supplement_concluded,court_supplement_concluded,$prosecution,$prosecution_suspended,returned,returned_after_court,returned_by_court,trial,trial_suspended",  # noqa: E501
    "transferable": "$investigated,$prosecution,$prosecution_suspended,trial",
    "in_transit": ",".join(
        [f"{stage}_in_transit" for stage in IN_HAND]
        + [f"{stage}_suspended_in_transit" for stage in (*INVESTIGATION, *PROSECUTION)]
    ),
    "tried": "tried,appeal,appeal_suspended",
    "appealable": "$tried,trial_suspended,.terminated_trial",
    "decided": ".final,.terminated_on_appeal,annulled_rehearing",
    "judged": "new,tried,.final,.terminated_on_appeal,.terminated_trial",
    "judgments": "tried,appeal,annulled_reinvestigation,annulled_retrial,.final,.terminated_trial,.terminated_on_appeal",  # noqa: E501
}


def lines_for(track: str) -> str:
    found = []
    for line in CASES.strip().splitlines():
        who, _, way = line.partition(" ")
        if who not in {"case", "accused"}:
            found.append(line)
        elif who == track:
            found.append(way)
    return "\n".join(found)


PROCEDURES = {
    "custody": custody(),
    "case": (lines_for("case"), CASE_SETS),
    "accused": (lines_for("accused"), CASE_SETS),
}


@pytest.mark.parametrize("name", PROCEDURES)
def test_a_procedure_goes_the_ways_of_the_law_and_no_other(name: str) -> None:
    assert unlike(definitions().tracks[name].transitions, *PROCEDURES[name]) == {}
