"""Thời hạn của một việc (catalogues §4.2, 4.4, 4.5): the last day in time, the first day too late.

Every date is reckoned by hand. 2026: 02/03 is a Monday; BLTTHS Đ.134: the first day does not count,
a day off moves the end to the next working day, hours don't move.
"""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from engine_story import Row, definitions, derived, document, frame
from oracles import differences, oracle

accused = partial(document, subject="A1", kind="accused")
detainee = partial(document, subject="NG", kind="detainee", ground="emergency")
CHARGES = {"charges": "*173.1"}
LATE = {rule.code for rule in definitions().rules if type(rule.shape).__name__ == "Deadline"}


def late(*documents: Row) -> list[tuple[str, str]]:
    """Codes of deadlines that were missed, and the last day named; the plain fold agrees."""
    found = derived(*documents).findings
    assert differences(found, oracle(frame(*documents), definitions())[1]) == []
    told = found.filter(found["code"].is_in(sorted(LATE))).sort("code", "event_id")
    return [(code, dates(says)) for code, says in told.select("code", "says").unique().rows()]


def dates(says: str) -> str:
    """The day that a finding names."""
    return next(word.strip("().;,") for word in says.split() if word.count("/") == 2)


def received(day: str) -> date:
    return date.fromisoformat(day)


HELD = detainee("emergency_held", "2026-03-02")
IN_CUSTODY = detainee("custody_ordered", "2026-03-03")
CHARGED = accused("accused_charged", "2026-03-02", **CHARGES)
INDICTED = document("indicted", "2026-03-02", **CHARGES)
JUDGED = document("first_instance_judged", "2026-03-02", **CHARGES)
TERMINATED_BY_COURT = document("trial_terminated", "2026-03-02", ground="282.1.a")
protest = partial(document, "appeal_protested")
against = partial(accused, demands="against_convict")

WORKED = {
    "custody: 12 hours of the 2nd end on the 3rd at the latest": (
        "custody_decided_late",
        [HELD],
        partial(detainee, "custody_ordered"),
        ("2026-03-03", "2026-03-04", "03/03/2026"),
    ),
    "custody: hours run on over Sunday": (
        "custody_decided_late",
        [detainee("arrested", "2026-03-06", ground="caught")],
        partial(detainee, "released_before_custody", ground="no_ground_to_charge"),
        ("2026-03-07", "2026-03-08", "07/03/2026"),
    ),
    "custody: of somebody brought in on the 5th, from then": (
        "custody_decided_late",
        [detainee("arrested", "2026-03-02", ground="wanted")],
        partial(detainee, "custody_ordered", received_on=received("2026-03-05")),
        ("2026-03-06", "2026-03-07", "06/03/2026"),
    ),
    "emergency arrest: 12 hours to send it, 12 to approve it": (
        "emergency_arrest_approved_late",
        [HELD],
        partial(detainee, "emergency_arrest_approved"),
        ("2026-03-03", "2026-03-04", "03/03/2026"),
    ),
    "emergency arrest: 12 hours from the day on which the file came": (
        "emergency_arrest_approved_late",
        [HELD],
        partial(detainee, "emergency_arrest_approved", received_on=received("2026-03-04")),
        ("2026-03-05", "2026-03-06", "05/03/2026"),
    ),
    "custody prolonged: 12 hours from the file": (
        "custody_prolonged_late",
        [HELD, IN_CUSTODY],
        partial(detainee, "custody_prolonged", received_on=received("2026-03-04")),
        ("2026-03-05", "2026-03-06", "05/03/2026"),
    ),
    "charge: a day to send it, three to decide": (
        "charge_decided_late",
        [CHARGED],
        partial(accused, "charge_approved"),
        ("2026-03-06", "2026-03-07", "06/03/2026"),
    ),
    "charge: three days from Wednesday end on Saturday, so on Monday": (
        "charge_decided_late",
        [CHARGED],
        partial(accused, "charge_refused", received_on=received("2026-03-04")),
        ("2026-03-09", "2026-03-10", "09/03/2026"),
    ),
    "measure: three days from the file": (
        "measure_decided_late",
        [CHARGED],
        partial(accused, "measure_approved", received_on=received("2026-03-02")),
        ("2026-03-05", "2026-03-06", "05/03/2026"),
    ),
    "termination: two days to send it, 15 to review it": (
        "termination_cancelled_late",
        [document("investigation_terminated", "2026-03-02", ground="157.2")],
        partial(document, "termination_cancelled"),
        ("2026-03-19", "2026-03-20", "19/03/2026"),
    ),
    "termination: 15 days from the file": (
        "termination_cancelled_late",
        [document("investigation_terminated", "2026-03-02", ground="157.2")],
        partial(document, "termination_cancelled", received_on=received("2026-03-03")),
        ("2026-03-18", "2026-03-19", "18/03/2026"),
    ),
    "indictment delivered in three days": (
        "indictment_delivered_late",
        [INDICTED],
        partial(document, "indictment_delivered"),
        ("2026-03-05", "2026-03-06", "05/03/2026"),
    ),
    "appeal of a judgment in 15 days": (
        "appealed_late",
        [JUDGED],
        partial(document, "appealed"),
        ("2026-03-17", "2026-03-18", "17/03/2026"),
    ),
    "appeal by somebody absent: 15 days from delivery": (
        "appealed_late",
        [JUDGED, document("judgment_delivered", "2026-03-05")],
        partial(document, "appealed"),
        ("2026-03-20", "2026-03-21", "20/03/2026"),
    ),
    "a second appeal has the same last day": (
        "appealed_late",
        [JUDGED, document("appealed", "2026-03-10")],
        partial(document, "appealed"),
        ("2026-03-17", "2026-03-18", "17/03/2026"),
    ),
    "appeal of a decision in seven days": (
        "decision_appealed_late",
        [TERMINATED_BY_COURT],
        partial(document, "appealed"),
        ("2026-03-09", "2026-03-10", "09/03/2026"),
    ),
    "protest by the same level in 15 days": (
        "protested_late",
        [JUDGED],
        partial(protest, level="same"),
        ("2026-03-17", "2026-03-18", "17/03/2026"),
    ),
    "protest from above in 30 days": (
        "protested_late_from_above",
        [JUDGED],
        partial(protest, level="higher"),
        ("2026-04-01", "2026-04-02", "01/04/2026"),
    ),
    "protest whose level is not told: the longer term": (
        "protested_late_from_above",
        [JUDGED],
        protest,
        ("2026-04-01", "2026-04-02", "01/04/2026"),
    ),
    "protest of a decision in seven days": (
        "decision_protested_late",
        [TERMINATED_BY_COURT],
        partial(protest, level="same"),
        ("2026-03-09", "2026-03-10", "09/03/2026"),
    ),
    "protest of a decision from above in 15 days": (
        "decision_protested_late_from_above",
        [TERMINATED_BY_COURT],
        partial(protest, level="higher"),
        ("2026-03-17", "2026-03-18", "17/03/2026"),
    ),
    "file to the appellate court: 30 days for protests and seven": (
        "appeal_file_sent_late",
        [JUDGED, document("appealed", "2026-03-10")],
        partial(document, "appeal_file_sent"),
        ("2026-04-08", "2026-04-09", "08/04/2026"),
    ),
    "file of a decision: 15 days for protests and seven": (
        "decision_appeal_file_sent_late",
        [TERMINATED_BY_COURT],
        partial(document, "appeal_file_sent"),
        ("2026-03-24", "2026-03-25", "24/03/2026"),
    ),
    "study of the file at the province: 15 days": (
        "appeal_file_returned_late",
        [document("appeal_file_received", "2026-03-02", unit="T01")],
        partial(document, "appeal_file_returned", unit="T01"),
        ("2026-03-17", "2026-03-18", "17/03/2026"),
    ),
    "study of the file above: 20 days, to Sunday, so Monday": (
        "appeal_file_returned_late_above",
        [document("appeal_file_received", "2026-03-02", unit="TC-PT1")],
        partial(document, "appeal_file_returned", unit="TC-PT1"),
        ("2026-03-23", "2026-03-24", "23/03/2026"),
    ),
    "hearing on appeal at the province fixed in 45 days": (
        "appeal_scheduled_late",
        [document("appeal_accepted", "2026-03-02", unit="T01")],
        partial(document, "trial_scheduled", unit="T01"),
        ("2026-04-16", "2026-04-17", "16/04/2026"),
    ),
    "hearing on appeal above: 75 days, to a Saturday, so Monday": (
        "appeal_scheduled_late_above",
        [document("appeal_accepted", "2026-03-02", unit="TC-PT1")],
        partial(document, "trial_scheduled", unit="TC-PT1"),
        ("2026-05-18", "2026-05-19", "18/05/2026"),
    ),
    "appeal of a decision: a meeting in 15 days": (
        "decision_appeal_decided_late",
        [TERMINATED_BY_COURT, document("decision_appeal_accepted", "2026-03-09", unit="T01")],
        partial(document, "decision_appeal_decided", unit="T01"),
        ("2026-03-24", "2026-03-25", "24/03/2026"),
    ),
    "file of a death sentence: a month from 31/01 is 28/02, a Saturday": (
        "death_file_returned_late",
        [accused("death_review_received", "2026-01-31", unit="TC")],
        partial(accused, "death_file_returned", unit="TC"),
        ("2026-03-02", "2026-03-03", "02/03/2026"),
    ),
    "clemency: seven days from force": (
        "clemency_petitioned_late",
        [accused("death_sentence_in_force", "2026-03-02")],
        partial(accused, "clemency_petitioned"),
        ("2026-03-09", "2026-03-10", "09/03/2026"),
    ),
    "cassation against the convict: a year from force": (
        "cassation_too_late",
        [],
        partial(against, "cassation_protested", in_force_on=received("2025-03-02")),
        ("2026-03-02", "2026-03-03", "02/03/2026"),
    ),
    "cassation by the court has the same term": (
        "cassation_too_late",
        [],
        partial(against, "cassation_protested_by_court", in_force_on=received("2025-03-02")),
        ("2026-03-02", "2026-03-03", "02/03/2026"),
    ),
    "reopening against the convict: a year from the news": (
        "reopening_too_late",
        [],
        partial(against, "reopening_protested", received_on=received("2025-03-03")),
        ("2026-03-03", "2026-03-04", "03/03/2026"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WORKED)
def test_the_last_day_is_in_time_and_the_next_is_late(case: str) -> None:
    code, before, last, (in_time, too_late, named) = WORKED[case]
    assert late(*before, last(in_time)) == []
    assert late(*before, last(too_late)) == [(code, named)]


def test_every_deadline_is_worked_by_hand() -> None:
    sent = {"conclusion_sent_late", "indictment_sent_late"}  # test_engine_doubts.py
    assert {code for code, *_ in WORKED.values()} == LATE - sent


@pytest.mark.parametrize(
    "documents",
    [
        # Without the day on which the file came, nobody knows from when 12 hours or 03 days ran.
        [HELD, IN_CUSTODY, detainee("custody_prolonged", "2026-03-30")],
        [CHARGED, accused("measure_approved", "2026-05-30")],
        # In favour of the convict, or not told: at any time (Đ.379(2)).
        [accused("cassation_protested", "2026-03-30", in_force_on=received("2020-03-02"))],
        [accused("cassation_protested", "2026-03-30", in_force_on=received("2020-03-02"),
                 demands="in_favour")],
        [against("cassation_protested", "2026-03-30")],
        # What it answers is of somebody else.
        [CHARGED, accused("charge_approved", "2026-03-30", subject="A2")],
    ],
)  # fmt: skip
def test_what_cannot_be_reckoned_is_not_judged(documents: list[Row]) -> None:
    assert late(*documents) == []


def test_what_was_decided_asks_for_nothing_more() -> None:
    """The second decision answers no charge that is still open."""
    approved = accused("charge_approved", "2026-03-04")
    assert late(CHARGED, approved, accused("charge_refused", "2026-06-04")) == []
    again = accused("accused_charged", "2026-06-01", **CHARGES)
    late_again = accused("charge_approved", "2026-06-06")  # 01/06 a Monday: to Friday 05/06
    assert late(CHARGED, approved, again, late_again) == [("charge_decided_late", "05/06/2026")]


def test_a_judgment_after_a_suspension_is_appealed_as_a_judgment() -> None:
    """Seven days are for the decision of the court; what it judged later has its own fifteen."""
    told = (
        document("trial_suspended", "2026-01-05", ground="281.1"),
        document("trial_resumed", "2026-02-02"),
        JUDGED,
    )
    assert late(*told, document("appealed", "2026-03-17")) == []
    assert late(*told, protest("2026-03-17", level="same")) == []
    assert late(*told, document("appealed", "2026-03-18")) == [("appealed_late", "17/03/2026")]


@pytest.mark.parametrize(
    ("paper", "last", "next_day", "code", "named"),
    [
        (partial(document, "appealed"), "2026-06-08", "2026-06-09", "decision_appealed_late",
         "08/06/2026"),
        (partial(protest, level="same"), "2026-06-08", "2026-06-09", "decision_protested_late",
         "08/06/2026"),
        (protest, "2026-06-16", "2026-06-17", "decision_protested_late_from_above", "16/06/2026"),
        (partial(document, "appeal_file_sent"), "2026-06-23", "2026-06-24",
         "decision_appeal_file_sent_late", "23/06/2026"),
    ],
)  # fmt: skip
def test_a_case_tried_again_and_terminated_has_the_term_of_the_decision(
    paper: partial[Row], last: str, next_day: str, code: str, named: str
) -> None:
    """The old judgment of 02/03 asks for nothing more; 01/06/2026 is a Monday."""
    told = (JUDGED, document("trial_terminated", "2026-06-01", ground="282.1.a"))
    assert late(*told, paper(last)) == []
    assert late(*told, paper(next_day)) == [(code, named)]


@pytest.mark.parametrize(
    "between", ["trial_scheduled", "appeal_suspended", "appeal_decided", "trial_accepted"]
)
def test_a_hearing_fixed_for_the_first_instance_answers_no_appeal(between: str) -> None:
    accepted = document("appeal_accepted", "2026-03-02", unit="T01")
    later = document("trial_scheduled", "2026-06-15", unit="T01")
    assert late(accepted, document(between, "2026-03-10", unit="T01"), later) == []
    assert late(accepted, later) == [("appeal_scheduled_late", "16/04/2026")]


def test_detention_ends_the_wait_for_custody() -> None:
    wanted = detainee("arrested", "2026-03-02", ground="wanted")
    detained = detainee("detention_ordered", "2026-03-02")
    anew = detainee("custody_ordered", "2026-06-15")
    assert late(wanted, detained, anew) == []
    assert late(wanted, anew) == [("custody_decided_late", "03/03/2026")]


def test_a_corrected_day_mends_the_finding() -> None:
    appealed = document("appealed", "2026-03-18", event_id="k")
    assert late(JUDGED, appealed) == [("appealed_late", "17/03/2026")]
    mended = document("appealed", "2026-03-16", corrects="k")
    assert late(JUDGED, appealed, mended) == []
