"""Thời hạn: what begins, lengthens and goes on with each limit, worked from the law by hand."""

from __future__ import annotations

from collections.abc import Mapping

from test_form_07 import definitions

from projections.definitions import Grant

# Track, name and stages : manners : counted from : lengths (months, days) : what may lengthen or
# state it : manners in which it goes on : the overdue stage, and how it ends; of a limitation,
# which has no lengths, where documents state it.
LIMITS = """
report report_resumed checking : resumed reopened : entry : *=1m : report_resumed report_limit_prolonged report_extended : reclassified taken_over : checking_overdue working_day
report report checking : any : entry : *=20d : report_accepted report_transferred_in report_limit_prolonged report_extended : reclassified taken_over : checking_overdue working_day
case investigation_resumed investigating,reinvestigating : resumed reopened : entry : less_serious=2m serious=2m very_serious=3m especially_serious=3m : investigation_extended investigation_resumed case_severed_in case_transferred_in simplified_procedure_applied simplified_procedure_cancelled : reclassified transferred_in : investigation_overdue working_day
case reinvestigation reinvestigating : any : entry : less_serious=2m serious=3m very_serious=4m especially_serious=4m : investigation_extended reinvestigation_started carried_in case_severed_in case_transferred_in : reclassified transferred_in : investigation_overdue working_day
case investigation investigating : any : first_prosecuted_on : less_serious=2m serious=3m very_serious=4m especially_serious=4m : investigation_extended case_prosecuted carried_in case_severed_in case_transferred_in simplified_procedure_applied simplified_procedure_cancelled : reclassified transferred_in : investigation_overdue working_day
case supplement_for_procuracy supplementing,supplementing_after_court : any : entry : *=2m : supplement_started carried_in case_severed_in case_transferred_in : reclassified transferred_in : investigation_overdue working_day
case supplement_for_court supplementing_for_court : any : entry : *=1m : supplement_started carried_in case_severed_in case_transferred_in : reclassified transferred_in : investigation_overdue working_day
case prosecution prosecuting,prosecuting_again,prosecuting_after_court : any : entry : less_serious=20d serious=20d very_serious=30d especially_serious=30d : prosecution_extended file_received prosecution_resumed supplement_by_procuracy carried_in case_severed_in case_transferred_in simplified_procedure_applied simplified_procedure_cancelled : reclassified transferred_in : prosecution_overdue working_day
case trial_after_supplement trial : received_back : entry : *=15d : trial_preparation_extended trial_accepted trial_scheduled hearing_postponed case_transferred_in : reclassified transferred_in : trial_overdue working_day
case trial_preparation trial : any : entry : less_serious=30d serious=45d very_serious=2m especially_serious=3m : trial_preparation_extended trial_accepted trial_resumed trial_scheduled hearing_postponed carried_in case_severed_in case_transferred_in simplified_procedure_applied simplified_procedure_cancelled : reclassified transferred_in : trial_overdue working_day
case appeal_supreme appeal : appeal_accepted_supreme reheard_supreme resumed_supreme : entry : *=90d : appeal_accepted appeal_resumed trial_scheduled hearing_postponed simplified_procedure_applied simplified_procedure_cancelled : reclassified : appeal_overdue working_day
case appeal appeal : appeal_accepted reheard resumed : entry : *=60d : appeal_accepted appeal_resumed trial_scheduled hearing_postponed simplified_procedure_applied simplified_procedure_cancelled : reclassified : appeal_overdue working_day
report report_limitation checking_suspended : any : entry :  : report_suspended report_transferred_in carried_in : reclassified transferred_in : limitation_overdue limitation_on
case limitation_case investigating_suspended,reinvestigating_suspended,supplementing_suspended,supplementing_for_court_suspended,supplementing_after_court_suspended,prosecuting_suspended,prosecuting_again_suspended,prosecuting_after_court_suspended : any : entry :  : investigation_suspended prosecution_suspended carried_in case_severed_in case_transferred_in prosecution_changed prosecution_supplemented : reclassified transferred_in : limitation_overdue limitation_on
case trial_limitation_case trial_suspended : any : entry :  : trial_suspended carried_in case_severed_in prosecution_changed prosecution_supplemented : reclassified : trial_limitation_overdue limitation_on
accused limitation_accused investigating_suspended,reinvestigating_suspended,supplementing_suspended,supplementing_for_court_suspended,supplementing_after_court_suspended,prosecuting_suspended,prosecuting_again_suspended,prosecuting_after_court_suspended : any : entry :  : investigation_suspended prosecution_suspended carried_in case_severed_in case_joined_in case_transferred_in prosecution_changed prosecution_supplemented : reclassified transferred_in : limitation_overdue limitation_on
accused trial_limitation_accused trial_suspended : any : entry :  : trial_suspended carried_in case_severed_in case_joined_in prosecution_changed prosecution_supplemented : reclassified : trial_limitation_overdue limitation_on
custody custody held : any : entry : *=3d : custody_ordered custody_prolonged detainee_recaptured detainee_transferred_in custody_carried_in : reclassified transferred_in transferred_in_to_serve transferred_in_for_appeal : custody_overdue inclusive
custody detention detained_investigation,detained_prosecution,detained_trial,detained_appeal,detained_waiting : any : entry : less_serious=2m serious=3m very_serious=4m especially_serious=4m : detention_ordered detention_prolonged proceedings_stage_told sentence_told simplified_procedure_told simplified_procedure_ended_told received_to_serve detainee_recaptured detainee_treatment_ended detainee_transferred_in custody_carried_in : reclassified stage_told sentence_changed transferred_in transferred_in_to_serve transferred_in_for_appeal : detention_overdue inclusive
convict enforcement_order awaiting_order : any : entry : *=7d : enforcement_carried_in : reclassified : awaiting_order_overdue working_day
convict deferral_for_illness deferred : deferred_for_illness : entry : *=1200m : sentence_deferred enforcement_carried_in : reclassified transferred_in : deferral_expired ends_stay
convict deferral deferred : any : entry : *=12m : sentence_deferred enforcement_carried_in : reclassified transferred_in : deferral_expired ends_stay
convict suspension_before_serving ordered_suspended : any : entry : *=12m : sentence_suspended enforcement_carried_in : reclassified : ordered_suspended_expired
penalty suspension term_suspended : any : entry : *=12m : sentence_suspended enforcement_carried_in : reclassified : suspension_expired
penalty life_suspension life_suspended,life_reduced_suspended : any : entry : *=12m : sentence_suspended enforcement_carried_in : reclassified : life_suspension_expired
case_cassation cassation_case procuracy_cassation,court_cassation,reopening : any : entry : *=4m :  :  : case_cassation_overdue working_day
accused_cassation cassation_accused procuracy_cassation,court_cassation,reopening : any : entry : *=4m :  :  : accused_cassation_overdue working_day
death_review death_review death_reviewing : any : entry : *=2m :  :  : death_review_overdue working_day
examination examination_psychiatric examining : examination_ordered_psychiatric : entry : *=3m : examination_ordered examination_extended :  : examination_overdue working_day
examination examination_one_month examining : examination_ordered_one_month : entry : *=1m : examination_ordered examination_extended :  : examination_overdue working_day
examination examination_nine_days examining : examination_ordered_nine_days : entry : *=9d : examination_ordered examination_extended :  : examination_overdue working_day
"""  # noqa: E501


def test_limits_are_those_of_the_law() -> None:
    """BLTTHS Đ.118, 147, 149, 172–174, 208, 240, 277, 346, 364, 367, 385; BLHS Đ.27, 67, 68."""
    found = set()
    for one in definitions().limits:
        lengths = {
            f"{severity}={length.months or length.days}{'m' if length.months else 'd'}"
            for severity, length in one.lengths.items()
        }
        marks = [one.overdue, *["working_day"] * one.moves_to_working_day]
        marks += ["ends_stay"] * one.ends_stay + ["inclusive"] * one.inclusive
        marks += [] if one.lengths else [one.stated_by]
        parts: list[object] = [one.track, one.id, one.stages, one.came_by or frozenset({"any"})]
        parts += [one.counts_from, frozenset(lengths), one.extended_by, one.continues, tuple(marks)]
        found.add(tuple(parts))
    assert found == {limit(line) for line in LIMITS.strip().splitlines()}


def limit(line: str) -> tuple[object, ...]:
    head, came_by, since, lengths, extended, continues, marks = line.split(" : ")
    track, id, stages = head.split()
    return (
        track, id, frozenset(stages.split(",")), frozenset(came_by.split()), since,
        frozenset(lengths.split()), frozenset(extended.split()), frozenset(continues.split()),
        tuple(marks.split()),
    )  # fmt: skip


# Limit : documents : in which stages : what each class may be given in turn, a province (T) or the
# supreme procuracy (TC) deciding where it says so : more for national security.
DETAINED = """
custody : custody_prolonged : all : *=3d+3d :
detention : detention_prolonged : detained_investigation : less_serious=1m serious=2m very_serious=3m especially_serious=4mT+4mT+4mTC : less_serious=4mTC serious=4mTC+1mTC very_serious=4mTC+2mTC especially_serious=4mTC
detention : detention_prolonged : detained_prosecution : less_serious=10d serious=10d very_serious=15d especially_serious=30d :
detention : detention_prolonged : detained_trial : less_serious=15d serious=15d very_serious=30d especially_serious=30d :
"""  # noqa: E501


def test_custody_and_detention_are_prolonged_as_the_law_says() -> None:
    """BLTTHS Đ.118(2), 173(2)–(6), 240(1) with 241, 277(2) with 278; other limits by their ends:
    tests/promises/test_engine_extensions.py."""
    found = set()
    for limit in definitions().limits:
        for table in limit.extensions if limit.track == "custody" else ():
            assert not table.again and not table.whole
            (more,) = table.more.values() or ({},)
            stages = " ".join(sorted(table.stages)) or "all"
            words = [limit.id, " ".join(table.by), stages, granted(table.grants), granted(more)]
            found.add(" : ".join(words).strip())
    assert found == {line.strip() for line in DETAINED.strip().splitlines()}


def granted(grants: Mapping[str, tuple[Grant, ...]]) -> str:
    marks = {"region": "", "province": "T", "supreme": "TC"}

    def each(grant: Grant) -> str:
        length = grant.length
        told = f"{length.months}m" if length.months else f"{length.days}d"
        return told + marks[grant.level]

    return " ".join(f"{name}={'+'.join(map(each, given))}" for name, given in grants.items())


# Limit : document : the day of it that counts : how many days before the last day at the latest :
# in which stages. Custody ends at an hour of the day after its last whole day; 24 hours before it
# lie on that last whole day.
NOTICES = """
report : report_extended : received_on : 5 : any
investigation : investigation_extended : received_on : 10 : any
investigation_resumed : investigation_extended : received_on : 10 : any
reinvestigation : investigation_extended : received_on : 10 : any
custody : detention_ordered : received_on : 0 : any
detention : detention_prolonged : received_on : 10 : detained_investigation
detention : custody_expiry_notified : effective_on : 7 : any
"""


def test_notices_are_those_of_the_law() -> None:
    """BLTTHS Đ.147(3), 172(2), 173(2), 174(1), 174(3), 244; TTLT 04/2018 Đ.16, 20."""
    found = {
        " : ".join((limit.id, event, notice.day, str(notice.days), ",".join(stages)))
        for limit in definitions().limits
        for notice in limit.notices
        for stages in (sorted(notice.stages) or ["any"],)
        for event in notice.by
    }
    assert found == set(NOTICES.strip().splitlines())
    assert all(notice.basis for limit in definitions().limits for notice in limit.notices)
