"""Người trông: starts a worker again when it ends by itself or is killed."""

from __future__ import annotations

import logging
import signal
import subprocess
import time
from collections.abc import Sequence

from streams.exits import DONE, HALTED

log = logging.getLogger("thongke.streams")

_USAGE = 2
_STEADY = 60.0  # a worker that lived so long is started again at once


def supervise(command: Sequence[str]) -> int:
    """Run `command` until it ends in order, or only a person can help; its exit code.

    SIGTERM and SIGINT are passed on, and end the watch with the worker.
    """
    watch = _Watch()
    delay = 0.5
    while True:
        started = time.monotonic()
        code = watch.run(command)
        if watch.ending:
            return max(code, DONE)  # negative: ended by the signal that we passed on
        if code in (DONE, HALTED, _USAGE):
            return code
        delay = 0.5 if time.monotonic() - started > _STEADY else min(delay * 2, 30.0)
        log.warning("the worker ended with %d; starting it again in %.0f s", code, delay)
        watch.pause(delay)
        if watch.ending:
            return DONE


class _Watch:
    """One child at a time, and whether we were told to end."""

    def __init__(self) -> None:
        self.ending = False
        self._child: subprocess.Popen[bytes] | None = None
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)

    def run(self, command: Sequence[str]) -> int:
        # A session of its own: Ctrl-C reaches us alone, and we pass it on.
        self._child = subprocess.Popen(command, start_new_session=True)
        if self.ending:
            self._child.terminate()
        return self._child.wait()

    def pause(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not self.ending and time.monotonic() < deadline:
            time.sleep(0.1)

    def _end(self, *_: object) -> None:
        self.ending = True
        if self._child is not None and self._child.poll() is None:
            self._child.terminate()
