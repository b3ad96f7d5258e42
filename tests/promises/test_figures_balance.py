"""Số cũ + phát sinh − giảm = số còn lại = số cũ của kỳ sau, for every filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recordings import Recording
from worlds import MONTHS, World

from projections.calendar import Period, add_months
from projections.definitions import Condition, Count, Line, Provenance, Question, Term
from projections.questions import QUESTIONS
from store.figures import figures, figures_of

# Conditions that a stock may carry (schemas/README.md): all but manners and traits of leaving.
FILTERED = (
    "track", "stage", "standing", "agency_unit", "offence", "severity", "offence_group", "handler",
    "document_kind", "addressee", "agency", "ground", "counterpart", "requested", "simplified",
    "accepted", "level", "article", "sex", "age_band", "ethnicity", "nationality", "education",
    "party_member", "manager", "recidivism", "legal_entity",
)  # fmt: skip
OF_PERIOD = {
    "first_prosecuted_on": ("in_period", "before_period"),
    "key_case_on": ("by_period_end",),
}
_OURS = Provenance(start=date(2025, 10, 1), end=None, status="inferred", basis=())


@dataclass(frozen=True)
class Filter:
    conditions: tuple[Condition, ...]
    units: tuple[str, ...]

    @property
    def lasting(self) -> bool:
        """Whether it says the same in every period, so that balances pass from one to the next."""
        return not any(c.column in OF_PERIOD for c in self.conditions)

    def line(self, number: int, question: Question) -> Line:
        return Line(
            id=f"{number}.{question}", code=None, label="", parent=None, of_which=False,
            kind="total", terms=(Term(question=question, conditions=self.conditions),),
            count=Count(), not_from_events=None, supplied_by=None, provenance=_OURS,
        )  # fmt: skip


def values_met(spans: pl.DataFrame) -> dict[str, list[str]]:
    met = {c: spans[c].drop_nulls().unique().sort().to_list() for c in (*FILTERED, "unit")}
    return {column: values for column, values in met.items() if values}


@st.composite
def filters(draw: st.DrawFn, met: dict[str, list[str]]) -> Filter:
    columns = draw(
        st.lists(st.sampled_from([c for c in met if c != "unit"]), unique=True, max_size=4)
    )
    conditions = [
        Condition(column=c, op="in", values=frozenset(draw(_some(met[c])))) for c in columns
    ]
    if draw(st.integers(0, 4)) == 0:
        column = draw(st.sampled_from(sorted(OF_PERIOD)))
        op = draw(st.sampled_from(OF_PERIOD[column]))
        conditions.append(Condition(column=column, op=op))  # type: ignore[arg-type]
    return Filter(tuple(conditions), tuple(sorted(draw(_some(met["unit"])))))


def _some(values: Sequence[str]) -> st.SearchStrategy[set[str]]:
    return st.sets(st.sampled_from(values), min_size=1, max_size=max(2, len(values) // 2))


@st.composite
def periods(draw: st.DrawFn) -> tuple[Period, Period]:
    """A period of one to six months, and the one that follows."""
    first = draw(st.sampled_from(MONTHS)).start
    long, longer = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    middle = add_months(first, long)
    return Period(first, middle), Period(middle, add_months(middle, longer))


def assert_balanced(
    source: pl.DataFrame | object, asked: list[Filter], period: Period, following: Period
) -> None:
    """All filters in one question: they share nothing but the text that is asked."""
    ask = figures_of if isinstance(source, pl.DataFrame) else figures
    lines = [f.line(n, q) for n, f in enumerate(asked) for q in QUESTIONS]
    labels = {str(n): f.units for n, f in enumerate(asked)}
    now = ask(source, lines, labels, period)  # type: ignore[arg-type]
    then = ask(source, lines, labels, following)  # type: ignore[arg-type]
    for n, f in enumerate(asked):
        opening, entered, left, closing = (now[str(n)][f"{n}.{q}"] for q in QUESTIONS)
        assert opening + entered - left == closing, f
        if f.lasting:
            assert closing == then[str(n)][f"{n}.opening"], f


@pytest.mark.parametrize("world", ("noisy", "walked"))
def test_opening_and_entered_without_left_is_closing_for_every_filter(
    world: str, request: pytest.FixtureRequest
) -> None:
    spans: pl.DataFrame = request.getfixturevalue(world).spans
    met = values_met(spans)

    @settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(filters(met), min_size=30, max_size=60), periods())
    def balanced(asked: list[Filter], when: tuple[Period, Period]) -> None:
        assert_balanced(spans, asked, *when)

    balanced()


def test_so_it_is_in_postgresql(recorded: Recording, noisy: World) -> None:
    met = values_met(noisy.spans)

    @settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(filters(met), min_size=20, max_size=40), periods())
    def balanced(asked: list[Filter], when: tuple[Period, Period]) -> None:
        with recorded.engine.begin() as connection:
            assert_balanced(connection, asked, *when)

    balanced()


def test_the_filters_do_count_something(noisy: World) -> None:
    """A balance of nothing but zeros would hold for any formula."""
    by_stage = [
        Filter(
            (Condition(column="stage", op="in", values=frozenset({s})),), tuple(noisy.labels["TC+"])
        )
        for s in ("investigating", "checking", "trial", "investigation_overdue")
    ]
    lines = [f.line(n, q) for n, f in enumerate(by_stage) for q in QUESTIONS]
    counted = figures_of(noisy.spans, lines, {"all": by_stage[0].units}, MONTHS[6])["all"]
    assert [cell for cell, n in counted.items() if n == 0] == []


@pytest.mark.soak
def test_thousands_of_filters_over_many_cases_balance() -> None:
    spans = World.simulated(5000, 23, noise=True).spans
    met = values_met(spans)

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(filters(met), min_size=30, max_size=60), periods())
    def balanced(asked: list[Filter], when: tuple[Period, Period]) -> None:
        assert_balanced(spans, asked, *when)

    balanced()
