"""Văn bản mô phỏng: who issues each document, under which article, on what grounds."""

from __future__ import annotations

from collections.abc import Mapping

HANDLER, PROCURACY, COURT, HIGHER_COURT, HIGHER, OUTSIDE = range(6)
FIXED = {"CTN": 6, "TA-TC": 7, "TC": 8}
"""Issuers that are one office for the whole country."""

ISSUERS: Mapping[str, int] = {
    name: issuer
    for issuer, names in (
        (PROCURACY, """report_taken_over report_extended report_suspension_cancelled
            report_refusal_cancelled verification_requested acceptance_demanded
            accused_charged_by_procuracy charge_approved charge_refused prosecution_cancelled
            charge_cancelled prosecution_change_cancelled joinder_cancelled case_transferred_out
            investigation_extended suspension_cancelled termination_cancelled
            supplement_by_procuracy key_case_designated investigation_requested
            interrogation_attended investigative_act_attended measure_approved measure_refused
            measure_replaced measure_cancelled custody_extended file_received prosecution_extended
            indicted returned_by_procuracy prosecution_suspended prosecution_resumed
            prosecution_terminated indictment_withdrawn appeal_protested protest_withdrawn
            protest_withdrawn_at_hearing procuracy_responsibility_found appeal_violation_found
            judgment_supervised appeal_file_received appeal_file_returned indictment_delivered
            judgment_violation_found document_issued document_withdrawn supervision_started
            supervision_concluded cassation_protested reopening_protested cassation_withdrawn
            cassation_withdrawn_at_hearing council_review_requested"""),
        (COURT, """trial_accepted trial_preparation_extended trial_scheduled hearing_postponed
            returned_by_court trial_suspended hearing_paused judgment_delivered appeal_file_sent
            trial_resumed trial_terminated first_instance_judged appealed death_sentence_in_force
            execution_ordered execution_deferred execution_carried_out"""),
        (HIGHER_COURT, """appeal_accepted appeal_decided appeal_suspended appeal_resumed
            decision_appeal_accepted decision_appeal_decided appeal_withdrawn
            cassation_protested_by_court cassation_decided council_review_decided"""),
        (FIXED["CTN"], "clemency_refused clemency_granted"),
        (FIXED["TA-TC"], "death_sentence_converted"),
        (FIXED["TC"], "death_sentence_reviewed"),
    )
    for name in names.split()
}  # fmt: skip
"""Everything else is issued by the agency that has the dossier in hand."""

ARTICLES: Mapping[str, str] = {
    "report_accepted": "145", "report_transferred_out": "150", "report_transferred_in": "150",
    "report_taken_over": "145", "report_limit_prolonged": "147", "report_extended": "147",
    "report_prosecuted": "153", "report_not_prosecuted": "158", "report_suspended": "148",
    "report_resumed": "149", "report_suspension_cancelled": "159",
    "report_refusal_cancelled": "159", "verification_requested": "160",
    "acceptance_demanded": "160", "case_prosecuted": "153",
    "accused_charged": "179", "accused_charged_by_procuracy": "179", "charge_approved": "179",
    "charge_refused": "179", "prosecution_changed": "180", "prosecution_supplemented": "180",
    "prosecution_cancelled": "165", "charge_cancelled": "165",
    "prosecution_change_cancelled": "165",
    "case_severed_out": "170", "case_severed_in": "170", "case_joined_out": "170",
    "case_joined_in": "170", "joinder_cancelled": "170", "transfer_proposed": "169",
    "case_transferred_out": "169", "case_transferred_in": "169", "investigation_extended": "172",
    "investigation_suspended": "229", "investigation_resumed": "235",
    "investigation_terminated": "230", "investigation_concluded": "233",
    "suspension_cancelled": "165", "termination_cancelled": "230", "supplement_started": "174",
    "supplement_by_procuracy": "236", "reinvestigation_started": "174",
    "special_measures_applied": "223", "investigation_requested": "165",
    "interrogation_attended": "183", "measure_approved": "119", "measure_refused": "119",
    "measure_replaced": "125", "measure_cancelled": "125", "custody_extended": "173",
    "file_received": "238", "prosecution_extended": "240", "indicted": "243",
    "returned_by_procuracy": "245", "prosecution_suspended": "247", "prosecution_resumed": "249",
    "prosecution_terminated": "248", "indictment_withdrawn": "285", "trial_accepted": "276",
    "trial_preparation_extended": "277", "trial_scheduled": "255", "hearing_postponed": "297",
    "simplified_procedure_applied": "457", "simplified_procedure_cancelled": "458",
    "returned_by_court": "280", "trial_suspended": "281",
    "trial_resumed": "283", "trial_terminated": "282", "first_instance_judged": "326",
    "appealed": "331", "appeal_protested": "336", "appeal_accepted": "340",
    "appeal_decided": "355", "appeal_suspended": "281", "appeal_resumed": "283",
    "appeal_withdrawn": "342", "protest_withdrawn": "342", "protest_withdrawn_at_hearing": "342",
    "decision_appeal_accepted": "361", "decision_appeal_decided": "362",
    "death_sentence_reviewed": "367", "clemency_refused": "367", "clemency_granted": "367",
    "execution_ordered": "367", "judgment_supervised": "267",
    "accused_wanted": "231", "accused_wanted_cancelled": "231", "investigation_entrusted": "171",
    "indictment_delivered": "240", "hearing_paused": "251", "judgment_delivered": "262",
    "appeal_file_sent": "339", "appeal_file_received": "341", "appeal_file_returned": "341",
    "clemency_petitioned": "367", "cassation_protested": "379",
    "reopening_protested": "401", "cassation_decided": "388", "council_review_requested": "404",
}  # fmt: skip

_NO_CRIME = {"157.1": 3, "157.2": 4, "230.1.b": 1}
_TERMINATED = {
    **_NO_CRIME, "155.2": 30, "157.7": 18, "157.5": 8, "157.3": 4, "157.4": 1, "157.6": 0.2,
    "BLHS29.1.a": 4, "BLHS29.2.a": 6, "BLHS29.2.c": 5, "BLHS29.3": 10, "BLHS16": 1, "BLHS91.2": 3,
}  # fmt: skip
GROUNDS: Mapping[str, Mapping[str, float]] = {
    "report_not_prosecuted": {
        "157.1": 20, "157.2": 52, "157.3": 1, "157.4": 1, "157.5": 4, "157.7": 7, "157.8": 15,
    },
    "report_not_prosecuted/lapsed": {"157.5": 1},
    "report_suspended": {"148.1.a": 62, "148.1.b": 37, "148.1.c": 1},
    "investigation_suspended": {"229.1.b": 70, "229.1.c": 6, "229.1.d": 24},
    "investigation_suspended/unidentified": {"229.1.a": 1},
    "investigation_terminated": _TERMINATED,
    "investigation_terminated/lapsed": {"157.5": 1},
    "prosecution_terminated": {k: v for k, v in _TERMINATED.items() if k != "230.1.b"},
    "prosecution_terminated/lapsed": {"157.5": 1},
    "prosecution_suspended": {"247.1.a": 30, "247.1.b": 55, "247.1.c": 15},
    "returned_by_procuracy": {"245.1.a": 62, "245.1.b": 18, "245.1.c": 8, "245.1.d": 12},
    "returned_by_court": {"280.1.a": 70, "280.1.b": 12, "280.1.c": 6, "280.1.d": 12},
    "trial_suspended": {"281.1.a": 25, "281.1.b": 60, "281.1.c": 15},
    "trial_terminated": {"282.1.a": 60, "282.1.b": 15, "155.2": 25},
    "trial_terminated/withdrawn": {"282.1.b": 1},
    "charge_refused": {"179.3": 1},
    "measure_approved": {"119": 70, "121": 8, "123": 22},
}  # fmt: skip

CUSTODY = "custody_extended"  # extends no limit of the dossier
HELD = ("detention_prolonged", "detention", "detained_investigation")
"""By which document, limit and stage of custody the law says what an extension of it may be."""
SHORTER: Mapping[str, int] = {"trial_scheduled": 15}  # days, where the usual is not the longest

DOCUMENTS: Mapping[str, Mapping[str, float]] = {
    "document": {
        "report_remedy": 25, "investigation_remedy": 25, "trial_remedy": 8,
        "report_prevention": 12, "investigation_prevention": 12, "trial_prevention": 3,
        "prosecution_request": 10, "charge_request": 5,
    },
    "supervision": {"report_supervision": 1},
    "appeal_protested": {"appeal_protest": 1},
    "protest_withdrawn": {"appeal_protest": 1},
    "appeal_decided": {"appeal_protest": 1},
    "council_review_requested": {
        "assembly_demand": 1, "committee_recommendation": 1, "procurator_recommendation": 2,
        "chief_justice_proposal": 2,
    },
    "verification_requested": {"verification_request": 1},
    "investigation_requested": {"investigation_request": 1},
}  # fmt: skip
ABOVE = (
    "appeal_accepted", "appeal_decided", "appeal_suspended", "appeal_resumed", "appeal_withdrawn",
    "protest_withdrawn", "protest_withdrawn_at_hearing", "decision_appeal_accepted",
    "decision_appeal_decided",
    "procuracy_responsibility_found", "appeal_violation_found", "cassation_protested",
    "appeal_file_received", "appeal_file_returned",
    "cassation_protested_by_court", "reopening_protested", "cassation_withdrawn",
    "cassation_withdrawn_at_hearing", "cassation_decided", "council_review_requested",
    "council_review_decided",
)  # fmt: skip
"""What happens at the appellate unit."""
APPEALED_BY: Mapping[str | None, float] = {"appeal": 90, "protest": 6, "both": 4}
ANSWERS: Mapping[str | None, float] = {"accepted": 7, "partly": 1, "refused": 2}
HEARINGS: Mapping[str | None, float] = {None: 93, "online": 4, "lesson": 2, "mobile": 1}
ADDRESSEES: Mapping[str, str] = {
    "report_remedy": "police", "investigation_remedy": "police", "trial_remedy": "court",
    "report_prevention": "state_body", "investigation_prevention": "state_body",
    "trial_prevention": "state_body", "prosecution_request": "police", "charge_request": "police",
    "report_supervision": "police",
}  # fmt: skip
LINKS: Mapping[str, str] = {
    "report_prosecuted": "case", "case_prosecuted": "report",
    "case_severed_out": "severed", "case_severed_in": "severed",
    "case_joined_out": "joined", "case_joined_in": "joined",
}  # fmt: skip
# Cancelled or answered: whose decision it was.
ACTED_UPON = frozenset(
    (
        "report_suspension_cancelled", "report_refusal_cancelled", "charge_approved",
        "charge_refused", "prosecution_cancelled", "charge_cancelled",
        "prosecution_change_cancelled", "joinder_cancelled", "suspension_cancelled",
        "termination_cancelled", "measure_approved", "measure_refused",
    )
)  # fmt: skip
# Documents that say who the accused are, and those that state their charges.
INTRODUCING = frozenset(
    (
        "accused_charged", "accused_charged_by_procuracy", "carried_in", "case_severed_in",
        "case_joined_in",
    )
)  # fmt: skip
CHARGING = INTRODUCING | frozenset(
    (
        "report_accepted", "report_transferred_in", "report_taken_over", "case_prosecuted",
        "prosecution_changed", "prosecution_supplemented", "indicted", "first_instance_judged",
    )
)  # fmt: skip
