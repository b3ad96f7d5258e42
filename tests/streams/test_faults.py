"""Sự cố: whatever is killed, and when, every event is recorded once and in its order."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
import sample_cases
from confluent_kafka import TopicPartition
from confluent_kafka.admin import AdminClient
from running import Workers, read_so_far, rows, wait_until
from sqlalchemy import create_engine

from ops.local import LocalKafka, LocalPostgres
from store.audit import audit
from streams.exits import FAILED, HALTED, STALLED
from streams.publish import BrokerUnreachable, NotPublished
from thongke.assembly import assemble

Send = Callable[[list[dict[str, Any]]], int]


@dataclass
class Faults:
    """What is to happen to two workers while events flow."""

    kills: int
    between: tuple[float, float]  # seconds from one kill to the next
    postgres: LocalPostgres
    kafka: LocalKafka
    workers: Workers
    seed: int

    def happen(self) -> None:
        """Kill at random moments; after a third restart PostgreSQL, after two the broker."""
        rng = random.Random(self.seed)
        for number in range(self.kills):
            time.sleep(rng.uniform(*self.between))
            victim = rng.choice(["one", "two"])
            self.workers.kill(victim)
            if number == self.kills // 3:
                self.postgres.kill()
                time.sleep(rng.uniform(0.5, 2))
                self.postgres.start()
            if number == 2 * self.kills // 3:
                self.kafka.kill()
                time.sleep(rng.uniform(0.5, 2))
                self.kafka.start()
            self.workers.start(victim)

    @property
    def seconds(self) -> float:
        return self.kills * sum(self.between) / 2


@dataclass
class Flow:
    """Events being published for as long as faults happen; the last of them only after."""

    send: Send
    records: list[dict[str, Any]]
    seconds: float
    faults_over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        pieces = 40
        size = len(self.records) // pieces + 1
        for start in range(0, len(self.records), size):
            if start + size >= len(self.records):
                self.faults_over.wait()
            self._surely(self.records[start : start + size])
            time.sleep(self.seconds / pieces)

    def _surely(self, piece: list[dict[str, Any]]) -> None:
        """A platform that is not sure sends again: the repetitions are part of the test."""
        while True:
            try:
                self.send(piece)
            except (BrokerUnreachable, NotPublished):
                time.sleep(0.5)
            else:
                return


def _all_once_and_in_order(url: str, records: list[dict[str, Any]]) -> None:
    """Nothing lost, nothing twice, positions of a dossier in the order of its offsets."""
    wanted = Counter(r["dossier_id"] for r in records)
    assert dict(rows(url, "SELECT dossier, count(*) FROM journal GROUP BY 1")) == wanted
    assert rows(url, "SELECT count(*) FROM quarantine") == [(0,)]
    turned = rows(
        url,
        "SELECT count(*) FROM (SELECT position < lag(position) OVER (PARTITION BY dossier"
        " ORDER BY source_offset) AS turned FROM journal) AS j WHERE turned",
    )
    assert turned == [(0,)]
    moved = rows(url, "SELECT count(*), count(DISTINCT (event_id, subject)) FROM move")
    expected = sum(len(r["subjects"]) for r in records)
    assert moved == [(expected, expected)]
    with create_engine(url).connect() as connection:
        found = audit(connection, assemble().meaning)
    assert found.differences == 0, found.spelled()
    assert found.dossiers == len(wanted)


def _survive(
    faults: Faults, url: str, send: Send, records: list[dict[str, Any]], seconds: float
) -> None:
    deadline = time.monotonic() + seconds
    workers = faults.workers
    for instance in ("one", "two"):
        workers.start(instance)
    wait_until(lambda: len(rows(url, "SELECT FROM consumed")) > 0, 40, workers.told)
    flow = Flow(send, records, faults.seconds)
    publisher = threading.Thread(target=flow.run, daemon=True)
    publisher.start()
    faults.happen()
    assert publisher.is_alive()
    flow.faults_over.set()
    ended: list[int] = []

    def done() -> bool:
        ended.extend(workers.restart_ended())
        ((known,),) = rows(url, "SELECT count(*) FROM journal")
        return bool(known == len(records)) and not publisher.is_alive()

    wait_until(done, deadline - time.monotonic(), workers.told)
    # A worker may end itself when a server vanished at the wrong moment; never for another cause.
    assert set(ended) <= {FAILED, STALLED}
    _all_once_and_in_order(url, records)


def test_three_kills_and_restarts_of_both_servers_lose_and_repeat_nothing(
    postgres: LocalPostgres, kafka: LocalKafka, store_url: str, workers: Workers, send: Send
) -> None:
    records = sample_cases.cases(750, seed=11)
    assert len(records) == 6_000
    faults = Faults(3, (1.0, 5.0), postgres, kafka, workers, seed=11)
    _survive(faults, store_url, send, records, 150)


@pytest.mark.soak
@pytest.mark.parametrize("seed", [21, 22])
def test_twelve_kills_while_fifty_thousand_events_flow_lose_and_repeat_nothing(
    postgres: LocalPostgres,
    kafka: LocalKafka,
    store_url: str,
    workers: Workers,
    send: Send,
    seed: int,
) -> None:
    records = sample_cases.cases(6_250, seed=seed)
    assert len(records) == 50_000
    faults = Faults(12, (0.5, 8.0), postgres, kafka, workers, seed=seed)
    _survive(faults, store_url, send, records, 900)


def test_a_worker_waits_for_a_broker_that_is_not_there_yet(
    kafka: LocalKafka, store_url: str, workers: Workers, send: Send
) -> None:
    send(sample_cases.case("waits"))
    kafka.stop()
    try:
        process = workers.start("one")
        time.sleep(6)
        assert process.poll() is None, workers.told()
    finally:
        kafka.start()
    wait_until(lambda: read_so_far(store_url) == 8, 40, workers.told)
    assert process.poll() is None


def test_a_database_outage_is_waited_out_by_the_same_process(
    postgres: LocalPostgres, store_url: str, workers: Workers, send: Send
) -> None:
    process = workers.start("one")
    send(sample_cases.case("before"))
    wait_until(lambda: read_so_far(store_url) == 8, 40, workers.told)
    postgres.kill()
    try:
        send(sample_cases.case("meanwhile"))
        time.sleep(3)
        assert process.poll() is None, workers.told()
    finally:
        postgres.start()
    wait_until(lambda: read_so_far(store_url) == 16, 30, workers.told)
    assert process.poll() is None
    _all_once_and_in_order(
        store_url, [*sample_cases.case("before"), *sample_cases.case("meanwhile")]
    )


def test_a_partition_taken_by_another_fences_the_one_before(
    store_url: str, workers: Workers, send: Send
) -> None:
    workers.start("one")
    send(sample_cases.case("before"))
    wait_until(lambda: read_so_far(store_url) == 8, 40, workers.told)
    with psycopg.connect(store_url.replace("+psycopg", "")) as connection:
        connection.execute("UPDATE consumed SET epoch = epoch + 1")
    send(sample_cases.case("after"))
    # It is fenced, claims again (nobody else wants the partition), and goes on.
    wait_until(lambda: read_so_far(store_url) == 16, 30, workers.told)
    assert workers.running["one"].poll() is None
    _all_once_and_in_order(store_url, [*sample_cases.case("before"), *sample_cases.case("after")])


def test_messages_that_retention_took_before_they_were_read_stop_the_worker(
    kafka: LocalKafka, topic: str, store_url: str, workers: Workers, send: Send
) -> None:
    first = workers.start("one")
    send([e for n in range(20) for e in sample_cases.case(f"read-{n}")])
    wait_until(lambda: read_so_far(store_url) == 160, 40, workers.told)
    first.terminate()
    assert first.wait(20) == 0
    send([e for n in range(20) for e in sample_cases.case(f"lost-{n}")])
    admin = AdminClient({"bootstrap.servers": kafka.address})
    for future in admin.delete_records([TopicPartition(topic, p, -1) for p in range(4)]).values():
        future.result()
    assert workers.start("one").wait(40) == HALTED, workers.told()
    assert read_so_far(store_url) == 160


def test_a_topic_made_anew_stops_the_worker(
    kafka: LocalKafka, topic: str, store_url: str, workers: Workers, send: Send
) -> None:
    first = workers.start("one")
    send([e for n in range(20) for e in sample_cases.case(f"read-{n}")])
    wait_until(lambda: read_so_far(store_url) == 160, 40, workers.told)
    first.terminate()
    assert first.wait(20) == 0
    kafka.delete_topics([topic])
    admin = AdminClient({"bootstrap.servers": kafka.address})
    wait_until(lambda: topic not in admin.list_topics(timeout=10).topics, 30)
    kafka.create_topics([topic], 4)
    send(sample_cases.case("other"))
    assert workers.start("one").wait(40) == HALTED, workers.told()
    assert rows(store_url, "SELECT count(*) FROM journal") == [(160,)]
