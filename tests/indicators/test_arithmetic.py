"""A value is a fraction, a light says no more than is known. All expectations by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from projections.calendar import Period
from projections.checks import name, parse_sum
from projections.definitions import Indicator, Part, Provenance, Target
from projections.indicators import (
    needs,
    percent,
    read,
    spell,
    spell_target,
    stretches,
    target_of,
    with_either,
    worst,
)
from thongke.assembly import assemble

NEAR = Fraction(5, 100)
MONTH = Period(date(2026, 3, 1), date(2026, 4, 1))
PROVENANCE = Provenance(start=date(2025, 10, 1), end=None, status="inferred", basis=("thử",))


def target(op: str, number: str, *, percent: bool = True, every: str = "") -> Target:
    share = Fraction(number) / (100 if percent else 1)
    return Target(op=op, number=share, percent=percent, every=every)  # type: ignore[arg-type]


def indicator(*parts: tuple[str, str], kind: str = "ratio", **more: object) -> Indicator:
    said: dict[str, object] = {
        "id": "1",
        "label": "thử",
        "kind": kind,
        "parts": tuple(
            Part(numerator=parse_sum(over), denominator=parse_sum(below) if below else ())
            for over, below in parts
        ),
        "targets": {},
        "rooms": frozenset(),
        "not_from_events": None,
        "supplied_by": None,
        "left_out": (),
        "bound": "",
        "not_at": {},
        "either": (),
        "when": None,
        "provenance": PROVENANCE,
        **more,
    }
    return Indicator(**said)  # type: ignore[arg-type]


def light(one: Indicator, asked: Target | None, over: bool = True, **cells: int) -> str:
    return read(one, asked, cells, MONTH, near=NEAR, over=over).light


def test_a_ratio_is_exact_where_a_float_would_not_be() -> None:
    one = indicator(("a", "b"))
    # 0.1 + 0.2 style: 7/100 of 3 … 2999/3000 is no 100 %, 95/100 of 1000/1000 is.
    reading = read(one, target("=", "100"), {"a": 2999, "b": 3000}, MONTH, near=NEAR)
    assert reading.result == Fraction(2999, 3000)
    assert (reading.light, spell(reading, one, target("=", "100"))) == (
        "near",
        "2999/3000 = 99,96 %",
    )


@pytest.mark.parametrize(
    ("op", "number", "a", "b", "said"),
    [
        (">=", "80", 4, 5, "met"),
        (">=", "80", 76, 100, "near"),  # 80 − 5 % of 80 = 76
        (">=", "80", 759, 1000, "missed"),
        ("=", "100", 5, 5, "met"),
        ("=", "100", 19, 20, "near"),  # 95 %
        ("=", "100", 18, 20, "missed"),
        ("=", "100", 6, 5, "met"),
        ("<=", "1.5", 3, 200, "met"),  # exactly 1.5 %
        ("<=", "1.5", 63, 4000, "near"),  # 1.575 % = 1.5 + 5 % of it
        ("<=", "1.5", 64, 4000, "missed"),
        (">", "70", 7, 10, "near"),  # more than 70 % is asked, 70 % is not
        (">", "70", 71, 100, "met"),
    ],
)
def test_the_light_of_a_ratio(op: str, number: str, a: int, b: int, said: str) -> None:
    assert light(indicator(("a", "b")), target(op, number), a=a, b=b) == said


def test_nothing_of_nothing_is_not_reached_nor_missed() -> None:
    one = indicator(("a", "b"))
    for asked in (target("=", "100"), target("<=", "2")):
        assert light(one, asked, a=0, b=0) == "nothing"
    assert spell(read(one, None, {"a": 0, "b": 0}, MONTH, near=NEAR), one, None) == "0/0"


def test_signed_sums_stand_on_both_sides() -> None:
    one = indicator(("a - b", "a + c"))
    reading = read(one, target(">=", "50"), {"a": 9, "b": 3, "c": 1}, MONTH, near=NEAR)
    assert reading.result == Fraction(6, 10)
    assert reading.cells == {"a": 9, "b": 3, "c": 1}
    assert [name(o) for o in one.parts[0].numerator] == ["a", "b"]


def test_two_ratios_are_added_and_an_empty_one_adds_nothing() -> None:
    one = indicator(("a", "b"), ("c", "d"))
    added = read(one, None, {"a": 1, "b": 10, "c": 1, "d": 4}, MONTH, near=NEAR)
    assert added.result == Fraction(7, 20)  # 10 % + 25 % = 35 %
    assert spell(added, one, None) == "1/10 + 1/4 = 35 %"
    alone = read(one, None, {"a": 1, "b": 10, "c": 0, "d": 0}, MONTH, near=NEAR)
    assert alone.result == Fraction(1, 10)
    assert light(one, target("<=", "10"), a=0, b=0, c=0, d=0) == "nothing"


def test_a_count_of_zero_may_be_all_that_is_asked() -> None:
    one = indicator(("a", ""), kind="count")
    none = target("=", "0", percent=False)
    assert light(one, none, a=0) == "met"
    assert light(one, none, a=1) == "missed"


def test_a_number_for_the_year_is_open_until_the_year_ends() -> None:
    one = indicator(("a", ""), kind="count")
    yearly = target(">=", "2", percent=False, every="year")
    assert light(one, yearly, over=False, a=1) == "open"
    assert light(one, yearly, over=False, a=2) == "met"
    assert light(one, yearly, over=True, a=1) == "missed"


@pytest.mark.parametrize(
    ("bound", "op", "number", "a", "said"),
    [
        ("upper", "<=", "2", 2, "met"),  # at most 2 %, so 2 % at most
        ("upper", "<=", "2", 3, "unsure"),
        ("lower", ">=", "98", 98, "met"),
        ("lower", ">=", "98", 97, "unsure"),
        ("upper", ">=", "90", 95, "unsure"),
        ("upper", ">=", "90", 80, "missed"),
        ("lower", "<=", "10", 5, "unsure"),
        ("lower", "<=", "10", 20, "missed"),
    ],
)
def test_a_bound_says_only_what_it_proves(
    bound: str, op: str, number: str, a: int, said: str
) -> None:
    assert light(indicator(("a", "b"), bound=bound), target(op, number), a=a, b=100) == said


def test_a_bound_holds_only_where_there_is_something_to_doubt() -> None:
    one = indicator(("a", "b"), bound="upper", doubt=parse_sum("c"))
    asked = target(">=", "80")
    assert [name(o) for o in needs(one)] == ["a", "b", "c"]
    assert light(one, asked, a=9, b=10, c=0) == "met"
    assert light(one, asked, a=9, b=10, c=1) == "unsure"
    assert light(one, asked, a=1, b=10, c=1) == "missed"  # at most 10 %


def test_what_events_cannot_tell_is_not_judged() -> None:
    one = indicator(("a", ""), kind="ratio", not_from_events="lý do", supplied_by="ai")
    reading = read(one, target("=", "100"), {"a": 3}, MONTH, near=NEAR)
    assert (reading.light, spell(reading, one, target("=", "100"))) == ("untold", "3/?")


def test_not_asked_of_a_level_or_room() -> None:
    one = indicator(
        ("a", "b"),
        targets={
            "province": target(">=", "1"),
            "V04": target(">=", "2"),
            "supreme": target(">=", "4"),
        },
        rooms=frozenset({"P01", "V04"}),
    )
    assert target_of(one, "region", "") is None
    assert target_of(one, "province", "P01") == target(">=", "1")
    assert target_of(one, "province", "P07") is None
    assert target_of(one, "supreme", "V04") == target(">=", "2")  # its own
    assert target_of(one, "supreme", "CQDT", only_named=True) is None
    assert light(one, None, a=1, b=1) == "untargeted"


def test_stretches_run_from_their_own_first_day() -> None:
    calendar = assemble().definitions.calendar
    quarterly, yearly = target(">=", "1", every="quarter"), target(">=", "1", every="year")
    assert stretches(MONTH, None, calendar) == (MONTH,)
    # The year of 358 begins on 1 October, so its second quarter on 1 January.
    assert stretches(MONTH, quarterly, calendar) == (Period(date(2026, 1, 1), date(2026, 4, 1)),)
    assert stretches(MONTH, yearly, calendar) == (Period(date(2025, 10, 1), date(2026, 4, 1)),)
    year = calendar.year(2026)
    assert [stretch.start.month for stretch in stretches(year, quarterly, calendar)] == [
        10, 1, 4, 7,
    ]  # fmt: skip


def test_the_worst_quarter_decides() -> None:
    assert worst(["met", "missed", "near"]) == "missed"
    assert worst(["met", "nothing"]) == "met"
    assert worst(["met", "open"]) == "open"


def test_one_of_two_ways_is_enough() -> None:
    one = indicator(("a", ""), kind="count", either=("2",))
    assert with_either({"1": "missed", "2": "met"}, one) == "met"
    assert with_either({"1": "missed", "2": "open"}, one) == "missed"
    assert with_either({"1": "untargeted", "2": "met"}, one) == "untargeted"


def test_a_share_is_cut_never_rounded_over_its_target() -> None:
    assert percent(Fraction(1999999, 2000000)) == "99,99 %"
    assert percent(Fraction(3001, 200000), down=False) == "1,51 %"
    assert percent(Fraction(1, 3)) == "33,33 %"
    assert percent(Fraction(1, 2)) == "50 %"
    assert percent(Fraction(7, 1000)) == "0,7 %"


def test_targets_are_spelled_for_readers() -> None:
    assert spell_target(target("<=", "1.5")) == "≤ 1,5 %"
    assert spell_target(target(">=", "1", percent=False, every="quarter")) == "≥ 1 mỗi quý"
    assert spell_target(target("=", "0", percent=False)) == "= 0"
