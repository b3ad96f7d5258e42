"""`thongke worker`: the Faust worker, under a supervisor that starts it again when it fails."""

from __future__ import annotations

import sys

import click

from store.migrate import migrate
from streams.supervisor import supervise
from streams.wiring import Wiring
from streams.worker import run
from thongke.assembly import assemble
from thongke.servers import broker, database_url
from thongke.settings import Settings


@click.command("worker")
@click.option("--instance", metavar="NAME", help="A name kept over restarts (static membership).")
@click.option("--metrics-port", type=int, help="Serve Prometheus, /livez and /readyz here.")
@click.option(
    "--once", "unsupervised", is_flag=True, help="Without the supervisor: exit when it fails."
)
def command(instance: str | None, metrics_port: int | None, unsupervised: bool) -> int:
    """Read events from THONGKE_BROKER into THONGKE_DATABASE_URL until told to stop (Ctrl-C)."""
    settings = Settings.read()
    if not unsupervised:
        return supervise(_again(instance, metrics_port))
    assembly = assemble()
    with database_url(settings) as url:
        migrate(url)
        return run(
            Wiring(
                codec=assembly.codec,
                catalogue=assembly.catalogue,
                meaning=assembly.meaning,
                database_url=url,
                broker=broker(settings),
                instance=instance,
                metrics_port=metrics_port,
            )
        )


def _again(instance: str | None, metrics_port: int | None) -> list[str]:
    """The same worker without a supervisor, as a command."""
    command = [sys.executable, "-m", "thongke.cli", "worker", "--once"]
    if instance:
        command += ["--instance", instance]
    if metrics_port:
        command += ["--metrics-port", str(metrics_port)]
    return command
