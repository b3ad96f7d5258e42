"""Kết quả mô phỏng: the events of a simulated year, as moves and as records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from events.moves import MOVES
from events.shape import Record
from projections.definitions import Definitions
from thongke.simulate import noise as disturbance
from thongke.simulate.beside import beside
from thongke.simulate.beside_columns import BesideScribe
from thongke.simulate.charges import Charges, Ints, Random
from thongke.simulate.columns import Scribe
from thongke.simulate.places import Places
from thongke.simulate.records import records
from thongke.simulate.series import pointers
from thongke.simulate.table import Table
from thongke.simulate.walk import Walk
from thongke.simulate.world import populate

EPOCH = date(1970, 1, 1)
START, END = date(2025, 10, 1), date(2026, 10, 1)


@dataclass(frozen=True, slots=True)
class Simulated:
    """`deliveries`: rows of `events` in order of arrival, some of them twice.

    The column `noise` says what the platforms did wrong: `late`, `correction`, `annulment`,
    `out_of_turn`; null for what was sent as it should be.
    """

    events: pl.DataFrame
    subjects: pl.DataFrame  # in order of `event`, the row of their event
    deliveries: Ints

    def __len__(self) -> int:
        return len(self.deliveries)

    def moves(self) -> pl.DataFrame:
        """The columns that the product counts by, every event once, in order of arrival."""
        first = np.sort(np.unique(self.deliveries, return_index=True)[1])
        order = self.deliveries[first]
        many = np.bincount(self.subjects["event"].to_numpy(), minlength=len(self.events))
        start = np.cumsum(many) - many
        rows = np.maximum(many[order], 1)
        event = np.repeat(order, rows)
        nth = np.arange(len(event)) - np.repeat(np.cumsum(rows) - rows, rows)
        subject = pointers(np.where(many[event] > 0, start[event] + nth, -1))
        places = pl.Series(event)
        return pl.DataFrame(
            [
                _gathered(self.events, name, places)
                if name in self.events.columns
                else _gathered(self.subjects, name, subject)
                if name in self.subjects.columns
                else pl.repeat(None, len(places), dtype=dtype, eager=True).alias(name)
                for name, dtype in MOVES.items()
            ]
        )

    def records(self) -> Iterator[Record]:
        """What arrives, one after the other: late, twice, corrected and annulled as it comes."""
        return records(self.events, self.subjects, self.deliveries)


def simulate(
    cases: int,
    seed: int,
    *,
    definitions: Definitions,
    provinces: tuple[str, ...] = ("01",),
    start: date = START,
    end: date = END,
    noise: bool = True,
) -> Simulated:
    """`cases`: newly prosecuted from `start` until the day before `end`; all else in proportion.

    The same seed gives the same events. Without noise every document comes in its turn.
    """
    g = np.random.default_rng(seed)
    table = Table.of(definitions)
    charges = Charges.of(definitions, start)
    places = Places.of(definitions, provinces, start)
    world = populate(g, cases, table, charges, places, start, end)
    days = (start - EPOCH).days, (end - EPOCH).days
    told = Walk(g, table, charges, places, world, *days).run()
    columns = Scribe(g, table, charges, places, world, f"s{seed}").columns(told)
    others = BesideScribe(g, charges, places, world, f"s{seed}").columns(
        beside(g, definitions, table, charges, places, world, told, cases, days),
        len(columns.events),
        len(world.kind),
    )
    events = pl.concat([columns.events, others.events], how="diagonal")
    subjects = pl.concat([columns.subjects, others.subjects], how="diagonal")
    twice = np.array([], np.int64)
    if noise:
        events, subjects, twice = disturbance.disturb(g, events, subjects)
    recorded = events["recorded_at"].to_numpy()
    return Simulated(events, subjects, _arrivals(g, recorded, twice))


def _arrivals(g: Random, recorded: Ints, twice: Ints) -> Ints:
    """Rows in order of arrival: as recorded; what is delivered twice comes again within days."""
    again = recorded[twice] + g.integers(60, 5 * 86_400, len(twice))
    which = np.concatenate([np.arange(len(recorded)), twice])
    return which[np.argsort(np.concatenate([recorded, again]), kind="stable")]


def _gathered(frame: pl.DataFrame, name: str, places: pl.Series) -> pl.Series:
    column = frame[name]
    if column.null_count() == len(column):
        return column.clear().extend_constant(None, len(places))
    return column.gather(places)
