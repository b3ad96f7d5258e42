"""Biểu: a filled form, its failed checks, and what casts doubt on its figures."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection

from projections.definitions import TOTAL, UNIT, Definitions, Form, Line
from projections.units import UNKNOWN
from projections.words import STATUSES, Words
from review.asked import Asked, NotAccepted
from review.doubts import doubts
from review.rollup import beside
from store.filled import Filled, Verdict, fill, fill_by_unit
from store.rollup import rollup

SEVERITIES = {"block": "Chặn gửi", "warn": "Cảnh báo"}
BY_UNIT = "don_vi"
MOST = 50  # dossiers named below a check


def page(
    connection: Connection, definitions: Definitions, form: Form, asked: Asked, by: str = ""
) -> dict[str, Any]:
    """`by`: `don_vi` where a form by offence is asked with a row for each unit."""
    one = _filled(connection, definitions, form, asked, by)
    trait, form = form.by, one.definition if isinstance(one.definition, Form) else form
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
        "heading": "ĐƠN VỊ" if form.by == UNIT else "TỘI DANH",
        "turned": _turned(form, trait, asked),
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


def _filled(
    connection: Connection, definitions: Definitions, form: Form, asked: Asked, by: str
) -> Filled:
    if form.counts_by == "agency_unit":
        agencies = definitions.units.agencies(asked.period.start)
        if not {*agencies, UNKNOWN} & {*asked.codes}:
            found = f"Đơn vị “{asked.unit}” không lập Biểu {form.id}."
            raise NotAccepted(404, found, ", ".join((*agencies, "TC+")))
    position = asked.known.position
    if not by:
        units = {asked.unit: asked.codes}
        return fill(connection, definitions, form, units, asked.period, position)[asked.unit]
    if by != BY_UNIT or not form.by:
        accepted = f"theo={BY_UNIT}, ở biểu theo tội danh"
        raise NotAccepted(400, f"Biểu {form.id} không lập theo “{by}”.", accepted)
    return fill_by_unit(connection, definitions, form, asked.unit, asked.period, position)


def _turned(form: Form, trait: str | None, asked: Asked) -> dict[str, str] | None:
    """The same form with its other rows: offences, or units where there are several."""
    if form.by == UNIT:
        return {"label": "Xem theo tội danh", "href": f"/bieu/{form.id}?{asked.as_known()}"}
    if trait is None or len(asked.codes) < 2:
        return None
    query = asked.as_known(theo=BY_UNIT)
    return {"label": "Xem theo đơn vị", "href": f"/bieu/{form.id}?{query}"}


def verdict(said: Verdict, asked: Asked) -> dict[str, Any]:
    """One check; one that fails with the dossiers that do not balance by themselves."""
    return {
        "id": said.id,
        "severity": said.severity,
        "severity_name": SEVERITIES[said.severity],
        "errors": [{"id": error.id, "says": error.says} for error in said.known.errors],
        "waived": said.waived,
        "waived_as": said.waiver.said if said.waived and said.waiver else "",
        "says": said.says,
        "holds": said.holds,
        "spelled": said.spelled,
        "dossiers": [asked.known.dossier(name) for name in said.dossiers[:MOST]],
        "more_dossiers": max(0, len(said.dossiers) - MOST),
    }


def _row(row: str, form: Form, one: Filled, words: Words, asked: Asked) -> dict[str, Any]:
    """The row of one offence, a cell for each column; every number opens to its list.

    The row of a unit is the first row of that unit's own form.
    """
    named, query, opens = row, asked.as_known(), True
    if form.by == UNIT and row != TOTAL:
        named, query = TOTAL, asked.as_known(don_vi=row)
        opens = words.definitions.units.asked_alone(row, asked.period)

    def cell(line: Line) -> dict[str, Any]:
        counted = line.not_from_events is None
        address = f"/bieu/{form.id}/{quote(f'{named}.{line.id}')}?{query}"
        return {
            "id": f"{row}.{line.id}",
            "label": f"{line.group}: {line.label}",
            "value": one.cells[f"{row}.{line.id}"] if counted else None,
            "href": address if counted and opens else None,
        }

    label = words.row(form, row)
    return {"id": row, "label": label, "cells": [cell(line) for line in form.lines]}


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
