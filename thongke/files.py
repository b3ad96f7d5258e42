"""Tệp sự kiện: JSON lines or an Avro container, told apart by content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, cast

from fastavro import reader, writer

from events.avro import Codec, fingerprint
from events.growth import grow
from events.shape import EARLIEST, LATEST, Record, Schema, out_of_range
from events.unreadable import Unreadable

_CONTAINER = b"Obj\x01"


class UnreadableFile(Exception):
    """A file of events that can't be read: which, where, why."""

    def __init__(self, path: Path, place: int | None, reason: str) -> None:
        where = f"{path}" if place is None else f"{path}:{place}"
        super().__init__(f"{where}: {reason}")
        self.path, self.place, self.reason = path, place, reason


def read_events(path: Path, codec: Codec) -> Iterator[tuple[int, Record]]:
    """Each event with its line (JSON lines, from 1) or its number in the container (from 1)."""
    with path.open("rb") as file:
        start = file.read(len(_CONTAINER))
        file.seek(0)
        if start == _CONTAINER:
            yield from _read_container(path, file, codec)
        else:
            yield from _read_lines(path, file, codec)


def write_json_lines(path: Path, records: Iterable[Record], codec: Codec) -> int:
    """Ghi JSON lines: one event a line. Gives their number."""
    number = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for record in records:
            file.write(codec.to_json(record) + "\n")
            number += 1
    return number


def write_container(
    path: Path, records: Iterable[Record], codec: Codec, topic: str = "criminal"
) -> None:
    """Ghi tệp Avro (deflate), by the newest schema of the topic."""
    schema = codec.writers[codec.newest[topic]].schema
    with path.open("wb") as file:
        writer(file, schema, records, codec="deflate", strict_allow_default=True)


def _read_lines(path: Path, file: IO[bytes], codec: Codec) -> Iterator[tuple[int, Record]]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            yield number, codec.from_json(line.decode())
        except UnicodeDecodeError as error:
            raise UnreadableFile(path, number, f"not UTF-8: {error}") from None
        except Unreadable as error:
            raise UnreadableFile(path, number, str(error)) from None


def _read_container(path: Path, file: IO[bytes], codec: Codec) -> Iterator[tuple[int, Record]]:
    number = 0
    try:
        for number, record in enumerate(_records(file, codec), 1):
            for where, day in out_of_range(codec.dates, record):
                reason = f"{where}: {day} ngoài khoảng {EARLIEST.year}–{LATEST.year}"
                raise Unreadable("date_out_of_range", reason)
            yield number, record
    except Unreadable as error:
        raise UnreadableFile(path, number or None, str(error)) from None
    except Exception as error:  # whatever a damaged container makes the decoder stumble over
        reason = f"not_avro: hỏng sau sự kiện thứ {number}: {error!r}"
        raise UnreadableFile(path, number + 1, reason) from None


def _records(file: IO[bytes], codec: Codec) -> Iterator[Record]:
    """The events of a container, read as the newest version of the schema that wrote it."""
    written_by = cast(Schema, reader(file).writer_schema)
    published = codec.writers.get(fingerprint(written_by))
    if published is None:
        name = written_by.get("name")
        raise Unreadable("unknown_schema", f"lược đồ {name!r} của tệp chưa từng được công bố")
    file.seek(0)
    for record in cast(Iterator[Record], reader(file)):
        grow(published.growth, record)
        yield record
