"""Chênh lệch: what was said and is true no longer, what is true and was not said yet."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Gap:
    retract: pl.DataFrame  # rows of what was said, with whatever columns it has besides
    assert_: pl.DataFrame


def gap(said: pl.DataFrame, true: pl.DataFrame) -> Gap:
    """Rows are compared by the columns of `true`, nulls equal; what stands as it stood is left out.

    Equal rows are counted: two said against one true leave one to retract.
    """
    columns = true.columns
    if said.is_empty() or true.is_empty():
        return Gap(said, true)
    if said.select(columns).is_duplicated().any() or true.is_duplicated().any():
        nth = pl.int_range(pl.len()).over(columns).alias("nth")
        said, true = said.with_columns(nth), true.with_columns(nth)
        columns = [*columns, "nth"]
    retract = said.join(true, on=columns, how="anti", nulls_equal=True)
    assert_ = true.join(said, on=columns, how="anti", nulls_equal=True)
    return Gap(retract.drop("nth", strict=False), assert_.drop("nth", strict=False))
