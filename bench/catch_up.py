"""Catching up: how fast a worker works off a backlog, from its start to the last commit.

python bench/catch_up.py [EVENTS]
"""

from __future__ import annotations

import sys
import time

import _running as running


def main(events: int) -> None:
    messages = running.encoded(running.province(events))
    with running.servers() as at:
        running.send(at.broker, messages)
        with running.worker(at) as process:
            running.wait_until(lambda: at.recorded() > 0, 60, process, 0.01)
            started, first = time.monotonic(), at.recorded()
            running.wait_until(lambda: at.recorded() >= len(messages), 1800, process)
            seconds = time.monotonic() - started
            batches = running.metric("thongke_batch_events_count")
    print(
        f"{len(messages)} events, {len({m[1] for m in messages})} dossiers, {batches:.0f} batches"
    )
    print(f"catching up: {(len(messages) - first) / seconds:,.0f} events/s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
