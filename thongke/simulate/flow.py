"""Tiến trình mô phỏng: which document follows which, how often, after how many days.

Where a document leads is not said here: the procedures of `schemas/` say it. A stage may be
refined by a phase (`tried/appealed`), known only here, so that what must follow does follow.
"""

from __future__ import annotations

from typing import NamedTuple

REPORT, CASE, DEATH, DOCUMENT, SUPERVISION = range(5)
TRACKS = ("report", "case", "death_sentence", "document", "supervision")
"""Track that a dossier walks; the accused of a case follow it, or leave it one by one."""

# How an accused stands to the case.
FIRST, LATER, PENDING, WITH, APART, GONE = range(6)
CONDEMNED = 6  # a second mark, beside the standing


class Whom(NamedTuple):
    """Whom a document lists: its main subject or not, accused who stand so, what they become."""

    main: bool
    standing: tuple[int, ...] = ()
    becomes: int | None = None
    pick: str = ""  # one at random, or the lead accused; everybody otherwise


WHOM = {
    "main": Whom(True),
    "all": Whom(True, (WITH,)),
    "whole": Whom(True, (WITH, APART), WITH),
    "moved": Whom(True, (WITH, APART)),
    "charged": Whom(True, (FIRST,), PENDING),
    "added": Whom(True, (LATER,), PENDING),
    "charged_at_once": Whom(True, (FIRST,), WITH),
    "added_at_once": Whom(True, (LATER,), WITH),
    "approved": Whom(True, (PENDING,), WITH),
    "refused": Whom(True, (PENDING,), LATER),
    "one": Whom(False, (WITH,), None, "one"),
    "with_one": Whom(True, (WITH,), None, "one"),
    "lead": Whom(True, (WITH,), None, "lead"),
    "one_suspended": Whom(False, (WITH,), APART, "one"),
    "one_gone": Whom(False, (WITH,), GONE, "one"),
    "one_severed": Whom(True, (WITH,), WITH, "one"),
    "apart": Whom(False, (APART,)),
    "apart_resumed": Whom(False, (APART,), WITH),
    "apart_gone": Whom(False, (APART,), GONE),
    "apart_severed": Whom(True, (APART,), WITH),
    "condemned": Whom(False, (CONDEMNED,)),
}

NEEDS = (
    "settled", "fresh", "carried", "severed", "pending", "first", "later", "accused", "several",
    "together", "apart", "alone", "lead", "due", "requested", "condemned", "plain",
)  # fmt: skip
"""What a dossier must fulfil for a step to come into question (walk.py knows how to tell)."""


class Step(NamedTuple):
    """At these stages, this document (none: the dossier rests), by weight, after mean days."""

    at: str
    event: str
    weight: float
    days: float = 0
    whom: str = "main"
    needs: str = "settled"
    most: int = 250  # times in one dossier
    to: str = ""  # stage and phase, where the procedure does not tell; `@` is the stage itself
    said: str = ""  # the outcome or answer that decides where the document leads
    ground: str = ""  # a list of grounds of its own


CHECKING = "checking checking/prolonged"
MAIN = "investigating reinvestigating"
INVESTIGATION = f"{MAIN} supplementing supplementing_for_court supplementing_after_court"
SUSPENDED = " ".join(f"{stage}_suspended" for stage in INVESTIGATION.split())
IN_FORCE = "death_sentence:in_force"
WANTED = " ".join(f"{stage}/wanted" for stage in SUSPENDED.split())
SUSPENSION_CANCELLED = " ".join(f"{stage}/cancelled" for stage in SUSPENDED.split())
PROSECUTION = "prosecuting prosecuting_again prosecuting_after_court"
PROSECUTION_SUSPENDED = " ".join(f"{stage}_suspended" for stage in PROSECUTION.split())
MOVABLE = f"{INVESTIGATION} {SUSPENDED} {PROSECUTION} {PROSECUTION_SUSPENDED} trial"
IN_TRANSIT = " ".join(f"{stage}_in_transit" for stage in MOVABLE.split())
IN_HAND = f"{INVESTIGATION} {PROSECUTION}"

FLOW: dict[str, tuple[Step, ...]] = {
    "report": (
        Step("new", "carried_in", 1, 0, needs="carried"),
        Step("new", "report_accepted", 0.925, 0, needs="fresh"),
        Step("new", "report_transferred_in", 0.07, 0, needs="fresh", ground="outside"),
        Step("new", "report_taken_over", 0.001, 0, needs="fresh"),
        Step(CHECKING, "verification_requested", 1.1, 3, most=2),
        Step(CHECKING, "acceptance_demanded", 0.008, 3, most=1),
        Step("checking", "report_limit_prolonged", 0.22, 12, most=1, to="@/prolonged"),
        Step("checking/prolonged", "report_extended", 0.15, 42, most=1),
        Step(CHECKING, "report_taken_over", 0.0012, 6, most=1),
        Step(CHECKING, "report_transferred_out", 0.035, 4),
        Step(CHECKING, "report_suspended", 0.10, 10),
        Step("checking", "report_prosecuted", 0.55, 6),
        Step("checking", "report_not_prosecuted", 0.37, 8),
        Step("checking/prolonged", "report_prosecuted", 0.55, 22),
        Step("checking/prolonged", "report_not_prosecuted", 0.37, 28),
        Step("checking_in_transit checking_suspended_in_transit", "report_transferred_in", 1, 5),
        Step("checking_suspended", "", 0.45, 0),
        Step("checking_suspended", "report_resumed", 0.40, 110),
        Step("checking_suspended", "report_prosecuted", 0.05, 90),
        Step("checking_suspended", "report_not_prosecuted", 0.04, 150, ground="lapsed"),
        Step("checking_suspended", "verification_requested", 0.05, 40, most=1),
        Step("checking_suspended", "report_transferred_out", 0.01, 50),
        Step("checking_suspended", "report_suspension_cancelled", 0.02, 25, most=1,
             to="@/cancelled"),
        Step("checking_suspended/cancelled", "report_resumed", 1, 4),
        Step(".not_prosecuted .lapsed", "", 0.997),
        Step(".not_prosecuted .lapsed", "report_refusal_cancelled", 0.003, 15, to="@/cancelled"),
        Step(".not_prosecuted/cancelled .lapsed/cancelled", "report_resumed", 1, 4),
    ),
    "case": (
        Step("new", "carried_in", 1, 0, "all", "carried"),
        Step("new", "case_severed_in", 1, 0, "all", "severed"),
        Step("new", "case_prosecuted", 1, 0, needs="fresh"),
        # khởi tố bị can
        Step(MAIN, "accused_charged", 2.5, 6, "charged", "first"),
        Step(MAIN, "accused_charged_by_procuracy", 0.008, 8, "charged_at_once", "first"),
        Step(MAIN, "accused_charged", 3, 18, "added", "later"),
        Step(MAIN, "accused_charged_by_procuracy", 0.02, 18, "added_at_once", "later"),
        Step(MAIN, "charge_approved", 1, 1.3, "approved", "pending"),
        Step(MAIN, "charge_refused", 0.009, 2, "refused", "pending", 3),
        # điều tra: biện pháp ngăn chặn, hoạt động của kiểm sát viên
        Step(INVESTIGATION, "measure_approved", 0.7, 3, "one", "accused", 5),
        Step(INVESTIGATION, "measure_refused", 0.008, 3, "one", "accused", 2),
        Step(f"{IN_HAND} trial", "measure_replaced", 0.05, 10, "one", "accused", 3),
        Step(f"{IN_HAND} trial", "measure_cancelled", 0.03, 10, "one", "accused", 3),
        Step(INVESTIGATION, "custody_extended", 0.25, 14, "one", "accused"),
        Step(IN_HAND, "interrogation_attended", 0.4, 6, "one", "accused", 6),
        Step(INVESTIGATION, "investigation_requested", 0.45, 5, most=3),
        Step(INVESTIGATION, "investigation_request_fulfilled", 0.6, 9, needs="requested"),
        Step(INVESTIGATION, "investigative_act_attended", 0.4, 4, most=4),
        Step(IN_HAND, "key_case_designated", 0.004, 6, most=1),
        Step(INVESTIGATION, "special_measures_applied", 0.002, 6, most=1),
        # điều tra: tội danh
        Step(INVESTIGATION, "prosecution_changed", 0.012, 12, "lead", "lead", 2),
        Step(INVESTIGATION, "prosecution_changed", 0.010, 12, "one", "several", 2),
        Step(INVESTIGATION, "prosecution_supplemented", 0.008, 12, "lead", "lead", 1),
        Step(INVESTIGATION, "prosecution_change_cancelled", 0.0008, 12, "one", "accused", 1),
        Step(INVESTIGATION, "charge_cancelled", 0.001, 15, "one_gone", "several"),
        Step(INVESTIGATION, "prosecution_cancelled", 0.0006, 15, "moved"),
        # điều tra: thời hạn, tạm đình chỉ, đình chỉ, tách, nhập, chuyển
        Step(MAIN, "investigation_extended", 2.5, 3, needs="due"),
        Step(INVESTIGATION, "investigation_suspended", 0.045, 20, "all", "accused"),
        Step(INVESTIGATION, "investigation_suspended", 0.3, 40, "all", "alone",
             ground="unidentified"),
        Step(INVESTIGATION, "investigation_suspended", 0.025, 15, "one_suspended", "several"),
        Step(INVESTIGATION, "suspension_cancelled", 0.01, 10, "apart", "apart", 1),
        Step(INVESTIGATION, "investigation_resumed", 0.3, 30, "apart_resumed", "apart"),
        Step(INVESTIGATION, "investigation_terminated", 0.014, 20, "whole"),
        Step(INVESTIGATION, "investigation_terminated", 0.010, 15, "one_gone", "several"),
        Step(INVESTIGATION, "investigation_terminated", 0.03, 30, "apart_gone", "apart"),
        Step(IN_HAND, "case_severed_out", 0.5, 14, "apart_severed", "apart"),
        Step(f"{IN_HAND} trial", "case_severed_out", 0.006, 12, "one_severed", "several"),
        Step("investigating", "case_joined_out", 0.012, 12, "moved"),
        Step(INVESTIGATION, "joinder_cancelled", 0.0006, 10, most=1),
        Step(INVESTIGATION, "transfer_proposed", 0.006, 8, most=1),
        Step(INVESTIGATION, "investigation_entrusted", 0.005, 8, most=1),
        Step(INVESTIGATION, "case_transferred_out", 0.03, 8, "moved"),
        Step(INVESTIGATION, "investigation_concluded", 0.55, 20, "all", "together"),
        Step(SUSPENDED, "", 0.43),
        Step(SUSPENDED, "investigation_resumed", 0.48, 90, "all"),
        Step(SUSPENDED, "suspension_cancelled", 0.012, 30, "all", most=1, to="@/cancelled"),
        Step(SUSPENDED, "investigation_terminated", 0.05, 160, "whole", ground="lapsed"),
        Step(SUSPENDED, "case_transferred_out", 0.012, 60, "moved"),
        Step(SUSPENDED, "accused_wanted", 0.02, 20, "one", "accused", to="@/wanted"),
        Step(WANTED, "", 0.5),
        Step(WANTED, "accused_wanted_cancelled", 0.5, 60, "one", "accused", to="@"),
        Step(SUSPENSION_CANCELLED, "investigation_resumed", 1, 4, "all"),
        Step(".terminated_investigating", "", 0.985),
        Step(".terminated_investigating", "termination_cancelled", 0.015, 12, "all",
             to="@/cancelled"),
        Step(".terminated_investigating/cancelled", "investigation_resumed", 1, 4, "all"),
        Step("concluded supplement_concluded court_supplement_concluded", "file_received", 1, 0.8,
             "all"),
        # truy tố
        Step(PROSECUTION, "prosecution_extended", 0.8, 2, needs="due", most=1),
        Step(PROSECUTION, "returned_by_procuracy", 0.045, 12, "all", "together", 3),
        Step(PROSECUTION, "prosecution_suspended", 0.006, 10, "all", "accused"),
        Step(PROSECUTION, "prosecution_suspended", 0.004, 10, "one_suspended", "several"),
        Step(PROSECUTION, "prosecution_resumed", 0.3, 25, "apart_resumed", "apart"),
        Step(PROSECUTION, "prosecution_terminated", 0.010, 12, "whole"),
        Step(PROSECUTION, "prosecution_terminated", 0.004, 12, "one_gone", "several"),
        Step(PROSECUTION, "case_transferred_out", 0.015, 8, "moved"),
        Step(PROSECUTION, "indicted", 0.7, 12, "all", "together"),
        Step(PROSECUTION_SUSPENDED, "", 0.34),
        Step(PROSECUTION_SUSPENDED, "prosecution_resumed", 0.6, 70, "all"),
        Step(PROSECUTION_SUSPENDED, "prosecution_terminated", 0.05, 120, "whole", ground="lapsed"),
        Step(PROSECUTION_SUSPENDED, "case_transferred_out", 0.01, 40, "moved"),
        Step(".terminated_prosecuting", "", 0.99),
        Step(".terminated_prosecuting", "prosecution_resumed", 0.01, 20, "all"),
        Step("returned returned_after_court", "supplement_started", 1, 5, "all"),
        Step("indicted indicted_after_court", "trial_accepted", 0.99, 1.2, "all"),
        Step("indicted indicted_after_court", "indictment_delivered", 0.6, 0.8, "all", most=1),
        Step("indicted indicted_after_court", "indictment_withdrawn", 0.0006, 4, "all", most=1),
        Step(IN_TRANSIT, "case_transferred_in", 1, 6, "moved"),
        # xét xử sơ thẩm
        Step("trial", "trial_preparation_extended", 0.12, 18, most=1),
        Step("trial", "trial_scheduled", 0.7, 12, most=1),
        Step("trial", "hearing_postponed", 0.08, 14, most=2),
        Step("trial", "hearing_paused", 0.01, 14, most=1),
        Step(f"{IN_HAND} trial", "simplified_procedure_applied", 0.03, 1, needs="plain", most=1),
        Step(f"{IN_HAND} trial", "simplified_procedure_cancelled", 0.001, 5, most=1),
        Step("trial", "returned_by_court", 0.05, 18, "all", "together", 2),
        Step("trial", "trial_suspended", 0.012, 15, "all"),
        Step("trial", "trial_terminated", 0.002, 15, "whole"),
        Step("trial", "trial_terminated", 0.001, 15, "one_gone", "several"),
        Step("trial", "indictment_withdrawn", 0.002, 15, "all", most=1, to="@/withdrawn"),
        Step("trial", "case_transferred_out", 0.005, 8, "moved"),
        Step("trial", "first_instance_judged", 0.85, 24, "all", "together"),
        Step("trial/withdrawn", "trial_terminated", 0.7, 3, "whole", ground="withdrawn"),
        Step("trial/withdrawn", "first_instance_judged", 0.3, 3, "all", "together",
             said="acquitted_after_withdrawal"),
        Step("trial_suspended", "", 0.3),
        Step("trial_suspended", "trial_resumed", 0.65, 60, "all"),
        Step("trial_suspended", "trial_terminated", 0.05, 90, "whole"),
        Step("trial_suspended", "decision_appeal_accepted", 0.06, 10, "all", most=1,
             to="@/appealed"),
        Step("trial_suspended/appealed", "decision_appeal_decided", 1, 5, "all", to="@"),
        Step(".terminated_trial", "", 0.96),
        Step(".terminated_trial", "trial_resumed", 0.04, 20, "all"),
        Step("returned_by_court", "supplement_started", 0.6, 5, "all"),
        Step("returned_by_court", "supplement_by_procuracy", 0.12, 4, "all"),
        Step("returned_by_court", "trial_accepted", 0.28, 9, "all"),
        # kháng cáo, kháng nghị, phúc thẩm
        Step("tried", "", 0.75),
        Step("tried", "judgment_supervised", 0.6, 3, most=1),
        Step("tried", "judgment_violation_found", 0.012, 3, most=1),
        Step("tried", "judgment_delivered", 0.03, 3, "with_one", "accused", 1),
        Step("tried", "appealed", 0.26, 4, "one", "accused", to="@/appealed"),
        Step("tried", "appealed", 3, 4, "condemned", "condemned", 1, to="@/appealed"),
        Step("tried", "appeal_protested", 0.014, 7, "with_one", "accused", to="@/appealed"),
        Step("tried", "death_sentence_in_force", 2, 28, "condemned", "condemned", to=IN_FORCE),
        Step("tried/appealed", "appealed", 0.1, 2, "one", "accused", 3, to="@/appealed"),
        Step("tried/appealed", "appeal_protested", 0.03, 4, "with_one", "accused", 1,
             to="@/appealed"),
        Step("tried/appealed", "appeal_file_sent", 0.8, 9, most=1, to="@"),
        Step("tried/appealed", "appeal_accepted", 1, 9, "all"),
        Step("appeal", "appeal_file_received", 0.3, 2, most=1, to="@/studied"),
        Step("appeal/studied", "appeal_file_returned", 1, 6, to="appeal"),
        Step("appeal", "appeal_withdrawn", 0.010, 12, "one", "accused", 1),
        Step("appeal", "protest_withdrawn", 0.004, 12, "with_one", "accused", 1),
        Step("appeal", "protest_withdrawn_at_hearing", 0.003, 30, "with_one", "accused",
             1),
        Step("appeal", "appeal_suspended", 0.006, 20, "all"),
        Step("appeal_suspended", "appeal_resumed", 1, 40, "all"),
        Step("appeal", "appeal_decided", 0.964, 40, "all", said="final"),
        Step("appeal", "appeal_decided", 0.020, 45, "all", said="annulled_for_reinvestigation"),
        Step("appeal", "appeal_decided", 0.012, 45, "all", said="annulled_for_retrial"),
        Step("appeal", "appeal_decided", 0.004, 45, "all", said="annulled_and_terminated"),
        Step(".final", "", 0.6),
        Step(".final", "procuracy_responsibility_found", 0.006, 20, most=1),
        Step(".final", "appeal_violation_found", 0.008, 10, most=1),
        Step(".final", "death_sentence_in_force", 50, 12, "condemned", "condemned", to=IN_FORCE),
        # giám đốc thẩm, tái thẩm, xem xét lại quyết định của Hội đồng Thẩm phán
        Step(".final", "cassation_protested", 0.008, 40, "all", most=1, to="@/protested"),
        Step(".final", "cassation_protested_by_court", 0.004, 40, "all", most=1, to="@/protested"),
        Step(".final", "reopening_protested", 0.003, 40, "all", most=1, to="@/reopening"),
        Step(".final/protested .final/reopening", "cassation_withdrawn", 0.12, 15, "all",
             to=".final"),
        Step(".final/protested", "cassation_withdrawn_at_hearing", 0.12, 30, "all", most=1,
             to="@/protested"),
        Step(".final/protested", "cassation_decided", 0.15, 45, "all", to=".final",
             said="modified"),
        *(
            Step(".final/protested .final/reopening", "cassation_decided", 0.15, 45, "all", to=to,
                 said=said)
            for said, to in (
                ("upheld", ".final"), ("acquitted", ".final"), ("cassation_terminated", ".final"),
                ("annulled_and_terminated", ".final"), ("annulled_for_rehearing", ""),
                ("annulled_for_reinvestigation", ""), ("annulled_for_retrial", ""),
            )
        ),
        Step(".final", "council_review_requested", 0.002, 60, "all", most=1, to="@/council"),
        Step(".final/council", "council_review_decided", 1, 60, "all", to=".final", said="upheld"),
        Step("annulled_rehearing", "appeal_accepted", 1, 12, "all"),
        Step("annulled_reinvestigation", "reinvestigation_started", 1, 12, "all"),
        Step("annulled_retrial", "trial_accepted", 1, 12, "all"),
    ),
    "death_sentence": (
        Step("new", "carried_in", 1, 0, "condemned", "carried"),
        Step("sentenced", "death_sentence_in_force", 1, 20, "condemned"),
        Step("in_force", "death_sentence_reviewed", 1, 50, "condemned", most=2),
        Step("in_force", "clemency_petitioned", 0.8, 2, "condemned", most=1),
        Step("in_force ordered deferred", "clemency_refused", 0.3, 90, "condemned", most=1),
        Step("in_force", "clemency_granted", 0.06, 100, "condemned"),
        Step("in_force ordered deferred", "death_sentence_converted", 0.12, 70, "condemned"),
        Step("in_force", "execution_ordered", 0.3, 120, "condemned"),
        Step("in_force ordered", "execution_deferred", 0.05, 40, "condemned"),
        Step("in_force ordered deferred", "convict_died", 0.03, 80, "condemned"),
        Step("in_force", "convict_escaped", 0.04, 50, "condemned", most=1, to="@/escaped"),
        Step("in_force/escaped", "convict_recaptured", 1, 12, "condemned", to="@"),
        Step("ordered deferred", "convict_escaped", 0.04, 50, "condemned", most=1),
        Step("escaped", "convict_recaptured", 1, 12, "condemned"),
        Step("in_force", "", 0.6),
        Step("ordered", "execution_carried_out", 0.6, 60, "condemned"),
        Step("deferred", "execution_ordered", 0.4, 60, "condemned"),
        Step("deferred", "execution_carried_out", 0.2, 90, "condemned"),
    ),
    "document": (
        Step("new", "carried_in", 1, 0, needs="carried"),
        Step("new", "document_issued", 1, 0, needs="fresh"),
        Step("awaiting", "document_answered", 0.75, 18, said="accepted"),
        Step("awaiting", "document_answered", 0.10, 20, said="partly"),
        Step("awaiting", "document_answered", 0.04, 20, said="refused"),
        Step("awaiting", "document_withdrawn", 0.015, 12),
        Step("awaiting", "", 0.1),
    ),
    "supervision": (
        Step("new", "carried_in", 1, 0, needs="carried"),
        Step("new", "supervision_started", 0.8, 0, needs="fresh"),
        Step("new", "supervision_concluded", 0.2, 0, needs="fresh"),
        Step("supervising", "supervision_concluded", 1, 18),
    ),
}  # fmt: skip

# Where dossiers stand that were begun before the first day.
CARRIED: dict[str, dict[str, float]] = {
    "report": {"checking": 0.7, "checking_suspended": 0.3},
    "case": {
        "investigating": 0.29, "supplementing": 0.02, "investigating_suspended": 0.38,
        "concluded": 0.01, "prosecuting": 0.08, "prosecuting_suspended": 0.01, "returned": 0.01,
        "indicted": 0.02, "trial": 0.17, "trial_suspended": 0.01,
        **dict.fromkeys(f"{SUSPENDED} {PROSECUTION_SUSPENDED} {IN_TRANSIT}".split()[1:], 0.0006),
    },
    "death_sentence": {"sentenced": 0.05, "in_force": 0.7, "ordered": 0.15, "deferred": 0.1},
    "document": {"awaiting": 1.0},
    "supervision": {"supervising": 1.0},
}  # fmt: skip
