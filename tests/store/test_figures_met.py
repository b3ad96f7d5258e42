"""What a key met besides, of whatever period and unit: PostgreSQL, DuckDB, and by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
import pytest
from lines import line, one_of, term
from spans_by_chance import random_spans
from sqlalchemy import Engine
from test_figures import UNITS, holds, key, put, taken

from projections.calendar import Period
from projections.definitions import Condition, Count, Line, Met
from store.figures import figures, figures_by_dossier, figures_of, rows

JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))
RESUMED = term("entered", one_of("came_by", "resumed"))
GONE = term("left", one_of("left_by", "transferred_out"))
OLDER = term("entered", Condition(column="since", op="before_period"))
BEFORE = Met(when="before", terms=(RESUMED, GONE))
THEN = Met(when="then", terms=(GONE,))
EVER = Met(when="ever", terms=(OLDER,))


def counting(of: str, *met: Met, **more: Any) -> Count:
    return Count(what="distinct", of=of, met=met, **more)


LINES = [
    line("before", term("left"), term("entered"), count=counting("subject", BEFORE)),
    line("then", term("entered"), count=counting("subject", THEN)),
    line("ever", term("closing"), count=counting("subject", EVER)),
    line("both", term("left"), count=counting("subject", BEFORE, EVER)),
    line("dossier", term("left"), count=counting("dossier", THEN, at_least=2)),
    line("unless", term("entered"), count=counting("subject", BEFORE, unless=(GONE,))),
    line("plain", term("left"), count=Count(what="distinct", of="subject")),
]


def met_by(
    told: Sequence[Mapping[str, Any]], span: Mapping[str, Any], on: date, met: Met, of: str
) -> bool:
    for other in told:
        for t in met.terms:
            day = other["until"] if t.question == "left" else other["since"]
            if (
                key(other, of) == key(span, of)
                and day is not None
                and day < JANUARY.end
                and (met.when != "before" or day <= on)
                and (met.when != "then" or day >= on)
                and all(holds(other, c, JANUARY) for c in t.conditions)
            ):
                return True
    return False


def by_hand(told: Sequence[Mapping[str, Any]], asked: Line, units: Sequence[str]) -> int:
    keys: dict[tuple[Any, ...], int] = {}
    barred = set()
    for span in (s for s in told if s["unit"] in units):
        for t in asked.terms:
            if taken(span, t.question, JANUARY) and all(
                holds(span, c, JANUARY) for c in t.conditions
            ):
                on = span["until"] if t.question == "left" else span["since"]
                if all(met_by(told, span, on, met, asked.count.of) for met in asked.count.met):
                    one = key(span, asked.count.of)
                    keys[one] = keys.get(one, 0) + 1
        for t in asked.count.unless:
            if taken(span, t.question, JANUARY) and all(
                holds(span, c, JANUARY) for c in t.conditions
            ):
                barred.add(key(span, asked.count.of))
    return sum(n >= asked.count.at_least and one not in barred for one, n in keys.items())


@pytest.mark.parametrize("seed", range(2))
def test_both_databases_count_whoever_met_it_as_by_hand(engine: Engine, seed: int) -> None:
    spans = random_spans(seed, 300)
    put(engine, spans)
    told = spans.to_dicts()
    expected = {
        label: {asked.id: by_hand(told, asked, units) for asked in LINES}
        for label, units in UNITS.items()
    }
    assert 0 < expected["T01+"]["both"] < expected["T01+"]["plain"]
    assert figures_of(spans, LINES, UNITS, JANUARY) == expected
    with engine.begin() as connection:
        assert figures(connection, LINES, UNITS, JANUARY) == expected
        assert figures(connection, LINES, UNITS, JANUARY, as_of=1) == expected
        for asked in LINES:
            behind = rows(connection, asked, UNITS["T01+"], JANUARY)
            assert behind["key"].n_unique() == expected["T01+"][asked.id], asked.id
            assert (
                rows(spans, asked, UNITS["T01+"], JANUARY)
                .sort(pl.all())
                .equals(behind.sort(pl.all()))
            )
        parts = figures_by_dossier(connection, LINES, UNITS["TC+"], JANUARY)
    for asked in LINES:
        assert sum(cells.get(asked.id, 0) for cells in parts.values()) == expected["TC+"][asked.id]
