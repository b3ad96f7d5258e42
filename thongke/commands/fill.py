"""`thongke fill EVENTS… --form 01 --unit U --period P`: a form straight from files, no servers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import polars as pl
from rich.console import Console

from events.avro import Codec
from events.door import admit_records
from events.shape import Record
from store.filled import fill
from store.findings import findings_in
from thongke import asking
from thongke.assembly import Assembly, assemble
from thongke.errors import Refused
from thongke.files import read_events

BATCH = 20_000


@click.command("fill")
@click.argument(
    "files",
    metavar="EVENTS...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--form", required=True, metavar="F")
@click.option("--unit", "units", multiple=True, required=True, metavar="U")
@click.option("--period", required=True, metavar="P")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a unit, one a line.")
def command(
    files: tuple[Path, ...], form: str, units: tuple[str, ...], period: str, as_json: bool
) -> None:
    """Fill a form from EVENTS (JSON lines or Avro containers); refuses a file with a bad line."""
    assembly = assemble()
    definitions = assembly.definitions
    asked = asking.period_of(definitions, period)
    definition = asking.form_of(definitions, form, asked)
    labels = asking.units_of(definitions, units, asked)
    derived = assembly.meaning.derive(moves_of(files, assembly))
    console = Console()
    for unit, one in fill(derived.spans, definitions, definition, labels, asked).items():
        if as_json:
            click.echo(asking.as_json(one, findings_in(derived.findings, labels[unit], asked)))
        else:
            console.print(asking.as_table(one, definitions))


def moves_of(files: tuple[Path, ...], assembly: Assembly) -> pl.DataFrame:
    """Every event of the files once, as moves; a line that would be quarantined is refused."""
    frames = []
    seen: dict[str, str] = {}
    for file in files:
        for batch in _batches(file, assembly.codec):
            admitted = admit_records(batch, str(file), assembly.codec, assembly.catalogue)
            for refused in admitted.refused:
                raise Refused(f"{file}:{refused.arrival.offset}: {refused.code}: {refused.reason}")
            fresh = []
            for accepted in admitted.accepted:
                event_id = accepted.record["event_id"]
                if event_id not in seen:
                    seen[event_id] = accepted.content_hash
                    fresh.append(accepted)
                elif seen[event_id] != accepted.content_hash:
                    raise Refused(
                        f"{file}:{accepted.arrival.offset}: conflicting_duplicate: event "
                        f"{event_id} was already read with other content"
                    )
            frames.append(type(admitted)(fresh, []).moves())
    return pl.concat(frames)


def _batches(file: Path, codec: Codec) -> Iterator[list[tuple[int, Record]]]:
    batch: list[tuple[int, Record]] = []
    for place, record in read_events(file, codec):
        batch.append((place, record))
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch
