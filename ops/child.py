"""Tiến trình con: a server process that never outlives the one that started it."""

import atexit
import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from signal import Signals

import psutil

# The guard holds the reading end of a pipe whose writing end is ours. However we end, also by
# SIGKILL, the pipe closes and the guard ends the server: politely, then by force. The kernel's
# parent-death signal would do it on Linux alone, and would fire when the *thread* that started
# the server ends, which is how fault tests restart servers.
_GUARD = 'read -r _; kill -s "$1" "$2"; sleep 15; kill -s KILL "$2"'


class ServerFailed(RuntimeError):
    """The server did not start; the message ends with the last lines of its log."""


class Child:
    """One running server process, its log and its process-id file in `directory`."""

    def __init__(
        self,
        command: Sequence[str],
        directory: Path,
        farewell: Signals,
        user: int | None = None,
        group: int | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._farewell = farewell
        self._owner = os.getpid()
        self.log = directory / "server.log"
        _wait_for_predecessor(directory)
        with self.log.open("ab") as log:
            # A session of its own: Ctrl-C in a terminal reaches us, and we stop servers in order.
            self.process = subprocess.Popen(
                command,
                cwd=directory,
                env=None if environment is None else {**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=user,
                group=group,
                extra_groups=None if user is None else [],
            )
        self._guard = subprocess.Popen(
            ["/bin/sh", "-c", _GUARD, "guard", farewell.name[3:], str(self.process.pid)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        started = psutil.Process(self.process.pid).create_time()
        (directory / "server.pid").write_text(f"{self.process.pid} {started}\n")
        atexit.register(self.stop)

    def stop(self, patience: float = 20) -> None:
        """End the server politely; by force when it has not ended after `patience` seconds."""
        if os.getpid() != self._owner:  # a fork of ours is ending, not we
            return
        if self.process.poll() is None:
            self.process.send_signal(self._farewell)
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                self._kill_tree()
        self._dismiss()

    def kill(self) -> None:
        """SIGKILL, to the server and its own children: what a power cut looks like to others."""
        self._kill_tree()
        self._dismiss()

    def check(self, name: str) -> None:
        """Raise, with the end of the log, if the server has ended by itself."""
        if self.process.poll() is not None:
            raise ServerFailed(
                f"{name} ended with exit code {self.process.returncode}{self.tail()}"
            )

    def tail(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()[-15:]
        return f"; {self.log} ends with:\n" + "\n".join(lines)

    def _kill_tree(self) -> None:
        try:
            tree = psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            tree = []
        self.process.kill()
        self.process.wait()
        for child in tree:
            if child.is_running():
                child.kill()
        # Until they are gone they hold the shared memory that a restart needs.
        psutil.wait_procs(tree, timeout=10)

    def _dismiss(self) -> None:
        atexit.unregister(self.stop)
        self._guard.kill()
        self._guard.wait()
        if self._guard.stdin is not None:
            self._guard.stdin.close()


def running(directory: Path) -> bool:
    """Whether a server that a Child started in `directory`, here or elsewhere, still runs."""
    record = directory / "server.pid"
    if not record.exists():
        return False
    pid, started = record.read_text().split()
    return _runs(int(pid), float(started))


def _wait_for_predecessor(directory: Path, patience: float = 20) -> None:
    """An owner that was killed leaves its server to the guard, which needs a moment."""
    deadline = time.monotonic() + patience
    while running(directory):
        if time.monotonic() > deadline:
            pid = (directory / "server.pid").read_text().split()[0]
            raise ServerFailed(
                f"{directory} is in use by process {pid}: "
                "stop what started it, or name another directory"
            )
        time.sleep(0.1)


def _runs(pid: int, started: float) -> bool:
    try:
        process = psutil.Process(pid)
        same = abs(process.create_time() - started) < 1
        return same and bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
