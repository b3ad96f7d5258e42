"""Freshness: from publishing an event until the form that it moves can be read with it.

    python bench/freshness.py [SECONDS] [EVENTS BEFORE]

New cases (vụ án mới khởi tố) are published at 50 a second while a reader asks for the whole of
Biểu 02 of their unit again and again: an event is readable when the count has grown so far.
"""

from __future__ import annotations

import sys
import threading
import time
from datetime import UTC, date, datetime

import _running as running
from confluent_kafka import Producer
from sqlalchemy import create_engine

from events.shape import Record
from store.figures import figures
from thongke import asking
from thongke.assembly import assemble

PER_SECOND = 50
UNIT, CELL, PERIOD = "K01-03", "P02-A08v", "2026-01"


def main(seconds: int, before: int) -> None:
    with running.servers() as at:
        running.send(at.broker, running.encoded(running.province(before)))
        with running.worker(at) as process:
            running.wait_until(lambda: at.recorded() >= before, 600, process)
            published: list[float] = []
            asked: list[float] = []
            batches, busy = _batches()
            read = _read_while(at, published, asked, seconds * PER_SECOND)
            batches, busy = _batches()[0] - batches, _batches()[1] - busy
    delays = sorted(1000 * (r - p) for p, r in zip(published, read, strict=True))
    print(
        f"{len(delays)} events at {PER_SECOND}/s, {before} recorded before; published → readable:"
    )
    for name, share in (("p50", 0.5), ("p90", 0.9), ("p99", 0.99)):
        print(f"  {name} {delays[int(share * (len(delays) - 1))]:.0f} ms")
    print(f"  worst {delays[-1]:.0f} ms")
    asked.sort()
    middle, last, times = asked[len(asked) // 2], asked[-1], len(asked)
    print(f"{batches:.0f} batches, {1000 * busy / batches:.0f} ms each on average")
    print(f"of which the question itself: p50 {middle:.0f} ms, worst {last:.0f} ms, {times} times")


def _batches() -> tuple[float, float]:
    name = "thongke_batch_seconds"
    return running.metric(f"{name}_count"), running.metric(f"{name}_sum")


def _read_while(
    at: running.Servers, published: list[float], asked: list[float], number: int
) -> list[float]:
    """When the figure first counted one more, two more…, while they are being published."""
    definitions = assemble().definitions
    period = asking.period_of(definitions, PERIOD)
    form = asking.form_of(definitions, "02", period)
    units = {UNIT: [UNIT]}
    engine = create_engine(at.url, isolation_level="AUTOCOMMIT")
    read: list[float] = []
    with engine.connect() as connection:

        def count() -> int:
            return figures(connection, form.lines, units, period)[UNIT].get(CELL, 0)

        first = count()
        publisher = threading.Thread(target=_publish, args=(at.broker, published, number))
        publisher.start()
        deadline = time.monotonic() + number / PER_SECOND + 60
        while len(read) < number:
            started = time.monotonic()
            more = count() - first
            asked.append(1000 * (time.monotonic() - started))
            read += [time.monotonic()] * (more - len(read))
            if time.monotonic() > deadline:
                raise SystemExit(f"only {len(read)} of {number} events became readable")
            time.sleep(0.01)  # a reader is not a benchmark of the reader
        publisher.join()
    return read


def _publish(broker: str, published: list[float], number: int) -> None:
    producer = Producer({"bootstrap.servers": broker, "acks": "all", "linger.ms": 0})
    messages = running.encoded([_new_case(n) for n in range(number)])
    started = time.monotonic()
    for index, (topic, key, value, named) in enumerate(messages):
        time.sleep(max(0.0, started + index / PER_SECOND - time.monotonic()))
        published.append(time.monotonic())
        producer.produce(topic, value, key, headers=named)
        producer.poll(0)
    producer.flush(30)


def _new_case(number: int) -> Record:
    return {
        "event_id": f"fresh-{number}",
        "type": "case_prosecuted",
        "dossier_id": f"fresh-{number}",
        "unit": UNIT,
        "agency": "CA-01",
        "effective_on": date(2026, 1, 15),
        "sequence": 1,
        "recorded_at": datetime(2026, 1, 15, 2, tzinfo=UTC),
        "subjects": [
            {
                "id": "v",
                "kind": "case",
                "charges": [{"article": "173", "clause": "1", "main": True}],
            }
        ],
    }


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [20, 20_000][len(given) :]))
