"""`thongke simulate`: a year of procedural events that never happened, seeded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from events.shape import Record
from streams.publish import publish
from thongke.assembly import Assembly, assemble
from thongke.errors import Refused
from thongke.files import write_container, write_json_lines
from thongke.servers import broker
from thongke.settings import Settings
from thongke.simulate import Simulated, simulate

TOLD_EVERY = 1_000
DAY = click.DateTime(["%Y-%m-%d"])


@click.command("simulate")
@click.option(
    "--cases",
    default=1000,
    show_default=True,
    type=click.IntRange(1),
    metavar="N",
    help="Newly prosecuted cases; reports, documents and carried-over cases in proportion.",
)
@click.option(
    "--seed",
    default=358,
    show_default=True,
    metavar="S",
    type=click.IntRange(0),
    help="The same seed gives the same events.",
)
@click.option(
    "--province",
    "provinces",
    multiple=True,
    default=("01",),
    show_default=True,
    metavar="CODE",
    help="Two-digit code of a province; may be repeated.",
)
@click.option("--start", default="2025-10-01", show_default=True, type=DAY)
@click.option(
    "--end",
    default="2026-10-01",
    show_default=True,
    type=DAY,
    help="First day no longer simulated.",
)
@click.option("--clean", is_flag=True, help="Nothing late, delivered twice, wrong or out of turn.")
@click.option("--publish", "publishing", is_flag=True, help="Send to THONGKE_BROKER.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="JSON lines, or an Avro container when FILE ends with .avro. Default: stdout.",
)
def command(
    cases: int,
    seed: int,
    provinces: tuple[str, ...],
    start: datetime,
    end: datetime,
    clean: bool,
    publishing: bool,
    output: Path | None,
) -> None:
    """Simulate the criminal procedures of a year, as the platforms would send them."""
    if publishing and output:
        raise click.UsageError("--publish and -o exclude each other")
    if end <= start:
        raise click.UsageError(f"--end {end:%Y-%m-%d} is not after --start {start:%Y-%m-%d}")
    assembly = assemble()
    for code in provinces:
        if f"T{code}" not in assembly.definitions.units:
            raise Refused(
                f"there is no province {code!r}; accepted: two digits, as 01 (Hà Nội), 79"
            )
    console = Console(stderr=True)
    with console.status(f"simulating {cases} cases"):
        simulated = simulate(
            cases,
            seed,
            definitions=assembly.definitions,
            provinces=provinces,
            start=start.date(),
            end=end.date(),
            noise=not clean,
        )
    with Progress(console=console) as progress:
        bar = progress.add_task("publishing" if publishing else "writing", total=len(simulated))
        told = _give(
            simulated,
            assembly,
            publishing,
            output,
            lambda done: progress.update(bar, completed=done),
        )
    if told:
        click.echo(told)


def _give(
    simulated: Simulated,
    assembly: Assembly,
    publishing: bool,
    output: Path | None,
    progress: Callable[[int], None],
) -> str:
    """Sends or writes everything; what there is to say of it on stdout."""
    if publishing:
        sent = publish(
            simulated.records(),
            broker(Settings.read()),
            assembly.codec,
            assembly.catalogue,
            progress=progress,
        )
        return f"{sent} events published"
    records = _counted(simulated.records(), progress)
    if output is None:
        for record in records:
            click.echo(assembly.codec.to_json(record))
        return ""
    if output.suffix == ".avro":
        write_container(output, records, assembly.codec)
    else:
        write_json_lines(output, records, assembly.codec)
    return f"{len(simulated)} events written to {output}"


def _counted(records: Iterator[Record], progress: Callable[[int], None]) -> Iterator[Record]:
    number = 0
    for number, record in enumerate(records, 1):
        yield record
        if number % TOLD_EVERY == 0:
            progress(number)
    progress(number)
