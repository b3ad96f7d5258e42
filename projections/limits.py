"""Thời hạn: the last lawful day of each stay, and the stays that outlast it.

No clock is needed: a limit that lapses in the future begins to be overdue in the future.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from projections.calendar import WorkingDays
from projections.definitions import Limit
from projections.lengths import MONTH, Lengths, Minors
from projections.numbers import (
    NO_DAY,
    NONE,
    Flags,
    Ints,
    as_date,
    begins,
    day_numbers,
    days_of,
    months_later,
)
from projections.points import DOOMSDAY, NEVER, Marks, Points, latest
from projections.procedure import Procedure, matrix, walk
from projections.stays import EXTENDED, OVERDUE, Manners, Stays, Walked
from projections.traits import GRAVITY, Charged

FIRST_DAY = int(days_of([date.min])[0])
NEW, ON, AWAY = range(3)  # an episode begins, goes on, or waits for its subject to come back


@dataclass(frozen=True, slots=True)
class Lapses:
    """Khoảng quá hạn: `stay` is the stay that outlasts its limit, `end` points into the walk.

    In order of the stays. `last_day` is that of the limit when the lapse ended, `lawful` when it
    began.
    """

    stay: Ints
    limit: Ints
    since: Ints
    end: Ints
    until: Ints
    came_by: Ints
    left_by: Ints
    last_day: Ints
    lawful: Ints
    goes_on: Flags  # it is a stay's from the beginning, and began in an earlier one
    lifted: Flags  # by an extension

    @classmethod
    def none(cls) -> Lapses:
        ints, flags = np.zeros(0, np.int64), np.zeros(0, bool)
        return cls(ints, ints, ints, ints, ints, ints, ints, ints, ints, flags, flags)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What the documents tell of the first prosecution, and what the limits make of the stays."""

    told: Ints  # by place in the walk; NO_DAY: nothing
    last_day: Ints  # by stay: when it was left, or as known; NO_DAY: no limit known
    lapses: Lapses
    points: Points
    end: Ints  # by point: the last day as it stood from there; NO_DAY: the law gives none


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits, compiled: which one holds for a stay is a walk of its own.

    State 0: none yet; else 1 + 3 * limit + (NEW, ON or AWAY), limits numbered within their track.
    """

    limits: tuple[Limit, ...]
    procedure: Procedure
    manners: Manners
    most: int  # limits of a track
    number: Ints  # by track * most + limit of the track: its place in `limits`
    laws: Ints
    next: list[list[int]]
    operation: Ints  # by (stage, manner, law)
    marks: Marks
    lengths: Lengths
    shifts: Flags
    ends_stay: Flags
    working_days: WorkingDays

    @classmethod
    def of(
        cls,
        limits: Sequence[Limit],
        procedure: Procedure,
        manners: Manners,
        working_days: WorkingDays,
    ) -> Limits:
        tracks = [[limit for limit in limits if limit.track == t.name] for t in procedure.tracks]
        most = max(map(len, tracks), default=0)
        spans = [limit.provenance for limit in limits]
        laws = sorted({s.start for s in spans} | {s.end for s in spans if s.end})
        found: dict[tuple[int | None, frozenset[int]], int] = {(None, frozenset()): 0}
        shape = (len(procedure.stages), len(manners.names), len(laws) + 1)
        operation = np.zeros(shape, np.int64)
        for place, stage in enumerate(procedure.stages):
            own = tracks[place // procedure.width]
            if not any(stage in limit.stages for limit in own):
                continue
            for manner, name in enumerate(manners.names):
                for law in range(len(laws) + 1):
                    key = _fit(own, stage, name, laws[law - 1] if law else None)
                    operation[place, manner, law] = found.setdefault(key, len(found))
        states = 1 + 3 * most
        lengths = Lengths.of(limits, procedure.stages)
        after = [_next(state, fit, held) for fit, held in found for state in range(states)]
        number = np.full((max(len(tracks), 1), max(most, 1)), NONE)
        for track, own in enumerate(tracks):
            number[track, : len(own)] = [limits.index(limit) for limit in own]
        return cls(
            limits=tuple(limits),
            procedure=procedure,
            manners=manners,
            most=most,
            number=number,
            laws=days_of(laws),
            next=matrix(np.array(after, np.uint8), states),
            operation=operation,
            marks=Marks.of(limits, procedure, lengths.kinds),
            lengths=lengths,
            shifts=np.array([limit.moves_to_working_day for limit in limits], bool),
            ends_stay=np.array([limit.ends_stay for limit in limits], bool),
            working_days=working_days,
        )

    def reckon(
        self,
        walked: Walked,
        stays: Stays,
        charged: Sequence[Charged],
        moves: pl.DataFrame,
        minors: Minors,
    ) -> Reckoned:
        """`charged`: what the numbers of the stays' offences stand for."""
        told = self._told(walked, moves)
        limit, begun = self._held(walked, stays)
        if not (limit != NONE).any():
            nothing = np.full(len(stays.at), NO_DAY)
            return Reckoned(told, nothing, Lapses.none(), Points.none(), nothing[:0])
        points = self.marks.drawn(walked, stays, limit, begun, moves, told, minors)
        severity = np.array([GRAVITY.index(each.severity) for each in charged], np.int64)
        gravity = severity[stays.place["offence"][points.stay]]
        first = _first_told(walked, points, told)
        end = self._ends(points, stays.stage, gravity, first)
        last = np.append(points.stay[1:] != points.stay[:-1], True)
        last_day = np.full(len(stays.at), NO_DAY)
        last_day[points.stay[last]] = end[last]
        lapses = _lapses(walked, stays, self.manners, points, limit, end)
        return Reckoned(told, last_day, lapses, points, end)

    def _told(self, walked: Walked, moves: pl.DataFrame) -> Ints:
        """The first day of prosecution that each document tells: stated, or its own day."""
        stated = day_numbers(moves["first_prosecuted_on"])[walked.row]
        told = np.where(self.procedure.sets_date[walked.cell], walked.day, NO_DAY)
        told = np.where(stated != NO_DAY, stated, told)
        return np.where(self.procedure.mute[walked.cell], NO_DAY, told)

    def _held(self, walked: Walked, stays: Stays) -> tuple[Ints, Flags]:
        """The limit of each stay (-1: none), and whether an episode of it begins there."""
        if not self.most:
            return np.full(len(stays.at), NONE), np.zeros(len(stays.at), bool)
        law = np.searchsorted(self.laws, walked.day[stays.at], side="right")
        operation = self.operation[stays.stage, stays.came_by, law]
        state = walk(self.next, operation, begins(walked.path[stays.at])).astype(np.int64)
        which, phase = np.divmod(state - 1, 3)
        held = (state > 0) & (phase != AWAY)
        limit = np.where(held, self.number[stays.stage // self.procedure.width, which], NONE)
        return limit, held & (phase == NEW)

    def later(self, limit: Ints, day: Ints, months: Ints, days: Ints) -> Ints:
        """The day so much later, as each limit counts."""
        whole = np.where(self.lengths.inclusive[limit], 0, months)
        end = months_later(day, whole) + days + MONTH * (months - whole)
        return np.where((end < FIRST_DAY) | (end > DOOMSDAY), DOOMSDAY, end)

    def to_working_day(self, limit: Ints, end: Ints) -> Ints:
        """Where the limit may not end on a day off, the working day that follows."""
        shifted = self.shifts[limit]
        distinct, which = np.unique(end[shifted], return_inverse=True)
        moved = end.copy()
        moved[shifted] = np.array([self._working_day(day) for day in distinct.tolist()])[which]
        return moved

    def _ends(self, points: Points, stage: Ints, gravity: Ints, first: Ints) -> Ints:
        """The last day of the limit as it stands from each point; NO_DAY: the law gives none.

        `stage` of each stay; `gravity` and the first day of prosecution at each point.
        """
        limit, here = points.limit, np.arange(len(points.at))
        restated = points.until != NO_DAY
        group = latest(restated | points.anew | (points.episode == here))
        stated = restated[group]
        began = points.day[np.where(points.anew[group], group, points.episode)]
        older = self.marks.from_date[limit] & (first != NO_DAY) & ~points.anew[group]
        anchor = np.where(older, np.minimum(began, first), began)
        anchor = np.where(stated, points.until[group], anchor)
        base_months, base_days, known = self.lengths.base(
            limit, stage[points.stay[points.episode]], gravity, points.simple, points.young
        )
        months, days = _since(points.months, group), _since(points.days, group)
        untouched = stated & (months == 0) & (days == 0)
        months = months + np.where(stated, 0, base_months)
        days = days + np.where(stated, 0, base_days)
        end = self.later(limit, anchor, months, days)
        end = np.where(untouched, end, self.to_working_day(limit, end))
        return np.where(stated | known, end, NO_DAY)

    def _working_day(self, day: int) -> int:
        try:
            return int(days_of([self.working_days.next_working_day(as_date(day))])[0])
        except OverflowError:
            return DOOMSDAY


def _fit(
    limits: Sequence[Limit], stage: str, manner: str, law: date | None
) -> tuple[int | None, frozenset[int]]:
    """The first limit that fits a stay, and those that go on through it."""
    fits = (
        i
        for i, limit in enumerate(limits)
        if stage in limit.stages
        and (not limit.came_by or manner in limit.came_by)
        and (law is not None and limit.provenance.holds_on(law))
    )
    goes_on = (
        i for i, each in enumerate(limits) if stage in each.stages and manner in each.continues
    )
    return next(fits, None), frozenset(goes_on)


def _next(state: int, fit: int | None, goes_on: frozenset[int]) -> int:
    current = (state - 1) // 3 if state else None
    if current in goes_on:
        return 1 + 3 * current + ON if current is not None else 0
    if fit is not None:
        return 1 + 3 * fit + NEW
    return 0 if current is None else 1 + 3 * current + AWAY


def _first_told(walked: Walked, points: Points, told: Ints) -> Ints:
    """The earliest first day that was known of the subject at each point; NO_DAY: none."""
    telling = np.flatnonzero(told != NO_DAY)
    if not len(telling):
        return np.full(len(points.at), NO_DAY)
    # Each path lies far below the one before it, so that the least so far never reaches back.
    depth = walked.path[telling] << 23
    least = np.minimum.accumulate(told[telling] - depth) + depth
    last = np.searchsorted(telling, points.at, side="right") - 1
    own = (last >= 0) & (walked.path[telling[last]] == walked.path[points.at])
    return np.where(own, least[last], NO_DAY)


def _since(values: Ints, group: Ints) -> Ints:
    """The sum from the beginning of each group."""
    total = np.cumsum(values)
    return total - total[group] + values[group]


def _lapses(
    walked: Walked, stays: Stays, manners: Manners, points: Points, limit: Ints, end: Ints
) -> Lapses:
    """A lapse runs from the day after the limit until the stay is left or the limit extended.

    It goes on, and is not counted as new, through a split and through an extension that comes too
    short to lift it.
    """
    start = np.maximum(end + 1, points.day)
    lapsed = (end != NO_DAY) & (end < DOOMSDAY) & (start < points.stop)
    lawful = np.cumsum(~lapsed & (points.stop > points.day))
    here = np.flatnonzero(lapsed)
    goes_on = (end[here] + 1 <= points.day[here]) & ~begins(points.episode[here])
    goes_on &= ~begins(lawful[here])
    stay = points.stay[here]
    head = np.flatnonzero(~(goes_on & ~begins(stay)))
    tail = np.append(head[1:] - 1, len(here) - 1)[: len(head)]
    last = here[tail]
    # The extension that lifted it: the first one that follows in the stay, on the day it stops.
    count = len(points.at)
    extension = np.where(points.extends, np.arange(count), count)
    following = np.append(np.minimum.accumulate(extension[::-1])[::-1][1:], count)[last]
    lifting = np.minimum(following, count - 1)
    lifted = (following < count) & (points.stay[lifting] == stay[head])
    lifted &= points.day[lifting] == points.stop[last]
    return Lapses(
        stay=stay[head],
        limit=limit[stay[head]],
        since=start[here[head]],
        end=np.where(lifted, points.at[lifting], stays.end[stay[head]]),
        until=np.where(points.stop[last] == NEVER, NO_DAY, points.stop[last]),
        came_by=np.where(goes_on[head], stays.came_by[stay[head]], manners.number[OVERDUE]),
        left_by=np.where(lifted, manners.number[EXTENDED], stays.left_by[stay[head]]),
        last_day=end[last],
        lawful=end[here[head]],
        goes_on=goes_on[head],
        lifted=lifted,
    )
