"""Số liệu: ask the lines of a form or list of the spans in the store, or of spans in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb
import polars as pl
from sqlalchemy import Connection

from projections.calendar import Period
from projections.definitions import TOTAL, Count, Line
from projections.offences import article_order
from projections.questions import Asked, cells
from projections.spans import SPANS
from store import sql
from store.driver import fetch

_PART: dict[str, pl.DataType] = {sql.BY_PART: pl.Int64(), sql.BY_DOSSIER: pl.String()}


def figures(
    connection: Connection,
    lines: Iterable[Line],
    units: Mapping[str, Sequence[str]],
    period: Period,
    as_of: int | None = None,
    by: str | None = None,
) -> dict[str, dict[str, int]]:
    """Every cell that comes from events, for each label of `units` (label -> codes of its units).

    Labels may overlap: `T01` and `T01+` are answered by one pass. `as_of` is a position: the
    figures as they stood then; else as they stand. `by` a trait: cells `all.c6` of the total, and
    `173.c6` of each value that has anything.
    """
    return _figures(connection, lines, units, period, as_of, by)


def figures_of(
    spans: pl.DataFrame,
    lines: Iterable[Line],
    units: Mapping[str, Sequence[str]],
    period: Period,
    by: str | None = None,
) -> dict[str, dict[str, int]]:
    """The same of spans in memory (a frame of SPANS), by the same SQL."""
    return _figures(spans, lines, units, period, None, by)


def figures_by_dossier(
    spans: Connection | pl.DataFrame,
    lines: Iterable[Line],
    units: Sequence[str],
    period: Period,
    as_of: int | None = None,
) -> dict[str, dict[str, int]]:
    """What each dossier gives to every cell: cells that are not 0, dossiers that have such."""
    question = _Question(spans, [(unit, 0) for unit in units], period, as_of)
    asked = Asked.of(lines)
    found: dict[str, dict[str, int]] = {}
    for counted in (
        _counted(question, asked, sql.BY_DOSSIER),
        _distinct(question, asked, sql.BY_DOSSIER),
    ):
        for dossier, values in counted.items():
            found.setdefault(str(dossier), {}).update((c, n) for c, n in values.items() if n)
    return {dossier: values for dossier, values in found.items() if values}


def dossiers(
    spans: Connection | pl.DataFrame,
    lines: Sequence[Line],
    units: Sequence[str],
    period: Period,
    as_of: int | None = None,
) -> list[str]:
    """The dossiers of which some of these lines of a form takes a span."""
    question = _Question(spans, [(unit, 0) for unit in units], period, as_of)
    found = question.ask(sql.touched(lines, question.source), {"dossier": pl.String()})
    return sorted(found["dossier"].to_list())


def taken(
    spans: pl.DataFrame,
    lines: Sequence[Line],
    units: Sequence[str],
    period: Period,
    columns: Sequence[str],
) -> pl.DataFrame:
    """Of spans in memory, what each of these lines takes: `line` and the columns, in one question.

    Of lines that count spans: a row for each that is counted.
    """
    question = _Question(spans, [(unit, 0) for unit in units], period, None)
    schema = {"line": pl.String(), **{name: SPANS[name] for name in columns}}
    return question.ask(sql.listed_each(lines, question.source, columns), schema)


def rows(
    spans: Connection | pl.DataFrame,
    line: Line,
    units: Sequence[str],
    period: Period,
    as_of: int | None = None,
) -> pl.DataFrame:
    """The spans behind a cell: columns `key`, `ask` and SPANS, in order of dossier and date.

    `key` is what the line counts: its distinct values are as many as the cell says. A line that
    counts spans has a key for each row, one that counts subjects or dossiers a key for each. Of a
    line that adds up, the column `quantity` does: a row without one adds nothing.
    """
    question = _Question(spans, [(unit, 0) for unit in units], period, as_of)
    text = sql.listed(line, question.source, SPANS)
    found = question.ask(text, {"ask": pl.String(), **SPANS}).sort(
        "dossier", "subject", "since", "track", "stage", "ask", nulls_last=True
    )
    if line.count.what != "distinct":
        return found.select(pl.int_range(pl.len()).cast(pl.String).alias("key"), pl.all())
    keyed = found.select(_key(line).alias("key"), pl.all())
    keyed = keyed.filter(pl.len().over("key") >= line.count.at_least)
    if line.count.last:
        keyed = keyed.filter(pl.col("key").is_in(_said_last(keyed, line).implode()))
    if line.count.unless:
        barring = replace(
            line, terms=line.count.unless, count=Count(what="distinct", of=line.count.of)
        )
        barred = rows(spans, barring, units, period, as_of)["key"]
        keyed = keyed.filter(~pl.col("key").is_in(barred.implode()))
    return keyed


def _said_last(keyed: pl.DataFrame, line: Line) -> pl.Series:
    """The keys whose last span says what the line asks of it; last in the order of store/sql.py."""
    taken_on = pl.when(pl.col("ask") == "left").then("until").otherwise("since")
    order = pl.concat_str(pl.col("since_event").fill_null(""), "stage")
    last = keyed.sort(taken_on, "since", order).unique("key", keep="last", maintain_order=True)
    said = [pl.col(c.column).is_in(sorted(c.values)) for c in line.count.last]
    return last.filter(*said)["key"]


@dataclass(frozen=True, slots=True)
class _Question:
    """Where, of which units, of what period, as known when: the parameters of every text."""

    spans: Connection | pl.DataFrame
    units: Sequence[tuple[str, int]]  # unit, part; a unit may be of several parts
    period: Period
    as_of: int | None

    @property
    def source(self) -> str:
        if isinstance(self.spans, pl.DataFrame):
            return sql.IN_MEMORY
        return sql.STANDING if self.as_of is None else sql.AS_OF

    def ask(self, text: str, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
        parameters: list[object] = [
            self.period.start,
            self.period.end,
            [unit for unit, _ in self.units],
            [part for _, part in self.units],
        ]
        if isinstance(self.spans, pl.DataFrame):
            return _ask_in_memory(self.spans, text, parameters, schema)
        if self.as_of is not None:
            parameters.append(self.as_of)
        return fetch(self.spans, text, parameters, schema)


def _figures(
    spans: Connection | pl.DataFrame,
    lines: Iterable[Line],
    units: Mapping[str, Sequence[str]],
    period: Period,
    as_of: int | None,
    by: str | None,
) -> dict[str, dict[str, int]]:
    asked = Asked.of(lines, by)
    found: dict[str, dict[str, int]] = {label: {} for label in units}
    parts, of_label = _partition(units)
    by_part = _counted(_Question(spans, parts, period, as_of), asked, sql.BY_PART)
    for label, counted in found.items():
        for part in of_label[label]:
            for cell, n in by_part.get(part, {}).items():
                counted[cell] = counted.get(cell, 0) + n
    # The same key may be met in two units: asked of the whole label, never added.
    labels = list(units)
    whole = [(unit, n) for n, label in enumerate(labels) for unit in units[label]]
    by_label = _distinct(_Question(spans, whole, period, as_of), asked, sql.BY_PART)
    for n, label in enumerate(labels):
        found[label].update(by_label.get(n, {}))
    return {label: _laid_out(asked, counted) for label, counted in found.items()}


def _laid_out(asked: Asked, counted: Mapping[str, int]) -> dict[str, int]:
    """Every cell in order, also those that are 0; of the rows by a trait those with anything."""
    if asked.by is None:
        return {cell: counted.get(cell, 0) for cell in asked.all_cells}
    values = {cell.rpartition(".")[0] for cell, n in counted.items() if n} - {TOTAL}
    return {
        f"{row}.{cell}": counted.get(f"{row}.{cell}", 0)
        for row in (TOTAL, *sorted(values, key=article_order))
        for cell in asked.all_cells
    }


def _partition(
    units: Mapping[str, Sequence[str]],
) -> tuple[list[tuple[str, int]], dict[str, list[int]]]:
    """Units that the same labels hold are one part: counted once, added to each of its labels."""
    labels_of: dict[str, list[str]] = {}
    for label, codes in units.items():
        for unit in dict.fromkeys(codes):
            labels_of.setdefault(unit, []).append(label)
    number: dict[tuple[str, ...], int] = {}
    parts = [
        (unit, number.setdefault(tuple(labels), len(number))) for unit, labels in labels_of.items()
    ]
    of_label: dict[str, list[int]] = {label: [] for label in units}
    for labels, part in number.items():
        for label in labels:
            of_label[label].append(part)
    return parts, of_label


def _counted(question: _Question, asked: Asked, by: str) -> dict[Any, dict[str, int]]:
    """Cells that count spans, by part or dossier."""
    if not asked.terms:
        return {}
    schema: dict[str, pl.DataType] = {"part": _PART[by]}
    schema |= {"row": pl.String()} if asked.by else {}
    schema |= dict.fromkeys(asked.codes, pl.String())
    schema |= {f"word{n}": pl.Int64() for n in range(len(asked.words))}
    schema |= dict.fromkeys(asked.counters, pl.Int64())
    groups = question.ask(sql.grouped(asked, question.source, by), schema)
    if asked.by is None:
        return {
            part: dict(zip(asked.cells, values.tolist(), strict=True))
            for part, values in cells(asked, groups).items()
        }
    places = groups.select("part", "row").unique(maintain_order=True).with_row_index("place")
    placed = groups.join(places, on=["part", "row"]).drop("part").rename({"place": "part"})
    by_place = cells(asked, placed)
    found: dict[Any, dict[str, int]] = {}
    for place, part, row in places.iter_rows():
        for cell, n in zip(asked.cells, by_place[place].tolist(), strict=True):
            _add(found.setdefault(part, {}), row, cell, n)
    return found


def _add(counted: dict[str, int], row: str, cell: str, n: int) -> None:
    """To the cell of the row, and to that of the total."""
    counted[f"{row}.{cell}"] = counted.get(f"{row}.{cell}", 0) + n
    counted[f"{TOTAL}.{cell}"] = counted.get(f"{TOTAL}.{cell}", 0) + n


def _distinct(question: _Question, asked: Asked, by: str) -> dict[Any, dict[str, int]]:
    """Cells that count distinct keys, by part or dossier."""
    found: dict[Any, dict[str, int]] = {}
    for of in dict.fromkeys(line.count.of for line in asked.apart):
        lines = [line for line in asked.apart if line.count.of == of]
        text = sql.distinct(lines, question.source, by, asked.by)
        schema: dict[str, pl.DataType] = {"part": _PART[by]}
        if asked.by is None:
            schema |= {f"counted{n}": pl.Int64() for n in range(len(lines))}
            for part, *counted in question.ask(text, schema).iter_rows():
                named = zip((line.id for line in lines), counted, strict=True)
                found.setdefault(part, {}).update(named)
        else:
            schema |= {"line": pl.Int64(), "row": pl.String(), "counted": pl.Int64()}
            for part, number, row, n in question.ask(text, schema).iter_rows():
                _add(found.setdefault(part, {}), row, lines[number].id, n)
    return found


def _key(line: Line) -> pl.Expr:
    """The same key as store/sql.py counts, as one text."""
    inside = pl.concat_str("dossier", pl.lit("\x1f"), "subject")
    match line.count.of:
        case "subject":
            return inside
        case "dossier":
            return pl.col("dossier")
        case of:  # person, object
            known = pl.col(of).is_not_null() & (pl.col(of) != "unknown")
            return pl.when(known).then(of).otherwise(inside)


def _ask_in_memory(
    spans: pl.DataFrame,
    text: str,
    parameters: Sequence[object],
    schema: Mapping[str, pl.DataType],
) -> pl.DataFrame:
    # Columns nobody asks for are not handed over: that would take longer than the question.
    asked = [column for column in spans.columns if f'."{column}"' in text]
    with duckdb.connect(":memory:") as database:
        database.register(sql.IN_MEMORY, spans.select(asked))
        answer = pl.from_arrow(database.sql(text, params=parameters).to_arrow_table())
    return pl.DataFrame(answer).cast(pl.Schema(schema))
