"""Văn bản đứng vững: the standing documents that published rules name, subject by subject."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import polars as pl

from projections.history import History
from projections.numbers import NONE, Flags, Ints, dated, day_numbers, pointers

Found: TypeAlias = tuple[Ints, pl.Series | None]  # rows of the moves, and what is said of them


@dataclass(frozen=True, slots=True)
class Told:
    """In the order of the law; what is asked by type costs no more than the rows of those types."""

    row: Ints  # of the moves
    who: Ints
    type: Ints
    day: Ints
    names: Mapping[str, int]
    by_type: Ints  # places, type after type
    first: Ints  # of each type among `by_type`, and after the last

    @classmethod
    def of(cls, history: History, types: Collection[str]) -> Told:
        names = {name: number for number, name in enumerate(sorted(types))}
        numbered = history.moves["type"].cast(pl.Enum(list(names)), strict=False).to_physical()
        type = numbered.cast(pl.Int64).fill_null(NONE).to_numpy()[history.row]
        at = np.flatnonzero(type != NONE)
        row, type = history.row[at], type[at]
        day = day_numbers(history.moves["effective_on"].gather(pointers(row)))
        by_type = np.argsort(type, kind="stable")
        first = np.searchsorted(type[by_type], np.arange(len(names) + 1))
        return cls(row, history.subject[at], type, day, names, by_type, first)

    def at(self, types: Iterable[str]) -> Ints:
        """The places of these types."""
        numbers = [self.names[name] for name in types]
        parts = [self.by_type[self.first[n] : self.first[n + 1]] for n in numbers]
        return np.sort(np.concatenate(parts)) if parts else self.by_type[:0]

    def has(self, types: Iterable[str]) -> bool:
        return any(self.first[self.names[n]] < self.first[self.names[n] + 1] for n in types)

    def are(self, at: Ints, types: Iterable[str]) -> Flags:
        """Which of these places are of these types."""
        return np.isin(self.type[at], [self.names[name] for name in types])


def in_words(days: Ints) -> pl.Series:
    return pl.select(dated(days).dt.strftime("%d/%m/%Y")).to_series()
