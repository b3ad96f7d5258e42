"""Kafka tại chỗ: a real Apache Kafka when Java and its jars are here, else a stand-in."""

import base64
import os
import re
import shutil
import socket
import subprocess
import time
import uuid
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from signal import SIGTERM
from types import TracebackType
from typing import Self

from confluent_kafka import KafkaException, Producer
from confluent_kafka.admin import AdminClient, NewTopic

from ops.child import Child, ServerFailed, running

# Our journal is fed from topics that keep everything for ever; the largest message that the
# broker takes is larger than what the worker accepts, so that its refusal can be tried.
_PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
log.dirs={logs}
auto.create.topics.enable=false
log.cleanup.policy=delete
log.retention.ms=-1
log.retention.bytes=-1
message.max.bytes=4194304
offsets.retention.minutes=2147483647
offsets.topic.num.partitions=4
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
broker.session.timeout.ms=4000
broker.heartbeat.interval.ms=500
"""

_TOPIC = {"cleanup.policy": "delete", "retention.ms": "-1", "retention.bytes": "-1"}


def default_jars() -> Path:
    """Where `make kafka` puts the jars."""
    return Path(os.environ.get("THONGKE_LOCAL_DIR", ".local")) / "kafka" / "lib"


def why_no_kafka(jars: Path | None = None) -> str | None:
    """Why a real Kafka cannot run here, in words; None when it can."""
    if (java := _java()) is None:
        return "Java is not installed (17 or later is needed)"
    told = subprocess.run(
        [java, "-version"], capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    found = re.search(r'version "(\d+)', told.stderr + told.stdout)
    if found is None or int(found[1]) < 17:
        return f"{java} is Java {found[1] if found else 'of an unknown version'}; 17 is needed"
    jars = jars or default_jars()
    if not any(jars.glob("kafka_2.13-*.jar")):
        return f"the jars of Kafka are not in {jars} (`make kafka` fetches them with Maven)"
    return None


class LocalKafka:
    """One Kafka broker on loopback, its data under `directory`; same port after a restart."""

    says = "Apache Kafka 4.1.0, one broker on this machine"

    def __init__(self, directory: Path, port: int = 0, jars: Path | None = None) -> None:
        self.directory = directory.resolve()
        self.port, self._controller = port or _free_port(), _free_port()
        self._jars = (jars or default_jars()).resolve()
        self._child: Child | None = None

    @property
    def address(self) -> str:
        """`bootstrap.servers`."""
        return f"127.0.0.1:{self.port}"

    def start(self) -> Self:
        """Start and wait until the broker answers; the first time format its storage."""
        if self._child is not None:
            raise ServerFailed(f"Kafka in {self.directory} is running already")
        if (reason := why_no_kafka(self._jars)) is not None:
            raise ServerFailed(f"Kafka cannot run: {reason}")
        self.directory.mkdir(parents=True, exist_ok=True)
        logs, properties = self.directory / "logs", self.directory / "server.properties"
        properties.write_text(
            _PROPERTIES.format(port=self.port, controller=self._controller, logs=logs)
        )
        if not (logs / "meta.properties").exists():
            self._format(properties)
        child = Child([*self._run("kafka.Kafka"), str(properties)], self.directory, SIGTERM)
        try:
            self._wait_until_ready(child)
        except BaseException:
            child.kill()
            raise
        self._child = child
        return self

    def stop(self) -> None:
        """Shut down in order (flushed, next start quick)."""
        if self._child is not None:
            self._child.stop()
            self._child = None

    def kill(self) -> None:
        """SIGKILL, as a fault would."""
        if self._child is not None:
            self._child.kill()
            self._child = None

    def restart(self) -> None:
        """Stop if running, then start on the same port with the same data."""
        self.stop()
        self.start()

    def create_topics(self, names: Iterable[str], partitions: int = 1) -> None:
        """Topics that keep everything for ever; those that exist already are left as they are."""
        admin = AdminClient({"bootstrap.servers": self.address, "log_level": 0})
        existing = admin.list_topics(timeout=30).topics
        new = [
            NewTopic(name, num_partitions=partitions, replication_factor=1, config=_TOPIC)
            for name in names
            if name not in existing
        ]
        if new:
            for future in admin.create_topics(new, operation_timeout=30).values():
                future.result()

    def delete_topics(self, names: Iterable[str]) -> None:
        admin = AdminClient({"bootstrap.servers": self.address, "log_level": 0})
        for future in admin.delete_topics(list(names), operation_timeout=30).values():
            future.result()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _run(self, main: str) -> list[str]:
        quiet = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"
        return [_java() or "java", "-Xmx768m", quiet, "-cp", f"{self._jars}/*", main]

    def _format(self, properties: Path) -> None:
        cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        if cluster.startswith("-"):  # it would be taken for an option
            cluster = "A" + cluster[1:]
        made = subprocess.run(
            [*self._run("kafka.tools.StorageTool"), "format", "-t", cluster, "-c", str(properties)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if made.returncode != 0:
            raise ServerFailed(f"formatting {self.directory} failed:\n{made.stdout}{made.stderr}")

    def _wait_until_ready(self, child: Child, patience: float = 90) -> None:
        deadline = time.monotonic() + patience
        while True:
            child.check("Kafka")
            if _listens(self.port) and _answers(self.address):
                return
            if time.monotonic() > deadline:
                raise ServerFailed(f"Kafka not ready after {patience:.0f} s{child.tail()}")
            time.sleep(0.1)


class MockBroker:
    """librdkafka's broker inside our own process: enough for a demonstration without Java."""

    says = (
        "no real Kafka: an in-process stand-in that keeps 5 MB a partition in memory, drops the "
        "oldest beyond that, gives every topic 4 partitions and ends with this process"
    )

    def __init__(self) -> None:
        self._cluster: Producer | None = None
        self.address = ""

    def start(self) -> Self:
        # The address given is never used: test.mock replaces it by the stand-in's own.
        self._cluster = Producer(
            {"test.mock.num.brokers": 1, "bootstrap.servers": "unused", "log_level": 0}
        )
        (broker,) = self._cluster.list_topics(timeout=10).brokers.values()
        self.address = f"{broker.host}:{broker.port}"
        return self

    def stop(self) -> None:
        self._cluster = None

    def create_topics(self, names: Iterable[str], partitions: int = 1) -> None:
        """Asking for a topic makes it; the number of partitions is the stand-in's own."""
        if self._cluster is None:
            raise ServerFailed("the in-process broker is not started")
        for name in names:
            self._cluster.list_topics(name, timeout=10)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def ensure_kafka(
    directory: Path, port: int = 0, jars: Path | None = None
) -> LocalKafka | MockBroker:
    """The best broker that can run here, not yet started; its `says` tells which it is."""
    if why_no_kafka(jars) is None:
        return LocalKafka(directory, port, jars)
    return MockBroker()


def running_kafka(directory: Path) -> str | None:
    """The address of the broker that another process runs in `directory`, if one does."""
    properties = directory / "server.properties"
    if not properties.exists() or not running(directory):
        return None
    found = re.search(r"^advertised.listeners=PLAINTEXT://(.+)$", properties.read_text(), re.M)
    return found[1] if found else None


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return (shutil.which("java", path=f"{home}/bin") if home else None) or shutil.which("java")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _answers(address: str) -> bool:
    admin = AdminClient({"bootstrap.servers": address, "log_level": 0})
    with suppress(KafkaException):
        return len(admin.list_topics(timeout=3).brokers) == 1
    return False
