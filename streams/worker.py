"""Tiến trình ghi nhận: one process that reads its share of the topics until it is told to stop."""

from __future__ import annotations

import gc
import logging
import time

import faust
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from store.consumed import Place
from streams.app import App, build
from streams.exits import FAILED, described
from streams.exposition import expose
from streams.ingest import Ingest
from streams.metrics import Metrics
from streams.watchdog import Watchdog
from streams.wiring import Wiring

log = logging.getLogger("thongke.streams")


class _Process(faust.Worker):
    """Faust's loop and signals; what is logged, and where, is our caller's."""

    def _setup_logging(self) -> None:
        self.spinner = None
        for name in ("faust", "mode", "aiokafka", "streams"):  # Faust logs by our modules
            logging.getLogger(name).setLevel(logging.WARNING)


def run(wiring: Wiring) -> int:
    """Read and record until SIGTERM or SIGINT; the exit code (`streams/exits.py`)."""
    metrics = Metrics()
    topics = _existing(wiring, metrics)
    ingest = Ingest(wiring, metrics)
    app = build(wiring, metrics, ingest, topics)
    watchdog = Watchdog(wiring, metrics, topics, lambda: _assigned(app))
    if wiring.metrics_port is not None:
        try:
            expose(
                metrics,
                wiring.metrics_port,
                livez=lambda: app.halted,
                readyz=lambda: app.halted or watchdog.trouble,
            )
        except OSError as error:
            log.critical("metrics port %d: %s", wiring.metrics_port, error.strerror)
            return FAILED
    watchdog.start()
    _collect_seldom()
    log.info("reading %s as group %s", ", ".join(topics), wiring.group)
    try:
        _Process(app, quiet=True, redirect_stdouts=False).execute_from_commandline()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FAILED
    except Exception as error:
        log.critical("Faust ended by %s", described(error))
        return FAILED
    finally:
        ingest.stop()


def _collect_seldom() -> None:
    """A batch is many small objects without cycles: looking through them took a fifth of it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def _existing(wiring: Wiring, metrics: Metrics) -> list[str]:
    """The wanted topics that exist; waits for the broker, and for a first topic."""
    admin = AdminClient({"bootstrap.servers": wiring.broker, "log_level": 0})
    while True:
        try:
            known = admin.list_topics(timeout=5).topics
            if found := [topic for topic in wiring.topics if topic in known]:
                return found
            log.warning("none of the topics exists yet: %s", ", ".join(wiring.topics))
        except KafkaException:
            log.warning("Kafka does not answer at %s", wiring.broker)
            metrics.waits.labels("kafka").inc()
        time.sleep(1.0)


def _assigned(app: App) -> set[Place]:
    return set() if app.ingest is None else set(app.ingest.next_offsets)
