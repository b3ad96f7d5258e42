"""Vận hành: what operators see of a worker, and what ends one that does nothing."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import psycopg
import pytest
import sample_cases
from running import Workers, read_so_far, wait_until

from ops.local import LocalKafka
from streams.exits import DONE, STALLED
from streams.metrics import Metrics

Send = Callable[[list[dict[str, Any]]], int]


def _page(port: int, path: str) -> tuple[int, str]:
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def _series(page: str) -> dict[str, float]:
    lines = [line for line in page.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_worker_counts_what_it_does_and_names_nobody(
    topic: str, store_url: str, workers: Workers, send: Send, port: int
) -> None:
    events = sample_cases.case("counted")
    for day in ("effective_on", "recorded_at"):
        events[2][day] += timedelta(days=9)  # approved late: a finding, which is no span
    send(events)
    send(events[:3])  # told again
    send([{**events[0], "unit": "K01-01"}])  # told otherwise
    workers.start("one", metrics_port=port)
    wait_until(lambda: read_so_far(store_url) == 12, 60, workers.told)
    wait_until(lambda: "ok" in _page(port, "/readyz")[1], 30, workers.told)
    assert _page(port, "/livez") == (200, "ok\n")
    assert _page(port, "/elsewhere")[0] == 404

    page = _page(port, "/metrics")[1]
    series = _series(page)
    assert series[f'thongke_events_received_total{{topic="{topic}"}}'] == 12
    assert series["thongke_events_recorded_total"] == 8
    assert series["thongke_events_repeated_total"] == 3
    assert series['thongke_events_quarantined_total{reason="conflicting_duplicate"}'] == 1
    asserted, retracted = "thongke_spans_asserted_total", "thongke_spans_retracted_total"
    with psycopg.connect(store_url.replace("+psycopg", "")) as connection:
        spans = connection.execute("SELECT count(*), count(retracted_at) FROM span").fetchone()
        found = connection.execute("SELECT code FROM finding").fetchall()
    assert found == [("charge_decided_late",)]
    assert spans == (series[asserted], series[retracted])
    assert series[asserted] > 0
    next_offsets = [v for k, v in series.items() if k.startswith("thongke_next_offset{")]
    assert sum(next_offsets) == 12
    wait_until(lambda: _lag(port, topic) == [0, 0, 0, 0], 20)
    assert series["thongke_recorded_after_seconds_count"] == 12
    assert "counted" not in page
    assert "counted" not in workers.told()


def _lag(port: int, topic: str) -> list[float]:
    series = _series(_page(port, "/metrics")[1])
    return [v for k, v in series.items() if k.startswith("thongke_lag{") and topic in k]


def test_a_worker_told_to_end_ends_in_order(workers: Workers, store_url: str, send: Send) -> None:
    process = workers.start("one")
    send(sample_cases.case("some"))
    wait_until(lambda: read_so_far(store_url) == 8, 60, workers.told)
    process.terminate()
    assert process.wait(20) == DONE


_WATCHED = """
import json, sys, time
from streams.metrics import Metrics
from streams.watchdog import Watchdog
from streams.wiring import Wiring
given = json.loads(sys.argv[1])
wiring = Wiring(codec=None, catalogue=None, meaning=None, patience=2.0, **given)
topic = given["topics"][0]
Watchdog(wiring, Metrics(), [topic], lambda: {(topic, p) for p in range(4)}).start()
time.sleep(20)
print("still here", flush=True)
"""


@pytest.mark.parametrize("something_to_read", [True, False])
def test_a_process_that_reads_nothing_is_ended_only_when_there_is_something_to_read(
    kafka: LocalKafka, topic: str, store_url: str, send: Send, something_to_read: bool
) -> None:
    if something_to_read:
        send(sample_cases.case("unread"))
    given = {"database_url": store_url, "broker": kafka.address, "topics": [topic], "group": topic}
    idle = subprocess.run(
        [sys.executable, "-c", _WATCHED, json.dumps(given)], capture_output=True, text=True
    )
    assert (idle.returncode, idle.stdout) == (
        (STALLED, "") if something_to_read else (DONE, "still here\n")
    ), idle.stderr


def test_every_series_is_explained_on_the_page_for_operators() -> None:
    page = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()
    names = [family.name for family in Metrics().registry.collect()]
    assert len(names) > 10
    assert [name for name in names if f"`{name}" not in page] == []
