"""Biểu 07: the official rows in their order, and who of custody stands in which of them."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from worked import values

from projections.definitions import Definitions, Form
from thongke.definitions import load
from thongke.definitions.vocabulary import vocabulary

DAY = date(2026, 1, 1)
OFFICIAL = Path(__file__).parent / "official" / "bieu07-560.csv"
# Ways into and out of custody and detention that stay inside them, or that a total alone takes.
PASSING = {
    *("stage_told", "sentence_changed", "reclassified", "escaped", "recaptured"),
    *("arrived", "sent", "treated"),
}

# Every way of the custody procedure by families of stages: the manner of leaving and of entering.
# A family is what the name says beyond the stage of the case; `detained>detained` changes it.
WAYS = """
custody_ordered: new>held - taken; ended>held - taken
custody_replaced: held>released other_measure -
released_from_custody: held>released released -
released_by_procuracy: held>released released_by_procuracy -; detained>released released_by_procuracy -
detention_ordered: new>detained - arrested; ended>detained - arrested; held>detained to_detention from_custody; detained>detained stage_told stage_told
detention_cancelled: detained>released cancelled -
detention_replaced: detained>released replaced -
released_on_termination: detained>released terminated -
released_by_court: detained>released released_by_court -
term_served: trial>released term_served_pending_appeal -; appeal>released term_served_pending_appeal -; waiting>released term_served_waiting -
released_on_suspension: detained>released sentence_suspended -
received_to_serve: new>waiting - reported_to_serve; ended>waiting - reported_to_serve
moved_to_serve: detained>serving to_serve -
detainee_executed: detained>executed executed -
detainee_treated: detained>treated treated treated
detainee_treatment_ended: treated>detained treatment_ended treatment_ended
detainee_died: held>dead died -; detained>dead died -
detainee_escaped: held>held_escaped escaped escaped; detained>escaped escaped escaped
detainee_recaptured: held_escaped>held recaptured recaptured; escaped>detained recaptured recaptured
detainee_transferred_out: held>held_in_transit transferred_out sent; detained>in_transit transferred_out sent
detainee_transferred_out/serve: held>held_in_transit transferred_out_to_serve sent; detained>in_transit transferred_out_to_serve sent
detainee_transferred_out/appeal: held>held_in_transit transferred_out_for_appeal sent; detained>in_transit transferred_out_for_appeal sent
detainee_transferred_in: new>held - transferred_in; new>detained - transferred_in; held_in_transit>held arrived transferred_in; in_transit>detained arrived transferred_in
detainee_transferred_in/serve: new>waiting - transferred_in_to_serve; held_in_transit>held arrived transferred_in_to_serve; in_transit>detained arrived transferred_in_to_serve
detainee_transferred_in/appeal: new>appeal - transferred_in_for_appeal; held_in_transit>held arrived transferred_in_for_appeal; in_transit>detained arrived transferred_in_for_appeal
proceedings_stage_told: detained>detained stage_told stage_told; in_transit>in_transit stage_told stage_told
sentence_told: condemned>waiting sentence_changed sentence_changed; in_transit>in_transit sentence_changed sentence_changed
"""  # noqa: E501
NAMED = {"term_served", "received_to_serve", "sentence_told"}  # whose ways name the stage itself


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


def family(stage: str, event: str, purpose: str, *, opening: bool) -> str:
    """`detained_trial_escaped` is `escaped`; `held` and what follows it stay as they are."""
    if not stage:
        return "new"
    if stage.startswith("."):
        return "ended" if stage in (".released", ".serving") and opening else stage[1:]
    if stage.startswith("held"):
        return stage
    case = stage.removeprefix("detained_")
    for suffix in ("in_transit", "escaped", "treated"):
        if case.endswith(suffix):
            return suffix
    return case if event in NAMED or (opening and purpose) else "detained"


def test_every_way_of_custody_has_the_manners_that_the_rows_ask_for() -> None:
    made: dict[str, set[str]] = {}
    for row in definitions().tracks["custody"].transitions:
        purpose = next(iter(row.when.get("purpose", ())), "")
        way = f"{row.event}/{purpose}" if purpose else row.event
        for before, after in row.moves.items():
            first = before == "" or before.startswith(".")
            kinds = [family(s, row.event, purpose if first else "", opening=first)
                     for s in (before, after)]  # fmt: skip
            manners = f"{'>'.join(kinds)} {row.out or '-'} {row.into or '-'}"
            made.setdefault(way, set()).add(manners)
    expected = dict(line.split(": ") for line in WAYS.strip().splitlines())
    assert made == {way: set(said.split("; ")) for way, said in expected.items()}
