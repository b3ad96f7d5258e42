"""Workers as processes, and what the database knows meanwhile."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

_PROCESS = Path(__file__).with_name("worker_process.py")


@dataclass
class Workers:
    """Worker processes of one test, by instance name; their logs under `logs`."""

    logs: Path
    given: dict[str, Any]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, instance: str, **more: Any) -> subprocess.Popen[bytes]:
        given = json.dumps({**self.given, "instance": instance, **more})
        with (self.logs / f"{instance}.log").open("ab") as log:
            self.running[instance] = subprocess.Popen(
                [sys.executable, str(_PROCESS), given], stdout=log, stderr=log
            )
        return self.running[instance]

    def kill(self, instance: str) -> None:
        self.running[instance].kill()
        self.running[instance].wait()

    def restart_ended(self) -> list[int]:
        """Start again those that ended by themselves, as a supervisor would; their exit codes."""
        ended = {i: code for i, p in self.running.items() if (code := p.poll()) is not None}
        for instance in ended:
            self.start(instance)
        return list(ended.values())

    def stop(self) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()

    def told(self) -> str:
        """What the workers logged, for a failing test to show."""
        return "\n".join(f"--- {f.name}\n{f.read_text()[-6000:]}" for f in self.logs.glob("*.log"))


def rows(url: str, query: str, *parameters: object) -> list[Any]:
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        return connection.execute(query.encode(), parameters or None).fetchall()


def read_so_far(url: str) -> int:
    ((number,),) = rows(url, "SELECT coalesce(sum(next_offset), 0) FROM consumed")
    return int(number)


def wait_until(
    true: Callable[[], bool], seconds: float, told: Callable[[], str] = lambda: ""
) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s\n{told()}"
        time.sleep(0.1)
