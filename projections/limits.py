"""Thời hạn: the last lawful day of each stay, and the stays that outlast it.

No clock is needed: a limit that lapses in the future begins to be overdue in the future.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from projections.calendar import WorkingDays
from projections.definitions import EXTENSION_UNTIL, Limit
from projections.episodes import Episodes
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
from projections.procedure import Procedure
from projections.stays import EXTENDED, OVERDUE, Manners, Stays, Walked
from projections.traits import GRAVITY, Charged

FIRST_DAY = int(days_of([date.min])[0])


@dataclass(frozen=True, slots=True)
class Lapses:
    """Khoảng quá hạn: `stay` is the stay that outlasts its limit, `end` points into the walk.

    Those of one stay in their order. `last_day` is that of the limit when the lapse ended,
    `lawful` when it began.
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
    """The limits, compiled.

    Those whose end documents state (thời hiệu) run beside the others: who comes back from a stage
    that they watch finds the limit that held before.
    """

    limits: tuple[Limit, ...]
    procedure: Procedure
    manners: Manners
    episodes: tuple[Episodes, ...]  # of the limits that have lengths, of those that are stated
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
        lengths = Lengths.of(limits, procedure.stages)
        given = [limit for limit in limits if limit.stated_by == EXTENSION_UNTIL]
        stated = [limit for limit in limits if limit.stated_by != EXTENSION_UNTIL]
        return cls(
            limits=tuple(limits),
            procedure=procedure,
            manners=manners,
            episodes=tuple(
                Episodes.of(some, limits, procedure, manners) for some in (given, stated)
            ),
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
        limit, begun = np.full(len(stays.at), NONE), np.zeros(len(stays.at), bool)
        for each in self.episodes:
            each.hold(walked, stays, limit, begun)
        return limit, begun

    def places(
        self, limit: Limit, by: Collection[str], stages: Collection[str]
    ) -> tuple[Ints, Flags]:
        """Event types by number, and which stages of the procedure; no stages: all of the limit."""
        types = [place for place, name in enumerate(self.procedure.types) if name in by]
        here = [stage in (stages or limit.stages) for stage in self.procedure.stages]
        return np.array(types, np.int64), np.array(here, bool)

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
