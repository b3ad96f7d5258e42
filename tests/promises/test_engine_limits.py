"""Limits, worked by hand from BLTTHS 134, 147, 172, 174 and TTLT 04/2018 Điều 14."""

from __future__ import annotations

from datetime import date

import pytest
from engine_story import Row, day, document, spans, stays

REPORT = {"subject": "NT", "kind": "report"}
ACCEPTED = document("report_accepted", "2026-03-02", **REPORT)


def limits(*documents: Row, stage: str = "investigating") -> list[object]:
    return [row["limit_on"] for row in spans(*documents, stage=stage)]


def lapses(*documents: Row, stage: str) -> list[tuple[object, ...]]:
    return [
        (str(row["since"]), row["came_by"], day(row["until"]), row["left_by"])
        for row in spans(*documents, stage=stage)
    ]


def test_the_first_day_of_a_limit_in_days_does_not_count() -> None:
    """20 days from Monday 2 March 2026: the last is Sunday 22 March, moved to Monday 23."""
    assert limits(ACCEPTED, stage="checking") == [date(2026, 3, 23)]


@pytest.mark.parametrize(
    ("prosecuted", "last"),
    [
        ("2026-01-05", date(2026, 3, 5)),  # the same day number
        ("2025-12-31", date(2026, 3, 2)),  # 28 February is a Saturday
        ("2026-01-07", date(2026, 3, 9)),  # 7 March is a Saturday
    ],
)
def test_a_limit_in_months_ends_on_the_same_day_number(prosecuted: str, last: date) -> None:
    """173.1 is less serious: two months."""
    assert limits(document("case_prosecuted", prosecuted, charges="173.1")) == [last]


def test_a_heavier_charge_brings_the_heavier_limit_less_the_time_used() -> None:
    """TTLT 04/2018 Điều 14: 173.2 on 1 January 2018, 173.3 on 30 January: four months in all.

    1 April 2018 is a Sunday; 1 May is a holiday.
    """
    told = [
        document("case_prosecuted", "2018-01-01", charges="173.2"),
        document("prosecution_changed", "2018-01-30", charges="173.3"),
    ]
    assert limits(*told) == [date(2018, 4, 2), date(2018, 5, 2)]


def test_a_lighter_charge_brings_the_lighter_limit_at_once() -> None:
    told = [
        document("case_prosecuted", "2026-01-05", charges="173.3"),
        document("prosecution_changed", "2026-04-01", charges="173.1"),
    ]
    assert limits(*told) == [date(2026, 5, 5), date(2026, 3, 5)]
    assert lapses(*told, stage="investigation_overdue") == [("2026-04-01", "overdue", None, None)]


def test_without_a_class_no_limit_is_known() -> None:
    told = [
        document("case_prosecuted", "2026-01-05"),
        document("investigation_concluded", "2026-09-01"),
    ]
    (row,) = spans(*told, stage="investigating")
    assert (row["limit_on"], row["left_overdue"]) == (None, "unknown")


def test_a_stay_that_outlasts_its_limit_is_overdue_from_the_day_after_until_it_is_left() -> None:
    told = [
        document("case_prosecuted", "2026-01-05", charges="173.1"),
        document("investigation_concluded", "2026-03-20"),
    ]
    assert lapses(*told, stage="investigation_overdue") == [
        ("2026-03-06", "overdue", "2026-03-20", "concluded")
    ]
    assert [row["left_overdue"] for row in spans(*told, stage="investigating")] == ["yes"]


def test_the_last_day_of_the_limit_is_not_overdue() -> None:
    told = [
        document("case_prosecuted", "2026-01-05", charges="173.1"),
        document("investigation_concluded", "2026-03-05"),
    ]
    assert lapses(*told, stage="investigation_overdue") == []
    assert [row["left_overdue"] for row in spans(*told, stage="investigating")] == ["no"]


def test_no_clock_is_needed_a_limit_of_the_future_lapses_in_the_future() -> None:
    told = document("case_prosecuted", "2099-01-05", charges="173.1")
    assert lapses(told, stage="investigation_overdue") == [("2099-03-06", "overdue", None, None)]


def test_extensions_add_up() -> None:
    told = [
        document("case_prosecuted", "2026-01-05", charges="173.1"),
        document("investigation_extended", "2026-02-20", extension_months=2),
        document("investigation_extended", "2026-04-20", extension_months=1),
    ]
    assert limits(*told) == [date(2026, 6, 5)]


@pytest.mark.parametrize(
    ("charge", "months", "last"),
    [
        ("173.1", (2,), date(2026, 5, 5)),
        ("173.2", (3, 2), date(2026, 9, 7)),  # 5 September is a Saturday
        ("173.3", (4, 4), date(2027, 1, 5)),
        ("173.4", (4, 4, 4), date(2027, 5, 5)),
    ],
)
def test_all_extensions_of_the_law_reach_its_ordinary_maximum(
    charge: str, months: tuple[int, ...], last: date
) -> None:
    """Điều 172: 4, 8, 12, 16 months in all, from Monday 5 January 2026."""
    told = [document("case_prosecuted", "2026-01-05", charges=charge)]
    for number, more in enumerate(months):
        told.append(document("investigation_extended", f"2026-0{2 + number}-20"))
        told[-1]["extension_months"] = more
    assert limits(*told) == [last]


def test_another_offence_brings_the_limit_of_the_most_serious() -> None:
    """TTLT 04/2018 Điều 14: 251.4 is especially serious, four months from the first day."""
    told = [
        document("case_prosecuted", "2026-01-05", charges="173.1"),
        document("prosecution_supplemented", "2026-02-02", charges="173.1,*251.4"),
    ]
    assert limits(*told) == [date(2026, 3, 5), date(2026, 5, 5)]


def test_a_joined_case_has_the_limit_of_the_most_serious_from_the_first_decision() -> None:
    told = [
        document("case_prosecuted", "2026-01-05", charges="173.1"),
        document(
            "case_joined_in",
            "2026-02-02",
            charges="173.1,*251.4",
            first_prosecuted_on=date(2025, 12, 1),
        ),
    ]
    assert limits(*told)[-1] == date(2026, 4, 1)


def test_a_simplified_procedure_states_its_end_until_it_is_cancelled() -> None:
    """Điều 460: 20 days; Điều 458: the ordinary limit from the day of cancelling."""
    applied, ordinary = date(2026, 1, 25), date(2026, 3, 20)
    told = [
        document("case_prosecuted", "2026-01-05", charges="173.1"),
        document("simplified_procedure_applied", "2026-01-07", extension_until=applied),
    ]
    assert limits(*told) == [applied]
    told.append(document("simplified_procedure_cancelled", "2026-01-20", extension_until=ordinary))
    assert limits(*told) == [ordinary]


@pytest.mark.parametrize(
    ("before", "event", "stage"),
    [
        ("", "case_prosecuted", "investigating"),
        ("concluded", "file_received", "prosecuting"),
        ("indicted", "trial_accepted", "trial"),
    ],
)
def test_the_document_that_begins_a_limit_may_state_its_end(
    before: str, event: str, stage: str
) -> None:
    """Half of the limit for a person under 18 (Luật 59/2024 Điều 120), a Sunday: not moved."""
    told = [document(event, "2026-01-05", charges="173.1", extension_until=date(2026, 1, 25))]
    if before:
        told.insert(0, document("carried_in", "2026-01-02", stated_stage=before))
    assert limits(*told, stage=stage) == [date(2026, 1, 25)]


def test_what_is_carried_in_states_when_its_limit_ends() -> None:
    told = document(
        "carried_in",
        "2025-09-30",
        charges="173.1",
        stated_stage="trial",
        extension_until=date(2025, 10, 13),
    )
    assert limits(told, stage="trial") == [date(2025, 10, 13)]
    assert lapses(told, stage="trial_overdue") == [("2025-10-14", "overdue", None, None)]


def test_a_case_scheduled_for_trial_is_overdue_only_after_the_days_for_its_hearing() -> None:
    """Điều 277: two months from 3 March, 15 days to open the hearing; Điều 297: 30 days more."""
    told = [
        document("carried_in", "2026-03-02", charges="173.3", stated_stage="indicted"),
        document("trial_accepted", "2026-03-03"),
        document("trial_scheduled", "2026-04-29", extension_days=15),
    ]
    assert limits(*told, stage="trial") == [date(2026, 5, 18)]
    told.append(document("hearing_postponed", "2026-05-14", extension_days=30))
    assert limits(*told, stage="trial") == [date(2026, 6, 17)]


def test_an_extension_granted_too_late_does_not_erase_the_overdue_days_before_it() -> None:
    """Last day 5 March; two months granted on 16 March: until 5 May; then overdue anew."""
    told = [
        document("case_prosecuted", "2026-01-05", charges="173.1"),
        document("investigation_extended", "2026-03-16", extension_months=2),
        document("investigation_concluded", "2026-06-01"),
    ]
    assert lapses(*told, stage="investigation_overdue") == [
        ("2026-03-06", "overdue", "2026-03-16", "extended"),
        ("2026-05-06", "overdue", "2026-06-01", "concluded"),
    ]


def test_an_extension_too_short_to_lift_a_lapse_does_not_break_it_in_two() -> None:
    told = [
        document("case_prosecuted", "2026-01-05", charges="173.1"),
        document("investigation_extended", "2026-06-01", extension_months=1),
    ]
    assert lapses(*told, stage="investigation_overdue") == [("2026-03-06", "overdue", None, None)]


def test_a_lapse_that_goes_on_through_a_split_is_not_new() -> None:
    told = [
        document("case_prosecuted", "2026-01-05", charges="173.1"),
        document("prosecution_changed", "2026-06-01", charges="174.1"),
    ]
    assert lapses(*told, stage="investigation_overdue") == [
        ("2026-03-06", "overdue", "2026-06-01", "reclassified"),
        ("2026-06-01", "reclassified", None, None),
    ]


def test_an_investigation_goes_on_in_other_hands_and_in_transit() -> None:
    told = [
        document("case_prosecuted", "2026-01-05", charges="173.1"),
        document("case_transferred_out", "2026-02-02"),
        document("case_transferred_in", "2026-02-09", unit="K79-01"),
    ]
    assert limits(*told) == [date(2026, 3, 5), date(2026, 3, 5)]
    assert limits(*told, stage="investigating_in_transit") == [None]


def test_a_resumed_investigation_has_its_own_limit() -> None:
    """173.2 is serious: three months at first, two after resumption."""
    told = [
        document("case_prosecuted", "2026-01-05", charges="173.2"),
        document("investigation_suspended", "2026-02-02"),
        document("investigation_resumed", "2026-05-04"),
    ]
    assert limits(*told) == [date(2026, 4, 6), date(2026, 7, 6)]  # 5 April is a Sunday; 4 July …


def test_a_stated_end_holds_as_it_is_and_later_extensions_add_to_it() -> None:
    until = {"extension_until": date(2026, 3, 14)}  # a Saturday
    accepted = {**ACCEPTED, **until}
    assert limits(accepted, stage="checking") == [date(2026, 3, 14)]
    extended = document("report_extended", "2026-03-10", extension_months=2, **REPORT)
    assert limits(accepted, extended, stage="checking") == [date(2026, 5, 14)]


def test_a_joined_case_runs_from_the_oldest_first_prosecution_known_so_far() -> None:
    """Prosecuted 5 January; on 2 February a case first prosecuted on 1 December is joined to it."""
    told = [
        document("case_prosecuted", "2026-01-05", charges="173.1"),
        document("case_joined_in", "2026-02-02", first_prosecuted_on=date(2025, 12, 1)),
        document("investigation_concluded", "2026-02-20"),
    ]
    assert limits(*told) == [date(2026, 2, 2)]  # 1 February is a Sunday
    assert lapses(*told, stage="investigation_overdue") == [
        ("2026-02-03", "overdue", "2026-02-20", "concluded")
    ]
    assert stays(*told)[0][0] == "investigating"
    assert {row["first_prosecuted_on"] for row in spans(*told)} == {date(2026, 1, 5)}


def test_a_day_beyond_all_calendars_stops_nothing() -> None:
    told = [
        document("case_prosecuted", "9999-12-20", charges="173.1"),
        document("investigation_extended", "9999-12-21", extension_days=2**31 - 1),
    ]
    assert limits(*told) == [date.max]


def test_a_limit_beyond_the_last_day_that_a_calendar_has_never_lapses() -> None:
    told = [
        document("case_prosecuted", "2026-01-05", charges="173.1"),
        document("investigation_extended", "2026-02-20", extension_months=2**31 - 1),
    ]
    assert limits(*told) == [date.max]
    assert lapses(*told, stage="investigation_overdue") == []
