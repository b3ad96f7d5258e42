"""`thongke indicators --unit U --period P`: chỉ tiêu of a unit, each number with its cells."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from projections.indicators import LIGHTS, spell, spell_target
from store.completeness import completeness
from store.indicators import Judged, homes, judge
from thongke import asking
from thongke.assembly import assemble
from thongke.commands import options
from thongke.errors import Refused
from thongke.servers import database
from thongke.settings import Settings


@click.command("indicators")
@options.units
@options.period
@click.option("--series", metavar="S", help="358 or NQ96; default: both.")
@options.as_of
@options.as_json("an indicator")
def command(
    units: tuple[str, ...], period: str, series: str | None, as_of: str | None, as_json: bool
) -> None:
    """Show the indicators (chỉ tiêu) of a unit, and how they stand to what is demanded."""
    definitions = assemble().definitions
    asked = asking.period_of(definitions, period)
    known = [g for g in definitions.indicators if g.provenance.holds_on(asked.start)]
    groups = [g for g in known if series in (None, g.series)]
    if not groups:
        there = ", ".join(dict.fromkeys(g.series for g in known)) or "none"
        raise Refused(f"there is no series {series!r} on {asked.start}; there are {there}")
    labels = asking.units_of(definitions, units, asked)
    with database(Settings.read()) as engine, engine.connect() as connection:
        position = asking.position_of(connection, as_of)
        found = judge(connection, definitions, groups, labels, asked, position)
        read = homes(definitions, groups, asked)
        whole = {
            unit: completeness(connection, definitions, codes, asked, read, position)
            for unit, codes in labels.items()
            if len(codes) > 1
        }
    console = Console()
    for unit, judged in found.items():
        if as_json:
            for one in judged:
                said = {"unit": unit, "period": str(asked), **as_dict(one)}
                click.echo(json.dumps(said, ensure_ascii=False))
        else:
            below = " và các đơn vị cấp dưới" if unit.endswith("+") else ""
            title = f"{definitions.units.name(unit, asked)}{below} – {asked}"
            console.print(_table(title, judged))
            if unit in whole:
                console.print("\n".join(asking.whole_table(whole[unit], definitions, asked)))


def as_dict(one: Judged) -> dict[str, Any]:
    """As `--json` prints an indicator."""
    return {
        "indicator": one.indicator.id,
        "label": one.indicator.label,
        "group": one.group.id,
        "series": one.group.series,
        "target": spell_target(one.target) if one.target else None,
        "light": one.light,
        "light_name": LIGHTS[one.light],
        "readings": [
            {
                "period": str(reading.period),
                "value": None if reading.result is None else str(reading.result),
                "spelled": spell(reading, one.indicator, one.target),
                "light": reading.light,
                "cells": {_full(one, cell): n for cell, n in reading.cells.items()},
            }
            for reading in one.readings
        ],
        "why": one.words,
    }


def _full(one: Judged, cell: str) -> str:
    """Own lines by the name under which `thongke explain` finds them."""
    return cell if "(" in cell else f"{one.group.id}.{cell}"


def _table(title: str, judged: Sequence[Judged]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("CT", justify="right")
    table.add_column("Chỉ tiêu", overflow="fold")
    table.add_column("Kết quả", overflow="fold")
    table.add_column("Mức")
    table.add_column("Đánh giá", overflow="fold")
    for one in judged:
        if one.light == "untargeted":
            continue
        target = spell_target(one.target) if one.target else ""
        said = spell(one.weakest, one.indicator, one.target)
        light = LIGHTS[one.light] + (f": {one.words}" if one.words else "")
        table.add_row(one.indicator.id, one.indicator.label, said, target, light)
    return table
