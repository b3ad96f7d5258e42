"""`thongke quarantine list|show|retry|reject`: messages that wait for a decision."""

from __future__ import annotations

import click

from store import quarantine
from store.release import release
from thongke.assembly import assemble
from thongke.servers import database
from thongke.settings import Settings


@click.group("quarantine")
def command() -> None:
    """Messages that could not be read or must not be believed."""


@command.command("list")
@click.option("--limit", default=1000, show_default=True)
def list_(limit: int) -> None:
    """List what waits, oldest first: id, where it came from, its dossier, why."""
    with database(Settings.read()) as engine, engine.connect() as connection:
        for q in quarantine.waiting(connection, limit):
            place = f"{q.arrival.source}[{q.arrival.partition}]@{q.arrival.offset}"
            click.echo(f"{q.id}\t{place}\t{q.dossier or '?'}\t{q.code}\t{q.reason}")


@command.command("show")
@click.argument("id", type=int)
def show_(id: int) -> None:
    """Show one message with its bytes (hex); what it says of persons is sealed in it."""
    with database(Settings.read()) as engine, engine.connect() as connection:
        q = quarantine.show(connection, id)
    click.echo(f"{q.code}: {q.reason}\ndossier {q.dossier}\nkey {q.arrival.key!r}")
    click.echo(q.arrival.value.hex())


@command.command("retry")
@click.argument("ids", type=int, nargs=-1, required=True)
def retry(ids: tuple[int, ...]) -> int:
    """Bring messages through the door once more; exit 1 when one is refused again."""
    assembly = assemble()
    refused = 0
    with database(Settings.read()) as engine:
        for id in ids:
            with engine.begin() as connection:
                again = release(
                    connection, id, assembly.codec, assembly.catalogue, assembly.meaning
                )
            refused += again is not None
            click.echo(
                f"{id}: recorded" if again is None else f"{id}: {again.code}: {again.reason}"
            )
    return 1 if refused else 0


@command.command("reject")
@click.argument("id", type=int)
@click.option("--because", required=True, help="Why it stays out for good; kept with it.")
def reject(id: int, because: str) -> None:
    """Leave a message out for good; its dossier no longer counts as incomplete for it."""
    with database(Settings.read()) as engine, engine.begin() as connection:
        quarantine.reject(connection, id, because)
