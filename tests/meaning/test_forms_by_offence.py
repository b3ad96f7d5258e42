"""Biểu 10, 11, 12: columns of 560, one filter behind them and behind Biểu 02 and 03."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from projections.definitions import Condition, Definitions, Form, Line
from thongke.definitions import load
from thongke.definitions.show import counts, show

DAY = date(2026, 1, 1)
# Columns that mean what a row of Biểu 02 or 03 means (X03, B10-F09; doubts 31).
SAME = {
    "02": "3 P02-A26v, 4 P02-A26b, 7 P02-A08b, 8 P02-A18b, 25 P02-A27v.once, 26 P02-A27b.once, "
    "28 P02-A28v, 29 P02-A28b, 30 P02-A39v, 31 P02-A39b, 32 P02-B07v, 33 P02-B07b, "
    "34 P02-B08v.once, 35 P02-B08b.once, 41 P02-B14v, 42 P02-B14b, 43 P02-B17v, 44 P02-B17b, "
    "45 P02-B19v, 46 P02-B19b",
    "03": "47 P03-07v, 48 P03-07b, 52 P03-16v, 53 P03-16b, 54 P03-19v, "
    "55 P03-19b, 56 P03-21v, 57 P03-21b",
}
# X04: columns of Biểu 11 and 12, and the columns of Biểu 10 that they repeat.
REPEATED = {
    "11": {3: 6, 4: 7, 5: 8, 7: 9, 8: 10, 9: 11, 10: 12, 11: 13, 12: 19, 15: 20},
    "12": {3: 34, 4: 35, 5: 36, 7: 37, 8: 38, 9: 39, 10: 40},
}


@cache
def definitions() -> Definitions:
    return load(None)


def form(id: str) -> Form:
    found = definitions().form(id, DAY)
    assert found is not None
    return found


def column(id: str, cell: str) -> Line:
    found = form(id).line(cell)
    assert found is not None
    return found


def asks(line: Line) -> tuple[object, ...]:
    return line.kind, frozenset(line.terms), line.count


@pytest.mark.parametrize(("id", "last"), [("10", 57), ("11", 15), ("12", 21)])
def test_every_column_of_560_is_there_in_its_order_and_counted(id: str, last: int) -> None:
    lines = form(id).lines
    assert [line.id for line in lines] == [f"c{n}" for n in range(3, last + 1)]
    assert [line.code for line in lines] == [str(n) for n in range(3, last + 1)]
    assert {line.provenance.status for line in lines} == {"carried_over"}
    assert all(line.terms and line.group for line in lines)


@pytest.mark.parametrize("id", ["02", "03"])
def test_a_column_that_means_what_a_row_means_asks_the_same(id: str) -> None:
    for pair in SAME[id].split(", "):
        number, row = pair.split()
        assert asks(column("10", f"c{number}")) == asks(column(id, row)), pair
        check = next(c for c in form("10").checks if c.id == f"X03.{int(number):02}")
        assert (check.formula, check.severity) == (f"c{number} = form({id}).{row}", "block")


@pytest.mark.parametrize(("number", "row"), [(49, "P03-08v"), (50, "P03-08b")])
def test_who_was_tried_counts_under_the_crime_of_the_judgment(number: int, row: str) -> None:
    """C07, doubts 25: judged is left in Biểu 03 and entered here; in all it is the same."""
    (left,), (entered,) = column("03", row).terms, column("10", f"c{number}").terms
    assert (left.question, entered.question) == ("left", "entered")
    (stage,) = (c.values for c in entered.conditions if c.column == "stage")
    (manner,) = (c.values for c in entered.conditions if c.column == "came_by")
    assert (stage, manner) == (frozenset({"tried"}), frozenset({"judged"}))
    check = next(c for c in form("10").checks if c.id == f"X03.{number}")
    assert (check.formula, check.severity) == (f"c{number} = form(03).{row}", "block")


@pytest.mark.parametrize("id", ["11", "12"])
def test_bieu_11_and_12_repeat_columns_of_bieu_10_crime_by_crime(id: str) -> None:
    for here, there in REPEATED[id].items():
        assert asks(column(id, f"c{here}")) == asks(column("10", f"c{there}")), here
        check = next(c for c in form(id).checks if c.id == f"X04.{here:02}")
        assert check.formula == f"c{here} = form(10).c{there}"
        assert check.each and check.severity == "block"


def test_new_cases_are_those_of_bieu_02_without_those_joined_to_another_in_the_period() -> None:
    line = column("10", "c6")
    new = (*column("02", "P02-A08v").terms, *column("02", "P02-A23v.in_new").terms)
    assert line.terms == new
    (joined,) = line.count.unless
    assert column("02", "P02-A23v.out_new").terms == (*new, joined)
    assert joined.question == "left"
    assert (
        Condition(column="left_by", op="in", values=frozenset({"joined_out"})) in joined.conditions
    )


def test_a_cell_of_a_row_is_the_column_within_one_offence() -> None:
    only = Condition(column="offence", op="in", values=frozenset({"173"}))
    assert column("10", "173.c7").terms == tuple(
        type(t)(question=t.question, conditions=(*t.conditions, only))
        for t in column("10", "c7").terms
    )
    once = column("10", "173.c34")
    assert (once.terms, once.count.last) == (column("10", "c34").terms, (only,))
    assert asks(column("10", "all.c7")) == asks(column("10", "c7"))
    assert form("10").line("173.c58") is None


def test_columns_are_shown_with_their_headings_and_told_in_words() -> None:
    shown = show(form("10"), definitions())
    assert shown["columns"][3] == {
        "id": "c6", "label": "Vụ án", "group": "Điều tra: khởi tố mới",
    }  # fmt: skip
    said = counts(column("10", "c6"), definitions())
    assert "mỗi đối tượng tính một lần; trừ đối tượng: ra khỏi giai đoạn" in said
    assert "theo lần sau cùng trong kỳ: loại tội phạm: nghiêm trọng" in counts(
        column("10", "c38"), definitions()
    )
