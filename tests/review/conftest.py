"""A store with the few dossiers of review_story.py, and the pages over it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import review_story
from sqlalchemy import Engine, create_engine
from starlette.testclient import TestClient

from ops.local import LocalPostgres
from review.app import create
from store.migrate import migrate
from store.recorder import record
from thongke.assembly import assemble


@pytest.fixture(scope="module")
def engine(postgres: LocalPostgres, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """One store for the tests of a file; they only read, unless they record for themselves."""
    name = request.module.__name__.rpartition(".")[2]
    url = postgres.create_database(name)
    migrate(url)
    made = create_engine(url)
    with made.begin() as connection:
        record(connection, review_story.batch(), assemble().meaning)
    yield made
    made.dispose()
    postgres.drop_database(name)


@pytest.fixture(scope="module")
def client(engine: Engine) -> TestClient:
    return TestClient(create(engine, assemble().definitions), raise_server_exceptions=True)
