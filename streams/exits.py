"""Mã kết thúc: what a worker's exit code tells the one who restarts it."""

from __future__ import annotations

import logging
import os
import traceback
from typing import Any

DONE = 0  # asked to stop
HALTED = 65  # only a person can go on: the topic no longer has what was not yet read
FAILED = 70  # something unforeseen: start again
STALLED = 75  # alive, but nothing moved: start again

log = logging.getLogger("thongke.streams")


def described(error: BaseException) -> str:
    """What an error is, without its message: that may quote a row, and rows are about people."""
    cause: Any = getattr(error, "orig", None) or error
    state = getattr(cause, "sqlstate", None) or ""
    # Class 42 speaks of tables and columns, not of what is in them.
    words = f": {cause.diag.message_primary}" if state.startswith("42") else ""
    return type(cause).__name__ + (f" ({state}{words})" if state else "")


def fail_stop(error: BaseException) -> None:
    """End at once. An exception that reached Faust would count as work done (it acknowledges)."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.critical("ended by %s at\n%s", described(error), frames)
    logging.shutdown()
    os._exit(FAILED)
