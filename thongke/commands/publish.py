"""`thongke publish FILES`: send events of files to Kafka, as a platform would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from events.shape import Record
from streams.publish import publish
from thongke.admitting import admitted
from thongke.assembly import Assembly, assemble
from thongke.files import read_events
from thongke.servers import broker
from thongke.settings import Settings


@click.command("publish")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def command(files: tuple[Path, ...]) -> None:
    """Send the events of FILES (JSON lines or Avro containers) to THONGKE_BROKER.

    Nothing is sent when any line would be quarantined.
    """
    assembly = assemble()
    number = sum(part.read for part in admitted(files, assembly))
    with Progress(console=Console(stderr=True)) as progress:
        bar = progress.add_task("publishing", total=number)
        sent = publish(
            _records(files, assembly),
            broker(Settings.read()),
            assembly.codec,
            assembly.catalogue,
            progress=lambda done: progress.update(bar, completed=done),
        )
    click.echo(f"{sent} events published")


def _records(files: tuple[Path, ...], assembly: Assembly) -> Iterator[Record]:
    for file in files:
        for _, record in read_events(file, assembly.codec):
            yield record
