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
    if said.is_empty() or true.is_empty():
        return Gap(said, true)
    ours, theirs = _marked(said.select(true.columns)), _marked(true)
    retract = ours.join(theirs, on=_MARKS, how="anti")["row"]
    assert_ = theirs.join(ours, on=_MARKS, how="anti")["row"]
    return Gap(said[retract], true[assert_])


_MARKS = ("one", "other", "nth")


def _marked(rows: pl.DataFrame) -> pl.DataFrame:
    """Two hashes of each row, 128 bits together: comparing some seventy columns takes five times
    as long. `nth` counts equal rows.
    """
    marks = pl.DataFrame({"one": rows.hash_rows(1), "other": rows.hash_rows(2)})
    return marks.with_columns(nth=pl.int_range(pl.len()).over("one", "other")).with_row_index("row")
