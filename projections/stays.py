"""Lần đứng: where each subject stood, from which document until which, all in small numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from projections.history import History
from projections.numbers import NONE, Flags, Ints, begins, previous
from projections.procedure import Procedure, Situation, walk
from projections.traits import UNKNOWN, Facts, carried

RECLASSIFIED = "reclassified"
OVERDUE = "overdue"
EXTENDED = "extended"


@dataclass(frozen=True, slots=True)
class Walked:
    """Every meeting of a document with a track, path by path, with the stages before and after.

    A *path* is one subject on one track. `cell` = operation * width + stage before.
    """

    place: Ints  # in the history
    row: Ints  # of the moves
    day: Ints
    subject: Ints
    path: Ints
    track: Ints
    was: Ints
    after: Ints
    cell: Ints

    @classmethod
    def of(
        cls,
        history: History,
        procedure: Procedure,
        situation: Ints,
        met: Sequence[Situation],
        facts: Facts,
    ) -> Walked:
        """`situation`: for each place in the history, a number of `met`."""
        lanes = range(procedure.lane_count)
        tables = [np.array([s.operation(lane) for s in met], np.int64) for lane in lanes]
        operations = [table[situation] for table in tables]
        at = [np.flatnonzero(found != NONE) for found in operations]
        operation = np.concatenate(
            [found[here] for found, here in zip(operations, at, strict=True)]
        )
        place = np.concatenate(at)
        subject = history.subject[place]
        path = subject + np.repeat(lanes, [len(here) for here in at]) * history.subjects
        row = history.row[place]
        first = begins(path)
        after = walk(procedure.next, operation, first).astype(np.int64)
        was = np.where(first, 0, previous(after))
        return cls(
            place=place,
            row=row,
            day=facts.day[row],
            subject=subject,
            path=path,
            track=procedure.track_of[operation],
            was=was,
            after=after,
            cell=operation * procedure.width + was,
        )


@dataclass(frozen=True, slots=True)
class Stays:
    """Khoảng: one entry a stay, in the order of the paths; `acts` are stays of no length.

    `at` and `end` point into what was walked (-1: not left yet), `stage` is track * width + stage,
    manners are numbers of `Manners`.
    """

    at: Ints
    end: Ints
    stage: Ints
    came_by: Ints
    left_by: Ints
    place: Mapping[str, Ints]


@dataclass(frozen=True, slots=True)
class Manners:
    """Numbers of the manners of coming and leaving: the rows', and the engine's own."""

    names: tuple[str, ...]
    number: Mapping[str, int]
    of_act: Ints

    @classmethod
    def of(cls, procedure: Procedure) -> Manners:
        own = (RECLASSIFIED, OVERDUE, EXTENDED, UNKNOWN)
        names = tuple(dict.fromkeys((*procedure.manners, *procedure.acts, *own)))
        number = {name: i for i, name in enumerate(names)}
        return cls(names, number, np.array([number[act] for act in procedure.acts], np.int64))

    def said(self, manner: Ints, split: Flags) -> Ints:
        """The row's manner; where it has none, that of a split, or unknown."""
        own = np.where(split, self.number[RECLASSIFIED], self.number[UNKNOWN])
        return np.where(manner == NONE, own, manner)


def settle(
    walked: Walked, procedure: Procedure, manners: Manners, facts: Facts
) -> tuple[Stays, Stays]:
    """Pairs each coming with the leaving that follows it: the stays, and the acts."""
    placing = np.flatnonzero((walked.after != walked.was) | procedure.reclassifies[walked.cell])
    path = walked.path[placing]
    first = begins(path)
    said = facts.said(walked.row[placing], procedure.handler[walked.cell[placing]])
    standing = {name: carried(codes, first) for name, codes in said.items()}
    elsewhere = np.zeros(len(placing), bool)
    for codes in standing.values():
        elsewhere[1:] |= codes[1:] != codes[:-1]
    stage = walked.track * procedure.width + walked.after
    split = walked.after[placing] == walked.was[placing]
    turned = ~split | (elsewhere & ~first & procedure.open[stage[placing]])
    turns, split, path = placing[turned], split[turned], path[turned]
    into = manners.said(procedure.into[walked.cell[turns]], split)
    out = manners.said(procedure.out[walked.cell[turns]], split)
    goes_on = np.append(path[1:] == path[:-1], False) if len(path) else np.zeros(0, bool)
    opened = procedure.open[stage[turns]]
    stays = Stays(
        at=turns[opened],
        end=np.where(goes_on, np.roll(turns, -1), NONE)[opened],
        stage=stage[turns[opened]],
        came_by=into[opened],
        left_by=np.where(goes_on, np.roll(out, -1), NONE)[opened],
        place={name: codes[turned][opened] for name, codes in standing.items()},
    )
    return stays, _acts(walked, procedure, manners, facts, placing, standing)


def _acts(
    walked: Walked,
    procedure: Procedure,
    manners: Manners,
    facts: Facts,
    placing: Ints,
    standing: Mapping[str, Ints],
) -> Stays:
    """Moments: their own unit, else the place where their subject stands.

    `stage` is where the document found the subject, or put it when it was never seen before.
    """
    at = np.flatnonzero(procedure.act[walked.cell] != NONE)
    said = facts.said(walked.row[at], np.zeros(len(at), bool))
    last = np.searchsorted(placing, at, side="right") - 1
    there = last >= 0
    there[there] = walked.path[placing[last[there]]] == walked.path[at[there]]

    def place(name: str) -> Ints:
        around = np.zeros(len(at), np.int64)
        if name != "agency_unit":
            around[there] = standing[name][last[there]]
        return np.where(said[name] == NONE, around, said[name])

    found = np.where(walked.was[at] == 0, walked.after[at], walked.was[at])
    manner = manners.of_act[procedure.act[walked.cell[at]]]
    return Stays(
        at=at,
        end=at,
        stage=walked.track[at] * procedure.width + found,
        came_by=manner,
        left_by=manner,
        place={name: place(name) for name in standing},
    )
