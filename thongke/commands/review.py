"""`thongke review`: the pages on which statisticians see forms, lists and dossiers."""

from __future__ import annotations

import click
import uvicorn

from review.app import create
from thongke.assembly import assemble
from thongke.servers import database
from thongke.settings import Settings


@click.command("review")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8358, show_default=True)
def command(host: str, port: int) -> None:
    """Serve the review pages until Ctrl-C: choose unit, period and form; click a number."""
    definitions = assemble().definitions
    with database(Settings.read()) as engine:
        click.echo(f"http://{host}:{port}/", err=True)
        # No access log: addresses carry dossier ids.
        uvicorn.run(
            create(engine, definitions), host=host, port=port, access_log=False,
            log_level="warning", server_header=False,
        )  # fmt: skip
