"""`thongke check`: every formula of the forms over a unit and period, judged."""

from __future__ import annotations

import click

from store.everywhere import everywhere
from store.filled import fill
from store.numbers import numbers_of
from thongke import asking
from thongke.assembly import assemble
from thongke.commands import options
from thongke.servers import database
from thongke.settings import Settings


@click.command("check")
@options.units
@options.period
@click.option("--form", "forms", multiple=True, metavar="F", help="Default: every form and list.")
def command(units: tuple[str, ...], period: str, forms: tuple[str, ...]) -> int:
    """Judge formulas, and numbers of documents; exit 1 when what blocks does not hold."""
    definitions = assemble().definitions
    asked = asking.period_of(definitions, period)
    labels = asking.units_of(definitions, units, asked)
    homes = [
        d for d in definitions.asked
        if d.provenance.holds_on(asked.start) and (not forms or d.id in forms)
    ]  # fmt: skip
    if missing := set(forms) - {d.id for d in homes}:
        asking.home_of(definitions, missing.pop(), asked)
    asked_checks, blocking = 0, 0
    with database(Settings.read()) as engine, engine.connect() as connection:
        for home in homes:
            for unit, filled in fill(connection, definitions, home, labels, asked).items():
                verdicts = filled.verdicts + everywhere(
                    connection, definitions, home, labels[unit], asked, filled.cells
                )
                failed = [verdict for verdict in verdicts if not verdict.holds]
                asked_checks += len(verdicts)
                blocking += sum(verdict.severity == "block" for verdict in failed)
                for verdict in failed:
                    named = ", ".join(verdict.dossiers)
                    click.echo(
                        f"{unit} {home.id} {verdict.id} [{verdict.severity}] {verdict.spelled}"
                        f" – hồ sơ: {named}"
                    )
        for unit, codes in labels.items() if not forms else ():
            for found in numbers_of(connection, definitions, codes, asked):
                severity = definitions.errors_of(found["code"])[0].severity
                blocking += severity == "block"
                said = f"{unit} {found['code']} [{severity}] {found['says']}"
                click.echo(f"{said} – hồ sơ: {found['dossier']}")
    click.echo(f"{asked_checks} công thức đã kiểm tra, {blocking} lỗi chặn gửi")
    return 1 if blocking else 0
