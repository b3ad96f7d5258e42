"""Ghi nhận: batches into PostgreSQL, each with its offsets in one transaction.

Two threads, so that the event loop keeps its heartbeats meanwhile: one reads messages, one alone
talks to the database. So no two batches, and no batch and a claim, are ever recorded together.
"""

from __future__ import annotations

import asyncio
import logging
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import psycopg
from sqlalchemy import Connection, create_engine, text

from events.door import Arrival, Batch, Refused, admit
from store.consumed import Claim, Consumed, Place, claim
from store.recorder import Contended, record
from streams.exits import described
from streams.inbox import Taken
from streams.metrics import Metrics
from streams.wiring import Wiring

log = logging.getLogger("thongke.streams")

T = TypeVar("T")

UNRECORDABLE = "could_not_be_recorded"

_AWAY = (psycopg.OperationalError, psycopg.InterfaceError, psycopg.InternalError, OSError)
_REJECTED = (psycopg.DataError, psycopg.IntegrityError)
_TOO_BIG = "54"  # class of SQLSTATE: a limit of the server that this very row exceeds


class Stopped(Exception):
    """The worker is ending; what was in hand is left to the next one."""


@dataclass(frozen=True, slots=True)
class Read:
    """Messages, and what the door made of them."""

    messages: list[Taken]
    batch: Batch


class Ingest:
    """The one writer of a worker."""

    def __init__(self, wiring: Wiring, metrics: Metrics) -> None:
        self._wiring, self._metrics = wiring, metrics
        self._claims: dict[Place, Claim] = {}
        self.next_offsets: dict[Place, int] = {}  # replaced, never changed: others read it
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="reading")
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="writing")
        self._stopping = threading.Event()
        self._engine = create_engine(
            wiring.database_url,
            pool_size=1,
            max_overflow=0,
            hide_parameters=True,
            connect_args={
                "connect_timeout": 5,
                "keepalives_idle": 5,
                "options": "-c lock_timeout=30s -c statement_timeout=300s",
            },
        )

    # -- for the event loop

    async def ping(self) -> None:
        """Returns once the database answers."""
        await _in(self._writing, lambda: self._patiently(_ping))

    async def claim(self, earliest: Mapping[Place, int]) -> dict[Place, Claim]:
        """Take these partitions, and hold only these, whoever had them; where to read on."""
        return await _in(self._writing, lambda: self._claim(earliest))

    async def read(self, messages: list[Taken]) -> Read:
        """Decode and judge; while another batch is being recorded, if one is."""
        return await _in(self._reading, lambda: self._read(messages))

    async def record(self, read: Read) -> bool:
        """False: the place in some partition is no longer ours; claim and seek again."""
        return await _in(self._writing, lambda: self._record(read))

    def stop(self) -> None:
        """Let the threads end: a batch under way is finished, a wait for the database is not."""
        self._stopping.set()
        self._reading.shutdown(wait=False)
        self._writing.shutdown(wait=False)

    # -- in the threads

    def _read(self, messages: list[Taken]) -> Read:
        arrivals = (message.arrival for message in messages)
        return Read(messages, admit(arrivals, self._wiring.codec, self._wiring.catalogue))

    def _claim(self, earliest: Mapping[Place, int]) -> dict[Place, Claim]:
        topics: dict[str, dict[int, int]] = {}
        for (topic, partition), offset in earliest.items():
            topics.setdefault(topic, {})[partition] = offset

        def work(connection: Connection) -> dict[Place, Claim]:
            return {
                (topic, partition): mine
                for topic in sorted(topics)
                for partition, mine in claim(connection, topic, topics[topic]).items()
            }

        self._claims = self._patiently(work)
        self._stand({place: mine.next_offset for place, mine in self._claims.items()})
        return self._claims

    def _record(self, read: Read) -> bool:
        ours = [message for message in read.messages if self._is_ours(message)]
        if len(ours) < len(read.messages):
            self._metrics.dropped.inc(len(read.messages) - len(ours))
            read = self._read(ours)
        if not ours:
            return True
        started = time.monotonic()
        for topic, number in Counter(m.arrival.source for m in ours).items():
            self._metrics.received.labels(topic).inc(number)
        whole = self._commit(read)
        self._metrics.batch_seconds.observe(time.monotonic() - started)
        self._metrics.batch_events.observe(len(ours))
        self._metrics.batch_dossiers.observe(len({m.arrival.key for m in ours}))
        if whole:
            self._observe_delay(ours)
        return whole

    def _is_ours(self, message: Taken) -> bool:
        """What was fetched before the last seek will be, or has been, fetched again after it."""
        mine = self._claims.get((message.arrival.source, message.arrival.partition))
        return mine is not None and message.due is not None and message.due.epoch == mine.epoch

    def _commit(self, read: Read) -> bool:
        """Record them together; when the database refuses them, in halves, down to the culprit."""
        try:
            return self._record_together(read)
        except _Rejected as error:
            messages, half = read.messages, len(read.messages) // 2
            if half:
                halves = messages[:half], messages[half:]
                return all(self._commit(self._read(part)) for part in halves)
            return self._record_together(Read(messages, _set_apart(read.batch, error)))

    def _record_together(self, read: Read) -> bool:
        batch = read.batch
        consumed = Consumed(
            {place: mine.epoch for place, mine in self._claims.items()},
            {_offset(m.arrival): m.due.offset for m in read.messages if m.due is not None},
        )
        meaning = self._wiring.meaning
        recorded = self._patiently(lambda c: record(c, batch, meaning, consumed))
        self._metrics.recorded.inc(recorded.added)
        self._metrics.repeated.inc(recorded.repeated)
        self._metrics.asserted.inc(recorded.asserted)
        self._metrics.retracted.inc(recorded.retracted)
        for code, number in recorded.reasons.items():
            self._metrics.quarantined.labels(code).inc(number)
        self._stand(recorded.next_offsets)
        if recorded.lost:
            log.warning("a partition was taken over, or a message before ours is missing")
        return not recorded.lost

    def _stand(self, next_offsets: Mapping[Place, int]) -> None:
        """Where the partitions now stand; only those that are ours."""
        known = {**self.next_offsets, **next_offsets}
        self.next_offsets = {place: known[place] for place in self._claims if place in known}
        for (topic, partition), offset in next_offsets.items():
            self._metrics.next_offset.labels(topic, partition).set(offset)
        self._metrics.progress.set_to_current_time()

    def _observe_delay(self, messages: list[Taken]) -> None:
        now = time.time()
        for message in messages:
            self._metrics.after_seconds.observe(max(0.0, now - message.published_at))

    def _patiently(self, work: Callable[[Connection], T]) -> T:
        """Do it in a transaction; while the database is away, wait and do it again."""
        delay = 0.1
        while True:
            try:
                with self._engine.begin() as connection:
                    return work(connection)
            except Exception as error:
                if _is_rejection(error):
                    raise _Rejected(described(error)) from error
                if not _is_absence(error):
                    raise
                log.warning("the database does not answer: %s", described(error))
            self._metrics.waits.labels("postgresql").inc()
            if self._stopping.wait(delay * random.uniform(0.5, 1)):
                raise Stopped
            delay = min(delay * 2, 5.0)


async def _in(thread: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(thread, work)


class _Rejected(Exception):
    """The database refuses what it was given, and would again."""


def _set_apart(batch: Batch, error: _Rejected) -> Batch:
    """A batch of one, refused: the database would not take it."""
    told = [(a.arrival, a.record["dossier_id"]) for a in batch.accepted]
    told += [(r.arrival, r.dossier) for r in batch.refused]
    reason = f"cơ sở dữ liệu từ chối: {error}"
    return Batch([], [Refused(arrival, UNRECORDABLE, reason, dossier) for arrival, dossier in told])


def _is_rejection(error: Exception) -> bool:
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, _REJECTED):
        return True
    return (getattr(cause, "sqlstate", None) or "").startswith(_TOO_BIG)


def _is_absence(error: Exception) -> bool:
    return isinstance(getattr(error, "orig", None) or error, (*_AWAY, Contended))


def _ping(connection: Connection) -> None:
    connection.execute(text("SELECT 1"))


def _offset(arrival: Arrival) -> tuple[str, int, int]:
    return arrival.source, arrival.partition, arrival.offset
