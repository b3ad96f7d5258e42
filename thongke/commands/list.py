"""`thongke list L1 --unit U --period P`: the subjects behind a list, without names."""

from __future__ import annotations

import json

import click
from rich.console import Console

from store.lists import listed
from store.rollup import rollup
from thongke import asking
from thongke.assembly import assemble
from thongke.commands import options
from thongke.errors import Refused
from thongke.servers import database
from thongke.settings import Settings


@click.command("list")
@click.argument("name", metavar="LIST")
@options.unit
@options.period
@click.option("--line", metavar="LINE", help="new, open, closed, …; default: every line.")
@options.as_of
@options.as_json("a row")
def command(
    name: str, unit: str, period: str, line: str | None, as_of: str | None, as_json: bool
) -> None:
    """Show a LIST (L1, L2, L3, PL01, …); a person is an opaque id, never a name."""
    definitions = assemble().definitions
    asked = asking.period_of(definitions, period)
    definition = asking.list_of(definitions, name, asked)
    if line is not None and definition.line(line) is None:
        known = ", ".join(one.id for one in definition.lines)
        raise Refused(f"list {definition.id} has no line {line!r}; there are {known}")
    codes = asking.units_of(definitions, [unit], asked)[unit]
    with database(Settings.read()) as engine, engine.connect() as connection:
        position = asking.position_of(connection, as_of)
        found = listed(connection, definitions, definition, codes, asked, line, position)
        beside = rollup(connection, definitions, definition, codes, asked, {}, position)
    if as_json:
        for row in found.rows:
            click.echo(json.dumps(row, ensure_ascii=False, default=str))
        return
    title = f"{definition.title} – {unit} – {asked}"
    console = Console()
    console.print(asking.list_table(found, title))
    if beside:
        console.print("\n".join(asking.beside_table(beside, definitions, asked)))
