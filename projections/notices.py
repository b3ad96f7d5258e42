"""Báo trước, đề nghị trước khi hết hạn: what the law wants so many days before a limit ends.

Held against the last day as it stood just before the document, and counted back in calendar days:
a latest day that is a day off stays where it is. A document that says no day is not judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from projections.definitions import Notice
from projections.extensions import Beyond
from projections.limits import Limits, Reckoned
from projections.numbers import NO_DAY, NONE, Flags, Ints, dated, day_numbers, pointers
from projections.stays import Stays, Walked

TOO_LATE = "notice_too_late"


@dataclass(frozen=True, slots=True)
class Notices:
    """The published notices, compiled."""

    types: tuple[str, ...]  # event types that some notice names
    tables: tuple[tuple[int, Notice, Ints, Flags], ...]  # limit, notice, event types, stages

    @classmethod
    def of(cls, limits: Limits) -> Notices:
        tables = [
            (number, notice, *limits.places(limit, notice.by, notice.stages))
            for number, limit in enumerate(limits.limits)
            for notice in limit.notices
        ]
        named = {name for _, notice, _, _ in tables for name in notice.by}
        return cls(tuple(sorted(named)), tuple(tables))

    def late(
        self, limits: Limits, reckoned: Reckoned, walked: Walked, stays: Stays, moves: pl.DataFrame
    ) -> Iterator[Beyond]:
        """What came later than the law allows, and until when it could have come."""
        named = moves["type"].is_in(self.types).to_numpy()[walked.row]
        at = np.flatnonzero(named & ~limits.procedure.mute[walked.cell])
        at, point = _standing(at, reckoned, walked, stays)
        if not len(at):
            return
        points = reckoned.points
        types = limits.marks.types(moves, walked.row[at])
        received = day_numbers(moves["received_on"].gather(pointers(walked.row[at])))
        days = {"effective_on": walked.day[at], "received_on": received}
        for number, notice, by, stages in self.tables:
            mine = (points.limit[point] == number) & stages[stays.stage[points.stay[point]]]
            mine &= np.isin(types, by)
            latest = reckoned.end[point] - notice.days
            late = mine & (days[notice.day] != NO_DAY) & (days[notice.day] > latest)
            words = pl.select(dated(latest[late]).dt.strftime("%d/%m/%Y")).to_series()
            yield TOO_LATE, walked.row[at[late]], words


def _standing(at: Ints, reckoned: Reckoned, walked: Walked, stays: Stays) -> tuple[Ints, Ints]:
    """Of these documents, those that meet a limit, with the point since which it stood so.

    A document that ends the stay, or begins another, is held against the one that it found.
    """
    points = reckoned.points
    order = np.argsort(points.at, kind="stable")
    place = np.searchsorted(points.at[order], at, side="left") - 1
    at, point = at[place >= 0], order[place[place >= 0]]
    stay = points.stay[point]
    stands = walked.path[stays.at[stay]] == walked.path[at]
    stands &= (stays.end[stay] == NONE) | (stays.end[stay] >= at)
    stands &= reckoned.end[point] != NO_DAY
    return at[stands], point[stands]
