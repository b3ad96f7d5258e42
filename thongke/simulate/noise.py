"""Nhiễu mô phỏng: what platforms and clerks do wrong, in small measure."""

from __future__ import annotations

import numpy as np
import polars as pl

from thongke.simulate.charges import Flags, Ints, Random

LATE, TWICE, CORRECTED, ANNULLED, OUT_OF_TURN = 0.03, 0.003, 0.01, 0.001, 0.005
DAY = 86_400
OWN_FACTS = (
    "acted_upon", "article", "received_on", "accepted", "attempt", "simplified", "requested",
)  # fmt: skip
# What a clerk records in the wrong dossier; none of them needs facts that others lack.
ASTRAY = (
    "investigation_concluded",
    "file_received",
    "indicted",
    "returned_by_procuracy",
    "trial_accepted",
    "returned_by_court",
)


def disturb(
    g: Random, events: pl.DataFrame, subjects: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, Ints]:
    """The events with noise, what they list, and the rows that are delivered twice."""
    events = _late(g, events.with_columns(noise=pl.lit(None, pl.String)))
    first = len(events)
    extra = [_out_of_turn(g, events), _corrections(g, events), _annulments(g, events)]
    listed = [subjects]
    for frame, source in extra:
        listed.append(_listed(g, frame, source, subjects, first))
        first += len(frame)
    events = pl.concat([events, *(frame for frame, _ in extra)])
    twice = np.flatnonzero(g.random(len(events)) < TWICE)
    return events, pl.concat(listed), twice


def _late(g: Random, events: pl.DataFrame) -> pl.DataFrame:
    """Typed in days to weeks after the decision."""
    late = g.random(len(events)) < LATE
    days = np.where(late, 3 + g.gamma(1.5, 8, len(events)).astype(np.int64), 0)
    return events.with_columns(
        recorded_on=pl.col("recorded_on") + _days(days),
        recorded_at=pl.col("recorded_at") + pl.Series(days * DAY),
        noise=pl.when(pl.Series(late)).then(pl.lit("late")).otherwise("noise"),
    )


def _out_of_turn(g: Random, events: pl.DataFrame) -> tuple[pl.DataFrame, Ints]:
    """A document that nobody expects in the dossier: another's, with the same subjects."""
    kinds = events["type"].is_in(("charge_approved", *ASTRAY)).to_numpy()
    rows = _some(g, kinds, OUT_OF_TURN * len(events))
    types = pl.Series(ASTRAY).gather(g.integers(0, len(ASTRAY), len(rows)))
    copy = events[rows].with_columns(
        event_id=pl.col("event_id") + "x",
        type=types,
        sequence=pl.col("sequence") + 5,
        ground=pl.lit(None, pl.String),
        noise=pl.lit("out_of_turn"),
        **{name: pl.lit(None, events.schema[name]) for name in OWN_FACTS},
    )  # fmt: skip
    return copy, rows


def _corrections(g: Random, events: pl.DataFrame) -> tuple[pl.DataFrame, Ints]:
    """The whole event again, with what was wrong put right; recorded days later."""
    rows = np.flatnonzero(g.random(len(events)) < CORRECTED)
    days = 1 + g.gamma(1.5, 10, len(rows)).astype(np.int64)
    redated = g.random(len(rows)) < 0.35
    earlier = np.where(redated, g.integers(1, 6, len(rows)), 0)
    return _again(events, rows, days, "c", "correction").with_columns(
        effective_on=pl.col("effective_on") - _days(earlier),
    ), rows


def _annulments(g: Random, events: pl.DataFrame) -> tuple[pl.DataFrame, Ints]:
    rows = np.flatnonzero(g.random(len(events)) < ANNULLED)
    days = 1 + g.gamma(1.5, 6, len(rows)).astype(np.int64)
    kept = {
        "event_id", "type", "corrects", "dossier", "unit", "agency", "agency_unit", "effective_on",
        "sequence", "recorded_on", "recorded_at", "number", "officer", "noise",
    }  # fmt: skip
    frame = _again(events, rows, days, "z", "annulment").with_columns(
        type=pl.lit("event_annulled"),
        **{name: pl.lit(None, dtype) for name, dtype in events.schema.items() if name not in kept},
    )
    return frame, rows


def _again(events: pl.DataFrame, rows: Ints, days: Ints, letter: str, noise: str) -> pl.DataFrame:
    return events[rows].with_columns(
        corrects="event_id",
        event_id=pl.col("event_id") + letter,
        recorded_on=pl.col("recorded_on") + _days(days),
        recorded_at=pl.col("recorded_at") + pl.Series(days * DAY),
        noise=pl.lit(noise),
    )


def _listed(
    g: Random, frame: pl.DataFrame, source: Ints, subjects: pl.DataFrame, first: int
) -> pl.DataFrame:
    """What the added events list: as the events that they are made from, corrected."""
    place = pl.DataFrame({"event": source, "to": np.arange(len(source)) + first})
    copy = subjects.join(place, on="event", how="inner", maintain_order="left")
    copy = copy.with_columns(event="to").drop("to").sort("event", maintain_order=True)
    if len(frame) == 0 or frame["noise"][0] == "annulment":
        return copy.clear()
    if frame["noise"][0] == "out_of_turn":
        nothing = {name: pl.lit(None, copy.schema[name]) for name in ("charges", "charge_change")}
        return copy.with_columns(**nothing)
    return _corrected(g, copy)


def _corrected(g: Random, copy: pl.DataFrame) -> pl.DataFrame:
    """An age, an ethnicity or a clause put right; now and then a subject taken off the list."""
    luck = g.random(len(copy))
    known = copy["age_at_act"].is_not_null().to_numpy()
    aged, other = known & (luck < 0.3), known & (luck > 0.85)
    dropped = _droppable(copy) & (luck < 0.1)
    return copy.with_columns(
        age_at_act=pl.col("age_at_act") + pl.Series(aged.astype(np.int32)),
        ethnicity=pl.when(pl.Series(other)).then(pl.lit("tay")).otherwise("ethnicity"),
        charges=pl.when(pl.Series((luck > 0.3) & (luck < 0.5)) & pl.col("judged").is_null())
        .then(pl.col("charges").str.replace(r"\.\d", ".1"))
        .otherwise("charges"),
    ).filter(pl.Series(~dropped))  # fmt: skip


def _droppable(copy: pl.DataFrame) -> Flags:
    """Accused who are not the only subject of their event."""
    many = pl.len().over("event")
    droppable = copy.select(((pl.col("kind") == "accused") & (many > 2)).alias("d"))["d"]
    return droppable.to_numpy()


def _days(number: Ints) -> pl.Series:
    return pl.Series(number * DAY * 1000).cast(pl.Duration("ms"))


def _some(g: Random, candidates: Flags, number: float) -> Ints:
    chance = min(1.0, number / max(int(candidates.sum()), 1))
    return np.flatnonzero(candidates & (g.random(len(candidates)) < chance))
