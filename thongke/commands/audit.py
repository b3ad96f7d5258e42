"""`thongke audit`: recount everything from the journal and report what differs."""

from __future__ import annotations

import click

from store.audit import audit
from thongke.assembly import assemble
from thongke.servers import database
from thongke.settings import Settings


@click.command("audit")
def command() -> int:
    """Derive every dossier again, by the same path without writing; exit 1 on any difference."""
    with database(Settings.read()) as engine, engine.connect() as connection:
        found = audit(connection, assemble().meaning)
    click.echo(found.spelled())
    return 1 if found.differences else 0
