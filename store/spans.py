"""Khoảng và điều cần xem như đang ghi nhận: what stands in the store for dossiers."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl
from sqlalchemy import Connection

from projections.spans import SPANS
from store.driver import copy_out


def standing(
    connection: Connection, dossiers: Collection[str], as_of: int | None = None
) -> pl.DataFrame:
    """Spans of the dossiers (columns of SPANS and `id`), now or as of a position."""
    return rows_of(connection, "span", SPANS, dossiers, as_of)


def rows_of(
    connection: Connection,
    table: str,
    schema: Mapping[str, pl.DataType],
    dossiers: Collection[str],
    as_of: int | None = None,
) -> pl.DataFrame:
    """Rows of `span` or `finding` that stand, with their `id`."""
    wanted = {**schema, "id": pl.Int64()}
    if not dossiers:
        return pl.DataFrame(schema=wanted)
    columns = ", ".join(f'"{name}"' for name in wanted)
    of_dossiers = f"SELECT {columns} FROM {table} WHERE dossier = ANY(%(dossiers)s::text[])"
    if as_of is None:
        query = f"{of_dossiers} AND retracted_at IS NULL"
    else:
        query = (
            f"{of_dossiers} AND asserted_at <= %(as_of)s"
            " AND (retracted_at IS NULL OR retracted_at > %(as_of)s)"
        )
    return copy_out(connection, query, wanted, {"dossiers": sorted(dossiers), "as_of": as_of})
