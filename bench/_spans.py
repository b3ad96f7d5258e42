"""What the measurements of questions share: a database, and spans that stand in it."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
from sqlalchemy import Engine, create_engine, text

from ops.local import LocalPostgres
from store.driver import stage
from store.migrate import migrate


def run(
    measure: Callable[[str, int], None], doc: str | None, many: str, default: int, of: str
) -> None:
    """Measure `--<many>` in the database that the command line names, or in a new one."""
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument(f"--{many}", dest="count", type=int, default=default, help=of)
    parser.add_argument("--url", help="a database to fill; without it a new local server")
    chosen = parser.parse_args()
    if chosen.url:
        measure(chosen.url, chosen.count)
    else:
        with (
            tempfile.TemporaryDirectory() as directory,
            LocalPostgres(Path(directory) / "postgres") as server,
        ):
            measure(server.url, chosen.count)


def stored(url: str, spans: pl.DataFrame) -> Engine:
    """The database with these spans and no others, as a database is that has run for a while."""
    migrate(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("TRUNCATE span"))
        stage(connection, "span", spans).insert({"asserted_at": 1})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE span"))
    return engine
