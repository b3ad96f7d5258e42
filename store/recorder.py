"""Ghi nhận: the one path by which events become spans, in one transaction.

Live batches, late and corrected events, repetitions and retries all come through `record`: the
histories of the touched dossiers are read again as they should have been written, and only the gap
between what they mean and what stands is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl
from psycopg import errors
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from events.door import Accepted, Arrival, Batch, Refused
from events.moves import moves
from projections.meaning import Meaning
from store import dossiers, journal, quarantine
from store.consumed import Advance, Consumed, Place, advance, keep
from store.difference import Difference, difference
from store.driver import stage
from store.storable import dossier_of, well_named, well_written

_ATTEMPTS = 20
_TRY_AGAIN = (errors.DeadlockDetected, errors.UniqueViolation)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a batch. `lost`: claim the partitions and seek again (store/consumed.py)."""

    position: int | None = None  # None: nothing was written but where to read on
    added: int = 0
    repeated: int = 0
    quarantined: int = 0
    asserted: int = 0
    retracted: int = 0
    dossiers: int = 0
    lost: bool = False
    reasons: Mapping[str, int] = field(default_factory=dict)  # of the quarantined, by code
    next_offsets: Mapping[Place, int] = field(default_factory=dict)  # of partitions that advanced


class Contended(RuntimeError):
    """Another writer was faster; what was read no longer holds."""


def record(
    connection: Connection, batch: Batch, meaning: Meaning, consumed: Consumed | None = None
) -> Recorded:
    """Record a batch in the transaction that the connection is in.

    `consumed` is what a worker shows of the partitions it reads; without it (files, tests) every
    arrival counts as new.
    """
    progress = Advance(frozenset(), {}, lost=False)
    if consumed is not None:
        arrivals = [a.arrival for a in batch.accepted] + [r.arrival for r in batch.refused]
        progress = advance(connection, consumed, arrivals)
        batch = Batch(
            [a for a in batch.accepted if _place(a.arrival) in progress.fresh],
            [r for r in batch.refused if _place(r.arrival) in progress.fresh],
        )
    news, written = _patiently(connection, batch, meaning, refuse=False)
    keep(connection, progress.next_offsets)
    return Recorded(
        position=written.position,
        added=len(news.added),
        repeated=news.repeated,
        quarantined=len(news.refused),
        asserted=written.asserted,
        retracted=written.retracted,
        dossiers=written.dossiers,
        lost=progress.lost,
        reasons=Counter(refused.code for refused in news.refused),
        next_offsets=progress.next_offsets,
    )


def record_or_refuse(connection: Connection, batch: Batch, meaning: Meaning) -> list[Refused]:
    """Record a batch unless some of it would have to be refused: then that, and nothing written."""
    news, _ = _patiently(connection, batch, meaning, refuse=True)
    return news.refused


@dataclass(slots=True)
class _News:
    """What of a batch is new, and what can't be believed."""

    added: list[Accepted] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    repeated: int = 0


@dataclass(frozen=True, slots=True)
class _Written:
    position: int | None = None
    asserted: int = 0
    retracted: int = 0
    dossiers: int = 0


def _patiently(
    connection: Connection, batch: Batch, meaning: Meaning, *, refuse: bool
) -> tuple[_News, _Written]:
    """Try until no other writer is in the way. A savepoint gives back the locks of each attempt."""
    for _ in range(_ATTEMPTS):
        try:
            with connection.begin_nested():
                return _attempt(connection, batch, meaning, refuse)
        except Contended:
            continue
        except _TRY_AGAIN:
            continue
        except DBAPIError as error:
            if not isinstance(error.orig, _TRY_AGAIN):
                raise
    raise Contended(f"{_ATTEMPTS} lần liền có người khác cùng ghi các hồ sơ này")


def _attempt(
    connection: Connection, batch: Batch, meaning: Meaning, refuse: bool
) -> tuple[_News, _Written]:
    named, nameless = well_named(batch.accepted)
    marked = {d for r in (*batch.refused, *nameless) if (d := dossier_of(r)) is not None}
    dossiers.lock(connection, {a.record["dossier_id"] for a in named} | marked)
    news = _sift(named, _known(connection, named), [*batch.refused, *nameless])
    moved = moves(a.record for a in news.added)
    news.added, unwritten = well_written(news.added, moved)
    if unwritten:
        news.refused += unwritten
        moved = moves(a.record for a in news.added)
    if (refuse and news.refused) or not (news.added or news.refused):
        return news, _Written()
    return news, _write(connection, news, moved, meaning)


def _known(connection: Connection, accepted: Sequence[Accepted]) -> dict[str, str]:
    """Content hashes of the events that the journal has already."""
    rows = connection.execute(
        text(
            "SELECT event_id, content_hash FROM journal WHERE event_id = ANY(CAST(:ids AS text[]))"
        ),
        {"ids": [a.record["event_id"] for a in accepted]},
    )
    return {row.event_id: row.content_hash for row in rows}


def _sift(accepted: Sequence[Accepted], hashes: dict[str, str], refused: list[Refused]) -> _News:
    """The first that was told under an id stands; the same again is nothing, other is refused."""
    news = _News(refused=refused)
    for a in accepted:
        event = a.record["event_id"]
        if event not in hashes:
            hashes[event] = a.content_hash
            news.added.append(a)
        elif hashes[event] == a.content_hash:
            news.repeated += 1
        else:
            reason = f"sự kiện {event} đã ghi nhận với nội dung khác; bản ghi trước được giữ"
            news.refused.append(
                Refused(a.arrival, "conflicting_duplicate", reason, a.record["dossier_id"])
            )
    return news


def _write(
    connection: Connection,
    news: _News,
    moved: pl.DataFrame,
    meaning: Meaning,
) -> _Written:
    """All that takes long comes before the position is taken: until commit nobody else has one."""
    gap = Difference.none()
    added = {a.record["dossier_id"] for a in news.added}
    if added:
        history = journal.histories(connection, added)
        gap = difference(connection, meaning, added, pl.concat([history, moved]))
    entries = stage(connection, "journal", journal.entries(news.added))
    rows = stage(connection, "move", moved)
    sealed = stage(connection, "identity.sealed_identity", journal.sealed(news.added))
    refused = stage(connection, "quarantine", quarantine.entries(news.refused))
    ready = gap.stage(connection)
    quarantine.mark_incomplete(connection, news.refused)
    position = journal.take_position(connection)
    constants = {"position": position}
    if entries.insert(constants, "ON CONFLICT (event_id) DO NOTHING") != len(news.added):
        raise Contended
    for staged in (rows, sealed, refused):
        staged.insert(constants)
    ready.write(position)
    dossiers.touch(connection, added, position)
    return _Written(position, gap.asserted, gap.retracted, len(added))


def _place(arrival: Arrival) -> tuple[str, int, int]:
    return (arrival.source, arrival.partition, arrival.offset)
