"""`thongke form 01 --unit U --period P`: a filled form from the store."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from rich.console import Console

from store.filled import fill, fill_by_unit
from store.findings import findings_of
from store.rollup import rollup
from thongke import asking, printed, spreadsheet
from thongke.assembly import assemble
from thongke.commands import options
from thongke.errors import Refused
from thongke.servers import database
from thongke.settings import Settings


@click.command("form")
@click.argument("form")
@options.units
@options.period
@click.option(
    "--rows",
    type=click.Choice(["unit"]),
    help="Of a form by offence: a row for each unit below, instead of each offence.",
)
@options.as_of
@options.as_json("a unit, one a line")
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), help="Write a workbook.")
@click.option("--pdf", type=click.Path(dir_okay=False, path_type=Path), help="Write a PDF.")
def command(
    form: str,
    units: tuple[str, ...],
    period: str,
    rows: str | None,
    as_of: str | None,
    as_json: bool,
    xlsx: Path | None,
    pdf: Path | None,
) -> None:
    """Show a FORM (01, 02, 03, …) as the store stands, or as it stood."""
    definitions = assemble().definitions
    asked = asking.period_of(definitions, period)
    definition = asking.form_of(definitions, form, asked)
    labels = asking.units_of(definitions, units, asked, definition)
    if rows and not definition.by:
        raise Refused(f"form {form} has no rows to change: its rows are its criteria")
    with database(Settings.read()) as engine, engine.connect() as connection:
        position = asking.position_of(connection, as_of)
        filled = (
            {u: fill_by_unit(connection, definitions, definition, u, asked, position)
             for u in labels}
            if rows
            else fill(connection, definitions, definition, labels, asked, position)
        )  # fmt: skip
        findings = {u: findings_of(connection, labels[u], asked, position) for u in labels}
        beside = {
            u: rollup(connection, definitions, definition, labels[u], asked, one.cells, position)
            for u, one in filled.items()
        }
    if xlsx:
        spreadsheet.write(xlsx, list(filled.values()), definitions, date.today(), beside)
    if pdf:
        printed.write(pdf, list(filled.values()), definitions, date.today(), beside)
    if xlsx or pdf:
        return
    console = Console()
    for unit, one in filled.items():
        if as_json:
            click.echo(asking.as_json(one, findings[unit], beside[unit]))
            continue
        around = beside[unit]
        console.print(asking.as_table(one, definitions, around.net if around else {}))
        if around:
            console.print("\n".join(asking.beside_table(around, definitions, asked)))
