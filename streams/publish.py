"""Phát sự kiện: records onto their topics, as a platform would send them (CloudEvents, binary).

Keyed by dossier, so that one dossier's events stay in order on one partition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from events.avro import Codec
from events.catalogue import Catalogue
from events.shape import Record
from streams.topics import topic_of

Headers = dict[str, str | bytes | None]

_PATIENCE = 30.0
_TOLD_EVERY = 1_000


class BrokerUnreachable(Exception):
    """No broker answers at the address given."""


class NotPublished(Exception):
    """The broker would not keep an event."""


def publish(
    records: Iterable[Record],
    broker: str,
    codec: Codec,
    catalogue: Catalogue,
    *,
    source: str = "/thongke",
    schema_ids: Mapping[str, int] | None = None,
    route: Callable[[str], str] = topic_of,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Send every record and wait until the broker has them all; how many they were.

    `schema_ids` (kind of procedure -> id in a schema registry) chooses the registry's framing;
    without it values carry the schema's fingerprint. `progress` hears the number sent so far.
    """
    sender = _Sender(broker)
    number = 0
    for number, record in enumerate(records, 1):
        kind = catalogue.topic(record)
        value = _encoded(record, codec, kind, schema_ids)
        sender.send(route(kind), record["dossier_id"].encode(), value, headers(record, source))
        if progress is not None and number % _TOLD_EVERY == 0:
            progress(number)
    sender.finish()
    if progress is not None:
        progress(number)
    return number


def headers(record: Record, source: str) -> Headers:
    """CloudEvents 1.0, binary mode: `ce_time` is when the platform recorded the event."""
    recorded_at = record["recorded_at"].astimezone(UTC).isoformat().replace("+00:00", "Z")
    return {
        "ce_specversion": b"1.0",
        "ce_id": record["event_id"].encode(),
        "ce_type": record["type"].encode(),
        "ce_source": source.encode(),
        "ce_time": recorded_at.encode(),
        "content-type": b"application/avro",
    }


def _encoded(
    record: Record, codec: Codec, kind: str, schema_ids: Mapping[str, int] | None
) -> bytes:
    if schema_ids is None:
        return codec.encode(record, topic=kind)
    return codec.encode(record, "confluent", schema_ids[kind], topic=kind)


class _Sender:
    """A producer that tells of the first event that was not kept, and sends none after it."""

    def __init__(self, broker: str) -> None:
        self._failed: KafkaError | None = None
        self._producer = Producer(
            {
                "bootstrap.servers": broker,
                "enable.idempotence": True,
                "acks": "all",
                "linger.ms": 5,
                "compression.type": "lz4",
                "queue.buffering.max.messages": 100_000,
                "delivery.timeout.ms": int(_PATIENCE * 1000),
                "log_level": 0,
            }
        )
        try:
            self._topics = frozenset(self._producer.list_topics(timeout=5).topics)
        except KafkaException as error:
            raise BrokerUnreachable(
                f"Kafka does not answer at {broker}: {error.args[0].str()}"
            ) from None

    def send(self, topic: str, key: bytes, value: bytes, headers: Headers) -> None:
        if topic not in self._topics:
            raise NotPublished(
                f"the broker has no topic {topic!r}; it has: "
                + (", ".join(sorted(t for t in self._topics if not t.startswith("_"))) or "none")
            )
        while True:
            self._refuse_failure()
            try:
                self._producer.produce(
                    topic, value, key, headers=headers, on_delivery=self._delivered
                )
            except BufferError:  # the broker is slower than we are
                self._producer.poll(0.1)
            except KafkaException as error:
                raise NotPublished(f"an event cannot be sent: {error.args[0].str()}") from None
            else:
                self._producer.poll(0)
                return

    def finish(self) -> None:
        left = self._producer.flush(_PATIENCE + 5)
        self._refuse_failure()
        if left:
            raise NotPublished(f"{left} events were not acknowledged in {_PATIENCE:.0f} s")

    def _delivered(self, error: KafkaError | None, _message: Message) -> None:
        self._failed = self._failed or error

    def _refuse_failure(self) -> None:
        if self._failed is not None:
            raise NotPublished(f"the broker did not keep an event: {self._failed.str()}")
