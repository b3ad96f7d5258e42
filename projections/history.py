"""Lịch sử có hiệu lực: the history as it should have been written, whenever its parts arrived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

import numpy as np
import polars as pl

from projections.numbers import Ints, begins, day_numbers, pointers, ranked

ANNULMENT = "event_annulled"
Named = tuple[str, str]  # dossier, event


@dataclass(frozen=True, slots=True)
class Corrections:
    """Đính chính, hủy sự kiện: what they take out, where they stand, what is wrong with them."""

    out: frozenset[str]  # events named by any correction of their own dossier
    places: Mapping[str, int]  # correcting event -> sequence of the root of its chain
    lost: frozenset[str]  # corrections of what their dossier does not have
    doubled: frozenset[str]  # corrections of an event that another one corrects too

    @classmethod
    def of(cls, moves: pl.DataFrame) -> Corrections:
        said = moves.filter(pl.col("corrects").is_not_null())
        if said.is_empty():
            return cls(frozenset(), {}, frozenset(), frozenset())
        said = said.select("dossier", "event_id", "corrects").unique("event_id")
        target = {(dossier, event): (dossier, of) for dossier, event, of in said.rows()}
        named = said["corrects"].unique().implode()
        known = moves.select("dossier", "event_id", "sequence").filter(
            pl.col("event_id").is_in(named)
        )
        sequence = {(dossier, event): place for dossier, event, place in known.rows()}
        times = Counter(target.values())
        places = {event: sequence.get(_root(event, target, sequence)) for event in target}
        return cls(
            out=frozenset(event for dossier, event in times.keys() & sequence.keys()),
            places={event: place for (_, event), place in places.items() if place is not None},
            lost=frozenset(event for (_, event), of in target.items() if of not in sequence),
            doubled=frozenset(event for (_, event), of in target.items() if times[of] > 1),
        )


def _root(event: Named, target: Mapping[Named, Named], known: Mapping[Named, int]) -> Named:
    """The first event of a chain of corrections; one that bites its tail begins where it would."""
    passed = {event}
    while event in target and target[event] in known and target[event] not in passed:
        event = target[event]
        passed.add(event)
    return event


@dataclass(frozen=True, slots=True)
class History:
    """The standing moves of each subject (dossier, id, kind), in the order of the law.

    `row` points into `moves`, `subject` numbers the subjects as they follow one another.
    """

    moves: pl.DataFrame
    corrections: Corrections
    standing: pl.Series  # by row of `moves`
    row: Ints
    subject: Ints

    @classmethod
    def of(cls, moves: pl.DataFrame, types: tuple[str, ...]) -> History:
        """`types`: the procedure's own order of event types, for what shares a day and a place."""
        corrections = Corrections.of(moves)
        standing = _standing(moves, corrections)
        moving = standing & moves["subject"].is_not_null() & (moves["type"] != ANNULMENT)
        rows = np.flatnonzero(moving.to_numpy())
        rank = moves["type"].cast(pl.Enum(types), strict=False).to_physical().fill_null(len(types))
        subject = _subjects(moves)[rows]
        number = ranked(
            subject,
            day_numbers(moves["effective_on"])[rows],
            _sequence(moves, corrections).to_numpy()[rows],
            rank.to_numpy().astype(np.int64)[rows],
        )
        order = np.argsort(number)
        rows, number = rows[order], number[order]
        tied = np.append(number[1:] == number[:-1], False)
        tied |= np.insert(tied[:-1], 0, False) if len(tied) else tied
        if tied.any():
            same = pl.DataFrame({"number": number[tied], "row": rows[tied]})
            events = moves["event_id"].gather(pointers(rows[tied]))
            rows[tied] = same.with_columns(events).sort("number", "event_id")["row"].to_numpy()
        return cls(moves, corrections, standing, rows, np.cumsum(begins(subject[order])) - 1)

    @property
    def subjects(self) -> int:
        return int(self.subject[-1]) + 1 if len(self.subject) else 0


def _subjects(moves: pl.DataFrame) -> Ints:
    """A number for each subject, told apart by hashes: another seed is tried should two collide."""
    of = pl.struct("dossier", "subject", "kind")
    for seed in count():
        hashes = moves.select(one=of.hash(seed), other=of.hash(~seed & 0xFFFF))
        one = hashes["one"].reinterpret(signed=True).to_numpy()
        order = np.argsort(one)
        new = begins(one[order])
        if not (begins(hashes["other"].reinterpret(signed=True).to_numpy()[order]) & ~new).any():
            number = np.empty(len(one), np.int64)
            number[order] = np.cumsum(new)
            return number
    raise AssertionError


def _standing(moves: pl.DataFrame, corrections: Corrections) -> pl.Series:
    if not corrections.out:
        return pl.repeat(True, len(moves), dtype=pl.Boolean, eager=True)
    out = pl.Series(sorted(corrections.out), dtype=pl.String).implode()
    return moves.select(~pl.col("event_id").is_in(out)).to_series()


def _sequence(moves: pl.DataFrame, corrections: Corrections) -> pl.Series:
    """The platform's sequence, or that of the root for what stands in its place."""
    if not corrections.places:
        return moves["sequence"]
    correcting = moves["corrects"].is_not_null().arg_true()
    events = moves["event_id"].gather(correcting).to_list()
    own = moves["sequence"].gather(correcting).to_list()
    places = [corrections.places.get(event, mine) for event, mine in zip(events, own, strict=True)]
    return moves["sequence"].clone().scatter(correcting, places)
