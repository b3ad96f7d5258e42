"""Every row is told by a case story worked by hand (tests/stories), or worked here from its label.

Biểu 07, 17 và PL 06–12 có bảng riêng cho từng dòng; Biểu 02 có bảng của những dòng ít được kể.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import test_form_02_rows
from worked import Asked, asked, worked

from projections.definitions import Form, Line, ListDefinition
from thongke.assembly import Assembly, assemble
from thongke.stories.run import definition, line_of, period_of, stories

STORIES = sorted((Path(__file__).resolve().parents[1] / "stories").glob("*.yaml"))
WORKED_WHOLE = {"07", "17", *(f"PL{n:02}" for n in range(6, 13))}
# `form:row`; `@` is vụ án (v), then bị can, bị cáo (b).
PAIRS = """
02:P02-A03@ entered @ $active by returned_by_procuracy,returned_by_court
03:P03-05@ entered @ trial by resumed,reopened
03:P03-07@ closing @ trial; left @ trial by judged,returned,suspended,terminated
03:P03-25@ entered @ appeal_protested
03:P03-26@ entered @ appealed
05:P05-19@ entered @ decision_appeal_accepted
PL01:at_court_lapsed@ closing @ trial_limitation_overdue
PL01:open@.lapsed closing @ limitation_overdue
PL03:withdrawn@ left @ trial,trial_suspended by terminated left_ground=282.1.b,285
PL03:returned@ left @ trial by returned
"""
ROWS = """
01:d51 entered report verification_requested
03:P03-22v.accepted_moves left case trial by returned left_accepted=yes
03:P03-22v.many left case trial by returned
03:P03-24v closing case trial_overdue
03:P03-28v.supervised entered case judgment_supervised
03:P03-28v.violations entered case judgment_violation_found
05:P05-20v entered case procuracy_responsibility_found
05:P05-21.remedy entered document awaiting by issued document_kind=appeal_remedy
05:P05-21.lesson_notice entered document awaiting by issued document_kind=appeal_lesson
05:P05-21.lesson left case appeal by decided left_hearing=lesson
05:P05-21.violations entered case appeal_violation_found
05:P05-24v entered case appeal by severed_in
05:P05-24b entered accused appeal by severed_in,joined_in
06:P06-16.decided left death_review death_reviewing by protested,not_protested
06:P06-16.decided_protested left death_review death_reviewing by protested
06:P06-16.decided_not_protested left death_review death_reviewing by not_protested
09:d19 entered accused $active by charged counsel=people_defender counsel_on=by_period_end
09:d50 closing case investigation_overdue
10:c52 left case trial,trial_suspended by terminated
10:c53 left accused trial,trial_suspended by terminated
S252:S252-08.carried_in entered diversion diverting by carried_in
L1:closed.commuted.with_order left death_sentence ordered,deferred,escaped by commuted
L1:closed.died.with_order left death_sentence ordered,deferred,escaped by died
L1:new.first_instance entered death_sentence sentenced by sentenced
L1:opening opening death_sentence sentenced,$final
L1:moved.in entered death_sentence $final by $step,ordered_and_deferred
L1:moved.out left death_sentence sentenced,$final by $step
L3:new.first_instance left accused trial by judged left_outcome=acquitted,acquitted_after_withdrawal
L3:new.withdrawn left accused trial by judged left_outcome=acquitted_after_withdrawal
PL01:reports_lapsed closing report limitation_overdue
PL04:responsiblev entered case procuracy_responsibility_found
"""
# Rows of which a case counts once, and from how many times on.
ONCE = {
    "01:d51": 1, "03:P03-22v.many": 2, "03:P03-26v": 1, "03:P03-26b": 1, "05:P05-20v": 1,
    "PL03:returnedv": 1, "PL03:returnedb": 1, "PL04:responsiblev": 1,
}  # fmt: skip
SETS = {
    "active": test_form_02_rows.SETS["active"],
    "final": "in_force,ordered,deferred,escaped",  # án tử hình đã có hiệu lực
    "step": "in_force,ordered,deferred,resumed,escaped,recaptured",
}


@cache
def assembly() -> Assembly:
    return assemble()


def homes() -> Iterator[Form | ListDefinition]:
    known = assembly().definitions
    yield from (*known.forms, *known.lists)


@cache
def table() -> dict[str, frozenset[Asked]]:
    cases = PAIRS.replace(" @ ", " case ").replace("@", "v")
    people = PAIRS.replace(" @ ", " accused ").replace("@", "b")
    return worked("\n".join(part.strip() for part in (cases, people, ROWS)), SETS)


@cache
def told() -> set[tuple[str, str]]:
    """Rows of which some story expects anything but nothing."""
    found = set()
    for expected in (e for file in STORIES for story in stories(file) for e in story["expect"]):
        if str(expected["value"]) != "0":
            period = period_of(str(expected["period"]), assembly())
            home = definition(assembly(), str(expected["form"]), period)
            id = line_of(home, dict(expected)).id
            by_offence = isinstance(home, Form) and home.by  # `173.c6` is column c6
            found.add((home.id, id.rpartition(".")[2] if by_offence else id))
    return found


def same(line: Line) -> object:
    """What a row of cases and that of their accused have in common."""
    terms = {(t.question, frozenset(c for c in t.conditions if c.column != "track"))
             for t in line.terms}  # fmt: skip
    return frozenset(terms), line.count


def test_every_row_is_told_or_worked() -> None:
    by_hand = set(table()) | {f"02:{row}" for row in test_form_02_rows.table()}
    left = []
    for home in homes():
        if home.id in WORKED_WHOLE:
            continue
        lines = {line.id: line for line in home.lines if line.not_from_events is None}
        held = {same(line) for line in lines.values() if (home.id, line.id) in told()}
        left += [f"{home.id}:{id}" for id, line in lines.items() if same(line) not in held]
    assert sorted(set(left) - by_hand) == []


@pytest.mark.parametrize("row", sorted(table()))
def test_a_row_asks_what_its_label_says(row: str) -> None:
    of, _, id = row.partition(":")
    line = next(n for home in homes() if home.id == of for n in home.lines if n.id == id)
    assert asked(line) == table()[row], line.label
    once = line.count.at_least if line.count.what == "distinct" else None
    assert once == ONCE.get(row)
