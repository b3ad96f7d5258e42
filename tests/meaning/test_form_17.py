"""Biểu 17: the official rows, who supplies what, and a catalogue that tells its rows truly."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

from worked import values

from projections.definitions import Definitions, Form, Line
from thongke.definitions import load

DAY = date(2026, 1, 1)
OFFICIAL = Path(__file__).parent / "official" / "bieu17-560.csv"


@cache
def definitions() -> Definitions:
    return load()


@cache
def form() -> Form:
    found = definitions().form("17", DAY)
    assert found is not None
    return found


def lines() -> list[Line]:
    return [line for line in form().lines if line.code is not None]


def test_the_official_rows_stand_in_order_with_their_labels_and_parents() -> None:
    with OFFICIAL.open(encoding="utf-8", newline="") as file:
        official = [(row["row"], row["label"], row["parent"]) for row in csv.DictReader(file)]
    assert len(official) == 318
    ours = [(str(int(n.code or "")), n.label, (n.parent or "").removeprefix("d")) for n in lines()]
    assert ours == official


def test_only_discipline_is_supplied_by_others() -> None:
    supplied = {int(line.code or "") for line in lines() if line.not_from_events}
    assert supplied == set(range(305, 311))


def test_every_kind_of_violation_names_exactly_the_rows_that_count_it() -> None:
    counted: dict[str, set[str]] = {}
    for line in lines():
        for code in values(line, "violation"):
            counted.setdefault(code, set()).add(str(int(line.code or "")))
    told = {code: set(each.rows) for code, each in definitions().violations.codes.items()}
    # Stated on the decision to prosecute, by whose refusal was cancelled: rows 28 to 32.
    assert told.pop("report_refusal_cancelled") == {"28", "29", "30", "31", "32"}
    assert counted == told


def test_a_row_counts_times_or_objects_as_the_catalogue_says() -> None:
    codes = definitions().violations.codes
    for line in lines():
        ways = {codes[code].counted for code in values(line, "violation")}
        if ways:
            assert ways == ({"object"} if line.count.of == "object" else {"times"}), line.id


def test_a_row_that_divides_by_violator_takes_only_those_that_its_codes_accept() -> None:
    violations = definitions().violations
    for line in lines():
        for code in values(line, "violation"):
            assert all(violations.fits(code, each) for each in values(line, "violator")), line.id


def test_rows_that_field_forms_decide_ask_by_their_very_filters() -> None:
    """Doubts 34: equal by construction, where one cell stands on either side."""
    tied = 0
    for check in form().checks:
        if check.id.startswith("X") and check.op == "=" and len(check.right) == 1:
            other = definitions().form(check.right[0].form, DAY)
            if other and other.counts_by != "unit":
                continue  # X07.20: by the agency's own column (test_figures_supervised_agency)
            mine, theirs = (
                form().line(check.left[0].cell),
                other and other.line(check.right[0].cell),
            )
            assert mine and theirs
            assert set(mine.terms) == set(theirs.terms), check.id
            assert (mine.count, mine.kind) == (theirs.count, theirs.kind), check.id
            tied += 1
    assert tied == 25
