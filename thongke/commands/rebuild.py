"""`thongke rebuild`: say again what events imply, showing the gap first."""

from __future__ import annotations

import click

from store.audit import rebuild
from thongke.assembly import assemble
from thongke.servers import database
from thongke.settings import Settings


@click.command("rebuild")
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
def command(dry_run: bool) -> None:
    """Derive every dossier by today's definitions and write only what differs."""
    with database(Settings.read()) as engine:
        with engine.connect() as connection:
            told = rebuild(connection, assemble().meaning, dry_run=True)
        click.echo(told.spelled())
        if not dry_run and told.differences:
            with engine.begin() as connection:
                click.echo(rebuild(connection, assemble().meaning, dry_run=False).spelled())
