"""What the rest of the tests lean on: local servers that start, answer and survive."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
import pytest
from confluent_kafka import Consumer, Producer

from ops.local import (
    LocalKafka,
    LocalPostgres,
    MockBroker,
    ServerFailed,
    running_kafka,
    why_no_kafka,
)


def _keep(address: str, topic: str, value: bytes) -> None:
    producer = Producer({"bootstrap.servers": address, "acks": "all"})
    refused: list[object] = []
    producer.produce(topic, value, on_delivery=lambda error, _: refused.append(error))
    assert producer.flush(30) == 0
    assert refused == [None]


def _first_message(address: str, topic: str) -> bytes:
    consumer = Consumer(
        {"bootstrap.servers": address, "group.id": "reader", "auto.offset.reset": "earliest"}
    )
    consumer.subscribe([topic])
    try:
        message = consumer.poll(30)
        assert message is not None, f"nothing arrived from {topic}"
        assert message.error() is None
        value = message.value()
        assert isinstance(value, bytes)
        return value
    finally:
        consumer.close()


def test_postgres_keeps_committed_rows_through_sigkill(tmp_path: Path) -> None:
    with LocalPostgres(tmp_path) as server:
        address = server.url
        with psycopg.connect(server.dsn) as connection:
            connection.execute("CREATE TABLE kept (word text)")
            connection.execute("INSERT INTO kept VALUES ('thống kê')")
        server.kill()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(server.dsn)
        server.start()
        assert server.url == address
        with psycopg.connect(server.dsn) as connection:
            assert connection.execute("SELECT upper(word) FROM kept").fetchall() == [("THỐNG KÊ",)]


def test_each_test_has_a_database_of_its_own(postgres: LocalPostgres, database: str) -> None:
    assert database.startswith("postgresql+psycopg://")
    with psycopg.connect(database.replace("+psycopg", "")) as connection:
        row = connection.execute(
            "SELECT count(*), current_setting('synchronous_commit') FROM pg_tables"
            " WHERE schemaname = 'public'"
        ).fetchone()
    assert row == (0, "on")
    assert database != postgres.url


def test_a_directory_too_deep_for_a_socket_works_too(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("d" * 60)
    with LocalPostgres(deep) as server:
        assert LocalPostgres(deep).url == server.url  # another process finds it
        with psycopg.connect(server.dsn) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_second_start_on_a_running_directory_is_refused(postgres: LocalPostgres) -> None:
    with pytest.raises(ServerFailed, match="running already"):
        postgres.start()
    assert LocalPostgres(postgres.directory).url == postgres.url


def test_a_server_ends_when_its_owner_is_killed(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from ops.local import LocalPostgres;"
        "LocalPostgres(Path(sys.argv[1])).start(); print('up', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "up\n"
        server = int((tmp_path / "server.pid").read_text().split()[0])
        assert psutil.pid_exists(server)
        os.kill(owner.pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while _alive(server) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(server)


def _alive(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def test_kafka_keeps_a_message_through_sigkill(tmp_path: Path) -> None:
    if (reason := why_no_kafka()) is not None:
        pytest.skip(f"no real Kafka: {reason}")
    with LocalKafka(tmp_path) as broker:
        address = broker.address
        broker.create_topics(["kept"], partitions=1)
        _keep(address, "kept", b"before")
        broker.kill()
        broker.start()
        assert broker.address == address
        assert running_kafka(tmp_path) == address
        assert _first_message(address, "kept") == b"before"
    assert running_kafka(tmp_path) is None


def test_a_topic_is_made_with_its_partitions_and_keeps_everything(
    kafka: LocalKafka, topics: Callable[[str, int], str]
) -> None:
    from confluent_kafka.admin import AdminClient, ConfigResource, ResourceType

    topic = topics("criminal", 4)
    admin = AdminClient({"bootstrap.servers": kafka.address})
    assert len(admin.list_topics(topic, timeout=30).topics[topic].partitions) == 4
    resource = ConfigResource(ResourceType.TOPIC, topic)
    settings = admin.describe_configs([resource])[resource].result()
    assert settings["retention.ms"].value == "-1"
    assert settings["cleanup.policy"].value == "delete"


def test_the_broker_takes_a_message_larger_than_the_worker_accepts(
    kafka: LocalKafka, topics: Callable[[str, int], str]
) -> None:
    topic = topics("oversized", 1)
    producer = Producer({"bootstrap.servers": kafka.address, "message.max.bytes": 4_000_000})
    refused: list[object] = []
    producer.produce(topic, bytes(1_200_000), on_delivery=lambda error, _: refused.append(error))
    assert producer.flush(30) == 0
    assert refused == [None]


def test_without_jars_the_reason_names_where_they_were_sought(tmp_path: Path) -> None:
    reason = why_no_kafka(tmp_path / "lib")
    assert reason is not None
    if "Java" not in reason:
        assert str(tmp_path / "lib") in reason
        assert "make kafka" in reason


def test_the_stand_in_gives_back_what_it_was_sent() -> None:
    with MockBroker() as broker:
        broker.create_topics(["events"])
        _keep(broker.address, "events", b"sent")
        assert _first_message(broker.address, "events") == b"sent"
