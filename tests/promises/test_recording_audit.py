"""Audit is empty after anything, and finds whatever was changed behind our back."""

from __future__ import annotations

import random

import pytest
from recordings import Recording
from sqlalchemy import text

from projections.spans import SPANS
from store.audit import audit
from thongke.assembly import Assembly

# Each column takes another value than it has; days move by one.
CHANGED = {
    "Date": '"{column}" = coalesce("{column}", DATE \'2026-01-01\') + 1',
    "Int64": '"{column}" = coalesce("{column}", 0) + 1',
    "String": "\"{column}\" = coalesce(\"{column}\", '') || 'x'",
}


def test_nothing_differs_after_batches_late_events_and_corrections(
    recorded: Recording, assembly: Assembly
) -> None:
    with recorded.engine.begin() as connection:
        found = audit(connection, assembly.meaning)
    assert (found.differences, found.dossiers) == (0, len(recorded.dossiers))


@pytest.mark.parametrize("column", SPANS)
def test_a_change_of_any_column_of_a_span_is_found(
    column: str, recorded: Recording, assembly: Assembly
) -> None:
    """A span by chance, told otherwise: one row too many, one missing; then put back."""
    with recorded.engine.connect() as connection:
        ids = connection.execute(
            text("SELECT id, dossier FROM span WHERE retracted_at IS NULL ORDER BY id")
        ).all()
        id, dossier = random.Random(column).choice(ids)
        change = CHANGED[str(SPANS[column])].format(column=column)
        connection.execute(text(f"UPDATE span SET {change} WHERE id = :id"), {"id": id})
        found = audit(connection, assembly.meaning, [dossier])
        connection.rollback()
    if column == "dossier":  # the row went to a dossier that was not asked about
        assert (len(found.extra["span"]), len(found.missing["span"])) == (0, 1)
    else:
        assert (len(found.extra["span"]), len(found.missing["span"])) == (1, 1)
