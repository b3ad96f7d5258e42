"""Events in a store of their own, for commands to ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import create_engine

from events.door import admit_records
from store.migrate import migrate
from store.recorder import record
from thongke.assembly import assemble


def record_in(url: str, told: Sequence[dict[str, Any]]) -> None:
    migrate(url)
    assembly = assemble()
    batch = admit_records(list(enumerate(told, 1)), "thử", assembly.codec, assembly.catalogue)
    assert batch.refused == []
    engine = create_engine(url)
    with engine.begin() as connection:
        record(connection, batch, assembly.meaning)
    engine.dispose()
