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
    """In the order of the law."""

    row: Ints  # of the moves
    who: Ints
    type: Ints
    day: Ints
    names: Mapping[str, int]

    @classmethod
    def of(cls, history: History, types: Collection[str]) -> Told:
        names = {name: number for number, name in enumerate(sorted(types))}
        numbered = history.moves["type"].cast(pl.Enum(list(names)), strict=False).to_physical()
        type = numbered.cast(pl.Int64).fill_null(NONE).to_numpy()[history.row]
        at = np.flatnonzero(type != NONE)
        row = history.row[at]
        day = day_numbers(history.moves["effective_on"].gather(pointers(row)))
        return cls(row, history.subject[at], type[at], day, names)

    def of_types(self, types: Iterable[str]) -> Flags:
        return np.isin(self.type, [self.names[name] for name in types])


def in_words(days: Ints) -> pl.Series:
    return pl.select(dated(days).dt.strftime("%d/%m/%Y")).to_series()
