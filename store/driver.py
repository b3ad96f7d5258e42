"""Frames in and out of PostgreSQL, past SQLAlchemy where rows one by one would be too slow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import polars as pl
import psycopg
from psycopg import sql
from sqlalchemy import Connection

# What stands for NULL in a copied column. Text of ours holds no control characters (storable.py).
_NULL = "\x01"


def driver_of(connection: Connection) -> psycopg.Connection[Any]:
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError(f"cần kết nối psycopg (postgresql+psycopg://…), gặp {type(driver)}")
    return driver


def fetch(
    connection: Connection,
    text: str,
    parameters: Sequence[object],
    schema: Mapping[str, pl.DataType],
) -> pl.DataFrame:
    """Rows of a question with numbered parameters (`$1`)."""
    with psycopg.RawCursor(driver_of(connection)) as cursor:
        # The text is our own rendering; what others send travels in the parameters.
        cursor.execute(text.encode(), parameters)
        return pl.DataFrame(cursor.fetchall(), schema=dict(schema), orient="row")


def copy_out(
    connection: Connection,
    query: str,
    schema: Mapping[str, pl.DataType],
    parameters: Mapping[str, object],
) -> pl.DataFrame:
    """Rows of a big question with `%(named)s` parameters, as text columns at a stroke."""
    statement = f"COPY ({query}) TO STDOUT (FORMAT csv, NULL '{_NULL}')".encode()
    with driver_of(connection).cursor() as cursor, cursor.copy(statement, parameters) as copy:
        content = b"".join(copy)
    if not content:
        return pl.DataFrame(schema=dict(schema))
    return pl.read_csv(
        BytesIO(content),
        has_header=False,
        schema=dict(schema),
        null_values=_NULL,
        empty_string_is_null=False,
    )


@dataclass(frozen=True, slots=True)
class Staged:
    """A frame that waits in a temporary table, so that `insert` holds the counter for short.

    Only what differs from row to row waits there: most columns say the same of a whole batch.
    """

    connection: Connection
    table: sql.Composed
    waiting: sql.Identifier
    columns: tuple[str, ...]
    same: Mapping[str, object]

    def insert(self, constants: Mapping[str, int], on_conflict: str = "") -> int:
        """Add the rows, each with the constants; how many were added."""
        if not self.columns:
            return 0
        said = {**constants, **self.same}
        columns = sql.SQL(", ").join(map(sql.Identifier, self.columns))
        names = sql.SQL(", ").join(map(sql.Identifier, said))
        values = sql.SQL(", ").join(map(sql.Literal, said.values()))
        statement = sql.SQL("INSERT INTO {} ({}, {}) SELECT {}, {} FROM {} {}").format(
            self.table, names, columns, values, columns, self.waiting, sql.SQL(on_conflict)
        )
        return driver_of(self.connection).execute(statement).rowcount


def stage(connection: Connection, table: str, frame: pl.DataFrame) -> Staged:
    """Copy a frame into a temporary table of this session, made like columns of `table`.

    Not into the table itself: COPY can't write where row-level security watches, nor leave out
    what is there already.
    """
    target = sql.SQL(".").join(map(sql.Identifier, table.split(".")))
    waiting = sql.Identifier(f"staged_{table.replace('.', '_')}")
    if frame.is_empty():
        return Staged(connection, target, waiting, (), {})
    alike = frame.select(pl.all().eq_missing(pl.all().first()).all()).row(0, named=True)
    differing = tuple(name for name in frame.columns if not alike[name]) or (frame.columns[0],)
    first = frame.row(0, named=True)
    same = {name: first[name] for name in frame.columns if name not in differing}
    columns = sql.SQL(", ").join(map(sql.Identifier, frame.columns))
    with driver_of(connection).cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "CREATE TEMPORARY TABLE IF NOT EXISTS {} ON COMMIT DELETE ROWS"
                " AS SELECT {} FROM {} WITH NO DATA"
            ).format(waiting, columns, target)
        )
        cursor.execute(sql.SQL("DELETE FROM {}").format(waiting))
        statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, NULL {})").format(
            waiting, sql.SQL(", ").join(map(sql.Identifier, differing)), sql.Literal(_NULL)
        )
        with cursor.copy(statement) as copy:
            copy.write(frame.select(differing).write_csv(include_header=False, null_value=_NULL))
    return Staged(connection, target, waiting, differing, same)
