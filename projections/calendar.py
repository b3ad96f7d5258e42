"""Lịch: kỳ thống kê, năm công tác, ngày làm việc. Periods, statistical years and working days."""

from __future__ import annotations

import calendar
import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

ACCEPTED = (
    "accepted: 2026-01 (month), 2026-H1, 2026-H2, 2026-Y (statistical half-years and year), "
    "2026-Q1 to 2026-Q4 (its quarters), 2025-10-01..2026-01-01 (first day, first day after)"
)
_MONTH = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])")
_YEAR = re.compile(r"((?:19|20)\d\d)-(H1|H2|Q[1-4]|Y)")
_RANGE = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)")


class UnknownPeriod(ValueError):
    """A period that is written otherwise than we read, or that no regime covers."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Kỳ thống kê: from `start` until the day before `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise UnknownPeriod(f"period {self.start}..{self.end} is empty; {ACCEPTED}")

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def __str__(self) -> str:
        if self.start.day == 1 and self.end == add_months(self.start, 1):
            return f"{self.start:%Y-%m}"
        return f"{self.start}..{self.end}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """Chế độ báo cáo thống kê: in force from `valid_from` until the day before `valid_to`."""

    id: str
    label: str
    valid_from: date
    valid_to: date | None
    starts_in: int
    status: str

    def covers(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Năm công tác thống kê theo từng chế độ báo cáo."""

    regimes: tuple[Regime, ...]

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]]) -> Calendar:
        """The rows under `regimes` of statistical-years.yaml."""
        regimes = sorted((_regime(row) for row in rows), key=lambda regime: regime.valid_from)
        for before, after in itertools.pairwise(regimes):
            if before.valid_to != after.valid_from:
                raise ValueError(
                    f"regime {before.id} ends on {before.valid_to}, regime {after.id} begins on "
                    f"{after.valid_from}; accepted: the same day"
                )
        return cls(tuple(regimes))

    def regime(self, on: date) -> Regime:
        for regime in self.regimes:
            if regime.covers(on):
                return regime
        raise UnknownPeriod(f"no regime on {on}; accepted: days since {self.regimes[0].valid_from}")

    def year(self, number: int) -> Period:
        """Năm công tác: until the next one begins, so that a change of regime may shorten it."""
        start, end = self._starts(number), self._starts(number + 1)
        if start is None or end is None:
            first = self.regimes[0].valid_from
            raise UnknownPeriod(
                f"no statistical year {number}; accepted: years begun since {first}"
            )
        return Period(start, end)

    def half(self, number: int, half: int) -> Period:
        """6 tháng đầu, 6 tháng cuối: the second half takes what the year has left."""
        year = self.year(number)
        middle = add_months(year.start, 6)
        return Period(year.start, middle) if half == 1 else Period(middle, year.end)

    def quarter(self, number: int, quarter: int) -> Period:
        """Quý của năm công tác: the fourth, like the second half, takes what the year has left."""
        year = self.year(number)
        start = add_months(year.start, 3 * (quarter - 1))
        return Period(start, year.end if quarter == 4 else add_months(start, 3))

    def _starts(self, number: int) -> date | None:
        for regime in self.regimes:
            start = date(number if regime.starts_in == 1 else number - 1, regime.starts_in, 1)
            if regime.covers(start):
                return start
        return None


def parse_period(text: str, calendar: Calendar) -> Period:
    """`2026-01`, `2026-Q1`, `2026-H1`, `2026-Y`, or `2025-10-01..2026-01-01`."""
    if match := _MONTH.fullmatch(text):
        start = date(int(match[1]), int(match[2]), 1)
        return Period(start, add_months(start, 1))
    if match := _YEAR.fullmatch(text):
        number, part = int(match[1]), match[2]
        if part == "Y":
            return calendar.year(number)
        return (calendar.half if part[0] == "H" else calendar.quarter)(number, int(part[1]))
    if match := _RANGE.fullmatch(text):
        try:
            return Period(date.fromisoformat(match[1]), date.fromisoformat(match[2]))
        except UnknownPeriod:
            raise
        except ValueError as error:
            raise UnknownPeriod(f"period {text!r}: {error}; {ACCEPTED}") from error
    raise UnknownPeriod(f"period {text!r}; {ACCEPTED}")


def months(period: Period) -> tuple[Period, ...]:
    """The calendar months of a period that begins and ends with a month."""
    if period.start.day != 1 or period.end.day != 1:
        raise UnknownPeriod(f"period {period} does not divide into months; accepted: whole months")
    starts = [period.start]
    while (following := add_months(starts[-1], 1)) < period.end:
        starts.append(following)
    return tuple(Period(start, add_months(start, 1)) for start in starts)


def previous(period: Period) -> Period:
    """Kỳ trước: as many months (else as many days) as the period has, ending where it begins."""
    if period.start.day == period.end.day == 1:
        return Period(add_months(period.start, -len(months(period))), period.start)
    return Period(period.start - (period.end - period.start), period.start)


def add_months(day: date, months: int) -> date:
    """The same day number `months` later, or that month's last day (BLTTHS Điều 134)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Ngày làm việc: week-ends and holidays are off, but for the days worked instead."""

    holidays: frozenset[date]
    worked: frozenset[date]

    @classmethod
    def from_rows(
        cls, holidays: Iterable[Mapping[str, Any]], working_instead: Iterable[Mapping[str, Any]]
    ) -> WorkingDays:
        """The rows under `holidays` (`first` to `last`) and `working_instead` (`day`)."""
        off: set[date] = set()
        for row in holidays:
            first, last = row["first"], row["last"]
            if last < first:
                raise ValueError(f"holiday {row['label']!r}: last {last} is before first {first}")
            off.update(first + timedelta(days=n) for n in range((last - first).days + 1))
        worked = frozenset(row["day"] for row in working_instead)
        if both := off & worked:
            raise ValueError(f"{min(both)} is both a holiday and worked instead")
        return cls(frozenset(off), worked)

    def day_off(self, day: date) -> bool:
        return day in self.holidays or (day.weekday() >= 5 and day not in self.worked)

    def next_working_day(self, day: date) -> date:
        """The day itself when worked, else the first worked day after it."""
        while self.day_off(day):
            day += timedelta(days=1)
        return day


def optional_day(text: str) -> date | None:
    """A cell of a CSV catalogue: an ISO day, or nothing."""
    return date.fromisoformat(text) if text else None


def _regime(row: Mapping[str, Any]) -> Regime:
    if not 1 <= row["starts_in"] <= 12:
        raise ValueError(f"regime {row['id']}: starts_in {row['starts_in']}; accepted: 1 to 12")
    return Regime(
        id=row["id"],
        label=row["label"],
        valid_from=row["valid"]["from"],
        valid_to=row["valid"]["to"],
        starts_in=row["starts_in"],
        status=row["status"],
    )
