"""`thongke explain 01.d24 --unit U --period P`: a cell's spans, and the events behind them."""

from __future__ import annotations

import json

import click
from rich.console import Console
from rich.tree import Tree

from projections.definitions import Line
from store.explain import explained
from thongke import asking
from thongke.assembly import assemble
from thongke.commands import options
from thongke.servers import database
from thongke.settings import Settings


@click.command("explain")
@click.argument("cell")
@options.unit
@options.period
@options.as_of
@options.as_json("a span")
def command(cell: str, unit: str, period: str, as_of: str | None, as_json: bool) -> None:
    """Show what a CELL (01.d24, 02.P02-A08v, L1.new) is made of."""
    definitions = assemble().definitions
    asked = asking.period_of(definitions, period)
    form, _, name = cell.partition(".")
    home = asking.home_of(definitions, form, asked)
    line = asking.line_of(home, name)
    codes = asking.units_of(definitions, [unit], asked, home)[unit]
    if line.not_from_events is not None:
        _say_declared(cell, line, as_json)
        return
    with database(Settings.read()) as engine, engine.connect() as connection:
        position = asking.position_of(connection, as_of)
        found = explained(connection, definitions, line, codes, asked, position)
    if as_json:
        for one in found:
            click.echo(json.dumps(one.as_json(), ensure_ascii=False, default=str))
        return
    tree = Tree(f"{cell} – {line.label} – {unit} – {asked}: {len({o.key for o in found})}")
    for one in found:
        branch = tree.add(one.spelled)
        for event in one.events:
            branch.add(event.spelled)
    Console().print(tree)


def _say_declared(cell: str, line: Line, as_json: bool) -> None:
    """No event tells the cell: why not, and who supplies it."""
    if as_json:
        said = {"not_from_events": line.not_from_events, "supplied_by": line.supplied_by}
        click.echo(json.dumps({"cell": cell, "spans": None, **said}, ensure_ascii=False))
        return
    click.echo(f"{cell} – {line.label}: – không lấy từ sự kiện: {line.not_from_events}")
    click.echo(f"{line.supplied_by} cung cấp")
