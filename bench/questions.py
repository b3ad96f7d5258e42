"""How fast forms are asked: packed questions in PostgreSQL and DuckDB, against counting in Python.

    python bench/questions.py [--spans 1000000] [--url postgresql+psycopg://…]

Spans are drawn at random over the units and the stages, manners and values that the forms' lines
name, on days of two years. Absolute times are of this machine; the ratios are what to compare.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from _spans import run, stored

from projections.calendar import Period
from projections.definitions import Condition, Line, Question
from projections.questions import Asked
from projections.spans import SPANS
from store.figures import figures, figures_by_dossier, figures_of
from thongke.definitions import load

MONTH = Period(date(2026, 1, 1), date(2026, 2, 1))
YEAR = Period(date(2025, 10, 1), date(2026, 10, 1))


def measure(url: str, count: int) -> None:
    definitions = load()
    # Forms of the own agency are asked apart: their units stand in another column.
    forms = [form for form in definitions.forms if form.lines[0].counts_by == "unit"]
    lines = [replace(line, id=f"{form.id}:{line.id}") for form in forms for line in form.lines]
    units = [f"K{1 + n // 10:02d}-{n % 10:02d}" for n in range(355)]
    spans = drawn(lines, units, count)
    engine = stored(url, spans)
    asked = Asked.of(lines)
    counted = sum(line.not_from_events is None for line in lines)
    conditions = sum(map(len, asked.words))
    print(f"{count} spans, {len(units)} units, {counted} lines, {conditions} conditions as bits")
    one, all_units = {"one": units[:1]}, {unit: [unit] for unit in units}
    with engine.connect() as connection:
        told = spans.filter(pl.col("unit") == units[0]).to_dicts()
        naive = timed("one unit-month, plain Python", 1, lambda: by_python(told, lines, MONTH))
        asks: list[tuple[str, int, Callable[[], Any]]] = [
            ("one unit-month", 20, lambda: figures(connection, lines, one, MONTH)),
            (
                "one unit-month as of a position",
                20,
                lambda: figures(connection, lines, one, MONTH, 1),
            ),
            ("one unit, the year", 10, lambda: figures(connection, lines, one, YEAR)),
            (
                "one unit-month by dossier",
                5,
                lambda: figures_by_dossier(connection, lines, units[:1], MONTH),
            ),
            ("all units, one month", 3, lambda: figures(connection, lines, all_units, MONTH)),
            ("all units, the year", 3, lambda: figures(connection, lines, all_units, YEAR)),
            ("the nation, one month", 3, lambda: figures(connection, lines, {"TC+": units}, MONTH)),
            ("in memory: one unit-month", 5, lambda: figures_of(spans, lines, one, MONTH)),
            (
                "in memory: all units, one month",
                3,
                lambda: figures_of(spans, lines, all_units, MONTH),
            ),
        ]
        for name, times, ask in asks:
            took = timed(name, times, ask)
            if name == "one unit-month":
                print(f"    {naive / took:.0f} times as fast as plain Python")
        ours = figures(connection, lines, one, MONTH)["one"]
    together = [
        line.id for line in lines if line.not_from_events is None and line.count.what == "spans"
    ]
    expected = by_python(told, lines, MONTH)
    assert {cell: ours[cell] for cell in together} == {cell: expected[cell] for cell in together}
    engine.dispose()


def timed(name: str, times: int, ask: Callable[[], Any]) -> float:
    """Median of some runs after a first, in milliseconds, printed."""
    if times > 1:
        ask()
    took = []
    for _ in range(times):
        start = time.perf_counter()
        ask()
        took.append((time.perf_counter() - start) * 1000)
    middle = statistics.median(took)
    print(f"{name:40} {middle:10.1f} ms")
    return middle


def drawn(lines: Sequence[Line], units: Sequence[str], count: int) -> pl.DataFrame:
    """Spans in the tracks and stages of the lines, with values that lines name or `unknown`."""
    r = np.random.default_rng(1)
    terms = [term for line in lines for term in line.terms]
    places = sorted({place for term in terms for place in _places(term.conditions)})
    named: dict[str, set[str]] = {}
    for c in (c for term in terms for c in term.conditions):
        named.setdefault(c.column, set()).update(c.values)
    at = r.integers(len(places), size=count)
    since = r.integers(0, 730, size=count)
    stay = r.choice([0, 5, 30, 90, 10_000], p=[0.1, 0.2, 0.3, 0.3, 0.1], size=count)
    began = np.datetime64("2024-10-01")
    columns: dict[str, Any] = {}
    for column, kind in SPANS.items():
        values = sorted(named.get(column, set()) | {"unknown"})
        if kind == pl.Date():
            columns[column] = pl.Series(began + since + r.integers(-60, 60, size=count))
        elif kind.is_integer():
            columns[column] = pl.Series(r.integers(1, 10, size=count))
        else:
            columns[column] = pl.Series(["unknown", *values]).gather(_rarely(r, len(values), count))
    columns["dossier"] = pl.Series(r.integers(count // 5, size=count)).cast(pl.String)
    columns["subject"] = pl.Series(r.integers(3, size=count)).cast(pl.String)
    columns["unit"] = pl.Series(units).gather(r.integers(len(units), size=count))
    columns["track"] = pl.Series([track for track, _ in places]).gather(at)
    columns["stage"] = pl.Series([stage for _, stage in places]).gather(at)
    columns["since"] = pl.Series(began + since)
    left = stay < 10_000
    columns["until"] = pl.DataFrame({"d": began + since + stay, "left": left}).select(
        pl.when("left").then("d")
    )["d"]
    return pl.DataFrame(columns).select(pl.col(column).cast(kind) for column, kind in SPANS.items())


def _rarely(r: np.random.Generator, values: int, count: int) -> npt.NDArray[np.int64]:
    """Mostly 0: most spans have most traits in common."""
    return r.integers(1, values + 1, size=count) * (r.random(count) < 0.1)


def _places(conditions: Sequence[Condition]) -> list[tuple[str, str]]:
    by_column = {c.column: c.values for c in conditions if c.op == "in"}
    return [
        (track, stage)
        for track in by_column.get("track", ())
        for stage in by_column.get("stage", ())
    ]


def by_python(
    spans: Sequence[Mapping[str, Any]], lines: Sequence[Line], period: Period
) -> dict[str, int]:
    """Lines that count spans, one after the other, span by span."""
    return {
        line.id: sum(
            _taken(span, term.question, period)
            and all(_holds(span, c, period) for c in term.conditions)
            for term in line.terms
            for span in spans
        )
        for line in lines
        if line.not_from_events is None and line.count.what == "spans"
    }


def _taken(span: Mapping[str, Any], question: Question, p: Period) -> bool:
    since, until = span["since"], span["until"] or date.max
    match question:
        case "opening":
            return bool(since < p.start <= until)
        case "entered":
            return since in p
        case "left":
            return until in p
        case "closing":
            return bool(since < p.end <= until)


def _holds(span: Mapping[str, Any], c: Condition, p: Period) -> bool:
    value = span[c.column]
    if value is None:
        return False
    match c.op:
        case "in":
            return value in c.values
        case "contains":
            return bool(c.values.intersection(value.split(",")))
        case "in_period":
            return value in p
        case "before_period":
            return bool(value < p.start)
        case "by_period_end":
            return bool(value < p.end)


if __name__ == "__main__":
    run(measure, __doc__, "spans", 1_000_000, "how many")
