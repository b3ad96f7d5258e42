"""Phát sự kiện: what arrives on the topic is what platforms are told to send."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import sample_cases
from confluent_kafka import Consumer, Message

from events.catalogue import Catalogue
from ops.local import LocalKafka
from streams.publish import BrokerUnreachable, NotPublished, publish
from streams.topics import TOPICS, topic_of
from thongke.definitions import load
from thongke.wire import codec

CODEC, CATALOGUE = codec(), Catalogue.of(load().events)


def _all(kafka: LocalKafka, topic: str, number: int) -> list[Message]:
    consumer = Consumer(
        {
            "bootstrap.servers": kafka.address,
            "group.id": topic,
            "auto.offset.reset": "earliest",
        }
    )
    consumer.subscribe([topic])
    found: list[Message] = []
    while len(found) < number:
        messages = consumer.consume(number, 20)
        assert messages, f"{len(found)} of {number} arrived"
        found += messages
    consumer.close()
    return found


def test_a_dossier_keeps_its_order_on_one_partition_and_headers_say_what_it_is(
    kafka: LocalKafka, topic: str
) -> None:
    records = sample_cases.cases(20, seed=3)
    # 9 o'clock at +07:00 is 02:00 UTC.
    local = datetime(2026, 2, 3, 9, tzinfo=timezone(timedelta(hours=7)))
    records[0]["recorded_at"] = local
    heard: list[int] = []
    sent = publish(
        records, kafka.address, CODEC, CATALOGUE, source="/t01", route=lambda _: topic,
        progress=heard.append,
    )  # fmt: skip
    assert sent == 160
    assert heard == [160]
    found = _all(kafka, topic, 160)
    by_id = {}
    for message in found:
        headers = dict(message.headers() or [])
        value, key = message.value(), message.key()
        assert isinstance(value, bytes) and isinstance(key, bytes)
        record = CODEC.decode(value, key, headers["ce_id"])
        assert value[:2] == b"\xc3\x01"
        assert headers["ce_type"] == record["type"].encode()
        assert headers["ce_source"] == b"/t01"
        assert headers["ce_specversion"] == b"1.0"
        assert headers["content-type"] == b"application/avro"
        by_id[record["event_id"]] = (message.partition(), message.offset(), headers["ce_time"])
    assert by_id[records[0]["event_id"]][2] == b"2026-02-03T02:00:00Z"
    for name in {r["dossier_id"] for r in records}:
        places = [by_id[f"{name}.{number}"][:2] for number in range(8)]
        assert len({partition for partition, _ in places}) == 1
        assert places == sorted(places)


def test_with_the_ids_of_a_registry_values_carry_them(kafka: LocalKafka, topic: str) -> None:
    publish(
        sample_cases.case("hs"), kafka.address, CODEC, CATALOGUE,
        schema_ids={"criminal": 258}, route=lambda _: topic,
    )  # fmt: skip
    assert {m.value()[:5] for m in _all(kafka, topic, 8)} == {b"\x00\x00\x00\x01\x02"}


def test_an_address_without_a_broker_is_said() -> None:
    with pytest.raises(BrokerUnreachable, match=r"127\.0\.0\.1:1"):
        publish(sample_cases.case("hs"), "127.0.0.1:1", CODEC, CATALOGUE)


def test_a_topic_that_is_not_there_is_named_with_those_that_are(
    kafka: LocalKafka, topic: str
) -> None:
    def nowhere(_kind: str) -> str:
        return "vks.nowhere"

    with pytest.raises(NotPublished, match=rf"vks\.nowhere.*{topic}"):
        publish(sample_cases.case("hs"), kafka.address, CODEC, CATALOGUE, route=nowhere)


def test_an_event_too_large_for_the_broker_is_said(kafka: LocalKafka, topic: str) -> None:
    record: dict[str, Any] = sample_cases.case("hs")[0]
    record["decision"] = {"number": "x" * 5_000_000}
    with pytest.raises(NotPublished, match="too large"):
        publish([record], kafka.address, CODEC, CATALOGUE, route=lambda _: topic)


def test_topics_are_called_as_the_contract_says() -> None:
    assert topic_of("criminal") == "vks.criminal.events.v1"
    assert len(TOPICS) == 5
