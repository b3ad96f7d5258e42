"""Chỉ tiêu: what a unit reached, against what is demanded of it; each number opens to its cells."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from sqlalchemy import Connection

from projections.checks import name
from projections.definitions import Definitions, Operand
from projections.indicators import LIGHTS, Reading, percent, spell, spell_target
from review.asked import Asked, NotAccepted
from review.rollup import whole
from store.completeness import completeness
from store.indicators import Judged, home_of, homes, judge


def page(
    connection: Connection, definitions: Definitions, asked: Asked, series: str
) -> dict[str, Any]:
    known = [g for g in definitions.indicators if g.provenance.holds_on(asked.period.start)]
    groups = [group for group in known if group.series == series]
    if not groups:
        there = ", ".join(dict.fromkeys(group.series for group in known)) or "chưa có"
        raise NotAccepted(404, f"Không có bộ chỉ tiêu “{series}”.", there)
    units = {asked.unit: asked.codes}
    position = asked.known.position
    found = judge(connection, definitions, groups, units, asked.period, position)[asked.unit]
    shown = [one for one in found if one.light != "untargeted"]
    read = homes(definitions, groups, asked.period)
    told = completeness(connection, definitions, asked.codes, asked.period, read, position)
    return {
        "series": series,
        "others": [
            {"series": other, "href": f"/chi-tieu/{other}?{asked.query()}"}
            for other in dict.fromkeys(group.series for group in known)
            if other != series
        ],
        **asked.as_json(definitions),
        "on_the_way": None,
        "whole": whole(told, definitions, asked) if len(asked.codes) > 1 else None,
        "lights": [
            {"light": light, "name": said, "count": sum(one.light == light for one in shown)}
            for light, said in LIGHTS.items()
            if any(one.light == light for one in shown)
        ],
        "near": percent(groups[0].near),
        "groups": [
            {
                "id": group.id,
                "title": group.title,
                "status": group.provenance.status,
                "basis": list(group.provenance.basis),
                "indicators": [
                    _one(definitions, one, asked) for one in shown if one.group is group
                ],
            }
            for group in groups
        ],
        "untargeted": [
            {"id": one.indicator.id, "label": one.indicator.label}
            for one in found
            if one.light == "untargeted"
        ],
    }


def _one(definitions: Definitions, one: Judged, asked: Asked) -> dict[str, Any]:
    return {
        "id": one.indicator.id,
        "label": one.indicator.label,
        "kind": one.indicator.kind,
        "target": spell_target(one.target) if one.target else None,
        "light": one.light,
        "light_name": LIGHTS[one.light],
        "words": one.words,
        "basis": list(one.indicator.provenance.basis),
        "readings": [_reading(definitions, one, reading, asked) for reading in one.readings],
    }


def _reading(
    definitions: Definitions, one: Judged, reading: Reading, asked: Asked
) -> dict[str, Any]:
    return {
        "period": str(reading.period),
        "as_asked": reading.period == asked.period,
        "from": reading.period.start.isoformat(),
        "to": (reading.period.end - timedelta(days=1)).isoformat(),
        "result": None if reading.result is None else str(reading.result),
        "spelled": spell(reading, one.indicator, one.target),
        "light": reading.light,
        "light_name": LIGHTS[reading.light],
        "parts": [
            {
                "numerator": [
                    _cell(definitions, one, reading, operand, asked) for operand in part.numerator
                ],
                "denominator": [
                    _cell(definitions, one, reading, operand, asked) for operand in part.denominator
                ],
            }
            for part in one.indicator.parts
        ],
    }


def _cell(
    definitions: Definitions, one: Judged, reading: Reading, operand: Operand, asked: Asked
) -> dict[str, Any]:
    """One number of an indicator: the same cell as on its form, over the same stretch."""
    home = home_of(definitions, one.group, operand, reading.period)
    line = home.line(operand.cell)
    assert line is not None
    query = {"don_vi": asked.unit, "ky": str(reading.period), "vi_tri": asked.known.shown}
    if operand.shape == "list":
        href = f"/danh-sach/{home.id}?{urlencode({**query, 'dong': operand.cell})}"
    else:
        href = f"/bieu/{home.id}/{quote(operand.cell)}?{urlencode(query)}"
    return {
        "sign": operand.sign,
        "home": home.id,
        "cell": operand.cell,
        "code": line.code or operand.cell,
        "label": line.label,
        "value": reading.cells[name(operand)],
        "href": href,
    }
