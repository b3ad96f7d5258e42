"""Months add up to their half-year, units to the nation; what leaves one place arrives."""

from __future__ import annotations

from collections import Counter
from datetime import date

import polars as pl
import pytest
from worlds import HALVES, MONTHS, YEAR, Answers, World, lines

from projections.calendar import Period
from projections.definitions import Condition, Count, Line, Provenance, Question, Term
from store.figures import figures_of

_OURS = Provenance(start=date(2025, 10, 1), end=None, status="inferred", basis=())
# Stated by a document, or another charge on the road.
ALSO = ("carried_in", "severed_in", "joined_in", "reclassified")
# Tracks of what units send one another; persons in custody and convicts go for many reasons.
SENDING = ("case", "accused", "report", "petition")
STAY = ("dossier", "subject", "track", "since_event")
STAY_BEFORE = (*STAY[:3], "until_event")
ADDITIVE = ("flow", "act", "stock", "total")


def asking(id: str, question: Question, **conditions: str | tuple[str, ...]) -> Line:
    """A line of one term: `stage=("trial",)`."""
    named = {c: (v,) if isinstance(v, str) else v for c, v in conditions.items()}
    term = Term(
        question=question,
        conditions=tuple(
            Condition(column=c, op="in", values=frozenset(values)) for c, values in named.items()
        ),
    )
    return Line(
        id=id, code=None, label="", parent=None, of_which=False, kind="flow", terms=(term,),
        count=Count(), not_from_events=None, supplied_by=None, provenance=_OURS,
    )  # fmt: skip


@pytest.fixture(scope="module")
def heard(noisy: World) -> Answers:
    return Answers(noisy.spans, noisy.labels)


def test_months_of_flows_and_acts_add_up_to_the_half_year(heard: Answers) -> None:
    """X29. Stocks, totals, distinct and dated lines are asked again, never added."""
    added = [c for c, line in lines().items() if line.kind in ("flow", "act")]
    for label in heard.labels:
        whole = heard.of(HALVES[1])[label]
        summed = {c: sum(heard.of(month)[label][c] for month in MONTHS[6:]) for c in added}
        assert summed == {c: whole[c] for c in added}, label


def test_months_of_distinct_lines_need_not_add_up(heard: Answers) -> None:
    """A file returned in two months is one case of the half-year: the exemption is not idle."""
    distinct = [c for c, line in lines().items() if line.kind == "distinct"]
    assert distinct != []
    more = [
        c
        for c in distinct
        if sum(heard.of(m)["TC+"][c] for m in MONTHS[6:]) > heard.of(HALVES[1])["TC+"][c]
    ]
    assert more != []


def test_units_add_up_to_the_nation(heard: Answers) -> None:
    added = [c for c, line in lines().items() if line.kind in ADDITIVE]
    plain = [label for label in heard.labels if not label.endswith("+")]
    for period in (MONTHS[8], HALVES[1]):
        whole = heard.of(period)["TC+"]
        summed = {c: sum(heard.of(period)[unit][c] for unit in plain) for c in added}
        assert summed == {c: whole[c] for c in added}


@pytest.mark.parametrize("world", ("clean", "noisy", "walked"))
def test_what_a_unit_sends_is_in_transit_or_has_arrived(
    world: str, request: pytest.FixtureRequest
) -> None:
    """Transferred out everywhere = transferred in from transit + what the road holds more."""
    whole: World = request.getfixturevalue(world)
    spans = whole.spans.filter(pl.col("track").is_in(SENDING))
    roads = tuple(s for s in spans["stage"].unique().drop_nulls() if s.endswith("_in_transit"))
    asked = [
        asking("out", "left", left_by="transferred_out"),
        asking("sent", "entered", stage=roads, came_by="sent"),
        asking("else", "entered", stage=roads, came_by=ALSO),
        asking("before", "opening", stage=roads),
        asking("after", "closing", stage=roads),
        asking("gone", "left", stage=roads),
        asking("arrived", "left", stage=roads, left_by="arrived"),
        asking("in", "entered", came_by="transferred_in"),
    ]
    nation = {"all": sorted(spans["unit"].unique())}
    stays = spans.filter(~pl.col("stage").str.ends_with("_overdue"))
    # Sent from where it never stood, as by a date put right too early: found, and left out.
    sent = stays.filter(pl.col("stage").is_in(roads), came_by="sent")
    astray = sent.join(stays, left_on=STAY, right_on=STAY_BEFORE, how="anti")
    assert set(astray["since_event"]) <= set(whole.findings.filter(code="out_of_turn")["event_id"])
    stays = stays.filter(~pl.col("dossier").is_in(astray["dossier"].implode()))
    for period in (*MONTHS[::5], *HALVES, YEAR):
        n = figures_of(stays, asked, nation, period)["all"]
        assert n["out"] == n["sent"]
        assert n["before"] + n["sent"] + n["else"] - n["gone"] == n["after"]
        # Reports and cases that come from outside our dossiers arrive without having left.
        assert n["arrived"] <= n["in"]
        if world == "clean":
            assert n["gone"] == n["arrived"]
    assert figures_of(stays, asked, nation, YEAR)["all"]["arrived"] > 0


@pytest.mark.parametrize("world", ("clean", "noisy", "walked"))
def test_reclassified_leave_and_enter_the_same_unit_and_stage(
    world: str, request: pytest.FixtureRequest
) -> None:
    w: World = request.getfixturevalue(world)
    stages = sorted(w.spans.filter(pl.col("came_by") == "reclassified")["stage"].unique())
    assert stages != []
    asked = [
        line
        for stage in stages
        for line in (
            asking(f"{stage} out", "left", stage=stage, left_by="reclassified"),
            asking(f"{stage} in", "entered", stage=stage, came_by="reclassified"),
        )
    ]
    stays = w.spans.filter(~pl.col("stage").str.ends_with("_overdue"))
    for period in (MONTHS[2], MONTHS[7], *HALVES):
        for label, n in figures_of(stays, asked, w.labels, period).items():
            for stage in stages:
                assert n[f"{stage} out"] == n[f"{stage} in"], (label, stage)


def test_whoever_is_severed_or_joined_stands_in_the_other_dossier(clean: World) -> None:
    """By person: each accused severed out enters another dossier on the same day or later."""
    accused = clean.spans.filter(pl.col("track") == "accused")
    out = accused.filter(pl.col("left_by").is_in(["severed_out", "joined_out"]))
    into = accused.filter(pl.col("came_by").is_in(["severed_in", "joined_in"]))
    assert len(out) > 0
    came: dict[str, list[tuple[date, str]]] = {}
    for person, day, dossier in into.select("person", "since", "dossier").rows():
        came.setdefault(person, []).append((day, dossier))
    lost = [
        (person, day)
        for person, day, dossier in out.select("person", "until", "dossier").rows()
        if not any(on >= day and other != dossier for on, other in came.get(person, []))
    ]
    told = Counter(
        clean.moves.filter(pl.col("type").is_in(["case_severed_out", "case_joined_out"]))["type"]
    )
    assert lost == [], told


def test_a_period_that_nothing_touches_counts_nothing(clean: World) -> None:
    long_ago = Period(date(2001, 1, 1), date(2001, 2, 1))
    answers = Answers(clean.spans, clean.labels)
    assert {n for cells in answers.of(long_ago).values() for n in cells.values()} == {0}
