"""PL 06–12: a line asks what its cell of Biểu 07 asks; the others are worked from their labels."""

from __future__ import annotations

from itertools import product

import pytest
from test_form_07 import definitions, form
from test_form_07_rows import SETS
from worked import Asked, asked, worked

from projections.definitions import Line, ListDefinition

LISTS = [one for one in definitions().lists if one.id in {f"PL{n:02}" for n in range(6, 13)}]

# Lines that no cell of Biểu 07 repeats, by list.
OF_PL09 = """
new.detained entered custody $escaped by escaped
recaptured left custody held_escaped,$escaped by recaptured; left penalty $life_escaped,term_escaped,term_suspended_escaped by recaptured; left convict ordered_escaped by recaptured; left death_sentence escaped by recaptured
"""  # noqa: E501
OF_PL10 = """
new.life_suspended entered penalty life_suspended,life_reduced_suspended by suspended
new.suspended entered penalty term_suspended by suspended
open.deferred closing convict deferred
new entered convict deferred by deferred,deferred_for_illness,extended; entered convict ordered_suspended by suspended; entered penalty term_suspended by suspended; =new.life_suspended
open.suspended_before closing convict ordered_suspended
open.life_suspended closing penalty life_suspended,life_reduced_suspended
open closing convict deferred; closing convict ordered_suspended; closing penalty term_suspended; =open.life_suspended
expired.open closing convict deferral_expired
exempted left convict deferred by exempted; left convict ordered_suspended by exempted; left penalty $suspended_now by exempted
died left convict deferred by died; left convict ordered_suspended by died; left penalty $suspended_now by died
escaped left convict deferred by escaped; left convict ordered_suspended by escaped; left penalty $suspended_now by escaped
resumed left convict ordered_suspended by suspension_ended; left penalty $suspended_now by suspension_ended
"""  # noqa: E501
OF_PL11 = """
issued.late left convict awaiting_order by order_issued left_overdue=yes
open closing convict awaiting_order; closing convict $to_serve
"""
OF_PL12 = """
commuted left death_sentence sentenced,in_force,$condemned by commuted
died left death_sentence sentenced,in_force,$condemned by died
open closing death_sentence sentenced,in_force,$condemned
"""
OWN = {"PL09": OF_PL09, "PL10": OF_PL10, "PL11": OF_PL11, "PL12": OF_PL12}
SUSPENDED_NOW = {"suspended_now": "term_suspended,life_suspended,life_reduced_suspended"}

# Lines as large as their cells that ask otherwise: who is suspended enters the one stage and leaves
# the other; r167 and the line beside it divide the deferred by their punishment.
APART = {("PL10", "new.suspended"), ("PL10", "open.deferred")}

# Each single thing that a term takes: one stage, one manner, one value of every filter.
Atom = tuple[str, frozenset[tuple[str, str]]]


def atoms(terms: frozenset[Asked]) -> set[Atom]:
    found: set[Atom] = set()
    for ask, filters in terms:
        columns = sorted(column for column, _ in filters)
        values = dict(filters)
        for chosen in product(*(sorted(values[column]) for column in columns)):
            found.add((ask, frozenset(zip(columns, chosen, strict=True))))
    return found


def of_cells(cells: tuple[str, ...]) -> set[Atom]:
    found: set[Atom] = set()
    for cell in cells:
        line = form().line(cell)
        assert line is not None, cell
        assert not found & atoms(asked(line)), f"{cell} is counted twice"
        found |= atoms(asked(line))
    return found


def lines_of(one: ListDefinition) -> dict[str, Line]:
    return {line.id: line for line in one.lines}


TIED = [
    (one, e.line, e.cells) for one in LISTS for e in one.equals if (one.id, e.line) not in APART
]


@pytest.mark.parametrize(("one", "line", "cells"), TIED, ids=lambda x: getattr(x, "id", str(x)))
def test_a_line_takes_what_its_cells_take(
    one: ListDefinition, line: str, cells: tuple[str, ...]
) -> None:
    assert atoms(asked(lines_of(one)[line])) == of_cells(cells)


@pytest.mark.parametrize("one", LISTS, ids=lambda one: one.id)
def test_every_other_line_asks_what_its_label_says(one: ListDefinition) -> None:
    table = worked(OWN[one.id], SETS | SUSPENDED_NOW) if one.id in OWN else {}
    tied = {e.line for e in one.equals if (one.id, e.line) not in APART}
    assert set(table) == set(lines_of(one)) - tied
    for id, expected in table.items():
        assert asked(lines_of(one)[id]) == expected, id
