"""Chênh lệch: what histories mean against what stands, and the writing of the gap between them.

Live recording, rebuild and audit share it; audit alone writes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl
from sqlalchemy import Connection, text

from projections.findings import FINDINGS
from projections.gap import gap
from projections.meaning import Meaning
from projections.spans import SPANS
from store.driver import Staged, stage
from store.spans import rows_of

SHAPES: Mapping[str, Mapping[str, pl.DataType]] = {"span": SPANS, "finding": FINDINGS}


@dataclass(frozen=True, slots=True)
class Difference:
    """By table: rows that stand and should not (with their `id`), rows that should stand."""

    extra: Mapping[str, pl.DataFrame]
    missing: Mapping[str, pl.DataFrame]

    @classmethod
    def none(cls) -> Difference:
        return cls({}, {})

    @property
    def retracted(self) -> int:
        """Spans taken back."""
        return len(self.extra.get("span", ()))

    @property
    def asserted(self) -> int:
        """Spans newly said."""
        return len(self.missing.get("span", ()))

    def __bool__(self) -> bool:
        return any(len(rows) for rows in (*self.extra.values(), *self.missing.values()))

    def stage(self, connection: Connection) -> Ready:
        """Bring the rows to the server; they are written when a position is taken."""
        return Ready(
            connection,
            {table: rows["id"].to_list() for table, rows in self.extra.items() if len(rows)},
            [stage(connection, table, rows) for table, rows in self.missing.items() if len(rows)],
        )


@dataclass(frozen=True, slots=True)
class Ready:
    """A difference on the server, waiting for its position."""

    connection: Connection
    retract: Mapping[str, list[int]]
    staged: list[Staged]

    def write(self, position: int) -> None:
        for table, ids in self.retract.items():
            self.connection.execute(
                text(
                    f"UPDATE {table} SET retracted_at = :position"
                    " WHERE id = ANY(CAST(:ids AS bigint[]))"
                ),
                {"position": position, "ids": ids},
            )
        for staged in self.staged:
            staged.insert({"asserted_at": position})


def difference(
    connection: Connection,
    meaning: Meaning,
    dossiers: Collection[str],
    moves: pl.DataFrame,
    as_of: int | None = None,
) -> Difference:
    """Whole histories of dossiers against what stands for them (now, or as of a position)."""
    derived = meaning.derive(moves)
    said = {t: rows_of(connection, t, shape, dossiers, as_of) for t, shape in SHAPES.items()}
    implied = {"span": derived.spans, "finding": derived.findings}
    extra, missing = {}, {}
    for table, shape in SHAPES.items():
        between = gap(said[table], implied[table].select(*shape))
        extra[table], missing[table] = between.retract, between.assert_
    return Difference(extra, missing)
