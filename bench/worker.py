"""Worker against an empty Faust agent: both read the same messages of the same topic, live.

    python bench/worker.py [EVENTS]

Our worker decodes, derives and records in PostgreSQL; the empty agent takes batches and drops them.
The events are a simulated province's in order of arrival, so a batch touches many dossiers.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import time
from typing import Any

import _running as running

from streams.topics import topic_of

TOPIC = topic_of("criminal")


def main(events: int) -> None:
    messages = [m for m in running.encoded(running.province(events)) if m[0] == TOPIC]
    number = len(messages)
    with running.servers() as at:
        with running.worker(at) as process:
            running.wait_until(running.is_ready, 60, process)
            started = time.monotonic()
            sent = running.send(at.broker, messages)
            running.wait_until(lambda: at.recorded() >= number, 600, process)
            ours = number / (time.monotonic() - started)
            batches = running.metric("thongke_batch_events_count")
            dossiers = running.metric("thongke_batch_dossiers_sum") / batches
            recording = running.metric("thongke_batch_seconds_sum")
        empty = _empty_agent(at.broker, number)
    print(f"{number} events, {len({m[1] for m in messages})} dossiers, sent in {sent:.1f} s")
    print(f"batches: {batches:.0f}, {number / batches:.0f} events and "
          f"{dossiers:.0f} distinct dossiers on average")  # fmt: skip
    print(f"of {number / ours:.1f} s, {recording:.1f} s with a batch in hand")
    print(f"our worker (to commit in PostgreSQL): {ours:,.0f} events/s")
    print(f"empty Faust agent:                    {empty:,.0f} events/s")
    print(f"ratio: {ours / empty:.2f}")


def _empty_agent(broker: str, number: int) -> float:
    told = subprocess.run(
        [sys.executable, __file__, "--empty", broker, str(number)], capture_output=True, text=True
    )
    if told.returncode != 0:
        raise SystemExit(told.stderr)
    # Before it stands what Faust draws on a terminal.
    return float(json.loads(told.stdout[told.stdout.rindex("{") :])["per_second"])


def empty_agent(broker: str, number: int) -> None:
    """Prints how fast an agent takes `number` messages, from the first batch to the last."""
    import faust

    app = faust.App(
        "bench-empty", broker=f"kafka://{broker}", store="memory://", web_enabled=False,
        key_serializer="raw", value_serializer="raw", topic_disable_leader=True,
        topic_allow_declare=False, stream_wait_empty=False, stream_recovery_delay=0.0,
        stream_buffer_maxsize=8192, broker_max_poll_records=2000, datadir="/tmp/bench-empty",
    )  # fmt: skip
    topic = app.topic(TOPIC, value_type=bytes, key_type=bytes)
    taken, started = 0, 0.0

    @app.agent(topic, concurrency=1)
    async def take(stream: Any) -> None:
        nonlocal taken, started
        started = time.monotonic()
        async for batch in stream.take(2000, within=0.05):
            if taken == 0:
                started, first = time.monotonic(), len(batch)
            taken += len(batch)
            if taken >= number:
                per_second = (taken - first) / (time.monotonic() - started)
                print(json.dumps({"per_second": per_second}), flush=True)
                os._exit(0)

    logging.disable(logging.WARNING)
    faust.Worker(
        app, loglevel="ERROR", quiet=True, redirect_stdouts=False
    ).execute_from_commandline()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--empty"]:
        empty_agent(sys.argv[2], int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 40_000)
