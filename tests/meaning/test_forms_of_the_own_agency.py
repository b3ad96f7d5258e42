"""Biểu 08, 09: official rows of 560, counted by the agency; Biểu 04: official columns, by crime."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest

from projections.definitions import Condition, Line
from tests.meaning.test_forms_data import OFFICIAL, form, line, printed

CHAPTER_XXIII = frozenset({"corruption", "other_position"})
# "Trong đó" as printed: row -> rows under it.
UNDER = {
    "08": "2: 3; 4: 5; 6: 7 8; 10: 11; 12: 13; 14: 15 16; 17: 18; 19: 20; 21: 22 23; 24: 25",
    "09": "9: 10 11; 11: 12 13 14; 15: 16 17 21 22 23 24 25; 17: 18 19 20; 30: 31; 32: 33; 34: 35; "
    "36: 37; 38: 39; 40: 41; 42: 43; 44: 45; 48: 49 50; 51: 52",
}
# Biểu 04: what the columns of one kind divide.
BANDS = [
    *("warning", "fine", "non_custodial", "expulsion", "suspended_prison", "prison_to_3"),
    *("prison_3_to_7", "prison_7_to_15", "prison_over_15", "life", "death"),
]
ADDITIONAL = [
    *("post_ban", "residence_ban", "local_supervision", "civic_rights", "confiscation"),
    *("fine", "expulsion"),
]
ENTITY = Condition(column="legal_entity", op="in", values=frozenset({"yes"}))
PERSON = Condition(column="legal_entity", op="in", values=frozenset({"no", "unknown"}))


def official(id: str) -> dict[str, str]:
    """By row, without regard to case; one slip of the official text put right."""
    text = OFFICIAL.with_name(f"bieu{id}-560.json").read_text(encoding="utf-8")
    text = text.replace("giải guyết", "giải quyết")
    return {code: printed(label).lower() for code, label in json.loads(text)}


@pytest.mark.parametrize(("id", "last"), [("08", 25), ("09", 53)])
def test_official_rows_stand_in_their_order_with_their_words_and_parents(
    id: str, last: int
) -> None:
    coded = [one for one in form(id).lines if one.code is not None]
    assert [(one.id, one.code) for one in coded] == [
        (f"d{n}", f"{n:03d}") for n in range(1, last + 1)
    ]
    assert {one.id[1:]: one.label.lower() for one in coded} == official(id)
    under = {
        f"d{child}": f"d{parent}"
        for parent, children in (group.split(": ") for group in UNDER[id].split("; "))
        for child in children.split()
    }
    assert {one.id: one.parent for one in coded if one.parent} == under
    for one in form(id).lines:
        assert one.provenance.status == ("carried_over" if one.code else "inferred"), one.id


@pytest.mark.parametrize("id", ["08", "09"])
def test_every_row_is_counted_and_found_by_the_agency(id: str) -> None:
    assert form(id).counts_by == "agency_unit"
    assert {one.counts_by for one in form(id).lines} == {"agency_unit"}
    assert all(one.terms for one in form(id).lines)


@pytest.mark.parametrize("id", ["08", "09"])
def test_offences_of_chapter_XXIII_are_the_parent_row_narrowed(id: str) -> None:
    only = Condition(column="offence_group", op="in", values=CHAPTER_XXIII)
    narrowed = [one for one in form(id).lines if "tham nhũng, chức vụ" in one.label]
    assert len(narrowed) == {"08": 9, "09": 12}[id]
    for one in narrowed:
        parent = line(form(id), one.parent or "")
        asked = [{*t.conditions, only} for t in parent.terms]
        assert [set(t.conditions) for t in one.terms] == asked


def test_a_stock_of_suspended_cases_of_biểu_09_says_that_its_label_is_read_otherwise() -> None:
    for row in ("d46", "d47"):
        assert any("doubts 17" in said for said in line(form("09"), row).provenance.basis)


def test_biểu_04_has_every_column_of_560_in_its_order() -> None:
    lines = form("04").lines
    assert [one.id for one in lines if one.code] == [f"c{n}" for n in range(3, 38)]
    assert [one.code for one in lines if one.code] == [str(n) for n in range(3, 38)]
    assert all(one.terms and one.group for one in lines)
    assert form("04").by == "offence"


def conditions(of: Iterable[Line]) -> list[frozenset[Condition]]:
    """What each column asks beyond the judged charge itself."""
    shared = set(line(form("04"), "c3").terms[0].conditions)
    return [frozenset(one.terms[0].conditions) - shared for one in of]


def columns(first: int, last: int) -> list[Line]:
    return [line(form("04"), f"c{n}") for n in range(first, last + 1)]


def test_main_penalties_of_persons_and_entities_are_columns_apart() -> None:
    def banded(band: str, who: Condition) -> frozenset[Condition]:
        penalty = Condition(column="left_penalty", op="in", values=frozenset({band}))
        return frozenset({penalty, who})

    assert conditions(columns(11, 21)) == [banded(band, PERSON) for band in BANDS]
    entities = ("fine", "operation_suspended", "operation_ended")
    assert conditions(columns(29, 31)) == [banded(band, ENTITY) for band in entities]


def test_additional_penalties_are_sets_of_which_one_will_do() -> None:
    for one, kind in zip(conditions(columns(22, 28)), ADDITIONAL, strict=True):
        asked = Condition(column="left_additional", op="contains", values=frozenset({kind}))
        assert one == {asked, PERSON}
    for one, kind in zip(
        conditions(columns(32, 34)), ("business_ban", "capital_ban", "fine"), strict=True
    ):
        asked = Condition(column="left_additional", op="contains", values=frozenset({kind}))
        assert one == {asked, ENTITY}


def test_x05_says_what_biểu_04_has_above_biểu_10() -> None:
    formulas = {check.id: check.formula for check in form("04").checks}
    assert formulas["X05.2"] == "c3 = form(10).c50 + besides"
    assert formulas["X05.3"] == "c4 = form(10).c51 + besides-entities"
