"""Nhật ký: events as they came, their columns, and the positions by which time is told."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl
from sqlalchemy import Connection, text

from events.door import Accepted
from events.moves import MOVES
from events.shape import Record
from store.driver import copy_out

JOURNAL: dict[str, pl.DataType] = {
    "event_id": pl.String(),
    "source": pl.String(),
    "partition": pl.Int32(),
    "source_offset": pl.Int64(),
    "dossier": pl.String(),
    "type": pl.String(),
    "corrects": pl.String(),
    "schema_id": pl.String(),
    "effective_on": pl.Date(),
    "unit": pl.String(),
    "decision_number": pl.String(),
    "clause": pl.String(),
    "point": pl.String(),
    "prosecutor": pl.String(),
    "facilities": pl.String(),  # JSON: subject -> code
    "content_hash": pl.String(),
    "bytes": pl.String(),  # as PostgreSQL writes them: \x and hexadecimal
}
SEALED: dict[str, pl.DataType] = {
    "event_id": pl.String(),
    "dossier": pl.String(),
    "subject": pl.String(),
    "sealed": pl.String(),
}
_EVENTS = {
    "position": pl.Int64(),
    **{name: kind for name, kind in JOURNAL.items() if name != "bytes"},
}


def histories(
    connection: Connection, dossiers: Collection[str], as_of: int | None = None
) -> pl.DataFrame:
    """Every move of the dossiers (a frame of MOVES), as far as known at a position."""
    if not dossiers:
        return pl.DataFrame(schema=MOVES)
    columns = ", ".join(f'"{name}"' for name in MOVES)
    known = "" if as_of is None else "AND position <= %(as_of)s"
    return copy_out(
        connection,
        f"SELECT {columns} FROM move WHERE dossier = ANY(%(dossiers)s::text[]) {known}",
        MOVES,
        {"dossiers": sorted(dossiers), "as_of": as_of},
    )


def events_of(connection: Connection, event_ids: Collection[str]) -> pl.DataFrame:
    """What the journal says of events, without their bytes; in order of effect."""
    return _events(connection, "event_id = ANY(%(wanted)s::text[])", event_ids)


def events_in(connection: Connection, dossiers: Collection[str]) -> pl.DataFrame:
    """The same for all events of dossiers."""
    return _events(connection, "dossier = ANY(%(wanted)s::text[])", dossiers)


def _events(connection: Connection, where: str, wanted: Collection[str]) -> pl.DataFrame:
    columns = ", ".join(f'"{name}"' for name in _EVENTS)
    found = copy_out(
        connection,
        f"SELECT {columns} FROM journal WHERE {where}",
        _EVENTS,
        {"wanted": sorted(wanted)},
    )
    return found.sort("dossier", "effective_on", "position", "event_id")


def position_now(connection: Connection) -> int:
    """The last position that can be seen; 0 when nothing was recorded yet."""
    return int(connection.execute(text("SELECT position FROM counter")).scalar_one())


def position_at(connection: Connection, time: datetime) -> int:
    """The last position recorded until a moment; 0 when there was none."""
    if time.tzinfo is None:
        raise ValueError(f"thời điểm {time} thiếu múi giờ; ví dụ nhận: {time.replace(tzinfo=UTC)}")
    found = connection.execute(
        text("SELECT max(position) FROM position WHERE recorded_at <= :time"), {"time": time}
    )
    return int(found.scalar_one() or 0)


def recorded_at(connection: Connection, position: int) -> datetime | None:
    """When a position was given."""
    found = connection.execute(
        text("SELECT recorded_at FROM position WHERE position = :position"), {"position": position}
    ).scalar_one_or_none()
    return found if isinstance(found, datetime) else None


def take_position(connection: Connection) -> int:
    """The next position, held until commit: so positions become visible in order."""
    taken = int(
        connection.execute(
            text("UPDATE counter SET position = position + 1 RETURNING position")
        ).scalar_one()
    )
    connection.execute(text("INSERT INTO position (position) VALUES (:p)"), {"p": taken})
    return taken


def entries(accepted: Sequence[Accepted]) -> pl.DataFrame:
    """Rows of the journal (a frame of JOURNAL)."""
    records = [a.record for a in accepted]
    decisions = [record.get("decision") or {} for record in records]
    arrivals = [a.arrival for a in accepted]
    columns: dict[str, list[Any]] = {
        "event_id": [record["event_id"] for record in records],
        "source": [arrival.source for arrival in arrivals],
        "partition": [arrival.partition for arrival in arrivals],
        "source_offset": [arrival.offset for arrival in arrivals],
        "dossier": [record["dossier_id"] for record in records],
        "type": [record["type"] for record in records],
        "corrects": [record.get("corrects") for record in records],
        "schema_id": [schema_of(arrival.value) for arrival in arrivals],
        "effective_on": [record["effective_on"] for record in records],
        "unit": [record["unit"] for record in records],
        "decision_number": [decision.get("number") for decision in decisions],
        "clause": [decision.get("clause") for decision in decisions],
        "point": [decision.get("point") for decision in decisions],
        "prosecutor": [(record.get("handlers") or {}).get("prosecutor") for record in records],
        "facilities": [_facilities(record) for record in records],
        "content_hash": [a.content_hash for a in accepted],
        "bytes": [f"\\x{arrival.value.hex()}" for arrival in arrivals],
    }
    return pl.DataFrame(columns, schema=JOURNAL)


def _facilities(record: Record) -> str | None:
    """Where the document says that each of its subjects is held."""
    named = {
        subject["id"]: facility
        for subject in record["subjects"]
        if (facility := (subject.get("custody") or {}).get("facility"))
    }
    return json.dumps(named, ensure_ascii=False, sort_keys=True) if named else None


def sealed(accepted: Iterable[Accepted]) -> pl.DataFrame:
    """Sealed identities of the events' subjects (a frame of SEALED)."""
    rows = [
        (a.record["event_id"], a.record["dossier_id"], subject["id"], subject["sealed_identity"])
        for a in accepted
        for subject in a.record["subjects"]
        if subject.get("sealed_identity")
    ]
    return pl.DataFrame(rows, schema=SEALED, orient="row")


def schema_of(value: bytes) -> str:
    """Which schema wrote the bytes: a registry's number, a fingerprint, or neither."""
    if value[:1] == b"\x00":
        return f"registry:{int.from_bytes(value[1:5], 'big')}"
    if value[:2] == b"\xc3\x01":
        return f"fingerprint:{value[2:10].hex()}"
    return "unframed"
