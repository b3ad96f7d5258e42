"""The engine's frames against the rows of the oracle, which shares no code with it."""

from __future__ import annotations

from collections.abc import Iterator

import naive
import polars as pl

from projections.definitions import Definitions
from projections.findings import FINDINGS
from projections.spans import SPANS

_AT_ONCE = 50


def oracle(moves: pl.DataFrame, definitions: Definitions) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Spans and findings by the naive fold, some dossiers at a time (it compares all with all)."""
    spans, findings = [], []
    for rows in _by_dossiers(moves):
        told, seen = naive.derive(rows, definitions)
        spans += told
        findings += seen
    return _frame(spans, SPANS), _frame(findings, FINDINGS)


def _frame(rows: list[dict], shape: dict[str, pl.DataType]) -> pl.DataFrame:
    return pl.DataFrame([[row[c] for c in shape] for row in rows], schema=shape, orient="row")


def _by_dossiers(moves: pl.DataFrame) -> Iterator[list[dict]]:
    frames = moves.partition_by("dossier", include_key=True)
    for first in range(0, len(frames), _AT_ONCE):
        yield pl.concat(frames[first : first + _AT_ONCE]).to_dicts()


def differences(said: pl.DataFrame, true: pl.DataFrame) -> list[str]:
    """Rows that only one of two frames has, as often as it has them; words for people."""
    columns = true.columns
    count = {"times": pl.len()}
    one = said.select(columns).group_by(columns).agg(**count)
    other = true.group_by(columns).agg(**count)
    keys = [*columns, "times"]
    told = []
    for word, rows in (
        ("only said", one.join(other, on=keys, how="anti", nulls_equal=True)),
        ("only true", other.join(one, on=keys, how="anti", nulls_equal=True)),
    ):
        told += [f"{word}: {row}" for row in rows.sort(columns[0]).head(5).to_dicts()]
    return told
