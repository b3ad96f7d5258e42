"""Rights, tried through roles that own nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from happenings import TOPIC, a_case, arrival, batch, event, through_the_door
from lines import line, term
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import ProgrammingError

from events.door import Arrival
from projections.calendar import Period
from store.audit import audit
from store.consumed import Consumed, claim
from store.figures import figures_by_dossier
from store.recorder import record
from thongke.assembly import assemble


@contextmanager
def acting(engine: Engine, role: str, units: str = "") -> Iterator[Connection]:
    """A transaction with the rights of a role, as someone of some units."""
    with engine.begin() as connection:
        connection.execute(text(f"SET LOCAL ROLE {role}"))
        connection.execute(text("SELECT set_config('thongke.units', :u, true)"), {"u": units})
        yield connection


def seen(connection: Connection, what: str) -> list[object]:
    return list(connection.execute(text(what)).scalars())


@pytest.fixture
def two_units(engine: Engine) -> Engine:
    """D1 is K01-01's, D2 is K01-02's; each has a message in quarantine."""
    elsewhere = [{**r, "unit": "K01-02", "agency": "K01-02"} for r in a_case("D2")]
    with engine.begin() as connection:
        record(connection, batch(*a_case("D1"), *elsewhere), assemble().meaning)
        torn = [Arrival(TOPIC, 0, n, key, b"\x01", {}) for n, key in enumerate((b"D1", b"D2"))]
        record(connection, through_the_door(*torn), assemble().meaning)
    return engine


def test_a_worker_can_do_all_of_its_work(engine: Engine) -> None:
    sealed = event("E1", "case_prosecuted", "D9", "01-05")
    sealed["subjects"][0]["sealed_identity"] = "c2VhbGVk"
    with acting(engine, "thongke_worker") as connection:
        epoch = claim(connection, TOPIC, {0: 0})[0].epoch
        taken = [arrival(r, n) for n, r in enumerate([*a_case("D1"), sealed])]
        due = {(a.source, a.partition, a.offset): a.offset for a in taken}
        recorded = record(
            connection,
            through_the_door(*taken),
            assemble().meaning,
            Consumed({(TOPIC, 0): epoch}, due),
        )
        assert recorded.added == 5
        assert audit(connection, assemble().meaning).differences == 0


def test_a_worker_cannot_read_identities_nor_rewrite_the_journal(engine: Engine) -> None:
    for forbidden in (
        "SELECT * FROM identity.sealed_identity",
        "UPDATE journal SET bytes = ''",
        "DELETE FROM journal",
        "UPDATE span SET unit = 'T01'",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            acting(engine, "thongke_worker") as connection,
        ):
            connection.execute(text(forbidden))


def test_a_reviewer_sees_the_rows_of_their_units_alone(two_units: Engine) -> None:
    for table in ("span", "journal", "move", "dossier"):
        what = f"SELECT DISTINCT dossier FROM {table}"
        with acting(two_units, "thongke_reviewer", "K01-01") as connection:
            assert seen(connection, what) == ["D1"], table
        with acting(two_units, "thongke_reviewer", "K01-01,K01-02") as connection:
            assert sorted(map(str, seen(connection, what))) == ["D1", "D2"], table
        with acting(two_units, "thongke_reviewer") as connection:
            assert seen(connection, what) == [], table
    with acting(two_units, "thongke_reviewer", "K01-02") as connection:
        assert seen(connection, "SELECT dossier FROM quarantine") == ["D2"]


def test_a_reviewer_gets_figures_of_their_units_alone(two_units: Engine) -> None:
    """Asked of both units, the cells are made of D1's spans and no others."""
    lines = [line("entered", term("entered"))]
    period = Period(date(2026, 1, 1), date(2026, 2, 1))
    units = ("K01-01", "K01-02")
    with two_units.begin() as connection:
        assert set(figures_by_dossier(connection, lines, units, period)) == {"D1", "D2"}
    with acting(two_units, "thongke_reviewer", "K01-01") as connection:
        assert set(figures_by_dossier(connection, lines, units, period)) == {"D1"}


def test_a_reviewer_reads_neither_bytes_nor_identities_and_writes_nothing(
    two_units: Engine,
) -> None:
    for forbidden in (
        "SELECT bytes FROM journal",
        "SELECT bytes FROM quarantine",
        "SELECT * FROM identity.sealed_identity",
        "SELECT * FROM access_log",
        "INSERT INTO dossier (dossier) VALUES ('D3')",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            acting(two_units, "thongke_reviewer", "K01-01") as connection,
        ):
            connection.execute(text(forbidden))
    with acting(two_units, "thongke_reviewer", "K01-01") as connection:
        connection.execute(text("INSERT INTO access_log (what, dossier) VALUES ('mở', 'D1')"))


def test_an_auditor_reads_everything_but_identities_and_writes_nothing(two_units: Engine) -> None:
    with acting(two_units, "thongke_auditor") as connection:
        assert len(seen(connection, "SELECT bytes FROM journal")) == 8
        assert audit(connection, assemble().meaning).differences == 0
    for forbidden in (
        "SELECT * FROM identity.sealed_identity",
        "UPDATE span SET retracted_at = 1",
        "UPDATE counter SET position = 0",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            acting(two_units, "thongke_auditor") as connection,
        ):
            connection.execute(text(forbidden))
