"""Formulas hold where documents came in their turn, and name the dossiers that break them."""

from __future__ import annotations

import pytest
from worlds import HALVES, MONTHS, YEAR, Answers, World, failures, homes, names_of, unbalanced

from projections.checks import holds, name, needs
from projections.definitions import Form
from store.filled import Filled, fill
from thongke.assembly import Assembly

SOME = (MONTHS[6], *HALVES)


@pytest.mark.parametrize("world", ("clean", "walked"))
def test_every_blocking_check_holds_where_every_document_came_in_its_turn(
    world: str, request: pytest.FixtureRequest
) -> None:
    w: World = request.getfixturevalue(world)
    assert w.disorders.is_empty()
    assert [str(f) for f in failures(Answers(w.spans, w.labels), SOME)] == []


def test_disorder_in_other_dossiers_leaves_every_blocking_check_standing(noisy: World) -> None:
    sound = noisy.without(noisy.disorders["dossier"])
    assert 0 < sound.spans["dossier"].n_unique() < noisy.spans["dossier"].n_unique()
    assert [str(f) for f in failures(Answers(sound.spans, sound.labels), SOME)] == []


@pytest.mark.parametrize("world", ("clean", "noisy", "walked"))
def test_every_dossier_without_findings_balances_by_itself(
    world: str, request: pytest.FixtureRequest
) -> None:
    w: World = request.getfixturevalue(world)
    guilty = set(w.disorders["dossier"])
    broken = unbalanced(w, HALVES[1])
    assert sorted((check, d) for check, d in broken if d not in guilty) == []
    if world == "noisy":
        assert broken != set(), "no dossier is out of order: the promise was not tried"


def test_a_failing_check_names_dossiers_and_all_of_them_have_findings(
    noisy: World, assembly: Assembly
) -> None:
    found = list(failures(Answers(noisy.spans, noisy.labels), (MONTHS[8],)))
    assert found != []
    named = names_of(found[:40], noisy, assembly.definitions)
    assert [f for f, dossiers in named if not dossiers] == []
    guilty = set(noisy.disorders["dossier"])
    assert [(f, d) for f, dossiers in named for d in dossiers if d not in guilty] == []


def test_a_form_that_people_open_judges_its_checks_alike(
    answers: Answers, clean: World, assembly: Assembly
) -> None:
    """All cells asked at once, and one form by itself: the same figures, the same verdicts."""
    labels = {label: clean.labels[label] for label in ("K01-01", "TC+")}
    for home in homes():
        filled = fill(clean.spans, assembly.definitions, home, labels, HALVES[0])
        for label, form in filled.items():
            known = answers.of(HALVES[0])[label]
            own = totals(form)
            assert own == {c: known[f"{home.id}:{c}"] for c in own} != {}
            judged = {v.id: v.holds for v in form.verdicts}
            for check in home.checks:
                if all(o.shape == "cell" and o.cell in own for o in needs(check)):
                    total_holds = holds(check, {name(o): own[o.cell] for o in needs(check)})
                    # A check of every row may fail in one though it holds for the total.
                    in_rows = isinstance(home, Form) and home.by and check.each
                    assert (
                        judged[check.id] <= total_holds
                        if in_rows
                        else (judged[check.id] == total_holds)
                    ), check.id


def totals(form: Filled) -> dict[str, int]:
    """Cells by line; of a form with a row for each offence, those of its first row."""
    home = form.definition
    if isinstance(home, Form) and home.by:
        own = {c.removeprefix("all."): n for c, n in form.cells.items() if c.startswith("all.")}
    else:
        own = dict(form.cells)
    return {c: n for c, n in own.items() if home.line(c)}


@pytest.mark.soak
@pytest.mark.parametrize("seed", (21, 22))
def test_every_check_holds_for_every_unit_month_and_half_of_many_cases(seed: int) -> None:
    for noise in (False, True):
        world = World.simulated(6000, seed, noise=noise)
        sound = world.without(world.disorders["dossier"])
        answers = Answers(sound.spans, sound.labels)
        assert [str(f) for f in failures(answers, (*MONTHS, *HALVES, YEAR))] == []
