"""Chênh lệch: what was said and is true no longer, what is true and was not said yet."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Gap:
    retract: pl.DataFrame
    assert_: pl.DataFrame


def gap(said: pl.DataFrame, true: pl.DataFrame) -> Gap:
    """Rows are compared whole, nulls equal; what stands as it stood is in neither."""
    true = true.select(said.columns)
    return Gap(retract=_without(said, true), assert_=_without(true, said))


def _without(rows: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    return rows.join(others, on=rows.columns, how="anti", nulls_equal=True)
