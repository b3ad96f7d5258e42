"""Gia hạn: whether an extension of a limit is one that the law gives, and who may give it.

One beyond the law lengthens the limit all the same, as its document says; it is a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from projections.definitions import Extension, Grant
from projections.limits import Limits, Reckoned
from projections.numbers import NO_DAY, NONE, Flags, Ints, begins, dated, mapped, pointers
from projections.offences import Offences
from projections.stays import Stays, Walked
from projections.traits import Charged
from projections.units import Units

TOO_OFTEN, TOO_LONG = "extended_too_often", "extended_too_long"
WITHOUT_AUTHORITY = "extended_without_authority"

LEVELS: Mapping[str, str] = {"region": "khu vực", "province": "cấp tỉnh", "supreme": "tối cao"}
"""Who may extend a limit, from below, and what people read."""
_RANKS = {name: rank for rank, name in enumerate(LEVELS)}
_AS_HIGH = {
    **{"military_area": "region", "military_region": "province"},
    **{"province_department": "province", "region": "region", "province": "province"},
}  # every other unit of the catalogue stands by the supreme procuracy
ANYBODY = len(LEVELS)  # no procuracy of the catalogue: of its rank nothing is known

_Row = tuple[int, int, int, int]
Beyond = tuple[str, Ints, pl.Series]  # code of the finding, rows of the moves, what is said


@dataclass(frozen=True, slots=True)
class _Given:
    """Documents that one table of the law speaks of, in the order of their episodes."""

    at: Ints  # among the points
    number: Ints  # which extension of its episode, from 0
    told: Flags  # the law tells what may be given here
    lawful: Flags
    months: Ints
    days: Ints
    rank: Ints


@dataclass(frozen=True, slots=True)
class Extensions:
    """The published extensions, compiled."""

    tables: tuple[tuple[int, Extension, Ints, Flags], ...]  # limit, table, event types, stages
    groups: Mapping[str, tuple[str, ...]]  # article -> groups of offences that some table names
    ranks: Mapping[str, int]  # unit -> rank

    @classmethod
    def of(cls, limits: Limits, offences: Offences, units: Units) -> Extensions:
        tables = [
            (number, table, *limits.places(limit, table.by, table.stages))
            for number, limit in enumerate(limits.limits)
            for table in limit.extensions
        ]
        named = {group for _, table, _, _ in tables for group in table.more}
        groups: dict[str, tuple[str, ...]] = {}
        for group in sorted(named):
            for article in offences.groups[group].articles:
                groups[article] = (*groups.get(article, ()), group)
        ranks = {code: _rank(versions[-1].level) for code, versions in units.versions.items()}
        return cls(tuple(tables), groups, ranks)

    def beyond(
        self,
        limits: Limits,
        reckoned: Reckoned,
        walked: Walked,
        stays: Stays,
        charged: Sequence[Charged],
        moves: pl.DataFrame,
    ) -> Iterator[Beyond]:
        """What documents extend more often, for longer or from lower down than the law gives."""
        points = reckoned.points
        yield from self._endless(limits, reckoned, walked, moves)
        extending = np.flatnonzero(points.extends & ~points.endless)
        if not len(extending):
            return
        stay = points.stay[extending]
        types = limits.marks.types(moves, walked.row[points.at[extending]])
        for number, table, by, stages in self.tables:
            mine = (points.limit[extending] == number) & stages[stays.stage[stay]]
            at = extending[mine & np.isin(types, by)]
            if len(at):
                crime = stays.place["offence"][points.stay[at]]
                given = self._given(table, at, points.episode[at], crime, charged)
                yield from self._judged(table, given, limits, reckoned, walked, moves)

    def _given(
        self, table: Extension, at: Ints, episode: Ints, crime: Ints, charged: Sequence[Charged]
    ) -> _Given:
        first = np.maximum.accumulate(np.where(begins(episode), np.arange(len(at)), 0))
        number = np.arange(len(at)) - first
        crimes, which = np.unique(crime, return_inverse=True)
        grants = [self._grants(table, charged[each]) for each in crimes.tolist()]
        most = 1 + max(len(found or ()) for found in grants)
        rows = np.array([_rows(found, most, table.again) for found in grants], np.int64)
        lawful, months, days, rank = rows[which, np.minimum(number, most - 1)].T
        told = np.array([found is not None for found in grants], bool)[which]
        return _Given(at, number, told, lawful.astype(bool), months, days, rank)

    def _grants(self, table: Extension, crime: Charged) -> tuple[Grant, ...] | None:
        return table.given(crime.severity, self.groups.get(crime.article, ()))

    def _judged(
        self,
        table: Extension,
        given: _Given,
        limits: Limits,
        reckoned: Reckoned,
        walked: Walked,
        moves: pl.DataFrame,
    ) -> Iterator[Beyond]:
        row = walked.row[reckoned.points.at[given.at]]
        often = given.told & ~given.lawful
        yield TOO_OFTEN, row[often], pl.Series(given.number[often] + 1).cast(pl.String)
        lawful = given.told & given.lawful
        due, longer = _longer(table, given, limits, reckoned)
        wrong = lawful & longer
        yield TOO_LONG, row[wrong], pl.select(dated(due[wrong]).dt.strftime("%d/%m/%Y")).to_series()
        yield self._too_low(row[lawful], given.rank[lawful], moves)

    def _endless(
        self, limits: Limits, reckoned: Reckoned, walked: Walked, moves: pl.DataFrame
    ) -> Iterator[Beyond]:
        """Extensions until the proceedings end: only who may give them is judged."""
        points = reckoned.points
        at = np.flatnonzero(points.endless)
        if len(at):
            levels = [limit.open_ended.level if limit.open_ended else "" for limit in limits.limits]
            ranks = np.array([_RANKS.get(level, 0) for level in levels], np.int64)
            yield self._too_low(walked.row[points.at[at]], ranks[points.limit[at]], moves)

    def _too_low(self, row: Ints, due: Ints, moves: pl.DataFrame) -> Beyond:
        rank = mapped(moves["agency"].gather(pointers(row)), lambda c: self.ranks.get(c, ANYBODY))
        low = (rank != NONE) & (rank < due)
        words = [list(LEVELS.values())[place] for place in due[low]]
        return WITHOUT_AUTHORITY, row[low], pl.Series(words, dtype=pl.String)


def _rank(level: str) -> int:
    return _RANKS[_AS_HIGH.get(level, "supreme")]


def _rows(grants: tuple[Grant, ...] | None, most: int, again: bool) -> list[_Row]:
    """(lawful, months, days, rank) of each extension in turn, and of what comes after them."""
    found = [(1, g.length.months, g.length.days, _RANKS[g.level]) for g in grants or ()]
    after = found[-1] if again and found else (0, 0, 0, 0)
    return found + [after] * (most - len(found))


def _longer(
    table: Extension, given: _Given, limits: Limits, reckoned: Reckoned
) -> tuple[Ints, Flags]:
    """The last day that the law allows, and whether the document goes beyond it."""
    points, at = reckoned.points, given.at
    limit = points.limit[at]
    before = np.where(points.episode[at] < at, reckoned.end[at - 1], NO_DAY)
    known = before != NO_DAY
    start = np.where(known, before, 0)
    base = points.day[points.episode[at]] if table.whole else start
    months, days = limits.lengths.shared(limit, given.months, given.days, points.young[at])
    allowed = limits.later(limit, base, months, days)
    due = limits.to_working_day(limit, allowed)
    stated = points.until[at] != NO_DAY
    asked = limits.later(limit, start, points.months[at], points.days[at])
    asked = np.where(stated, points.until[at], asked)
    return due, known & (asked > np.where(stated | table.whole, due, allowed))
