"""Cột polars: numbers as columns of words, days and whole numbers; -1 is nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from thongke.simulate.charges import NONE, Flags, Ints, Random


def pick(g: Random, n: int, odds: Sequence[tuple[int, float]]) -> Ints:
    values, shares = zip(*odds, strict=True)
    chances = np.cumsum(shares)
    at = np.searchsorted(chances, g.random(n) * chances[-1])
    picked: Ints = np.array(values, np.int64)[np.minimum(at, len(values) - 1)]
    return picked


def series(words: Sequence[str | None]) -> pl.Series:
    return pl.Series(list(words), dtype=pl.String)


def pointers(numbers: Ints) -> pl.Series:
    """Places to gather from; null for a negative number."""
    known = pl.Series(numbers >= 0)
    return pl.Series(numbers, dtype=pl.Int64).zip_with(
        known, pl.Series([None], dtype=pl.Int64).new_from_index(0, len(numbers))
    )


def picked(column: pl.Series, numbers: Ints) -> pl.Series:
    """Values by their places; null for a negative number."""
    return column.gather(pointers(numbers)) if len(column) else nulls(len(numbers))


def worded(words: Sequence[str | None], codes: Ints) -> pl.Series:
    """Words by their codes; null for -1."""
    if (codes == NONE).all():
        return nulls(len(codes))
    return picked(series(words), codes)


def by_type(names: Sequence[str], type_: Ints, words: Mapping[str, str]) -> pl.Series:
    return series([words.get(name) for name in names]).gather(type_)


def whole(values: Ints) -> pl.Series:
    return only(pl.Series(values, dtype=pl.Int32), values != NONE)


def dates(values: Ints) -> pl.Series:
    return only(pl.Series(values, dtype=pl.Int32).cast(pl.Date), values != NONE)


def only(column: pl.Series, known: Flags) -> pl.Series:
    nothing = pl.Series([None], dtype=column.dtype).new_from_index(0, len(column))
    return column.zip_with(pl.Series(known), nothing)


def nulls(n: int) -> pl.Series:
    return pl.Series([None], dtype=pl.String).new_from_index(0, n)
