"""Nguồn đọc: Faust's consumer, but its place in every partition is PostgreSQL's.

Faust asks `seek_to_committed` for its place after every assignment; here that claims the
partitions and seeks where the database says. Each record then carries, from the thread that
fetched it, the claim under which it was fetched and the offset that was due: what was fetched
before a seek is known by its claim, and a record that is missing by the chain that it breaks.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from typing import Any, NamedTuple, Protocol, cast

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread, Consumer, Transport
from faust.types.tuples import ConsumerMessage

from store.consumed import Claim, Place

Claims = Mapping[Place, Claim]


class Due(NamedTuple):
    """Under which claim a record was fetched, and which offset was to come."""

    epoch: int
    offset: int


class EventsLost(Exception):
    """The topic no longer holds events that were not yet read: only a person can go on."""


class Owner(Protocol):
    """What the consumer asks of the app that it belongs to (streams/app.py)."""

    async def claim(self, places: list[Place]) -> Claims: ...

    def halt(self, error: EventsLost) -> None: ...


def chained(
    records: Mapping[TopicPartition, list[Any]], due: dict[Place, Due]
) -> list[tuple[TopicPartition, int]]:
    """Stamp records with what was due (in `checksum`, unused since Kafka 0.11); the jumps found."""
    jumps = []
    for partition, rows in records.items():
        place = (partition.topic, partition.partition)
        if (expected := due.get(place)) is None:  # not claimed yet: nobody will believe them
            continue
        epoch, offset = expected
        for row in rows:
            if row.offset != offset:
                jumps.append((partition, offset))
            row.checksum, offset = Due(epoch, offset), row.offset + 1
        due[place] = Due(epoch, offset)
    return jumps


async def refuse_losses(
    jumps: Iterable[tuple[TopicPartition, int]],
    earliest: Callable[[list[TopicPartition]], Awaitable[Mapping[TopicPartition, int]]],
) -> None:
    """Offsets that a producer's transactions took are no loss; those that retention took are."""
    first = dict(reversed(list(jumps)))
    if not first:
        return
    for partition, kept in (await earliest(list(first))).items():
        if kept > first[partition]:
            raise EventsLost(
                f"{partition.topic}[{partition.partition}]: offset {first[partition]} is due, "
                f"the earliest kept is {kept}"
            )


class StampingThread(AIOKafkaConsumerThread):
    """The thread that fetches: it alone seeks and stamps, so a stamp is never of another seek."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.due: dict[Place, Due] = {}

    def _create_consumer(self, loop: asyncio.AbstractEventLoop) -> Any:
        consumer = super()._create_consumer(loop)
        # Faust sets 1.5 s and lets nobody change it. A request that waits at a broker leaves out
        # partitions whose last records were still in hand, and holds up the next request for them.
        consumer._fetch_max_wait_ms = 100
        return consumer

    async def seek_claimed(self, claims: Claims) -> None:
        for place, claim in claims.items():
            self.due[place] = Due(claim.epoch, claim.next_offset)
        await self._seek_wait(
            self._ensure_consumer(), _places({p: c.next_offset for p, c in claims.items()})
        )

    async def commit_courteously(self, offsets: Mapping[Place, int]) -> None:
        await self._ensure_consumer().commit(_places(offsets))

    async def _fetch_records(self, consumer: Any, *args: Any, **kwargs: Any) -> Any:
        records = await super()._fetch_records(consumer, *args, **kwargs)
        # Nothing may be awaited between the fetch and its stamps.
        jumps = chained(records, self.due)
        try:
            await refuse_losses(jumps, consumer.beginning_offsets)
        except EventsLost as error:
            cast(Owner, self.app).halt(error)
            return {}
        except KafkaError:
            # Not known whether they are lost, so not to be recorded; the chain will show it.
            return {}
        return records


def bundle(partition: Any, rows: list[Any], generation: int) -> ConsumerMessage:
    """A message that carries records (in `checksum`) and stands where the last of them does."""
    last = rows[-1]
    return ConsumerMessage(
        partition.topic,
        partition.partition,
        last.offset,
        last.timestamp / 1000,
        last.timestamp_type,
        headers=None,
        key=None,
        value=b"",
        checksum=cast(Any, rows),
        tp=partition,
        generation_id=generation,
    )


def bundled(message: Any) -> list[Any]:
    """The records that such a message carries."""
    rows: list[Any] = message.checksum
    return rows


class ClaimingConsumer(Consumer):
    """Asks the app to claim what it was assigned, instead of Kafka where it was."""

    _thread: StampingThread

    def _new_consumer_thread(self) -> AIOKafkaConsumerThread:
        self.seeking = asyncio.Lock()
        return StampingThread(self, loop=self.loop, beacon=self.beacon)

    async def seek_to_committed(self) -> Mapping[Any, int]:
        # One at a time: were two claims sought in the other order, every record would be stale.
        async with self.seeking:
            claims = await cast(Owner, self.app).claim(self.assigned())
            if not claims:
                return {}
            await self._thread.call_thread(self._thread.seek_claimed, claims)
            return _places({place: claim.next_offset for place, claim in claims.items()})

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[Any, Any]]:
        """One message for all that was fetched of a partition: what Faust does, it does a message.

        What is not handed on here is missed by the next batch, which then seeks again; a stopped
        flow is never resumed without a seek.
        """
        records, active = await self._wait_next_records(timeout)
        generation = self.app.consumer_generation_id
        for partition, rows in (records or {}).items():
            if not self.flow_active or self.app.consumer_generation_id != generation:
                return
            if active is None or partition in active or partition in self._buffered_partitions:
                yield partition, bundle(partition, rows, generation)

    def assigned(self) -> list[Place]:
        return sorted((p.topic, p.partition) for p in self.assignment())

    async def commit_courteously(self, offsets: Mapping[Place, int]) -> None:
        """Tell Kafka's own lag monitors where we are; nothing of ours ever reads it."""
        await self._thread.call_thread(self._thread.commit_courteously, offsets)

    async def commit(self, *_: Any, **__: Any) -> bool:
        """Faust would commit what was taken; only what is recorded may be told."""
        return True


class ClaimingTransport(Transport):
    Consumer = ClaimingConsumer


def _places(offsets: Mapping[Place, int]) -> dict[TopicPartition, int]:
    return {TopicPartition(*place): offset for place, offset in offsets.items()}
