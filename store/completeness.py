"""Độ đầy đủ: which units of an area are silent, so that a sum is not taken for whole.

A unit is silent when no event of it takes effect in the period. By topic: the last day on which
each kind of source (criminal, custody, …) told anything of the unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlalchemy import Connection

from projections.calendar import Period
from projections.definitions import Definitions, Form, ListDefinition
from projections.units import UNKNOWN
from store.driver import fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What one unit's platforms told, by topic."""

    unit: str
    in_period: int
    last: Mapping[str, date]  # topic -> day of the last event up to the period's end

    @property
    def silent(self) -> bool:
        return self.in_period == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """Of the units that an area adds up."""

    topics: tuple[str, ...]  # that the figures asked for come from
    sources: tuple[Source, ...]

    @property
    def silent(self) -> tuple[Source, ...]:
        """Those that told something before come first: they are missed."""
        found = [source for source in self.sources if source.silent]
        return tuple(sorted(found, key=lambda source: (not source.last, source.unit)))


def completeness(
    told: Connection | pl.DataFrame,
    definitions: Definitions,
    codes: Sequence[str],
    period: Period,
    asked: Iterable[Form | ListDefinition],
    as_of: int | None = None,
) -> Completeness:
    """How whole the figures of some forms are, over these units.

    `told`: the store, or the events in memory (a frame of MOVES).
    """
    topics = topics_of(definitions, asked)
    types = [type.name for type in definitions.events.values() if type.topic in topics]
    by_type = (
        _told_in_memory(told, codes, types, period)
        if isinstance(told, pl.DataFrame)
        else _told(told, codes, types, period, as_of)
    )
    sources = {code: _Told({}) for code in codes if code != UNKNOWN}
    for unit, type, last, count in by_type.iter_rows():
        if unit in sources:
            sources[unit].add(definitions.events[type].topic, last, count)
    standing = [code for code in sources if _answers(definitions, code, period)]
    return Completeness(
        topics=topics,
        sources=tuple(sources[code].source(code) for code in standing),
    )


def topics_of(definitions: Definitions, asked: Iterable[Form | ListDefinition]) -> tuple[str, ...]:
    """The topics whose events move what these forms count."""
    tracks = {
        value
        for form in asked
        for line in form.lines
        for term in line.terms
        for condition in term.conditions
        if condition.column == "track"
        for value in condition.values
    }
    return tuple(
        sorted(
            {
                definitions.events[row.event].topic
                for name in tracks
                for row in definitions.tracks[name].transitions
            }
        )
    )


@dataclass(slots=True)
class _Told:
    last: dict[str, date]
    in_period: int = 0

    def add(self, topic: str, last: date, count: int) -> None:
        self.last[topic] = max(self.last.get(topic, last), last)
        self.in_period += count

    def source(self, unit: str) -> Source:
        return Source(unit=unit, in_period=self.in_period, last=self.last)


def _answers(definitions: Definitions, code: str, period: Period) -> bool:
    """Whether the unit stood on some day of the period: of a merged one nothing is awaited."""
    return definitions.units.known(code, period.start)


def _told(
    connection: Connection,
    codes: Sequence[str],
    types: Sequence[str],
    period: Period,
    as_of: int | None,
) -> pl.DataFrame:
    known = "" if as_of is None else " AND position <= $5::bigint"
    text = (
        "SELECT unit, type, max(effective_on) AS last,"
        " count(*) FILTER (WHERE effective_on >= $3::date) AS counted"
        " FROM journal WHERE unit = ANY ($1::text[]) AND type = ANY ($2::text[])"
        f" AND effective_on < $4::date{known} GROUP BY unit, type"
    )
    parameters: list[object] = [list(codes), list(types), period.start, period.end]
    parameters += [] if as_of is None else [as_of]
    schema: dict[str, pl.DataType] = {
        "unit": pl.String(),
        "type": pl.String(),
        "last": pl.Date(),
        "counted": pl.Int64(),
    }
    return fetch(connection, text, parameters, schema)


def _told_in_memory(
    moves: pl.DataFrame, codes: Sequence[str], types: Sequence[str], period: Period
) -> pl.DataFrame:
    known = moves.filter(
        pl.col("unit").is_in(list(codes)),
        pl.col("type").is_in(list(types)),
        pl.col("effective_on") < period.end,
    )
    return known.group_by("unit", "type").agg(
        pl.col("effective_on").max().alias("last"),
        (pl.col("effective_on") >= period.start).sum().cast(pl.Int64).alias("counted"),
    )
