"""Migrations: forward only, each once, never changed; tables shaped as the engine says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import ProgrammingError

from events.moves import MOVES
from projections.findings import FINDINGS
from projections.spans import SPANS
from store.migrate import Migration, MigrationChanged, migrate, migrations


def test_a_second_run_has_nothing_to_do(database: str) -> None:
    assert migrate(database) == tuple(m.name for m in migrations())
    assert migrate(database) == ()


def test_a_changed_migration_is_refused_by_name(database: str) -> None:
    migrate(database)
    first, *rest = migrations()
    changed = (replace(first, statements=first.statements + "\n-- better"), *rest)
    with pytest.raises(MigrationChanged, match=first.name):
        migrate(database, changed)


def test_a_database_of_a_later_version_is_refused(database: str) -> None:
    migrate(database)
    with pytest.raises(MigrationChanged, match=r"0001_what_is_remembered\.sql"):
        migrate(database, ())


def test_a_failing_migration_leaves_nothing_behind(database: str) -> None:
    broken = Migration(999, "0999_broken.sql", "CREATE TABLE half (n int); SELECT nonsense;")
    with pytest.raises(Exception, match="nonsense"):
        migrate(database, (*migrations(), broken))
    engine = create_engine(database)
    with engine.connect() as connection, pytest.raises(ProgrammingError):
        connection.execute(text("SELECT * FROM migration"))
    engine.dispose()


@pytest.mark.parametrize(
    ("table", "shape"), [("move", MOVES), ("span", SPANS), ("finding", FINDINGS)]
)
def test_tables_have_the_columns_that_the_engine_names(
    engine: Engine, table: str, shape: dict[str, object]
) -> None:
    with engine.connect() as connection:
        columns = connection.execute(
            text("SELECT column_name FROM information_schema.columns WHERE table_name = :t"),
            {"t": table},
        ).scalars()
        ours = {"id", "position", "asserted_at", "retracted_at"}
        assert set(columns) - ours == set(shape)
