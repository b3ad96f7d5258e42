"""Phần trong hạn: what remains of a stay in its own stage, where a limit ends stays.

Who outlasts such a limit leaves the stage by it, and comes back when an extension lifts the lapse.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from projections.limits import Limits, Reckoned
from projections.numbers import NO_DAY, NONE, Ints, begins
from projections.stays import EXTENDED, OVERDUE, Manners, Stays, Walked

NOBODY = -2  # ends by no document


@dataclass(frozen=True, slots=True)
class Parts:
    """Stays as they stand in their own stages: most of them whole.

    `of` is the stay, `end` points into the walk (-1: not left yet, -2: a limit ended it).
    """

    of: Ints
    since: Ints
    until: Ints
    end: Ints
    came_by: Ints
    left_by: Ints
    last_day: Ints


def parts(
    walked: Walked, stays: Stays, reckoned: Reckoned, limits: Limits, manners: Manners
) -> Parts:
    whole = Parts(
        of=np.arange(len(stays.at)),
        since=walked.day[stays.at],
        until=np.where(stays.end == NONE, NO_DAY, walked.day[stays.end]),
        end=stays.end,
        came_by=stays.came_by,
        left_by=stays.left_by,
        last_day=reckoned.last_day,
    )
    lapses = reckoned.lapses
    cutting = np.flatnonzero(limits.ends_stay[lapses.limit])
    if not len(cutting):
        return whole
    stay, lifted = lapses.stay[cutting], lapses.lifted[cutting]
    overdue, extended = manners.number[OVERDUE], manners.number[EXTENDED]
    # Of a stay's second lapse on, what lies before it began when the one before was lifted.
    first = begins(stay)
    since = np.where(first, whole.since[stay], np.roll(lapses.until[cutting], 1))
    came_by = np.where(first, stays.came_by[stay], extended)
    before = np.flatnonzero(~lapses.goes_on[cutting])
    after = np.flatnonzero(lifted & np.append(first[1:], True))
    uncut = np.ones(len(stays.at), bool)
    uncut[stay] = False

    def joined(column: Ints, of_before: Ints, of_after: Ints) -> Ints:
        return np.concatenate([column[uncut], of_before, of_after])

    back = stay[after]
    return Parts(
        of=joined(whole.of, stay[before], back),
        since=joined(whole.since, since[before], lapses.until[cutting[after]]),
        until=joined(whole.until, lapses.since[cutting[before]], whole.until[back]),
        end=joined(whole.end, np.full(len(before), NOBODY), whole.end[back]),
        came_by=joined(whole.came_by, came_by[before], np.full(len(after), extended)),
        left_by=joined(whole.left_by, np.full(len(before), overdue), whole.left_by[back]),
        last_day=joined(whole.last_day, lapses.lawful[cutting[before]], whole.last_day[back]),
    )
