"""A migrated database for every test of the store."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine

from store.migrate import migrate


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """A migrated database of this test's own."""
    migrate(database)
    made = create_engine(database)
    yield made
    made.dispose()
