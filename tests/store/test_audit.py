"""Audit finds what was changed behind our back, rebuild mends it, neither touches anything else."""

from __future__ import annotations

import pytest
from happenings import a_case, batch
from sqlalchemy import Engine, text

from store.audit import audit, rebuild
from store.recorder import record
from thongke.assembly import assemble

TAMPERED = {
    "a day moved": "UPDATE span SET until = until + 1 WHERE stage = 'investigating'",
    "a trait changed": "UPDATE span SET severity = 'guessed' WHERE stage = 'indicted'",
    "a span taken back": "UPDATE span SET retracted_at = 1 WHERE stage = 'concluded'",
    "a span told twice": (
        "INSERT INTO span (asserted_at, dossier, subject, track, stage, unit, since)"
        " VALUES (1, 'D1', 'C1', 'case', 'investigating', 'K01-01', '2026-01-05')"
    ),
    "a dossier nobody published": (
        "INSERT INTO span (asserted_at, dossier, subject, track, stage, unit, since)"
        " VALUES (1, 'D9', 'C1', 'case', 'investigating', 'K01-01', '2026-01-05')"
    ),
    "a finding invented": (
        "INSERT INTO finding (asserted_at, code, dossier) VALUES (1, 'out_of_turn', 'D1')"
    ),
}


@pytest.mark.parametrize("change", TAMPERED)
def test_tampering_is_found_and_mended(engine: Engine, change: str) -> None:
    meaning = assemble().meaning
    with engine.begin() as connection:
        record(connection, batch(*a_case("D1"), *a_case("D2")), meaning)
        assert audit(connection, meaning).differences == 0
        connection.execute(text(TAMPERED[change]))
    with engine.begin() as connection:
        found = audit(connection, meaning)
        assert found.differences > 0
        assert str(found.differences) in found.spelled()
        assert rebuild(connection, meaning, dry_run=True).differences == found.differences
        assert audit(connection, meaning).differences == found.differences
    with engine.begin() as connection:
        mended = rebuild(connection, meaning, dry_run=False)
        assert (mended.differences, mended.position) == (found.differences, 2)
    with engine.begin() as connection:
        assert audit(connection, meaning).differences == 0


def test_an_equal_row_told_twice_is_a_difference_of_one(engine: Engine) -> None:
    meaning = assemble().meaning
    with engine.begin() as connection:
        record(connection, batch(*a_case("D1")), meaning)
        shape = connection.execute(text("SELECT * FROM span LIMIT 0")).keys()
        columns = ", ".join(f'"{name}"' for name in shape if name != "id")
        connection.execute(
            text(
                f"INSERT INTO span ({columns}) SELECT {columns} FROM span WHERE stage = 'indicted'"
            )
        )
        found = audit(connection, meaning)
        assert {t: len(rows) for t, rows in found.extra.items()} == {"span": 1, "finding": 0}


def test_a_rebuild_of_what_is_right_takes_no_position(engine: Engine) -> None:
    meaning = assemble().meaning
    steps: list[tuple[int, int]] = []
    with engine.begin() as connection:
        record(connection, batch(*a_case("D1"), *a_case("D2")), meaning)
        done = rebuild(
            connection, meaning, dry_run=False, told=lambda done, all: steps.append((done, all))
        )
    assert (done.position, done.differences, done.dossiers) == (1, 0, 2)
    assert steps == [(2, 2)]
