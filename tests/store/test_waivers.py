"""Waivers: who let a finding pass, and why; nothing that only mending helps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import happenings
import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError
from test_rights import acting

from events.catalogue import Provenance
from projections.calendar import Period
from projections.definitions import KnownError
from projections.register import Known
from store import filled
from store.filled import Verdict
from store.recorder import record
from store.waivers import (
    Formula,
    NotWaivable,
    formulas_waived,
    standing,
    waive,
    waive_formula,
    withdraw,
    withdraw_formula,
)
from thongke.assembly import assemble

LATE = "conclusion_sent_late"


@pytest.fixture
def late(engine: Engine) -> Engine:
    """L1 was concluded on 20 January and received ten days later; L2 is dated tomorrow."""
    concluded, received = (
        happenings.event("L1-1", "investigation_concluded", "L1", "01-20"),
        happenings.event("L1-2", "file_received", "L1", "01-30", sequence=2),
    )
    tomorrow = happenings.event("L2-1", "case_prosecuted", "L2", "02-10")
    tomorrow["recorded_at"] = received["recorded_at"]
    prosecuted = happenings.event("L1-0", "case_prosecuted", "L1", "01-05", sequence=0)
    with engine.begin() as connection:
        told = happenings.batch(prosecuted, concluded, received, tomorrow)
        record(connection, told, assemble().meaning)
    return engine


def let_pass(connection: Connection, event: str, code: str, who: str = "A", why: str = "b") -> None:
    waive(connection, assemble().definitions, event, code, who, why)


def test_a_waiver_says_who_and_why_until_it_is_withdrawn_and_stays_on_record(late: Engine) -> None:
    with late.begin() as connection:
        let_pass(connection, "L1-2", LATE, "Nguyễn Văn A", "nghỉ lễ")
        [told] = standing(connection, ["L1-2", "L1-1"]).values()
        assert (told.event_id, told.code, told.who, told.why) == (
            *("L1-2", LATE, "Nguyễn Văn A", "nghỉ lễ"),
        )
        withdraw(connection, "L1-2", LATE, "Trần B")
        assert standing(connection, ["L1-2"]) == {}
        let_pass(connection, "L1-2", LATE, "Trần B", "xem lại rồi")
        kept = connection.execute(text("SELECT who, withdrawn_by FROM waiver ORDER BY id")).all()
    assert [tuple(row) for row in kept] == [("Nguyễn Văn A", "Trần B"), ("Trần B", None)]


@pytest.mark.parametrize(
    ("tried", "said"),
    [
        (lambda c: let_pass(c, "L1-2", "no_such"), "không có điều cần xem 'no_such'"),
        (lambda c: let_pass(c, "L2-1", "future_date"), "không ai được bỏ qua"),
        (lambda c: let_pass(c, "L1-1", LATE), f"'L1-1' không có điều cần xem {LATE}"),
        (lambda c: let_pass(c, "L1-2", LATE, who=" "), "phải ghi ai bỏ qua và vì sao"),
        (lambda c: let_pass(c, "L1-2", LATE, why=""), "phải ghi ai bỏ qua và vì sao"),
        (lambda c: withdraw(c, "L1-2", LATE, "A"), "chưa được bỏ qua"),
    ],
)
def test_what_cannot_be_waived_is_refused_in_words(
    late: Engine, tried: Callable[[Connection], None], said: str
) -> None:
    with late.begin() as connection, pytest.raises(NotWaivable, match=said):
        tried(connection)


def test_one_waiver_stands_at_a_time(late: Engine) -> None:
    with late.begin() as connection:
        let_pass(connection, "L1-2", LATE)
        with pytest.raises(NotWaivable, match="đã được bỏ qua"):
            let_pass(connection, "L1-2", LATE)


def test_a_reviewer_waives_in_own_dossiers_and_changes_no_waiver(late: Engine) -> None:
    with acting(late, "thongke_reviewer", "K01-01") as connection:
        let_pass(connection, "L1-2", LATE)
        assert len(standing(connection, ["L1-2"])) == 1
    with acting(late, "thongke_reviewer", "K01-02") as connection:
        assert standing(connection, ["L1-2"]) == {}
    for rewriting in ("UPDATE waiver SET why = 'x'", "DELETE FROM waiver"):
        with (
            pytest.raises(DBAPIError, match="permission denied"),
            acting(late, "thongke_reviewer", "K01-01") as connection,
        ):
            connection.execute(text(rewriting))


NAMED = KnownError(
    id="X99", says="thử", severity="block", checks=("X99",), findings=(), refusals=(), journal=(),
    guarantee=None, process=None, waived_by="người làm thống kê",
    provenance=Provenance(start=date(2025, 10, 1), end=None, status="inferred", basis=("thử",)),
)  # fmt: skip
BLOCK = Known("block", (NAMED,))
JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))


def formula(unit: str = "K01-01", codes: tuple[str, ...] = ("K01-01",)) -> Formula:
    return Formula(home="02", id="X99", unit=unit, codes=codes, period=JANUARY)


def test_a_formula_that_blocks_and_is_waived_blocks_no_more(engine: Engine) -> None:
    failed = Verdict(
        id="X99", severity="block", says="thử", holds=False, spelled="a 1 = b 2", dossiers=(),
        known=BLOCK,
    )  # fmt: skip
    assert failed.blocks
    with engine.begin() as connection:
        waive_formula(connection, formula(), BLOCK, "a 1 = b 2", "A", "b")
        standing_now = formulas_waived(connection, "02", JANUARY)
        [waived] = filled.let_pass([failed], "K01-01", standing_now)
        assert (waived.blocks, waived.failed, waived.waived) == (False, True, "A: b")
        assert waived.waiver is not None and waived.waiver.said == "a 1 = b 2"
        [elsewhere] = filled.let_pass([failed], "T01+", standing_now)
        assert elsewhere.blocks
        assert formulas_waived(connection, "03", JANUARY) == {}
        assert formulas_waived(connection, "02", Period(JANUARY.start, date(2026, 3, 1))) == {}


def test_a_waived_formula_stays_on_record_and_needs_who_and_why(engine: Engine) -> None:
    with engine.begin() as connection:
        for who, why in ((" ", "b"), ("A", "")):
            with pytest.raises(NotWaivable, match="phải ghi ai bỏ qua và vì sao"):
                waive_formula(connection, formula(), BLOCK, "", who, why)
        nobody = replace(NAMED, waived_by=None)
        with pytest.raises(NotWaivable, match=r"X99 \(X99\) không ai được bỏ qua"):
            waive_formula(connection, formula(), Known("block", (nobody,)), "", "A", "b")
        with pytest.raises(NotWaivable, match="chưa được bỏ qua"):
            withdraw_formula(connection, formula(), "A")
        waive_formula(connection, formula(), BLOCK, "1", "A", "b")
        with pytest.raises(NotWaivable, match="đã được bỏ qua"):
            waive_formula(connection, formula(), BLOCK, "1", "A", "b")
        withdraw_formula(connection, formula(), "C")
        assert formulas_waived(connection, "02", JANUARY) == {}
        kept = connection.execute(text("SELECT who, withdrawn_by FROM formula_waiver")).all()
    assert [tuple(row) for row in kept] == [("A", "C")]


def test_a_reviewer_waives_formulas_of_what_they_see_the_whole_of(engine: Engine) -> None:
    both = formula("K01-01,K01-02", ("K01-01", "K01-02"))
    with acting(engine, "thongke_reviewer", "K01-01") as connection:
        waive_formula(connection, formula(), BLOCK, "1", "A", "b")
        assert len(formulas_waived(connection, "02", JANUARY)) == 1
    for refused in (both, formula("K01-02", ("K01-02",))):
        with (
            pytest.raises(DBAPIError, match="row-level security"),
            acting(engine, "thongke_reviewer", "K01-01") as connection,
        ):
            waive_formula(connection, refused, BLOCK, "1", "A", "b")
    with acting(engine, "thongke_reviewer", "K01-02") as connection:
        assert formulas_waived(connection, "02", JANUARY) == {}
    with acting(engine, "thongke_auditor") as connection:
        assert len(formulas_waived(connection, "02", JANUARY)) == 1
    for rewriting in ("UPDATE formula_waiver SET why = 'x'", "DELETE FROM formula_waiver"):
        with (
            pytest.raises(DBAPIError, match="permission denied"),
            acting(engine, "thongke_reviewer", "K01-01") as connection,
        ):
            connection.execute(text(rewriting))
