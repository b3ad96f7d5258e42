"""Lần tính thời hạn: which limit holds for each stay, and where an episode of it begins.

An episode goes on through stays entered by the limit's own manners, also when others lie between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from projections.definitions import Limit
from projections.numbers import NONE, Flags, Ints, begins, days_of
from projections.procedure import Procedure, matrix, walk
from projections.stays import Manners, Stays, Walked

NEW, ON, AWAY = range(3)  # an episode begins, goes on, or waits for its subject to come back


@dataclass(frozen=True, slots=True)
class Episodes:
    """Limits that take turns, compiled: which one holds for a stay is a walk of its own.

    State 0: none yet; else 1 + 3 * limit + (NEW, ON or AWAY), limits numbered within their track.
    """

    width: int  # stages of a track
    number: Ints  # by (track, limit of the track): its place among all limits
    laws: Ints
    next: list[list[int]]
    operation: Ints  # by (stage, manner, law); 0: no limit has to do with it

    @classmethod
    def of(
        cls,
        mine: Sequence[Limit],
        limits: Sequence[Limit],
        procedure: Procedure,
        manners: Manners,
    ) -> Episodes:
        """`mine` are those that take turns, among all `limits`."""
        tracks = [[limit for limit in mine if limit.track == t.name] for t in procedure.tracks]
        most = max(map(len, tracks), default=0)
        spans = [limit.provenance for limit in mine]
        laws = sorted({s.start for s in spans} | {s.end for s in spans if s.end})
        found: dict[tuple[int | None, frozenset[int]], int] = {(None, frozenset()): 0}
        operation = np.zeros((len(procedure.stages), len(manners.names), len(laws) + 1), np.int64)
        for place, stage in enumerate(procedure.stages):
            own = tracks[place // procedure.width]
            if not any(stage in limit.stages for limit in own):
                continue
            for manner, name in enumerate(manners.names):
                for law in range(len(laws) + 1):
                    key = _fit(own, stage, name, laws[law - 1] if law else None)
                    operation[place, manner, law] = found.setdefault(key, len(found))
        states = 1 + 3 * most
        after = [_next(state, fit, held) for fit, held in found for state in range(states)]
        number = np.full((max(len(tracks), 1), max(most, 1)), NONE)
        for track, own in enumerate(tracks):
            number[track, : len(own)] = [limits.index(limit) for limit in own]
        return cls(
            width=procedure.width,
            number=number,
            laws=days_of(laws),
            next=matrix(np.array(after, np.uint8), states),
            operation=operation,
        )

    def hold(self, walked: Walked, stays: Stays, limit: Ints, begun: Flags) -> None:
        """Notes the limit of each stay that one holds for, and whether an episode begins there."""
        law = np.searchsorted(self.laws, walked.day[stays.at], side="right")
        operation = self.operation[stays.stage, stays.came_by, law]
        here = np.flatnonzero(operation)
        first = begins(walked.path[stays.at[here]])
        state = walk(self.next, operation[here], first).astype(np.int64)
        which, phase = np.divmod(state - 1, 3)
        held = (state > 0) & (phase != AWAY)
        at = here[held]
        limit[at] = self.number[stays.stage[at] // self.width, which[held]]
        begun[at] = phase[held] == NEW


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
