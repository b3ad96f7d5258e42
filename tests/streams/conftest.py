"""A migrated database, topics and workers for each test; events go in as platforms send them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from running import Workers

from ops.local import LocalKafka
from store.migrate import migrate
from streams.publish import publish
from thongke.assembly import assemble


@pytest.fixture
def topic(topics: Callable[[str, int], str]) -> str:
    return topics("criminal", 4)


@pytest.fixture
def store_url(database: str) -> str:
    migrate(database)
    return database


@pytest.fixture
def workers(tmp_path: Path, store_url: str, kafka: LocalKafka, topic: str) -> Iterator[Workers]:
    """None is started yet. A group of its own: Kafka remembers members of earlier tests."""
    given = {
        "database_url": store_url, "broker": kafka.address, "topics": [topic], "group": topic,
        "linger": 0.0,
    }  # fmt: skip
    workers = Workers(tmp_path, given)
    yield workers
    workers.stop()


@pytest.fixture
def send(kafka: LocalKafka, topic: str) -> Callable[..., int]:
    """`send(records)` publishes them to the test's topic."""
    known = assemble()

    def sent(records: list[dict[str, object]]) -> int:
        return publish(
            records, kafka.address, known.codec, known.catalogue, route=lambda _kind: topic
        )

    return sent
