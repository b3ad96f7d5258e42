"""Biểu: a filled form, its failed checks, and what casts doubt on its figures."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection

from projections.definitions import Definitions, Form, Line
from projections.words import STATUSES, Words
from review.asked import Asked
from review.doubts import doubts
from review.rollup import beside
from store.filled import Filled, Verdict, fill
from store.rollup import rollup

SEVERITIES = {"block": "Chặn gửi", "warn": "Cảnh báo"}
MOST = 50  # dossiers named below a check


def page(
    connection: Connection, definitions: Definitions, form: Form, asked: Asked
) -> dict[str, Any]:
    units = {asked.unit: asked.codes}
    filled = fill(connection, definitions, form, units, asked.period, asked.known.position)
    one = filled[asked.unit]
    around = rollup(
        connection,
        definitions,
        form,
        asked.codes,
        asked.period,
        one.cells,
        asked.known.position,
    )
    net = around.net if around else {}
    levels = _levels(form)
    words = Words.of(definitions)
    regime = next(r for r in definitions.calendar.regimes if r.id == form.regime)
    return {
        "form": form.id,
        "title": form.title,
        "regime": form.regime,
        "regime_name": regime.label,
        "status": form.provenance.status,
        "basis": list(form.provenance.basis),
        **asked.as_json(definitions),
        "columns": [{"id": id, "label": label} for id, label in form.columns],
        "by": form.by,
        "groups": [
            {"label": label, "columns": len(list(same))}
            for label, same in groupby(line.group for line in form.lines)
        ],
        "rows": [_row(row, form, one, words, asked) for row in one.rows] if form.by else [],
        "lines": [
            {
                **_line(line, form, one.cells.get(line.id), levels[line.id], asked),
                "net": net.get(line.id),
            }
            for line in form.lines
        ],
        **beside(around, definitions, asked),
        "checks": [verdict(v, asked) for v in one.verdicts],
        **doubts(connection, asked),
    }


def verdict(said: Verdict, asked: Asked) -> dict[str, Any]:
    """One check; one that fails with the dossiers that do not balance by themselves."""
    return {
        "id": said.id,
        "severity": said.severity,
        "severity_name": SEVERITIES[said.severity],
        "says": said.says,
        "holds": said.holds,
        "spelled": said.spelled,
        "dossiers": [asked.known.dossier(name) for name in said.dossiers[:MOST]],
        "more_dossiers": max(0, len(said.dossiers) - MOST),
    }


def _row(row: str, form: Form, one: Filled, words: Words, asked: Asked) -> dict[str, Any]:
    """The row of one offence, a cell for each column; every number opens to its list."""
    return {
        "id": row,
        "label": words.row(form, row),
        "cells": [
            {
                "id": f"{row}.{line.id}",
                "label": f"{line.group}: {line.label}",
                "value": one.cells[f"{row}.{line.id}"],
                "href": f"/bieu/{form.id}/{quote(f'{row}.{line.id}')}?{asked.as_known()}",
            }
            for line in form.lines
        ],
    }


def _line(
    line: Line, form: Form, value: int | None, level: tuple[int, bool], asked: Asked
) -> dict[str, Any]:
    counted = line.not_from_events is None
    return {
        "id": line.id,
        "code": line.code,
        "label": line.label,
        "level": level[0],
        "first_of_which": level[1],
        "adjusted": None,
        "value": value if counted else None,
        "href": f"/bieu/{form.id}/{quote(line.id)}?{asked.as_known()}" if counted else None,
        "status": line.provenance.status,
        "note": STATUSES[line.provenance.status],
        "not_from_events": line.not_from_events,
        "supplied_by": line.supplied_by,
    }


def _levels(form: Form) -> dict[str, tuple[int, bool]]:
    """How deep each line stands, and whether “Trong đó” goes before it."""
    levels: dict[str, tuple[int, bool]] = {}
    begun: set[str] = set()
    for line in form.lines:
        depth = levels[line.parent][0] + 1 if line.parent in levels else 0
        first = line.of_which and line.parent is not None and line.parent not in begun
        if first and line.parent is not None:
            begun.add(line.parent)
        levels[line.id] = (depth, first)
    return levels
