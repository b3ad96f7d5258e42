"""Mười loại đầu vào hỏng: each ends where it belongs, and everything around it flows on."""

from collections.abc import Callable
from datetime import date
from typing import Any

import psycopg
import sample_cases
from confluent_kafka import Producer
from running import Workers, read_so_far, rows, wait_until
from sqlalchemy import create_engine

from ops.local import LocalKafka
from store.audit import audit
from thongke.assembly import assemble

Send = Callable[[list[dict[str, Any]]], int]


def _bad(name: str) -> dict[str, Any]:
    """A first event of a dossier named after what is wrong with it."""
    return sample_cases.case(name)[0]


def _quarantined(url: str) -> dict[str | None, str]:
    found = rows(url, "SELECT dossier, reason_code FROM quarantine")
    assert len(found) == len({dossier for dossier, _ in found})
    return dict(found)


def test_each_bad_message_ends_where_it_belongs_and_the_rest_flows_on(
    kafka: LocalKafka, topic: str, store_url: str, workers: Workers, send: Send
) -> None:
    codec = assemble().codec
    send(sample_cases.case("before"))
    producer = Producer(
        {"bootstrap.servers": kafka.address, "message.max.bytes": 3_000_000, "log_level": 0}
    )

    def raw(name: str | None, value: bytes | None, **headers: bytes) -> None:
        key = None if name is None else name.encode()
        producer.produce(topic, value, key, headers=dict(headers))

    cut, valid = codec.encode(_bad("cut")), codec.encode(_bad("valid"))
    raw("cut", cut[:-5])
    raw("long-tail", codec.encode(_bad("long-tail")) + b"\0")
    raw("unknown-schema", b"\x00\x00\x00\x00\x63" + cut[10:])
    raw("unknown-type", codec.encode(_bad("unknown-type") | {"type": "case_imagined"}))
    raw("no-subject", codec.encode(_bad("no-subject") | {"subjects": []}))
    raw("oversized", bytes(1_200_000))
    raw("tombstone", None)
    raw("other-key", valid)
    raw("other-id", codec.encode(_bad("other-id")), ce_id=b"somebody-elses")
    raw(None, b"nothing that we know")
    first = _bad("told-twice")
    raw("told-twice", codec.encode(first))
    raw("told-twice", codec.encode(first))
    raw("told-otherwise", codec.encode(_bad("told-otherwise")))
    raw("told-otherwise", codec.encode(_bad("told-otherwise") | {"unit": "K01-01"}))
    future = _bad("future") | {"effective_on": date(2031, 1, 1)}
    raw("future", codec.encode(future))
    raw("unknown-unit", codec.encode(_bad("unknown-unit") | {"unit": "K99-77"}))
    article = _bad("unknown-article")
    article["subjects"][0]["charges"] = [{"article": "999", "main": True}]
    raw("unknown-article", codec.encode(article))
    raw("never-seen", codec.encode(sample_cases.case("never-seen")[4]))
    raw("corrects-unknown", codec.encode(_bad("corrects-unknown") | {"corrects": "nobody-knows"}))
    assert producer.flush(30) == 0
    send(sample_cases.case("after"))

    workers.start("one")
    sent = 8 + 19 + 8
    wait_until(lambda: read_so_far(store_url) == sent, 40, workers.told)

    assert _quarantined(store_url) == {
        "cut": "truncated",
        "long-tail": "trailing_bytes",
        "unknown-schema": "unknown_schema",
        "unknown-type": "unknown_type",
        "no-subject": "missing_subject",
        "oversized": "oversized",
        "tombstone": "truncated",
        "other-key": "key_mismatch",
        "other-id": "id_mismatch",
        "told-otherwise": "conflicting_duplicate",
        None: "not_avro",
    }
    incomplete = {d for (d,) in rows(store_url, "SELECT dossier FROM dossier WHERE incomplete > 0")}
    assert incomplete == set(_quarantined(store_url)) - {None}
    recorded = dict(rows(store_url, "SELECT dossier, count(*) FROM journal GROUP BY 1"))
    assert recorded == {
        "before": 8,
        "after": 8,
        "told-twice": 1,
        "told-otherwise": 1,
        "future": 1,
        "unknown-unit": 1,
        "unknown-article": 1,
        "never-seen": 1,
        "corrects-unknown": 1,
    }
    ((stands,),) = rows(store_url, "SELECT unit FROM journal WHERE dossier = 'told-otherwise'")
    assert stands == sample_cases.UNIT
    found = set(rows(store_url, "SELECT dossier, code FROM finding WHERE retracted_at IS NULL"))
    assert found >= {
        ("future", "future_date"),
        ("unknown-unit", "unknown_unit"),
        ("unknown-article", "unknown_article"),
        ("never-seen", "out_of_turn"),
        ("corrects-unknown", "corrects_unknown"),
    }
    assert [f for f in found if f[0] in ("before", "after", "told-twice")] == []
    unit = rows(store_url, "SELECT DISTINCT unit FROM span WHERE dossier = 'unknown-unit'")
    assert unit == [("unknown",)]
    with create_engine(store_url).connect() as connection:
        assert audit(connection, assemble().meaning).differences == 0


def test_a_message_that_the_database_refuses_goes_alone_to_quarantine(
    store_url: str, workers: Workers, send: Send
) -> None:
    # A rule that only the database knows stands for whatever nobody thought of.
    with psycopg.connect(store_url.replace("+psycopg", "")) as connection:
        connection.execute("ALTER TABLE journal ADD CHECK (dossier <> 'poison')")
    send([e for n in range(20) for e in sample_cases.case(f"good-{n}")])
    send(sample_cases.case("poison")[:1])
    send([e for n in range(20, 40) for e in sample_cases.case(f"good-{n}")])
    workers.start("one")
    wait_until(lambda: read_so_far(store_url) == 321, 40, workers.told)
    assert rows(store_url, "SELECT count(*), count(DISTINCT dossier) FROM journal") == [(320, 40)]
    assert rows(store_url, "SELECT dossier, reason_code FROM quarantine") == [
        ("poison", "could_not_be_recorded")
    ]
    assert workers.running["one"].poll() is None
