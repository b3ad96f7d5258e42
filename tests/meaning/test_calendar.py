"""Periods, statistical years and working days."""

from datetime import date

import pytest
from published import CALENDAR, WORKING_DAYS

from projections.calendar import (
    Calendar,
    Period,
    UnknownPeriod,
    WorkingDays,
    add_months,
    months,
    parse_period,
    previous,
)


def period(text: str) -> tuple[str, str]:
    found = parse_period(text, CALENDAR)
    return found.start.isoformat(), found.end.isoformat()


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-01", "2026-01-01", "2026-02-01"),
        ("2025-12", "2025-12-01", "2026-01-01"),
        ("2026-Y", "2025-10-01", "2026-10-01"),
        ("2026-H1", "2025-10-01", "2026-04-01"),
        ("2026-H2", "2026-04-01", "2026-10-01"),
        ("2026-Q1", "2025-10-01", "2026-01-01"),
        ("2026-Q2", "2026-01-01", "2026-04-01"),
        ("2026-Q4", "2026-07-01", "2026-10-01"),
        ("2024-Y", "2023-12-01", "2024-12-01"),
        ("2024-Q1", "2023-12-01", "2024-03-01"),
        ("2024-H1", "2023-12-01", "2024-06-01"),
        ("2024-H2", "2024-06-01", "2024-12-01"),
        ("2020-Y", "2019-12-01", "2020-12-01"),
        ("2017-Y", "2016-12-01", "2017-12-01"),
        # 358 began its year two months early: 2025 is short
        ("2025-Y", "2024-12-01", "2025-10-01"),
        ("2025-H1", "2024-12-01", "2025-06-01"),
        ("2025-H2", "2025-06-01", "2025-10-01"),
        ("2025-Q3", "2025-06-01", "2025-09-01"),
        ("2025-Q4", "2025-09-01", "2025-10-01"),
        ("2025-10-01..2026-01-01", "2025-10-01", "2026-01-01"),
        ("2025-10-14..2025-10-15", "2025-10-14", "2025-10-15"),
    ],
)
def test_a_period_is_read_by_the_calendar_of_its_regime(text: str, start: str, end: str) -> None:
    assert period(text) == (start, end)


def test_statistical_years_follow_each_other_without_a_gap() -> None:
    for number in range(2014, 2030):
        assert CALENDAR.year(number).end == CALENDAR.year(number + 1).start


@pytest.mark.parametrize(
    "text",
    ["2026", "2026-13", "2026-1", "2026-H3", "2026-Q0", "2026-Q5", "2026-02-30..2026-03-01", "",
     "2026-02-01..2026-02-01", "2026-02-01..2026-01-01", "0000-01"],
)  # fmt: skip
def test_what_is_no_period_is_refused_saying_what_is(text: str) -> None:
    with pytest.raises(UnknownPeriod, match=r"accepted: 2026-01 \(month\), 2026-H1"):
        parse_period(text, CALENDAR)


def test_a_year_before_the_first_regime_is_refused() -> None:
    with pytest.raises(UnknownPeriod, match=r"no statistical year 2013; .* 2013-12-01"):
        parse_period("2013-Y", CALENDAR)


@pytest.mark.parametrize(
    ("on", "regime"),
    [
        (date(2016, 6, 30), "452"),
        (date(2019, 11, 30), "188"),
        (date(2025, 3, 31), "560"),
        (date(2025, 4, 1), "140"),
        (date(2025, 9, 30), "140"),
        (date(2025, 10, 1), "358"),
        (date(2030, 1, 1), "358"),
    ],
)
def test_a_day_has_one_regime(on: date, regime: str) -> None:
    assert CALENDAR.regime(on).id == regime


def test_regimes_that_leave_a_day_uncovered_are_refused() -> None:
    def row(name: str, first: date, last: date | None) -> dict[str, object]:
        valid = {"from": first, "to": last}
        return {"id": name, "label": name, "valid": valid, "starts_in": 12, "status": "official"}

    with pytest.raises(ValueError, match="regime a ends on 2020-01-01, regime b begins on 2020-02"):
        Calendar.from_rows(
            [row("a", date(2019, 1, 1), date(2020, 1, 1)), row("b", date(2020, 2, 1), None)]
        )


def test_a_period_holds_its_first_day_and_not_its_end() -> None:
    january = Period(date(2026, 1, 1), date(2026, 2, 1))
    assert date(2026, 1, 1) in january
    assert date(2026, 1, 31) in january
    assert date(2026, 2, 1) not in january
    assert date(2025, 12, 31) not in january
    assert str(january) == "2026-01"
    assert str(parse_period("2026-H1", CALENDAR)) == "2025-10-01..2026-04-01"


def test_a_half_year_divides_into_its_months() -> None:
    assert [str(month) for month in months(parse_period("2026-H1", CALENDAR))] == [
        "2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03",
    ]  # fmt: skip
    with pytest.raises(UnknownPeriod, match="whole months"):
        months(parse_period("2025-10-02..2025-12-01", CALENDAR))


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("2026-01", "2025-12"),
        ("2026-H2", "2025-10-01..2026-04-01"),
        ("2026-H1", "2025-04-01..2025-10-01"),
        ("2026-Y", "2024-10-01..2025-10-01"),
        ("2026-Q1", "2025-07-01..2025-10-01"),
        ("2026-01-10..2026-01-13", "2026-01-07..2026-01-10"),
    ],
)
def test_the_period_before_is_as_long_and_ends_where_this_begins(text: str, before: str) -> None:
    assert str(previous(parse_period(text, CALENDAR))) == before


@pytest.mark.parametrize(
    ("day", "count", "later"),
    [
        (date(2026, 1, 15), 2, date(2026, 3, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 10, 31), 4, date(2026, 2, 28)),
        (date(2025, 12, 30), 12, date(2026, 12, 30)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 3, 31), 0, date(2026, 3, 31)),
    ],
)
def test_months_end_on_the_same_day_number_or_the_last_day(
    day: date, count: int, later: date
) -> None:
    assert add_months(day, count) == later


@pytest.mark.parametrize(
    ("end", "moved"),
    [
        (date(2026, 1, 15), date(2026, 1, 15)),  # Thursday
        (date(2026, 3, 14), date(2026, 3, 16)),  # Saturday
        (date(2026, 2, 16), date(2026, 2, 23)),  # Tết, then a week-end
        (date(2026, 4, 25), date(2026, 4, 28)),  # week-end, Giỗ Tổ on Sunday, made up on Monday
        (date(2026, 4, 30), date(2026, 5, 4)),
        (date(2026, 8, 29), date(2026, 9, 3)),
        (date(2025, 5, 2), date(2025, 5, 5)),  # exchanged for Saturday 26 April
        (date(2025, 4, 26), date(2025, 4, 26)),
    ],
)
def test_a_limit_that_ends_on_a_day_off_ends_on_the_next_working_day(
    end: date, moved: date
) -> None:
    assert WORKING_DAYS.next_working_day(end) == moved


def test_every_year_has_its_fixed_holidays() -> None:
    for year in range(2018, 2028):
        for month, day in ((1, 1), (4, 30), (5, 1), (9, 2)):
            assert WORKING_DAYS.day_off(date(year, month, day))


@pytest.mark.parametrize(
    ("new_year", "kings"),
    [
        (date(2018, 2, 16), date(2018, 4, 25)),
        (date(2019, 2, 5), date(2019, 4, 14)),
        (date(2020, 1, 25), date(2020, 4, 2)),
        (date(2021, 2, 12), date(2021, 4, 21)),
        (date(2022, 2, 1), date(2022, 4, 10)),
        (date(2023, 1, 22), date(2023, 4, 29)),
        (date(2024, 2, 10), date(2024, 4, 18)),
        (date(2025, 1, 29), date(2025, 4, 7)),
        (date(2026, 2, 17), date(2026, 4, 26)),
        (date(2027, 2, 6), date(2027, 4, 16)),
    ],
)
def test_the_lunar_holidays_are_off(new_year: date, kings: date) -> None:
    assert WORKING_DAYS.day_off(new_year)
    assert WORKING_DAYS.day_off(kings)


def test_a_day_cannot_be_both_off_and_worked() -> None:
    day = date(2026, 1, 10)
    with pytest.raises(ValueError, match="2026-01-10 is both"):
        WorkingDays.from_rows([{"first": day, "last": day, "label": "x"}], [{"day": day}])
