"""Đã đọc đến đâu: offsets live in the transaction that writes their effect, nowhere else.

Whoever takes over a partition claims it (epoch + 1), and the one before is fenced: what it still
writes is refused. What the broker delivers again is left out; what it jumped over is noticed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

from events.door import Arrival

Place = tuple[str, int]
"""Topic and partition."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Where to read on, and the epoch that whoever writes must show."""

    next_offset: int
    epoch: int


@dataclass(frozen=True, slots=True)
class Consumed:
    """What a worker shows when it records what it has read.

    `claims`: the epoch of each partition it holds. `due`: for each arrival (topic, partition,
    offset) the offset that was due when it was fetched: gaps that the broker itself left (removed
    or transactional records) lie after it, lost records before it.
    """

    claims: Mapping[Place, int]
    due: Mapping[tuple[str, int, int], int]


@dataclass(frozen=True, slots=True)
class Advance:
    """What of a batch is really new, and where every partition now stands."""

    fresh: frozenset[tuple[str, int, int]]
    next_offsets: Mapping[Place, int]
    lost: bool  # fenced, or a hole: the worker must claim and seek again


def claim(connection: Connection, topic: str, earliest: Mapping[int, int]) -> dict[int, Claim]:
    """Take over partitions; `earliest` says where to begin one that was never read."""
    claims = {}
    for partition in sorted(earliest):
        row = connection.execute(
            text(
                "INSERT INTO consumed AS c (topic, partition, next_offset, epoch)"
                " VALUES (:topic, :partition, :earliest, 1)"
                " ON CONFLICT (topic, partition) DO UPDATE SET epoch = c.epoch + 1"
                " RETURNING next_offset, epoch"
            ),
            {"topic": topic, "partition": partition, "earliest": earliest[partition]},
        ).one()
        claims[partition] = Claim(row.next_offset, row.epoch)
    return claims


def advance(connection: Connection, consumed: Consumed, arrivals: Iterable[Arrival]) -> Advance:
    """Lock the partitions of the arrivals and tell new from redelivered, whole from torn."""
    by_place: dict[Place, list[int]] = {}
    for arrival in arrivals:
        by_place.setdefault((arrival.source, arrival.partition), []).append(arrival.offset)
    fresh: set[tuple[str, int, int]] = set()
    next_offsets: dict[Place, int] = {}
    lost = False
    for place in sorted(by_place):
        stands = _lock(connection, place)
        if stands is None or stands.epoch != consumed.claims.get(place):
            lost = True
            continue
        due = stands.next_offset
        for offset in sorted(by_place[place]):
            if offset < due:
                continue
            fetched_after = consumed.due.get((*place, offset))
            if fetched_after is None or fetched_after > due:
                lost = True
                break
            fresh.add((*place, offset))
            due = offset + 1
        if due != stands.next_offset:
            next_offsets[place] = due
    return Advance(frozenset(fresh), next_offsets, lost)


def keep(connection: Connection, next_offsets: Mapping[Place, int]) -> None:
    """Note where the partitions stand."""
    rows = [
        {"topic": topic, "partition": partition, "next": offset}
        for (topic, partition), offset in next_offsets.items()
    ]
    if rows:
        connection.execute(
            text(
                "UPDATE consumed SET next_offset = :next"
                " WHERE topic = :topic AND partition = :partition"
            ),
            rows,
        )


def _lock(connection: Connection, place: Place) -> Claim | None:
    topic, partition = place
    row = connection.execute(
        text(
            "SELECT next_offset, epoch FROM consumed"
            " WHERE topic = :topic AND partition = :partition FOR UPDATE"
        ),
        {"topic": topic, "partition": partition},
    ).one_or_none()
    return None if row is None else Claim(row.next_offset, row.epoch)
