"""`thongke waive`: let a finding on a document pass, with who and why; or take that back."""

from __future__ import annotations

import click

from store.waivers import NotWaivable, waive, withdraw
from thongke.assembly import assemble
from thongke.errors import Refused
from thongke.servers import database
from thongke.settings import Settings


@click.command("waive")
@click.argument("event")
@click.argument("code")
@click.option("--who", required=True, help="Who lets it pass, or takes that back.")
@click.option("--why", help="Why it may pass; kept with it.")
@click.option("--withdraw", "back", is_flag=True, help="Take a waiver back; it stays on record.")
def command(event: str, code: str, who: str, why: str | None, back: bool) -> None:
    """Let the finding CODE on the document EVENT pass. Figures do not change."""
    if back == (why is not None):
        raise Refused("expected one of --why and --withdraw")
    with database(Settings.read()) as engine, engine.begin() as connection:
        try:
            if why is None:
                withdraw(connection, event, code, who)
            else:
                waive(connection, assemble().definitions, event, code, who, why)
        except NotWaivable as error:
            raise Refused(str(error)) from None
    click.echo(f"{event} {code}: {'đã rút' if back else 'đã bỏ qua'}")
