"""Simulated events told to a real store, as a platform would: through the door, in batches."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from uuid import uuid4

import polars as pl
from sqlalchemy import Connection, Engine, create_engine
from worlds import HALVES, MONTHS, below, homes

from events.door import admit_records
from events.moves import moves
from events.shape import Record
from ops.local import LocalPostgres
from store.figures import figures
from store.migrate import migrate
from store.recorder import record
from thongke.assembly import assemble
from thongke.simulate import simulate

NOTED = (MONTHS[3], MONTHS[8], *HALVES)
Noted = dict[str, dict[str, int]]  # unit, period and form -> cell -> number


@dataclass
class Recording:
    """A store, what was told to it, and the figures of all forms as they stood after each batch."""

    engine: Engine
    records: list[Record]
    noted: dict[int, Noted] = field(default_factory=dict)  # by position

    @property
    def dossiers(self) -> list[str]:
        return sorted({r["dossier_id"] for r in self.records})

    @property
    def labels(self) -> dict[str, Sequence[str]]:
        units = sorted({r["unit"] for r in self.records} | {"unknown"})
        return {u: (u,) for u in units[:3]} | {"T01+": below(units), "TC+": units}

    def figures(self, connection: Connection, as_of: int | None = None) -> Noted:
        """Every cell of every form and list, for some units and periods."""
        return {
            f"{label} {period} {home.id}": cells
            for period in NOTED
            for home in homes()
            for label, cells in figures(connection, home.lines, self.labels, period, as_of).items()
        }


@contextmanager
def store(server: LocalPostgres) -> Iterator[Engine]:
    """A migrated database for as long as it is needed."""
    name = f"promises_{uuid4().hex[:12]}"
    url = server.create_database(name)
    migrate(url)
    engine = create_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()
        server.drop_database(name)


def tell(engine: Engine, cases: int, seed: int, batches: int) -> Recording:
    """Record in order of arrival, noting figures after each batch."""
    recording = Recording(engine, simulated_records(cases, seed))
    told = recording.records
    edges = [len(told) * n // batches for n in range(batches + 1)]
    for first, last in pairwise(edges):
        position = record_all(engine, told[first:last])
        with engine.begin() as connection:
            recording.noted[position] = recording.figures(connection)
    return recording


def simulated_records(cases: int, seed: int, *, noise: bool = True) -> list[Record]:
    definitions = assemble().definitions
    return list(simulate(cases, seed, definitions=definitions, noise=noise).records())


def record_all(engine: Engine, records: Sequence[Record]) -> int:
    """One batch through the door into the store; its position (0: it said nothing new)."""
    assembly = assemble()
    batch = admit_records(enumerate(records), "promises", assembly.codec, assembly.catalogue)
    assert batch.refused == []
    with engine.begin() as connection:
        recorded = record(connection, batch, assembly.meaning)
    assert recorded.quarantined == 0
    return recorded.position or 0


def in_any_order(
    records: Sequence[Record], seed: int, sizes: Sequence[int] = (1, 40, 300, 900)
) -> Iterator[list[Record]]:
    """Shuffled, a tenth of it told again at any time, in batches of any size."""
    r = random.Random(seed)
    told = [*records, *r.sample(records, len(records) // 10)]
    r.shuffle(told)
    while told:
        size = r.choice(sizes)
        yield told[:size]
        del told[:size]


def finished(records: Sequence[Record]) -> pl.DataFrame:
    """Moves of the finished history, each event once."""
    return moves({r["event_id"]: r for r in records}.values())
