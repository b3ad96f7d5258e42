"""Ứng dụng Faust: it brings messages and keeps its place in the group; nothing else is asked of it.

No tables, windows, transactions or web server. What each setting is for is in
docs/operations.md; an exception of ours never reaches Faust.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import Awaitable, Callable
from typing import Any, cast
from zlib import crc32

import faust
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from store.consumed import Claim, Place
from streams.catch_up import catch_up
from streams.consumer import ClaimingConsumer, ClaimingTransport, EventsLost, bundled
from streams.exits import HALTED, fail_stop
from streams.inbox import Inbox, taken
from streams.ingest import Ingest, Read, Stopped
from streams.metrics import Metrics
from streams.wiring import Wiring

log = logging.getLogger("thongke.streams")

MOST = 10_000  # messages in a batch: enough for the engine's full speed
_COURTESY = 5.0
_PERFORM_SEEK = 25.0  # less than broker_request_timeout, after which Faust reads nothing any more
_DAY = 86_400.0


class App(faust.App):
    """A Faust app whose places are claimed in PostgreSQL."""

    wiring: Wiring
    metrics: Metrics
    ingest: Ingest
    inbox: Inbox
    ready: asyncio.Queue[Read]  # one batch, read while the one before is recorded
    halted: str | None = None

    def _new_transport(self) -> Any:
        return ClaimingTransport(self.conf.broker_consumer, self)

    def _create_directories(self) -> None:
        """Faust would keep a directory for tables, which we have none of."""

    def halt(self, error: EventsLost) -> None:
        """Record nothing more and stay visible to Prometheus for a while; then end for good."""
        if self.halted is None:
            self.halted = str(error)
            self.metrics.halted.labels("events_lost").set(1)
            log.critical("halted, a person must decide (docs/operations.md): %s", error)
            timer = threading.Timer(self.wiring.linger, os._exit, [HALTED])
            timer.daemon = True
            timer.start()

    async def claim(self, partitions: list[Place]) -> dict[Place, Claim]:
        """For the consumer's seek, which Faust gives up after broker_request_timeout."""
        try:
            async with asyncio.timeout(_PERFORM_SEEK):
                return await _claimed(self, partitions)
        except Stopped:
            return {}
        except Exception as error:
            fail_stop(error)
            raise


def build(wiring: Wiring, metrics: Metrics, ingest: Ingest, topics: list[str]) -> App:
    """The app of one worker, reading `topics`."""
    app = App(
        wiring.group,
        broker="kafka://" + wiring.broker.replace(",", ";kafka://"),
        store="memory://",
        autodiscover=False,
        web_enabled=False,
        key_serializer="raw",
        value_serializer="raw",
        topic_disable_leader=True,
        topic_allow_declare=False,
        consumer_auto_offset_reset="earliest",
        consumer_group_instance_id=_member(wiring.instance, topics),
        consumer_max_fetch_size=4 << 20,
        stream_wait_empty=False,
        stream_recovery_delay=0.0,
        stream_buffer_maxsize=16,  # messages of ours carry up to broker_max_poll_records
        stream_processing_timeout=_DAY,
        broker_max_poll_records=2000,
        broker_max_poll_interval=_DAY,
        broker_session_timeout=6.0,
        broker_heartbeat_interval=2.0,
        broker_request_timeout=40.0,
        broker_commit_livelock_soft_timeout=_DAY,
    )
    app.wiring, app.metrics, app.ingest, app.inbox = wiring, metrics, ingest, Inbox(MOST)
    app.ready = asyncio.Queue(1)
    app.on_rebalance_complete.connect(cast(Any, _before_seek))
    app.task(_guarded(_read_for_ever))
    app.task(_guarded(_record_for_ever))
    app.task(_guarded(_tell_kafka))
    # Offsets are PostgreSQL's: without acknowledgements Faust keeps no books of its own.
    source = app.topic(*topics, value_type=bytes, key_type=bytes, acks=False)
    app.agent(source, concurrency=1, name="ingest")(_ingest)
    return app


def _member(instance: str | None, topics: list[str]) -> str | None:
    """The name of a static member. Kafka gives one that comes back what it had, without asking
    what it now subscribes to: with other topics it has to be another member.
    """
    return instance and f"{instance}-{crc32(','.join(sorted(topics)).encode()):08x}"


async def _ingest(stream: Any) -> None:
    app = stream.app
    try:
        async for event in stream.events():
            await app.inbox.put([taken(record) for record in bundled(event.message)])
    except Exception as error:
        fail_stop(error)


def _guarded(work: Callable[[App], Awaitable[None]]) -> Callable[[App], Awaitable[None]]:
    async def guarded(app: App) -> None:
        try:
            await work(app)
        except Stopped:
            return
        except Exception as error:
            fail_stop(error)

    return guarded


async def _read_for_ever(app: App) -> None:
    while not app.should_stop:
        await app.ready.put(await app.ingest.read(await app.inbox.take()))


async def _record_for_ever(app: App) -> None:
    while not app.should_stop:
        read = await app.ready.get()
        if app.halted is None and not await app.ingest.record(read):
            await _seek_again(app)


async def _seek_again(app: App) -> None:
    """Back to what PostgreSQL says, as after an assignment; a rebalance does so by itself."""
    app.metrics.reseeks.inc()
    # Another may have our partition, and Kafka has yet to tell us: don't take it back at once.
    await asyncio.sleep(1.0)
    if app.rebalancing or app.should_stop:
        return
    consumer = app.consumer
    consumer.stop_flow()
    app.flow_control.suspend()
    app.flow_control.clear()
    await consumer.perform_seek()
    app.flow_control.resume()
    consumer.resume_flow()


async def _tell_kafka(app: App) -> None:
    told: dict[Place, int] = {}
    while not app.should_stop:
        await asyncio.sleep(_COURTESY)
        ours = dict(app.ingest.next_offsets)
        if ours == told or app.rebalancing or not isinstance(app.consumer, ClaimingConsumer):
            continue
        try:
            await app.consumer.commit_courteously(ours)
            told = ours
        except Exception as error:  # for others' eyes only: never a reason to stop
            log.info("could not tell Kafka our offsets: %s", type(error).__name__)


async def _before_seek(app: App, **_: Any) -> None:
    """Everything that may take long waits here: Faust sets no limit to it."""
    try:
        await _prepare(app)
    except Stopped:
        return
    except EventsLost as error:
        app.halt(error)
        await asyncio.Event().wait()
    except Exception as error:
        fail_stop(error)


async def _prepare(app: App) -> None:
    generation = app.consumer_generation_id

    def assigned_still() -> bool:
        return bool(app.consumer_generation_id == generation) and not app.should_stop

    await app.ingest.ping()
    consumer = cast(ClaimingConsumer, app.consumer)
    while assigned_still() and (partitions := consumer.assigned()):
        try:
            claims = await _claimed(app, partitions)
            places = [TopicPartition(*place) for place in claims]
            end = {_place(p): o for p, o in (await consumer.highwaters(*places)).items()}
            lag = _lag(claims, end)
            if lag > MOST:
                await catch_up(app.wiring.broker, app.ingest, claims, end, assigned_still)
            return
        except KafkaError as error:
            log.warning("the broker does not answer: %s", type(error).__name__)
            app.metrics.waits.labels("kafka").inc()
            await asyncio.sleep(1.0)


async def _claimed(app: App, partitions: list[Place]) -> dict[Place, Claim]:
    places = [TopicPartition(*place) for place in partitions]
    first = await app.consumer.earliest_offsets(*places)
    earliest = {_place(partition): offset for partition, offset in first.items()}
    claims = await app.ingest.claim(earliest)
    for place, claim in claims.items():
        if claim.next_offset < earliest[place]:
            raise EventsLost(
                f"{place}: {claim.next_offset} is due, {earliest[place]} is the earliest"
            )
    return claims


def _lag(claims: dict[Place, Claim], end: dict[Place, int]) -> int:
    """Messages still to be read. An offset beyond the end was given by another, older topic."""
    for place, claim in claims.items():
        if claim.next_offset > end[place]:
            raise EventsLost(f"{place}: {claim.next_offset} is due, the topic ends at {end[place]}")
    return sum(end[place] - claim.next_offset for place, claim in claims.items())


def _place(partition: Any) -> Place:
    return partition.topic, partition.partition
