"""Kết quả mô phỏng: the events of a simulated year, as moves and as records, in order of arrival."""

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
from thongke.simulate.charges import Charges, Ints
from thongke.simulate.columns import Scribe
from thongke.simulate.places import Places
from thongke.simulate.records import records
from thongke.simulate.table import Table
from thongke.simulate.walk import Walk
from thongke.simulate.world import populate

EPOCH = date(1970, 1, 1)
START, END = date(2025, 10, 1), date(2026, 10, 1)


@dataclass(frozen=True, slots=True)
class Simulated:
    """Rows of `events` stand in order of arrival; `deliveries` has some of them twice.

    The column `noise` says what the platforms did wrong: `late`, `correction`, `annulment`,
    `out_of_turn`; null for what was sent as it should be.
    """

    events: pl.DataFrame
    subjects: pl.DataFrame  # by `event`, the row of its event
    deliveries: Ints

    def __len__(self) -> int:
        return len(self.deliveries)

    def moves(self) -> pl.DataFrame:
        """The columns that the product counts by, every event once."""
        listed = self.subjects["event"].to_numpy()
        many = np.bincount(listed, minlength=len(self.events))
        rows = np.maximum(many, 1)
        event = np.repeat(np.arange(len(self.events)), rows)
        place = np.cumsum(rows) - rows
        subject = np.full(len(event), len(listed))
        nth = np.arange(len(listed)) - (np.cumsum(many) - many)[listed]
        subject[place[listed] + nth] = np.arange(len(listed))
        alone = pl.Series(np.where(subject < len(listed), subject, -1)).cast(pl.Int64)
        alone = pl.select(pl.when(alone >= 0).then(alone).alias("i"))["i"]
        columns = []
        for name in MOVES:
            if name == "ground":  # a subject's own would stand before the event's; we send none
                columns.append(self.events[name].gather(event))
            elif name in self.events.columns:
                columns.append(self.events[name].gather(event))
            else:
                columns.append(self.subjects[name].gather(alone).alias(name))
        return pl.DataFrame(columns)

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
    table = Table.of(definitions.tracks)
    charges = Charges.of(definitions, start)
    places = Places.of(definitions, provinces, start)
    world = populate(g, cases, table, charges, places, start, end)
    days = (start - EPOCH).days, (end - EPOCH).days
    told = Walk(g, table, charges, places, world, *days).run()
    columns = Scribe(g, table, charges, places, world, f"s{seed}").columns(told)
    events, subjects = columns.events, columns.subjects
    twice = np.array([], np.int64)
    if noise:
        events, subjects, twice = disturbance.disturb(g, events, subjects)
    return _arrived(g, events, subjects, twice)


def _arrived(g: np.random.Generator, events: pl.DataFrame, subjects: pl.DataFrame, twice: Ints) -> Simulated:
    """In order of arrival: as recorded; what is delivered twice comes again within days."""
    recorded = events["recorded_at"].to_numpy()
    order = np.argsort(recorded, kind="stable")
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    listed = place[subjects["event"].to_numpy()]
    by_event = np.argsort(listed, kind="stable")
    again = recorded[twice] + g.integers(60, 5 * 86_400, len(twice))
    arrives = np.concatenate([recorded[order], again])
    which = np.concatenate([np.arange(len(order)), place[twice]])
    return Simulated(
        events[order],
        subjects[by_event].with_columns(event=pl.Series(listed[by_event])),
        which[np.argsort(arrives, kind="stable")],
    )
