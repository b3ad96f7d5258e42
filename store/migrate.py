"""Dựng và nâng cấp cơ sở dữ liệu: numbered SQL files, run forward, each once and never changed."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from sqlalchemy import Connection, create_engine, text

# Any number will do; two migrators must use the same one.
_LOCK = 560_358


class MigrationChanged(RuntimeError):
    """A migration that this database has run is no longer what it was."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file of SQL."""

    number: int
    name: str
    statements: str

    @property
    def hash(self) -> str:
        return sha256(self.statements.encode()).hexdigest()


def migrations() -> tuple[Migration, ...]:
    """Every migration of this version of the program, in order."""
    found = [f for f in files("store").joinpath("migrations").iterdir() if f.name.endswith(".sql")]
    return tuple(
        Migration(int(f.name.split("_")[0]), f.name, f.read_text(encoding="utf-8"))
        for f in sorted(found, key=lambda f: f.name)
    )


def migrate(url: str, wanted: tuple[Migration, ...] | None = None) -> tuple[str, ...]:
    """Bring the database to this version; the names of the migrations that had to be run.

    All or nothing, one migrator at a time. Refuses a database that has run another text of a
    migration, or one that this version does not know.
    """
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            return _migrate(connection, migrations() if wanted is None else wanted)
    finally:
        engine.dispose()


def _migrate(connection: Connection, wanted: tuple[Migration, ...]) -> tuple[str, ...]:
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    connection.execute(
        text(
            "CREATE TABLE IF NOT EXISTS migration (number integer PRIMARY KEY, name text NOT NULL,"
            " hash text NOT NULL, applied_at timestamptz NOT NULL DEFAULT clock_timestamp())"
        )
    )
    rows = connection.execute(text("SELECT number, name, hash FROM migration ORDER BY number"))
    applied = {number: (name, hash) for number, name, hash in rows}
    _refuse_changes(applied, wanted)
    run = [m for m in wanted if m.number not in applied]
    for migration in run:
        # Through the driver: many statements in one text, and no `:name` or `%` read into them.
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute(migration.statements)
        connection.execute(
            text("INSERT INTO migration (number, name, hash) VALUES (:number, :name, :hash)"),
            {"number": migration.number, "name": migration.name, "hash": migration.hash},
        )
    return tuple(m.name for m in run)


def _refuse_changes(applied: dict[int, tuple[str, str]], wanted: tuple[Migration, ...]) -> None:
    known = {m.number: m for m in wanted}
    for number, (name, hash) in applied.items():
        if number not in known:
            raise MigrationChanged(
                f"cơ sở dữ liệu đã chạy bước nâng cấp {name}, phiên bản chương trình này không có:"
                " hãy dùng phiên bản mới hơn"
            )
        if known[number].hash != hash:
            raise MigrationChanged(
                f"bước nâng cấp {name} đã chạy với nội dung khác (hash {hash[:12]}…, nay"
                f" {known[number].hash[:12]}…): không sửa bước đã chạy, hãy thêm bước mới"
            )
