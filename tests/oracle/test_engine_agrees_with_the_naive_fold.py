"""The engine against the fold that anybody can check by reading, over random histories.

Histories use the real procedures: documents in and out of turn, corrected, annulled, repeated, of
one day, with several subjects, transfers and late arrivals (tests/oracle/histories.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projections.definitions import Definitions
from projections.findings import FINDINGS
from projections.gap import gap
from projections.meaning import Derived, Meaning
from projections.spans import SPANS
from tests.oracle import histories, naive
from thongke.definitions import load

SEEDS = st.integers(min_value=0, max_value=2**32)


@cache
def definitions() -> Definitions:
    return load()


@cache
def meaning() -> Meaning:
    return Meaning.of(definitions())


def rows_of(random: Random, dossiers: int) -> list[dict[str, Any]]:
    return [
        row
        for number in range(dossiers)
        for row in histories.history(random, definitions(), f"HS-{number}", random.randint(2, 22))
    ]


def as_set(rows: Iterable[dict[str, Any]], shape: dict[str, Any]) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(row[column] for column in shape) for row in rows)


def same(derived: Derived, other: Derived) -> bool:
    return all(
        as_set(mine.to_dicts(), shape) == as_set(others.to_dicts(), shape)
        for mine, others, shape in (
            (derived.spans, other.spans, SPANS),
            (derived.findings, other.findings, FINDINGS),
        )
    )


def assert_agreed(
    derived: Derived, rows: list[dict[str, Any]], by: Definitions | None = None
) -> None:
    spans, findings = naive.derive(rows, by or definitions())
    for mine, others, shape in (
        (derived.spans, spans, SPANS),
        (derived.findings, findings, FINDINGS),
    ):
        assert dict(mine.schema) == shape
        ours, theirs = as_set(mine.to_dicts(), shape), as_set(others, shape)
        assert sorted(map(str, ours - theirs)) == []
        assert sorted(map(str, theirs - ours)) == []


@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=SEEDS, dossiers=st.integers(min_value=1, max_value=4))
def test_spans_and_findings_are_those_of_the_naive_fold(seed: int, dossiers: int) -> None:
    random = Random(seed)
    rows = rows_of(random, dossiers)
    random.shuffle(rows)
    assert_agreed(meaning().derive(histories.frame(rows)), rows)


def test_many_dossiers_at_once_are_as_each_alone() -> None:
    rows = rows_of(Random(7), 150)
    Random(8).shuffle(rows)
    assert_agreed(meaning().derive(histories.frame(rows)), rows)


def test_no_documents_make_no_spans() -> None:
    nothing = meaning().derive(histories.frame([]))
    assert (len(nothing.spans), len(nothing.findings)) == (0, 0)
    assert (dict(nothing.spans.schema), dict(nothing.findings.schema)) == (SPANS, FINDINGS)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(seed=SEEDS, batches=st.integers(min_value=1, max_value=9))
def test_any_batches_in_any_order_end_in_what_the_whole_history_says(
    seed: int, batches: int
) -> None:
    """What was said is mended by the gap alone, as the store does it, dossier by dossier."""
    random = Random(seed)
    events = [
        rows
        for number in range(4)
        for rows in histories.events(random, definitions(), f"HS-{number}", random.randint(2, 14))
    ]
    random.shuffle(events)
    known: list[dict[str, Any]] = []
    said = Derived(pl.DataFrame(schema=SPANS), pl.DataFrame(schema=FINDINGS))
    for batch in range(batches):
        arriving = [row for rows in events[batch::batches] for row in rows]
        known += arriving
        touched = {row["dossier"] for row in arriving}
        true = meaning().derive(histories.frame([r for r in known if r["dossier"] in touched]))
        said = Derived(
            mended(said.spans, true.spans, touched), mended(said.findings, true.findings, touched)
        )
    assert same(said, meaning().derive(histories.frame(known)))


def mended(said: pl.DataFrame, true: pl.DataFrame, touched: set[str]) -> pl.DataFrame:
    standing = said.filter(pl.col("dossier").is_in(list(touched)))
    change = gap(standing, true)
    left = said.join(change.retract, on=said.columns, how="anti", nulls_equal=True)
    assert len(left) == len(said) - len(change.retract)
    return pl.concat([left, change.assert_])


def test_the_gap_of_what_is_true_already_is_empty() -> None:
    spans = meaning().derive(histories.frame(rows_of(Random(3), 20))).spans
    found = gap(spans, spans.sample(fraction=1, shuffle=True, seed=1))
    assert (len(found.retract), len(found.assert_)) == (0, 0)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(seed=SEEDS)
def test_every_group_balances_and_begins_where_it_ended(seed: int) -> None:
    """Opening + entered - left = closing, and closing = the next opening, for place and entry
    traits together with the stage, in every month."""
    spans = meaning().derive(histories.frame(rows_of(Random(seed), 12))).spans
    group = ["track", "stage", "unit", "offence", "severity", "offence_group", "handler", "sex"]
    month, before = date(2025, 10, 1), Counter[tuple[Any, ...]]()
    first = True
    while month < date(2027, 6, 1):
        after = (month + timedelta(days=31)).replace(day=1)
        opening, entered = Counter[tuple[Any, ...]](), Counter[tuple[Any, ...]]()
        left, closing = Counter[tuple[Any, ...]](), Counter[tuple[Any, ...]]()
        for row in spans.to_dicts():
            key, since, until = tuple(row[name] for name in group), row["since"], row["until"]
            opening[key] += since < month and (until is None or until >= month)
            entered[key] += month <= since < after
            left[key] += until is not None and month <= until < after
            closing[key] += since < after and (until is None or until >= after)
        for key in closing:
            assert opening[key] + entered[key] - left[key] == closing[key]
        assert first or all(opening[key] == before[key] for key in opening)
        month, before, first = after, closing, False


MUTATIONS = {
    "leads elsewhere": ("investigation_concluded", {"moves": {"investigating": "tried"}}),
    "another manner out": ("investigation_concluded", {"out": "withdrawn"}),
    "another manner in": ("investigation_concluded", {"into": "withdrawn"}),
    "an act too many": ("investigation_concluded", {"act": "withdrawn"}),
    "no finding": ("investigation_concluded", {"silent": True}),
    "takes the place along": ("investigation_extended", {"reclassifies": True}),
    "forgets the handler": ("case_prosecuted", {"handler": False}),
    "tells no first day": ("case_prosecuted", {"sets_date": None}),
}


@pytest.mark.parametrize(("event", "change"), MUTATIONS.values(), ids=MUTATIONS.keys())
def test_one_changed_row_of_the_procedure_is_caught(event: str, change: dict[str, Any]) -> None:
    """The fold keeps to the definitions; the engine is given a procedure with one row changed."""
    random = Random(11)
    rows = [
        row
        for number in range(80)
        for row in histories.history(random, definitions(), f"HS-{number}", 20, ["case"])
    ]
    wrong = Meaning.of(changed(event, change)).derive(histories.frame(rows))
    with pytest.raises(AssertionError):
        assert_agreed(wrong, rows)


def changed(event: str, change: dict[str, Any]) -> Definitions:
    """The definitions with one row of the case's track changed."""
    track = definitions().tracks["case"]
    transitions = tuple(
        replace(row, **change) if row.event == event else row for row in track.transitions
    )
    tracks = {**definitions().tracks, "case": replace(track, transitions=transitions)}
    return replace(definitions(), tracks=tracks)
