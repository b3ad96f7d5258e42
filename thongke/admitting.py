"""Đọc tệp: events of files through the door; a file with a line that it would refuse is refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from events.door import Accepted, Batch, admit_records
from events.door import Refused as Unadmitted
from store.storable import well_named, well_written
from thongke.assembly import Assembly
from thongke.errors import Refused
from thongke.files import read_events

BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Admitted:
    """Some events of a file: how many were read, and the moves of those not read before."""

    read: int
    moves: pl.DataFrame


def admitted(files: Sequence[Path], assembly: Assembly) -> Iterator[Admitted]:
    """Every event of the files; the first that the door or the store would refuse is an error."""
    seen: dict[str, str] = {}
    for file in files:
        events = read_events(file, assembly.codec)
        while part := list(islice(events, BATCH)):
            batch = admit_records(part, str(file), assembly.codec, assembly.catalogue)
            _refuse(file, batch.refused)
            fresh = Batch([one for one in batch.accepted if _unseen(one, seen, file)], [])
            told = fresh.moves()
            _refuse(file, [*well_named(fresh.accepted)[1], *well_written(fresh.accepted, told)[1]])
            yield Admitted(len(part), told)


def _refuse(file: Path, refused: Sequence[Unadmitted]) -> None:
    if refused:
        first = min(refused, key=lambda one: one.arrival.offset)
        raise Refused(f"{file}:{first.arrival.offset}: {first.code}: {first.reason}")


def _unseen(one: Accepted, seen: dict[str, str], file: Path) -> bool:
    """Whether an event is read for the first time; the same id with other content is refused."""
    event_id = one.record["event_id"]
    if event_id not in seen:
        seen[event_id] = one.content_hash
        return True
    if seen[event_id] != one.content_hash:
        raise Refused(
            f"{file}:{one.arrival.offset}: conflicting_duplicate: event {event_id} was already "
            "read with other content"
        )
    return False
