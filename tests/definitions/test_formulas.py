"""Formulas of checks: read, judged, spelled, and traced to the dossiers that break them."""

from __future__ import annotations

from datetime import date

import pytest

from events.catalogue import Provenance
from projections.checks import NotLinear, culprits, holds, name, needs, parse, spell
from projections.definitions import Check, Operand


def check(formula: str) -> Check:
    left, op, right = parse(formula)
    return Check(
        id="F",
        says="thử",
        severity="block",
        formula=formula,
        left=left,
        op=op,
        right=right,
        provenance=Provenance(start=date(2025, 10, 1), end=None, status="inferred", basis=("thử",)),
    )


def test_a_formula_is_two_sums() -> None:
    left, op, right = parse("P02-A45v = P02-A26v - P02-A27v + 1")
    assert op == "="
    assert left == (Operand(sign=1, shape="cell", form="", cell="P02-A45v"),)
    assert right == (
        Operand(sign=1, shape="cell", form="", cell="P02-A26v"),
        Operand(sign=-1, shape="cell", form="", cell="P02-A27v"),
        Operand(sign=1, shape="number", form="", cell="", number=1),
    )


@pytest.mark.parametrize(
    "operand",
    ["d1", "P03-12b.death", "123.c6", "previous(P02-A45v)", "list(L1.new)", "form(02).P02-A08v"],
)
def test_an_operand_is_named_as_it_is_written(operand: str) -> None:
    left, _, right = parse(f"{operand} >= 0")
    assert (name(left[0]), name(right[0])) == (operand, "0")


@pytest.mark.parametrize(
    "formula",
    [
        "a = 2 * b",
        "a = b / c",
        "a = (b + c)",
        "a = b c",
        "a = ",
        "a",
        "a = b = c",
        "a = b -",
        "a = b-",
    ],
)
def test_what_is_not_two_sums_is_not_read(formula: str) -> None:
    with pytest.raises(NotLinear):
        parse(formula)


@pytest.mark.parametrize(
    ("formula", "values", "expected"),
    [
        ("a = b - c", {"a": 3, "b": 5, "c": 2}, True),
        ("a = b - c", {"a": 3, "b": 5, "c": 1}, False),
        ("a <= b", {"a": 3, "b": 3}, True),
        ("a <= b", {"a": 4, "b": 3}, False),
        ("a >= b + 1", {"a": 4, "b": 3}, True),
        ("a >= b + 1", {"a": 3, "b": 3}, False),
        ("-a + b = previous(a)", {"a": 1, "b": 3, "previous(a)": 2}, True),
    ],
)
def test_a_check_holds_or_not(formula: str, values: dict[str, int], expected: bool) -> None:
    assert holds(check(formula), values) is expected


def test_what_a_check_needs_are_its_cells_but_not_its_numbers() -> None:
    assert [name(o) for o in needs(check("a = list(L1.new) + 2"))] == ["a", "list(L1.new)"]


def test_a_check_is_spelled_with_its_figures() -> None:
    balanced = check("P02-A45v = P02-A26v - P02-A27v")
    values = {"P02-A45v": 3, "P02-A26v": 5, "P02-A27v": 2}
    assert spell(balanced, values) == "P02-A45v 3 = P02-A26v 5 − P02-A27v 2"
    values["P02-A27v"] = 1
    assert spell(balanced, values) == ("P02-A45v 3 = P02-A26v 5 − P02-A27v 1: 3 so với 4, lệch −1")


def test_a_cell_without_a_value_is_a_dash_and_nothing_is_compared() -> None:
    assert spell(check("a = b + c"), {"a": 3, "b": 1}) == "a 3 = b 1 + c –"


def test_cells_from_elsewhere_are_spelled_with_their_place() -> None:
    values = {"a": 1, "previous(b)": 2, "list(L1.new)": 3, "form(02).c": 4}
    assert spell(check("a <= previous(b) + list(L1.new) + form(02).c"), values) == (
        "a 1 ≤ b kỳ trước 2 + danh sách L1 (new) 3 + Biểu 02 c 4"
    )


def test_the_dossiers_that_do_not_balance_by_themselves_are_named() -> None:
    shares = {
        "hs-3": {"a": 1, "b": 1},
        "hs-2": {"a": 1},
        "hs-1": {"b": 1, "c": 1},
        "hs-4": {"c": 2, "a": -2, "b": 1},
    }
    assert culprits(check("a = b - c"), shares) == ("hs-2", "hs-4")


def test_a_number_in_a_formula_is_no_dossiers_share() -> None:
    assert culprits(check("a <= b + 1"), {"hs-1": {"a": 1}, "hs-2": {"a": 1, "b": 1}}) == ("hs-1",)
