"""Người gác: ends a worker that lives and does nothing, so that it is started again.

It trusts nothing of the worker's own: it asks Kafka how far the topics reach, and PostgreSQL how
far they were read. A client library that silently stopped reading looks healthy from inside.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping

from confluent_kafka import Consumer, KafkaException, TopicPartition
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from store.consumed import Place
from streams.exits import STALLED, described
from streams.metrics import Metrics
from streams.wiring import Wiring

log = logging.getLogger("thongke.streams")

_EVERY = 5.0


class Watchdog:
    """Looks every few seconds, from a thread of its own."""

    def __init__(
        self,
        wiring: Wiring,
        metrics: Metrics,
        topics: list[str],
        assigned: Callable[[], set[Place]],
    ) -> None:
        self._wiring, self._metrics, self._topics = wiring, metrics, topics
        self._assigned = assigned
        self._kafka = Consumer(
            {
                "bootstrap.servers": wiring.broker,
                "group.id": f"{wiring.group}-watchdog",
                "enable.auto.commit": False,
                "log_level": 0,
            }
        )
        self._engine = create_engine(
            wiring.database_url, pool_size=1, connect_args={"connect_timeout": 5}
        )
        self._stood: dict[Place, tuple[int, float]] = {}
        self.trouble: str | None = "not looked yet"

    def start(self) -> None:
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def _watch(self) -> None:
        while True:
            try:
                self._look()
            except KafkaException as error:
                self._forgive(f"Kafka does not answer ({error.args[0].name()})")
            except (DBAPIError, OSError) as error:
                self._forgive(f"PostgreSQL does not answer ({described(error)})")
            time.sleep(_EVERY)

    def _forgive(self, why: str) -> None:
        """Nobody can progress without the servers: the time without them does not count."""
        self.trouble = why
        self._stood.clear()

    def _look(self) -> None:
        ends, read = self._ends(), self._read()
        ours = self._assigned()
        now = time.monotonic()
        stuck = []
        for place, end in ends.items():
            at = read.get(place, 0)
            if place in ours:
                self._metrics.lag.labels(*place).set(max(0, end - at))
            before, since = self._stood.get(place, (-1, now))
            if at != before or at >= end:
                since = now
            self._stood[place] = (at, since)
            # Without any partition of our own, one that nobody reads is our affair too.
            if now - since > self._wiring.patience and (place in ours or not ours):
                stuck.append(place)
        if all(at >= ends[place] for place, (at, _) in self._stood.items() if place in ours):
            self._metrics.progress.set_to_current_time()
        self.trouble = f"no progress in {stuck}" if stuck else None
        if stuck:
            log.critical("no progress in %s for %.0f s: ending", stuck, self._wiring.patience)
            logging.shutdown()
            os._exit(STALLED)
        self._look_for_new_topics()

    def _ends(self) -> Mapping[Place, int]:
        known = self._kafka.list_topics(timeout=10).topics
        places = [(t, p) for t in self._topics if t in known for p in known[t].partitions]
        return {
            place: self._kafka.get_watermark_offsets(TopicPartition(*place), timeout=10)[1]
            for place in places
        }

    def _read(self) -> Mapping[Place, int]:
        with self._engine.connect() as connection:
            rows = connection.execute(text("SELECT topic, partition, next_offset FROM consumed"))
            return {(topic, partition): offset for topic, partition, offset in rows}

    def _look_for_new_topics(self) -> None:
        """A subscription is made once: a topic made later needs a new start."""
        known = self._kafka.list_topics(timeout=10).topics
        if new := [t for t in self._wiring.topics if t in known and t not in self._topics]:
            log.warning("new topics: %s; starting again to read them", ", ".join(new))
            logging.shutdown()
            os._exit(STALLED)
