"""Trình diễn: a simulated province published to a real broker, counted by real workers, shown.

Everything lives under one directory of this machine and ends with the demonstration.
"""

from __future__ import annotations

import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import uvicorn
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Engine, create_engine, text

from ops.local import Child, LocalPostgres, ensure_kafka
from review.app import create
from store.audit import audit
from store.filled import fill
from store.lists import listed
from store.migrate import migrate
from streams.publish import publish
from streams.topics import TOPICS
from thongke import asking
from thongke.assembly import assemble
from thongke.servers import demonstration
from thongke.settings import Settings
from thongke.simulate import simulate

PROVINCE, PERIOD = "01", "2026-H1"
WORKERS, PARTITIONS = 2, 4
PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Demo:
    """How much to simulate, and where to show it."""

    cases: int
    seed: int
    port: int

    def run(self, *, once: bool) -> int:
        """Run until Ctrl-C, or to the first filled forms; 1 when what was counted is not right."""
        say = Console(stderr=True)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # unwind, so that all ends with us
        home = demonstration(Settings.read()).parent
        shutil.rmtree(home, ignore_errors=True)
        with ExitStack() as running:
            postgres = running.enter_context(LocalPostgres(home / "postgres"))
            say.print(f"PostgreSQL: {postgres.says}")
            broker = ensure_kafka(home / "kafka").start()
            running.callback(broker.stop)
            say.print(f"Kafka: {broker.says} ({broker.address})")
            migrate(postgres.url)
            broker.create_topics(TOPICS, PARTITIONS)
            engine = create_engine(postgres.url)
            running.callback(engine.dispose)
            workers = [_worker(home, n, postgres.url, broker.address) for n in range(WORKERS)]
            for worker in workers:
                running.callback(worker.stop)
            self._publish_and_wait(engine, broker.address, workers, say)
            self._show(engine)
            address = running.enter_context(_page(engine, self.port))
            say.print(f"\nTrang số liệu / the page: [bold]{address}[/bold]")
            if once:
                return _judged(engine, address, say)
            say.print("Other commands ask this store while it runs. Ctrl-C ends everything.")
            _until_interrupted()
        return 0

    def _publish_and_wait(
        self, engine: Engine, broker: str, workers: Sequence[Child], say: Console
    ) -> None:
        assembly = assemble()
        with Progress(console=say) as progress:
            bar = progress.add_task("simulating a province", total=None)
            simulated = simulate(
                self.cases, self.seed, definitions=assembly.definitions, provinces=(PROVINCE,)
            )
            records = list(simulated.records())
            progress.update(bar, total=len(records), completed=0, description="publishing")
            publish(
                records, broker, assembly.codec, assembly.catalogue,
                progress=lambda done: progress.update(bar, completed=done),
            )  # fmt: skip
            bar = progress.add_task("workers counting", total=len(records))
            deadline = time.monotonic() + PATIENCE
            while (done := _read_so_far(engine)) < len(records):
                progress.update(bar, completed=done)
                for worker in workers:
                    worker.check("a worker")
                if time.monotonic() > deadline:
                    raise TimeoutError(
                        f"the workers read {done} of {len(records)} events in {PATIENCE:.0f} s"
                    )
                time.sleep(0.2)
            progress.update(bar, completed=done)

    def _show(self, engine: Engine) -> None:
        definitions = assemble().definitions
        period = asking.period_of(definitions, PERIOD)
        province = f"T{PROVINCE}+"
        labels = asking.units_of(definitions, [province], period)
        form = asking.form_of(definitions, "02", period)
        deaths = asking.list_of(definitions, "L1", period)
        out = Console()
        with engine.connect() as connection:
            filled = fill(connection, definitions, form, labels, period)[province]
            out.print(asking.as_table(filled, definitions))
            found = listed(connection, definitions, deaths, labels[province], period, "open")
        out.print(asking.list_table(found, f"{deaths.title} – {province} – {period}"))


def _read_so_far(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(
            connection.execute(text("SELECT coalesce(sum(next_offset), 0) FROM consumed")).scalar()
            or 0
        )


def _worker(home: Path, number: int, database: str, broker: str) -> Child:
    """One worker process, which never outlives the demonstration."""
    directory = home / f"worker-{number}"
    directory.mkdir(parents=True, exist_ok=True)
    return Child(
        [sys.executable, "-m", "thongke.cli", "worker", "--instance", f"demo-{number}"],
        directory,
        signal.SIGTERM,
        environment={"THONGKE_DATABASE_URL": database, "THONGKE_BROKER": broker},
    )


@contextmanager
def _page(engine: Engine, port: int) -> Iterator[str]:
    config = uvicorn.Config(
        create(engine, assemble().definitions),
        host="127.0.0.1", port=port, log_level="warning", access_log=False,
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def _judged(engine: Engine, address: str, say: Console) -> int:
    """The unattended demonstration judges itself: the page answers, the audit is empty."""
    with urlopen(address) as answer:  # our own page on loopback
        page = answer.read().decode()
    with engine.connect() as connection:
        found = audit(connection, assemble().meaning)
    say.print(found.spelled())
    right = "Biểu" in page and not found.differences
    say.print("demo: done" if right else "demo: what was counted is not right")
    return 0 if right else 1


def _until_interrupted() -> None:
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        pass
