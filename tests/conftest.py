"""Real servers for tests: one PostgreSQL and one Kafka a run, a database and topics a test."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from ops.local import LocalKafka, LocalPostgres, why_no_kafka


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalPostgres]:
    """A PostgreSQL server for the whole run. A test that kills it starts it again."""
    with LocalPostgres(tmp_path_factory.mktemp("postgres")) as server:
        yield server


@pytest.fixture
def database(postgres: LocalPostgres) -> Iterator[str]:
    """The address (for SQLAlchemy) of an empty database that this test alone has."""
    name = f"test_{uuid4().hex[:12]}"
    yield postgres.create_database(name)
    postgres.drop_database(name)


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalKafka]:
    """A Kafka broker for the whole run; without Java or its jars the test is skipped, saying so."""
    if (reason := why_no_kafka()) is not None:
        pytest.skip(f"no real Kafka: {reason}")
    with LocalKafka(tmp_path_factory.mktemp("kafka")) as broker:
        yield broker


@pytest.fixture
def topics(kafka: LocalKafka) -> Callable[[str, int], str]:
    """`topics("criminal", 4)` makes a topic that this test alone has; gives its name."""

    def create(name: str, partitions: int = 1) -> str:
        topic = f"{name}.{uuid4().hex[:8]}"
        kafka.create_topics([topic], partitions)
        return topic

    return create
