"""Cách ly: messages that could not be read or must not be believed, until someone decides."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl
from sqlalchemy import Connection, Row, text

from events.door import Arrival, Refused
from store.journal import take_position
from store.storable import dossier_of, printable

QUARANTINE: dict[str, pl.DataType] = {
    "source": pl.String(),
    "partition": pl.Int32(),
    "source_offset": pl.Int64(),
    "key": pl.String(),
    "bytes": pl.String(),
    "headers": pl.String(),
    "dossier": pl.String(),
    "reason_code": pl.String(),
    "reason": pl.String(),
}


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One message in quarantine."""

    id: int
    position: int
    arrival: Arrival
    dossier: str | None
    code: str
    reason: str
    released_at: int | None
    rejected_at: int | None

    @property
    def waiting(self) -> bool:
        return self.released_at is None and self.rejected_at is None


class NotWaiting(LookupError):
    """No such message, or it was released or rejected before."""


def entries(refused: Sequence[Refused]) -> pl.DataFrame:
    """Rows for the quarantine (a frame of QUARANTINE)."""
    rows = [
        (
            r.arrival.source,
            r.arrival.partition,
            r.arrival.offset,
            None if r.arrival.key is None else f"\\x{r.arrival.key.hex()}",
            f"\\x{r.arrival.value.hex()}",
            json.dumps(_headers(r.arrival)),
            dossier_of(r),
            r.code,
            printable(r.reason),
        )
        for r in refused
    ]
    return pl.DataFrame(rows, schema=QUARANTINE, orient="row")


def mark_incomplete(connection: Connection, refused: Sequence[Refused]) -> None:
    """Note at each dossier how many of its messages are missing. The dossiers are locked."""
    missing = Counter(dossier for r in refused if (dossier := dossier_of(r)) is not None)
    if missing:
        connection.execute(
            text("UPDATE dossier SET incomplete = incomplete + :missing WHERE dossier = :dossier"),
            [{"dossier": dossier, "missing": n} for dossier, n in sorted(missing.items())],
        )


def waiting(connection: Connection, limit: int = 1000) -> list[Quarantined]:
    """Messages that wait for a decision, oldest first."""
    rows = connection.execute(
        text(
            f"SELECT {_COLUMNS} FROM quarantine"
            " WHERE released_at IS NULL AND rejected_at IS NULL ORDER BY id LIMIT :limit"
        ),
        {"limit": limit},
    )
    return [_read(row) for row in rows]


def show(connection: Connection, id: int) -> Quarantined:
    """One message, decided or not."""
    row = connection.execute(
        text(f"SELECT {_COLUMNS} FROM quarantine WHERE id = :id"), {"id": id}
    ).one_or_none()
    if row is None:
        raise NotWaiting(f"không có thông điệp {id} trong vùng cách ly")
    return _read(row)


def reject(connection: Connection, id: int, resolution: str) -> None:
    """Bác: the message stays out for good; its dossier lacks it no more."""
    decide(connection, lock(connection, id), "rejected_at", printable(resolution))


def lock(connection: Connection, id: int) -> Quarantined:
    """A message that waits, held until commit."""
    row = connection.execute(
        text(f"SELECT {_COLUMNS} FROM quarantine WHERE id = :id FOR UPDATE"), {"id": id}
    ).one_or_none()
    if row is None or not (message := _read(row)).waiting:
        raise NotWaiting(f"thông điệp {id} không có trong vùng cách ly hoặc đã được giải quyết")
    return message


def decide(
    connection: Connection,
    message: Quarantined,
    decision: Literal["released_at", "rejected_at"],
    why: str,
) -> None:
    """Take a message out of the quarantine; its dossier lacks it no more."""
    if message.dossier is not None:
        connection.execute(
            text("UPDATE dossier SET incomplete = incomplete - 1 WHERE dossier = :dossier"),
            {"dossier": message.dossier},
        )
    connection.execute(
        text(f"UPDATE quarantine SET {decision} = :position, resolution = :why WHERE id = :id"),
        {"position": take_position(connection), "why": why, "id": message.id},
    )


_COLUMNS = (
    "id, position, source, partition, source_offset, key, bytes, headers, dossier,"
    " reason_code, reason, released_at, rejected_at"
)


def _headers(arrival: Arrival) -> dict[str, str]:
    return {printable(name): b64encode(value).decode() for name, value in arrival.headers.items()}


def _read(row: Row[Any]) -> Quarantined:
    id, position, source, partition, offset, key, value, headers, *rest = tuple(row)
    arrival = Arrival(
        source,
        partition,
        offset,
        key,
        value,
        {name: b64decode(encoded) for name, encoded in headers.items()},
    )
    return Quarantined(id, position, arrival, *rest)
