"""Danh sách, phụ lục: the subjects behind a line, with the columns that the appendix prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import polars as pl
from sqlalchemy import Connection

from projections.calendar import Period
from projections.definitions import Definitions, Equality, Line, ListColumn, ListDefinition
from projections.words import Words
from store.detentions import detentions
from store.documents import documents
from store.figures import rows, taken
from store.listed_row import About, Around, Paths

_LINE = ListColumn(id="line_label", label="Mục", source="line_label")
# What tells the spans of a list apart, wherever they are asked again.
_SPAN = ("dossier", "subject", "track", "stage", "since", "since_event", "until")


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as people read it: words, not codes. Each row also has its `line` and `dossier`."""

    columns: tuple[ListColumn, ...]
    rows: list[dict[str, str | None]]


def listed(
    connection: Connection,
    definitions: Definitions,
    definition: ListDefinition,
    codes: Sequence[str],
    period: Period,
    line: str | None = None,
    as_of: int | None = None,
) -> Listed:
    """The rows of one line of a list, or of every line, one after the other."""
    lines = [one for one in definition.lines if line in (None, one.id) and one.terms]
    found: list[dict[str, str | None]] = []
    for one in lines:
        spans = members(connection, one, codes, period, as_of)
        found += tell(connection, definitions, definition, one, spans, codes, period, as_of=as_of)
    shown = definition.columns if line else (_LINE, *definition.columns)
    return Listed(shown, found)


def members(
    connection: Connection,
    line: Line,
    codes: Sequence[str],
    period: Period,
    as_of: int | None = None,
) -> pl.DataFrame:
    """The latest span of each key that a line counts: as many rows as the cell says."""
    found = rows(connection, line, codes, period, as_of)
    latest = found.sort("since", maintain_order=True).unique("key", keep="last")
    return latest.sort("dossier", "subject", "since", "track", "stage", "key")


def tell(
    connection: Connection,
    definitions: Definitions,
    definition: ListDefinition,
    line: Line,
    spans: pl.DataFrame,
    codes: Sequence[str],
    period: Period,
    first: int = 1,
    as_of: int | None = None,
) -> list[dict[str, str | None]]:
    """The columns of given spans; `first` is the number (STT) of the first row."""
    words = Words.of(definitions)
    told = documents(connection, spans["dossier"].unique().to_list(), as_of)
    paths = {name: Paths.of(track) for name, track in definitions.tracks.items()}
    around = _around(connection, definitions, definition, line, spans, codes, period, as_of)
    head = {"line": line.id, "line_label": line.label}
    found = []
    for number, (span, beside) in enumerate(zip(spans.to_dicts(), around, strict=True), first):
        about = About(span, told[span["dossier"]], paths[span["track"]], words, beside)
        row = {c.id: about.said(c) for c in definition.columns if c.source != "stt"}
        row |= {c.id: str(number) for c in definition.columns if c.source == "stt"}
        found.append({**head, "dossier": span["dossier"], **row})
    return found


def _around(
    connection: Connection,
    definitions: Definitions,
    definition: ListDefinition,
    line: Line,
    spans: pl.DataFrame,
    codes: Sequence[str],
    period: Period,
    as_of: int | None,
) -> Iterator[Around]:
    """What stands beside each span, asked only where a column shows it."""
    sources = [column.source for column in definition.columns]
    persons: list[str] = []
    if any(source.startswith("custody.") for source in sources):
        persons = spans["person"].drop_nulls().unique().to_list()
    held = detentions(connection, definitions.tracks, persons, as_of)
    equalities = _equalities(definition, line)
    cells = [_cells(definitions, one, period) for one in equalities]
    asked = [one for one in definition.lines if f"line.{one.id}" in sources]
    below = [one for one in definition.lines if one.parent == line.id]
    wanted = {one.id: one for one in (*chain(*cells), *asked, *below)}
    met = _taken(spans, list(wanted.values()), codes, period)
    for span in spans.to_dicts():
        lines = met.get(tuple(span[name] for name in _SPAN), set())
        yield Around(
            end=period.end,
            cells=_rows(zip(equalities, cells, strict=True), lines, {o.id for o in below}),
            lines={one.id: one.id in lines if _of_track(one, span) else None for one in asked},
            detentions=held.get(span["person"], ()),
        )


def _taken(
    spans: pl.DataFrame, lines: Sequence[Line], codes: Sequence[str], period: Period
) -> dict[tuple[Any, ...], set[str]]:
    """Of each span, which of the lines take it."""
    found: dict[tuple[Any, ...], set[str]] = {}
    if lines and len(spans):
        for line, *span in taken(spans, lines, codes, period, _SPAN).iter_rows():
            found.setdefault(tuple(span), set()).add(line)
    return found


def _equalities(definition: ListDefinition, line: Line) -> list[Equality]:
    """The cells that the line stands behind; without any, those of its sub-rows or its parent."""
    own = [e for e in definition.equals if e.line == line.id]
    sub_rows = {one.id for one in definition.lines if one.parent == line.id}
    below = [e for e in definition.equals if e.line in sub_rows]
    parent = definition.line(line.parent) if line.parent else None
    return own[:1] or below or (_equalities(definition, parent)[:1] if parent else [])


def _cells(definitions: Definitions, equality: Equality, period: Period) -> list[Line]:
    form = definitions.form(equality.form, period.start)
    return [found for cell in equality.cells if form and (found := form.line(cell))]


def _rows(
    equalities: Iterable[tuple[Equality, Sequence[Line]]], met: set[str], below: set[str]
) -> str | None:
    """`Biểu 02: P02-A39v`. A cell may ask the same otherwise: then all that the equality names."""
    said = []
    for equality, cells in equalities:
        if equality.line in met or equality.line not in below:
            counting = [cell for cell in cells if cell.id in met] or cells
            codes = " + ".join(cell.code or cell.id for cell in counting)
            said.append(f"Biểu {equality.form}: {codes}")
    return "; ".join(said) or None


def _of_track(line: Line, span: Mapping[str, Any]) -> bool:
    """Whether a line asks of such subjects at all."""
    asked = (c.values for t in line.terms for c in t.conditions if c.column == "track")
    return any(span["track"] in values for values in asked)
