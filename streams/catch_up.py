"""Đuổi kịp: a long backlog is read in big batches, past Faust, into the same recorder.

It runs when partitions were assigned and before Faust may read them, so it competes with nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping

from aiokafka import AIOKafkaConsumer, TopicPartition

from store.consumed import Claim, Place
from streams.consumer import Due, chained, refuse_losses
from streams.inbox import Taken, taken
from streams.ingest import Ingest

log = logging.getLogger("thongke.streams")

MOST = 10_000
_ENOUGH = 2_000  # so close to the end Faust takes over


async def catch_up(
    broker: str,
    ingest: Ingest,
    claims: Mapping[Place, Claim],
    end: Mapping[Place, int],
    assigned_still: Callable[[], bool],
) -> int:
    """Read on from the claims until near the end; how many messages were recorded."""
    due = {place: Due(c.epoch, c.next_offset) for place, c in claims.items()}
    consumer = AIOKafkaConsumer(
        bootstrap_servers=broker,
        group_id=None,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=4 << 20,
    )
    consumer.assign([TopicPartition(*place) for place in claims])
    await consumer.start()
    try:
        for place, claim in claims.items():
            consumer.seek(TopicPartition(*place), claim.next_offset)
        return await _drain(consumer, ingest, due, dict(end), assigned_still)
    finally:
        await consumer.stop()


async def _drain(
    consumer: AIOKafkaConsumer,
    ingest: Ingest,
    due: dict[Place, Due],
    end: dict[Place, int],
    assigned_still: Callable[[], bool],
) -> int:
    done = 0
    recording: asyncio.Future[bool] | None = None
    while assigned_still() and sum(end[p] - d.offset for p, d in due.items()) > _ENOUGH:
        read = await ingest.read(await _fetch(consumer, due))
        if recording is not None and not await recording:
            return done  # fenced: the seek that follows starts from what is recorded
        recording = None
        if read.messages:  # recorded while the next ones are fetched and read
            recording = asyncio.ensure_future(ingest.record(read))
            done += len(read.messages)
        for place in end:
            end[place] = consumer.highwater(TopicPartition(*place)) or end[place]
    if recording is not None:
        await recording
    log.info("caught up by %d messages", done)
    return done


async def _fetch(consumer: AIOKafkaConsumer, due: dict[Place, Due]) -> list[Taken]:
    records = await consumer.getmany(timeout_ms=500, max_records=MOST)
    await refuse_losses(chained(records, due), consumer.beginning_offsets)
    return [taken(record) for rows in records.values() for record in rows]
