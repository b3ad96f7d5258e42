"""Biểu 07: the official rows in their order, and who of custody stands in which of them."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from projections.definitions import Definitions, Form, Line
from thongke.definitions import load
from thongke.definitions.vocabulary import vocabulary

DAY = date(2026, 1, 1)
OFFICIAL = Path(__file__).parent / "official" / "bieu07-560.csv"
# Ways into and out of custody and detention that stay inside them, or that a total alone takes.
PASSING = {
    *("stage_told", "sentence_changed", "reclassified", "escaped", "recaptured"),
    *("arrived", "sent", "treated"),
}


@cache
def definitions() -> Definitions:
    return load()


@cache
def form() -> Form:
    found = definitions().form("07", DAY)
    assert found is not None
    return found


def asked(row: str, column: str) -> set[str]:
    line = form().line(row)
    assert line is not None, row
    return values(line, column)


def values(line: Line, column: str) -> set[str]:
    return {
        value
        for term in line.terms
        for condition in term.conditions
        if condition.column == column
        for value in condition.values
    }


def test_the_official_rows_stand_in_order_with_their_labels_and_parents() -> None:
    with OFFICIAL.open(encoding="utf-8", newline="") as file:
        official = [(row["row"], row["label"], row["parent"]) for row in csv.DictReader(file)]
    lines = [line for line in form().lines if line.code is not None]
    ours = [(str(int(n.code or "")), n.label, (n.parent or "").removeprefix("d")) for n in lines]
    assert ours == official


def test_every_row_of_custody_counts_from_events() -> None:
    rows = {f"d{n}" for n in range(1, 107)}
    assert {line.id for line in form().lines if line.terms} >= rows


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("d11", "d12 d13 d14 d15 d22"),
        ("d46", "d47 d48 d49 d51 d57 d58 d59 d60 d61 d62 d63"),
        ("d75", "d76 d77 d78 d79 d80 m.condemned"),
    ],
)
def test_parts_of_a_row_take_all_of_it_and_nothing_twice(whole: str, parts: str) -> None:
    column = "stage" if whole == "d75" else "left_by"
    taken = [value for part in parts.split() for value in asked(part, column)]
    assert set(taken) == asked(whole, column)
    # r12 and r14 part those who were detained by what they had been taken on
    assert len(taken) - len(set(taken)) == (1 if whole == "d11" else 0)


@pytest.mark.parametrize(("stages", "rows"), [({"held"}, range(1, 32)), (None, range(32, 86))])
def test_nobody_comes_or_goes_uncounted(stages: set[str] | None, rows: range) -> None:
    """Every manner of the procedure stands in some row, or in a line of ours, or is no move."""
    paths = vocabulary(
        definitions().tracks.values(), definitions().limits, definitions().traits
    ).paths["custody"]
    inside = stages or asked("d75", "stage")
    near = [line for line in form().lines if line.id in {f"d{n}" for n in rows}]
    near += [line for line in form().lines if line.id.startswith("m.")]
    for column, known in (("came_by", paths.entered), ("left_by", paths.left)):
        made = {manner for stage in inside for manner in known.get(stage, ())}
        counted = {
            v for line in near if values(line, "stage") & inside for v in values(line, column)
        }
        assert made - counted - PASSING == set()


def test_an_overdue_person_is_of_the_agency_whose_order_ran_out() -> None:
    kinds = [asked(row, "handler") for row in ("d82", "d83", "d84")]
    assert set.union(*kinds) | {"unknown", "state_body", "head_of_state"} == {
        *definitions().traits["handler"].values, "unknown",
    }  # fmt: skip
    assert sum(map(len, kinds)) == len(set.union(*kinds))
    for resolved, open_ in zip(("d66", "d67", "d68"), ("d82", "d83", "d84"), strict=True):
        assert asked(resolved, "handler") == asked(open_, "handler")
