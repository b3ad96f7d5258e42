"""`thongke fill EVENTS… --form 01 --unit U --period P`: a form straight from files, no servers."""

from __future__ import annotations

from pathlib import Path

import click
import polars as pl
from rich.console import Console

from events.moves import moves
from store.filled import fill
from store.findings import findings_in
from store.rollup import rollup
from thongke import asking
from thongke.admitting import admitted
from thongke.assembly import assemble
from thongke.commands import options


@click.command("fill")
@click.argument(
    "files",
    metavar="EVENTS...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--form", required=True, metavar="F", help="01, 02, 03, …")
@options.units
@options.period
@options.as_json("a unit, one a line")
def command(
    files: tuple[Path, ...], form: str, units: tuple[str, ...], period: str, as_json: bool
) -> None:
    """Fill a form from EVENTS (JSON lines or Avro containers); refuses a file with a bad line."""
    assembly = assemble()
    definitions = assembly.definitions
    asked = asking.period_of(definitions, period)
    definition = asking.form_of(definitions, form, asked)
    labels = asking.units_of(definitions, units, asked, definition)
    none = moves([])  # files may hold no event at all
    read = pl.concat([none, *(part.moves for part in admitted(files, assembly))])
    derived = assembly.meaning.derive(read)
    console = Console()
    for unit, one in fill(derived.spans, definitions, definition, labels, asked).items():
        codes = labels[unit]
        around = rollup(derived.spans, definitions, definition, codes, asked, one.cells, told=read)
        if as_json:
            found = findings_in(derived.findings, codes, asked)
            click.echo(asking.as_json(one, found, around))
            continue
        console.print(asking.as_table(one, definitions, around.net if around else {}))
        if around:
            console.print("\n".join(asking.beside_table(around, definitions, asked)))
