"""Người trông: what ends by itself is started again, unless only a person can help."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from streams.exits import DONE, FAILED, HALTED

_SUPERVISE = (
    "import sys; from streams.supervisor import supervise; sys.exit(supervise(sys.argv[1:]))"
)


def _counting(starts: Path, ending: str) -> list[str]:
    """A command that notes each of its starts, and ends so."""
    program = f"import os, sys, time; open({str(starts)!r}, 'a').write('x'); {ending}"
    return [sys.executable, "-c", _SUPERVISE, sys.executable, "-c", program]


def _wait_for_starts(starts: Path, number: int) -> None:
    deadline = time.monotonic() + 15
    while not starts.exists() or len(starts.read_text()) < number:
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.parametrize("code", [DONE, HALTED, 2])
def test_an_end_in_order_a_halt_and_a_usage_error_are_passed_on(tmp_path: Path, code: int) -> None:
    starts = tmp_path / "starts"
    told = subprocess.run(_counting(starts, f"sys.exit({code})"), timeout=30)
    assert told.returncode == code
    assert starts.read_text() == "x"


@pytest.mark.parametrize("ending", [f"os._exit({FAILED})", "os.kill(os.getpid(), 9)"])
def test_a_failed_or_killed_worker_is_started_again(tmp_path: Path, ending: str) -> None:
    starts = tmp_path / "starts"
    once = f"open({str(starts)!r}).read() == 'xx' and sys.exit(0); {ending}"
    assert subprocess.run(_counting(starts, once), timeout=30).returncode == DONE
    assert starts.read_text() == "xx"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_being_told_to_end_ends_the_worker_and_the_watch(
    tmp_path: Path, number: signal.Signals
) -> None:
    starts = tmp_path / "starts"
    watch = subprocess.Popen(_counting(starts, "time.sleep(60)"))
    _wait_for_starts(starts, 1)
    watch.send_signal(number)
    assert watch.wait(10) == DONE
    assert starts.read_text() == "x"
