"""Two statistical years of three provinces: all promises of the criminal forms at once.

`make test` tries a few hundred cases in some periods; `make soak` 100,000 dossiers in every month,
half-year and year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice

import polars as pl
import pytest
from oracles import differences, oracle
from recordings import record_all, store
from worlds import Answers, World, failures, lines, names_of, of_all, unequal

from ops.local import LocalPostgres
from projections.calendar import Period, months
from store.audit import audit
from store.figures import figures, figures_of
from store.filled import fill
from thongke.assembly import Assembly, assemble
from thongke.simulate import Simulated, simulate

PROVINCES = ("01", "48", "79")
START, MIDDLE, END = date(2025, 10, 1), date(2026, 10, 1), date(2027, 10, 1)
YEARS = (Period(START, MIDDLE), Period(MIDDLE, END))
HALVES = tuple(
    Period(first, last)
    for first, last in (
        (START, date(2026, 4, 1)), (date(2026, 4, 1), MIDDLE),
        (MIDDLE, date(2027, 4, 1)), (date(2027, 4, 1), END),
    )
)  # fmt: skip
ALL = (*months(Period(START, END)), *HALVES, *YEARS)
AT_ONCE = 10_000  # events recorded in one position, dossiers read by the oracle


@dataclass(frozen=True)
class Trial:
    """A simulated world with what platforms do wrong, and the same without disordered dossiers."""

    cases: int
    dossiers: int  # at least so many
    periods: tuple[Period, ...]

    @cached_property
    def simulated(self) -> Simulated:
        definitions = assemble().definitions
        return simulate(
            self.cases, 41, definitions=definitions, provinces=PROVINCES, start=START, end=END
        )

    @cached_property
    def world(self) -> World:
        return World.of(self.simulated.moves())

    @cached_property
    def sound(self) -> World:
        return self.world.without(self.world.disorders["dossier"])

    @cached_property
    def answers(self) -> Answers:
        return Answers(self.sound.spans, self.sound.labels)


SHORT = (150, 900, (ALL[7], HALVES[1], YEARS[0]))
WHOLE = (15_500, 100_000, ALL)


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(SHORT, id="short"),
        pytest.param(WHOLE, id="whole", marks=pytest.mark.soak),
    ],
)
def trial(request: pytest.FixtureRequest) -> Trial:
    return Trial(*request.param)


def test_the_world_is_as_large_as_promised(trial: Trial) -> None:
    assert trial.world.moves["dossier"].n_unique() >= trial.dossiers
    kinds = set(trial.world.moves["kind"].drop_nulls())
    assert {"report", "case", "accused", "detainee", "convict", "penalty", "violation"} <= kinds


def test_every_blocking_check_holds_in_every_unit_and_period(trial: Trial) -> None:
    assert [str(f) for f in failures(trial.answers, trial.periods)] == []


def test_lists_equal_their_cells_in_every_unit_and_period(trial: Trial) -> None:
    assert list(unequal(trial.answers, trial.periods)) == []


def test_forms_by_offence_hold_in_every_row(trial: Trial, assembly: Assembly) -> None:
    labels = {"TC+": trial.sound.labels["TC+"]}
    for form in assembly.definitions.forms:
        if form.by:
            for year in (trial.periods[-1],):
                (filled,) = fill(
                    trial.sound.spans, assembly.definitions, form, labels, year
                ).values()
                assert [v.spelled for v in filled.failed if v.severity == "block"] == []


def test_failing_checks_name_dossiers_with_findings(trial: Trial, assembly: Assembly) -> None:
    labels = {"TC+": trial.world.labels["TC+"]}
    found = list(failures(Answers(trial.world.spans, labels), (HALVES[1],)))
    named = names_of(found[:40], trial.world, assembly.definitions)
    assert [f for f, dossiers in named if not dossiers] == []
    guilty = set(trial.world.disorders["dossier"])
    assert [(f, d) for f, dossiers in named for d in dossiers if d not in guilty] == []


def test_the_engine_means_what_the_oracle_reads(trial: Trial, assembly: Assembly) -> None:
    """All of them, some at a time: the oracle keeps what it reads as plain Python."""
    dossiers = sorted(trial.world.moves["dossier"].unique())
    for first in range(0, len(dossiers), AT_ONCE):
        some = pl.col("dossier").is_in(pl.Series(dossiers[first : first + AT_ONCE]).implode())
        spans, findings = oracle(trial.world.moves.filter(some), assembly.definitions)
        assert differences(trial.world.spans.filter(some), spans) == []
        assert differences(trial.world.findings.filter(some), findings) == []


def test_the_store_holds_the_same_and_its_audit_is_empty(
    trial: Trial, postgres: LocalPostgres, assembly: Assembly
) -> None:
    with store(postgres) as engine:
        records = trial.simulated.records()
        while some := list(islice(records, AT_ONCE)):
            record_all(engine, some)
        with engine.begin() as connection:
            found = audit(connection, assembly.meaning)
            labels, period = {"TC+": trial.world.labels["TC+"]}, trial.periods[-1]
            stored, counted = (
                of_all(lambda some: ask(source, some, labels, period), lines().values())  # noqa: B023
                for ask, source in ((figures, connection), (figures_of, trial.world.spans))
            )
    assert found.spelled().endswith(": 0 chênh lệch.")
    assert found.dossiers == trial.world.moves["dossier"].n_unique()
    assert stored == counted
