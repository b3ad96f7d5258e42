"""Everything that spans and events may say has Vietnamese words."""

from __future__ import annotations

from projections.definitions import Form, ListDefinition
from projections.words import KINDS, MANNERS, OPEN, OVERDUE, PENALTIES, Words
from thongke.assembly import assemble

DEFINITIONS = assemble().definitions
HOMES: tuple[Form | ListDefinition, ...] = (*DEFINITIONS.forms, *DEFINITIONS.lists)
WORDS = Words.of(DEFINITIONS)
# What the engine itself writes besides the manners of the procedure's rows.
OWN = {"reclassified", "overdue", "extended", "unknown"}
ROWS = [row for track in DEFINITIONS.tracks.values() for row in track.transitions]
NAMES = OWN | {manner for row in ROWS for manner in (row.out, row.into) if manner}
# Traits whose values are provisions, offences, days, or what a platform states in its own words.
NO_WORDS = {"offence", "ground", "left_ground", "article", "left_article"}


def test_every_manner_that_the_engine_can_write_has_words() -> None:
    assert {name for name in NAMES if WORDS.manner(name) == name} == set()


def test_no_manner_has_words_for_nothing() -> None:
    assert set(MANNERS) - NAMES == set()


def test_every_act_overdue_stage_kind_and_penalty_has_words() -> None:
    for track in DEFINITIONS.tracks.values():
        assert set(track.kinds) <= set(KINDS)
        for row in track.transitions:
            assert row.act is None or WORDS.stage(track.name, row.act) != row.act
            assert set(row.when.get("penalty", ())) <= set(PENALTIES)
    assert {limit.overdue for limit in DEFINITIONS.limits} == set(OVERDUE)


def test_every_trait_value_that_a_form_or_list_asks_for_has_words() -> None:
    asked = {
        (condition.column, value)
        for home in HOMES
        for line in home.lines
        for term in line.terms
        for condition in term.conditions
        for value in condition.values
        if condition.column in DEFINITIONS.traits and condition.column not in NO_WORDS
    }
    assert {pair for pair in asked if WORDS.trait(*pair) == pair[1]} == set()
    assert OPEN.keys() <= DEFINITIONS.traits.keys()


def test_provisions_are_said_as_lawyers_say_them() -> None:
    assert WORDS.trait("ground", "229.1.a") == "điểm a khoản 1 Điều 229"
    assert WORDS.trait("left_ground", "BLHS29.2.c") == "điểm c khoản 2 Điều 29 BLHS"
    assert WORDS.offence("173") == "Điều 173 – Tội trộm cắp tài sản"
    assert WORDS.offence("unknown") == "chưa rõ"
