"""Thời hạn của một việc: documents that come later than the law lets, without a stay to end.

What ends a stay has a limit (projections/limits.py). The finding stands on the late document; what
never came is told by the stage that its subject stays in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import polars as pl

from projections.calendar import WorkingDays
from projections.history import History
from projections.numbers import (
    NO_DAY,
    NONE,
    Flags,
    Ints,
    as_date,
    day_numbers,
    days_of,
    months_later,
    pointers,
)
from projections.told import Found, Told, in_words

DAY = 24  # hours
Stated: TypeAlias = tuple[tuple[str, frozenset[str]], ...]  # columns of the moves, their values


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A `later` document that comes too late.

    It counts from the day that the document itself states in `counts_from`; where it states none,
    from the last `earlier` document of its subject that nothing in `ended_by` follows, with
    `sending` hours more. Without either it is not judged. Hours are reckoned as whole days (an
    event tells no hour), and hours don't move to a working day.
    """

    later: frozenset[str]
    earlier: frozenset[str] = frozenset()
    ended_by: frozenset[str] = frozenset()
    months: int = 0
    hours: int = 0
    sending: int = 0
    counts_from: str | None = None
    met_on: str | None = None  # column of the day that must be in time; None: the document's own
    to_working_day: bool = True
    when: Stated = ()  # only documents that state this …
    unless: Stated = ()  # … and none that states one of these

    @property
    def types(self) -> frozenset[str]:
        return self.later | self.earlier | self.ended_by


def late(deadline: Deadline, told: Told, history: History, working_days: WorkingDays) -> Found:
    """Rows of the late documents, and the last day on which each would have been in time."""
    moves = history.moves
    at = told.at(deadline.later)
    since, days = _begun(deadline, told, at, moves)
    at, since, days = (each[since != NO_DAY] for each in (at, since, days))
    came = told.day[at]
    if deadline.met_on is not None:
        met = day_numbers(moves[deadline.met_on].gather(pointers(told.row[at])))
        came = np.where(met != NO_DAY, met, came)
    due = months_later(since, np.full(len(at), deadline.months)) + days
    over = np.flatnonzero(came > due)  # few: what else is asked is asked of them
    row, came, due = told.row[at[over]], came[over], due[over]
    if not len(row):
        return row, None
    if deadline.to_working_day:
        due = _working(due, working_days)
    wrong = _asked(deadline, moves, row) & (came > due)
    return row[wrong], in_words(due[wrong])


def _begun(deadline: Deadline, told: Told, at: Ints, moves: pl.DataFrame) -> tuple[Ints, Ints]:
    """From when each document's time runs (NO_DAY: nobody knows), and how many whole days."""
    since = _answered(deadline, told, at)
    days = np.full(len(at), -(-(deadline.hours + deadline.sending) // DAY))
    if deadline.counts_from is None:
        return since, days
    stated = day_numbers(moves[deadline.counts_from].gather(pointers(told.row[at])))
    known = stated != NO_DAY
    return np.where(known, stated, since), np.where(known, -(-deadline.hours // DAY), days)


def _answered(deadline: Deadline, told: Told, at: Ints) -> Ints:
    """The day of the `earlier` document that each document still answers; NO_DAY: none."""
    named = told.at(deadline.types)
    asking = told.are(named, deadline.earlier)
    turns = asking | told.are(named, deadline.ended_by)
    last = np.maximum.accumulate(np.where(turns, np.arange(len(named)), NONE))
    last = np.concatenate([[NONE], last])[np.searchsorted(named, at)]  # strictly before
    open = (last != NONE) & asking[last] & (told.who[named[last]] == told.who[at])
    return np.where(open, told.day[named[last]], NO_DAY)


def _asked(deadline: Deadline, moves: pl.DataFrame, row: Ints) -> Flags:
    """Which documents the deadline speaks of, by what they state."""
    asked = np.ones(len(row), bool)
    for facts, wanted in ((deadline.when, True), (deadline.unless, False)):
        for column, values in facts:
            stated = moves[column].gather(pointers(row)).cast(pl.String).is_in(sorted(values))
            asked &= stated.fill_null(False).to_numpy() == wanted
    return asked


def _working(due: Ints, working_days: WorkingDays) -> Ints:
    days, which = np.unique(due, return_inverse=True)
    moved = days_of(working_days.next_working_day(as_date(int(day))) for day in days)
    return moved[which]
