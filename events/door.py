"""Cửa vào: the one door for messages of the wire and records of files.

Each arrival is taken or refused by itself; a bad one never harms the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from events.avro import Codec
from events.catalogue import Catalogue
from events.moves import moves
from events.shape import Record
from events.unreadable import Unreadable


@dataclass(frozen=True, slots=True)
class Arrival:
    """Thông điệp đến: bytes, and where they came from (a topic, or a file and its line)."""

    source: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes
    headers: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Accepted:
    """An event that can be recorded."""

    arrival: Arrival
    record: Record
    content_hash: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A message for the quarantine: why, and the dossier that lacks it, where it can be told."""

    arrival: Arrival
    code: str
    reason: str
    dossier: str | None


@dataclass(frozen=True, slots=True)
class Batch:
    """What came through the door together, in order of arrival."""

    accepted: list[Accepted]
    refused: list[Refused]

    def moves(self) -> pl.DataFrame:
        return moves(accepted.record for accepted in self.accepted)


def admit(arrivals: Iterable[Arrival], codec: Codec, catalogue: Catalogue) -> Batch:
    """Đọc và xét từng thông điệp."""
    batch = Batch([], [])
    for arrival in arrivals:
        try:
            record = codec.decode(arrival.value, arrival.key, arrival.headers.get("ce_id"))
        except Unreadable as error:
            batch.refused.append(Refused(arrival, error.code, error.reason, error.dossier))
        else:
            _judge(arrival, record, codec, catalogue, batch)
    return batch


def admit_records(
    records: Iterable[tuple[int, Record]], source: str, codec: Codec, catalogue: Catalogue
) -> Batch:
    """The same for events that a file held: (line or index, record); bytes as they would travel."""
    batch = Batch([], [])
    for place, record in records:
        value = codec.encode(record, topic=catalogue.topic(record))
        headers = {"ce_id": record["event_id"].encode(), "ce_type": record["type"].encode()}
        arrival = Arrival(source, 0, place, record["dossier_id"].encode(), value, headers)
        _judge(arrival, record, codec, catalogue, batch)
    return batch


def _judge(
    arrival: Arrival, record: Record, codec: Codec, catalogue: Catalogue, batch: Batch
) -> None:
    refusal = catalogue.refusal(record)
    if refusal is None:
        batch.accepted.append(Accepted(arrival, record, codec.content_hash(record)))
    else:
        dossier = record["dossier_id"] or None
        batch.refused.append(Refused(arrival, refusal.code, refusal.reason, dossier))
