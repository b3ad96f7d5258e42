"""Small numbers for words and days: what columns become while a history is reckoned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

Ints: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]

NONE = -1
NO_DAY = -(1 << 40)
_EPOCH = date(1970, 1, 1).toordinal()


def coded(texts: pl.Series, absent: str | None) -> tuple[Ints, list[str | None]]:
    """Numbers for texts (-1: null), and what they stand for; number 0 stands for `absent`."""
    if texts.null_count() == len(texts):
        return np.full(len(texts), NONE), [absent]
    words = sorted(word for word in texts.unique().to_list() if word not in (None, absent))
    names: list[str | None] = [absent, *words]
    return mapped(texts, names.index), names


def mapped(texts: pl.Series, number: Callable[[str], int]) -> Ints:
    """A number for each text, asked once for each distinct one; -1 for null."""
    if texts.null_count() == len(texts):
        return np.full(len(texts), NONE)
    words = [word for word in texts.unique().to_list() if word is not None]
    numbers = [number(word) for word in words]
    found = texts.replace_strict(words, numbers, default=NONE, return_dtype=pl.Int64)
    return found.to_numpy()


def positions(numbers: Ints, among: Sequence[int]) -> Ints:
    """Where each number stands in a list that holds them all."""
    places = range(len(among))
    found = pl.Series(numbers).replace_strict(among, places, return_dtype=pl.Int64)
    return found.to_numpy()


def named(numbers: Ints, names: Sequence[str | None]) -> pl.Expr:
    """The texts back; -1 is null."""
    return pl.lit(pl.Series([*names, None], dtype=pl.String)).gather(pl.Series(numbers))


def pointers(rows: Ints) -> pl.Series:
    """Rows to gather."""
    return pl.Series(rows, dtype=pl.UInt32)


def perhaps(rows: Ints) -> pl.Expr:
    """Rows to gather; -1 gathers null."""
    found = pl.lit(pl.Series(rows))
    return pl.when(found != NONE).then(found)


def days_of(days: Iterable[date]) -> Ints:
    """Days since 1970."""
    return np.array([day.toordinal() - _EPOCH for day in days], np.int64)


def day_numbers(days: pl.Series) -> Ints:
    """Days since 1970; NO_DAY for null."""
    return days.to_physical().cast(pl.Int64).fill_null(NO_DAY).to_numpy()


def dated(days: Ints) -> pl.Expr:
    """Dates of days since 1970; NO_DAY is null."""
    found = pl.lit(pl.Series(days))
    return pl.when(found != NO_DAY).then(found).cast(pl.Int32).cast(pl.Date)


def months_later(days: Ints, months: Ints) -> Ints:
    """The same day number of a later month, or its last day if it lacks that number."""
    month = days.astype("datetime64[D]").astype("datetime64[M]")
    nth = days - _first_of(month)
    month = month + months.astype("timedelta64[M]")
    first, after = _first_of(month), _first_of(month + np.timedelta64(1, "M"))
    return np.minimum(first + nth, after - 1)


def _first_of(month: npt.NDArray[np.datetime64]) -> Ints:
    return month.astype("datetime64[D]").astype(np.int64)


def as_date(day: int) -> date:
    return date.fromordinal(day + _EPOCH)


def ranked(*columns: Ints) -> Ints:
    """One number a row that sorts as the columns do, the first counting most."""
    number, span = np.zeros(len(columns[0]), np.int64), 1
    for column in columns if len(number) else ():
        low, high = int(column.min()), int(column.max())
        if span * (high - low + 1) >= 1 << 62:
            number, column = _dense(number), _dense(column)
            low, high, span = 0, len(column), len(column)
        number = number * (high - low + 1) + (column - low)
        span *= high - low + 1
    return number


def _dense(values: Ints) -> Ints:
    """The same order in numbers from 0 on, none left out."""
    order = np.argsort(values)
    dense = np.empty(len(values), np.int64)
    dense[order] = np.cumsum(begins(values[order])) - 1
    return dense


def previous(values: Ints) -> Ints:
    """The value before each; nothing stands before the first."""
    return np.concatenate([[NO_DAY], values[:-1]]) if len(values) else values


def begins(values: Ints) -> Flags:
    """Where another value begins."""
    return np.not_equal(values, previous(values))
