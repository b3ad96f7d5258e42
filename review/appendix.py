"""Danh sách, phụ lục: the lines of a list with their sizes, and the rows of one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from projections.definitions import Definitions, Equality, Line, ListColumn, ListDefinition
from projections.words import STATUSES
from review.asked import Asked
from review.doubts import doubts
from review.form import verdict
from review.paging import PER_PAGE, pages, within
from review.rollup import beside
from store.figures import figures
from store.filled import fill
from store.lists import members, tell
from store.rollup import rollup


def page(
    connection: Connection,
    definitions: Definitions,
    one: ListDefinition,
    line: Line,
    asked: Asked,
    number: int,
) -> dict[str, Any]:
    units, position = {asked.unit: asked.codes}, asked.known.position
    filled = fill(connection, definitions, one, units, asked.period, position)[asked.unit]
    found = members(connection, line, asked.codes, asked.period, position)
    around = rollup(connection, definitions, one, asked.codes, asked.period, filled.cells, position)
    first = within(len(found), number)
    shown = found.slice(first, PER_PAGE)
    told = tell(
        *(connection, definitions, one, line, shown, asked.codes, asked.period),
        first=first + 1,
        as_of=position,
    )
    return {
        "list": one.id,
        "title": one.title,
        "status": one.provenance.status,
        "note": STATUSES[one.provenance.status],
        **asked.as_json(definitions),
        "lines": [
            {
                "id": each.id,
                "label": each.label,
                "parent": each.parent,
                "size": filled.cells.get(each.id),
                "chosen": each.id == line.id,
                "href": f"/danh-sach/{one.id}?{asked.as_known(dong=each.id)}",
            }
            for each in one.lines
        ],
        "equals": [
            _equality(connection, definitions, one, e, filled.cells, asked) for e in one.equals
        ],
        "checks": [verdict(v, asked) for v in filled.verdicts],
        "line": line.id,
        "size": len(found),
        "page": number,
        "pages": pages(len(found)),
        "href": f"/danh-sach/{one.id}?{asked.as_known(dong=line.id)}",
        "columns": [_column(c) for c in one.columns],
        "rows": [{"cells": row, **asked.known.dossier(str(row["dossier"]))} for row in told],
        **doubts(connection, asked),
        **beside(around, definitions, asked),
    }


def _column(column: ListColumn) -> dict[str, Any]:
    """What no document states is said to be so, and who fills it in: its cells stay empty."""
    return {
        "id": column.id,
        "label": column.label,
        "from": column.source,
        "not_from_events": column.not_from_events,
        "supplied_by": column.supplied_by,
    }


def _equality(
    connection: Connection,
    definitions: Definitions,
    one: ListDefinition,
    equality: Equality,
    sizes: Mapping[str, int],
    asked: Asked,
) -> dict[str, Any]:
    """A line of the list beside the cells of the form that must say the same."""
    form = definitions.form(equality.form, asked.period.start)
    lines = [found for cell in equality.cells if form and (found := form.line(cell))]
    units, position = {asked.unit: asked.codes}, asked.known.position
    cells = figures(connection, lines, units, asked.period, position)[asked.unit]
    return {
        "line": equality.line,
        "label": next(line.label for line in one.lines if line.id == equality.line),
        "size": sizes[equality.line],
        "form": equality.form,
        "cells": cells,
        "holds": sizes[equality.line] == sum(cells.values()),
        "href": f"/bieu/{equality.form}?{asked.query()}",
    }
