"""What the measurements of the stream share: servers, a worker process, a simulated province."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import psycopg
from confluent_kafka import Producer

from events.shape import Record
from ops.local import LocalKafka, LocalPostgres
from store.migrate import migrate
from streams.publish import headers
from streams.topics import TOPICS, topic_of
from thongke.assembly import assemble
from thongke.simulate import simulate

PORT = 19560


@dataclass(frozen=True, slots=True)
class Servers:
    """A PostgreSQL and a Kafka of this run alone."""

    url: str
    dsn: str
    broker: str
    kafka: LocalKafka

    def recorded(self) -> int:
        """How many messages were read and recorded so far."""
        with psycopg.connect(self.dsn) as connection:
            row = connection.execute("SELECT coalesce(sum(next_offset), 0) FROM consumed")
            return int((row.fetchone() or (0,))[0])


@contextmanager
def servers(partitions: int = 4) -> Iterator[Servers]:
    with (
        tempfile.TemporaryDirectory(prefix="thongke-bench-") as home,
        LocalPostgres(Path(home) / "postgres") as postgres,
        LocalKafka(Path(home) / "kafka") as kafka,
    ):
        migrate(postgres.url)
        kafka.create_topics(TOPICS, partitions)
        yield Servers(postgres.url, postgres.dsn, kafka.address, kafka)


@contextmanager
def worker(at: Servers) -> Iterator[subprocess.Popen[bytes]]:
    """`thongke worker`, ended at the end; its complaints go to stderr."""
    program = [sys.executable, "-m", "thongke.cli", "worker", "--once"]
    environment = os.environ | {"THONGKE_DATABASE_URL": at.url, "THONGKE_BROKER": at.broker}
    process = subprocess.Popen([*program, "--metrics-port", str(PORT)], env=environment)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def province(events: int, seed: int = 1) -> list[Record]:
    """So many events of a simulated province, in the order in which its platforms send them."""
    definitions = assemble().definitions
    records = list(simulate(events // 20, seed, definitions=definitions).records())
    if len(records) < events:
        raise SystemExit(f"only {len(records)} events simulated, {events} wanted")
    return records[:events]


Message = tuple[str, bytes, bytes, dict[str, str | bytes | None]]


def encoded(records: list[Record]) -> list[Message]:
    """Ready to send, so that sending costs the measured processes nothing."""
    known = assemble()
    return [
        (
            topic_of(kind := known.catalogue.topic(record)),
            record["dossier_id"].encode(),
            known.codec.encode(record, topic=kind),
            headers(record, "/bench"),
        )
        for record in records
    ]


def send(broker: str, messages: list[Message]) -> float:
    """Send as fast as the broker takes them; seconds."""
    producer = Producer(
        {"bootstrap.servers": broker, "acks": "all", "linger.ms": 20,
         "queue.buffering.max.messages": len(messages) + 1}
    )  # fmt: skip
    started = time.monotonic()
    for topic, key, value, named in messages:
        producer.produce(topic, value, key, headers=named)
        producer.poll(0)
    if producer.flush(120):
        raise SystemExit("the broker did not take all messages")
    return time.monotonic() - started


def wait_until(
    true: Callable[[], bool],
    seconds: float,
    of: subprocess.Popen[bytes],
    every: float = 0.05,
) -> None:
    """Wait for what the worker `of` shall do."""
    deadline = time.monotonic() + seconds
    while not true():
        if of.poll() is not None:
            raise SystemExit(f"the worker ended with {of.returncode}")
        if time.monotonic() > deadline:
            raise SystemExit(f"not done within {seconds:.0f} s")
        time.sleep(every)


def metric(name: str) -> float:
    """One series (summed over labels) of the running worker; 0 while it does not answer."""
    try:
        with urlopen(f"http://127.0.0.1:{PORT}/metrics", timeout=2) as answer:
            page = answer.read().decode()
    except OSError:
        return 0.0
    found = re.findall(rf"^{name}(?:{{[^}}]*}})? (\S+)$", page, re.MULTILINE)
    return sum(float(value) for value in found)


def is_ready() -> bool:
    """Whether the worker holds its partitions."""
    return metric("thongke_next_offset") == 0 and has_metric("thongke_next_offset{")


def has_metric(text: str) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{PORT}/metrics", timeout=2) as answer:
            return text in answer.read().decode()
    except OSError:
        return False
