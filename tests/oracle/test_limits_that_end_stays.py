"""Limits that end stays, against the plain fold: every limit of the law taken for such a one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from projections.definitions import Definitions
from projections.meaning import Meaning
from tests.oracle import histories
from tests.oracle.test_engine_agrees_with_the_naive_fold import (
    SEEDS,
    assert_agreed,
    definitions,
)


@cache
def ending() -> Definitions:
    limits = tuple(replace(limit, ends_stay=True) for limit in definitions().limits)
    return replace(definitions(), limits=limits)


@cache
def meaning() -> Meaning:
    return Meaning.of(ending())


def rows_of(random: Random, dossiers: int, of: list[str] | None = None) -> list[dict[str, object]]:
    return [
        row
        for number in range(dossiers)
        for row in histories.history(random, ending(), f"HS-{number}", random.randint(2, 22), of)
    ]


@settings(max_examples=30, deadline=None, derandomize=True)
@given(seed=SEEDS, dossiers=st.integers(min_value=1, max_value=4))
def test_spans_are_those_of_the_naive_fold(seed: int, dossiers: int) -> None:
    rows = rows_of(Random(seed), dossiers)
    assert_agreed(meaning().derive(histories.frame(rows)), rows, ending())


def test_many_dossiers_at_once_are_as_each_alone() -> None:
    rows = rows_of(Random(7), 150)
    assert_agreed(meaning().derive(histories.frame(rows)), rows, ending())


def test_nobody_stands_in_two_stages_at_once() -> None:
    """Stays of one subject follow each other without a day in two of them, or in none between."""
    derived = meaning().derive(histories.frame(rows_of(Random(5), 60, ["case", "report"]))).spans
    acts = {row.act for track in ending().tracks.values() for row in track.transitions}
    stays = [row for row in derived.to_dicts() if row["stage"] not in acts]
    by_path: dict[tuple[str, ...], list[dict[str, object]]] = {}
    for row in stays:
        path = (row["dossier"], row["subject"], row["kind"], row["track"])
        by_path.setdefault(path, []).append(row)
    overdue = {limit.overdue for limit in ending().limits}
    assert sum(row["stage"] in overdue for row in stays) > 50
    last = "9999-12-31"
    for mine in by_path.values():
        # What begins and ends on one day stands between the others of that day.
        mine.sort(key=lambda row: (str(row["since"]), str(row["until"] or last)))
        for one, other in pairwise(mine):
            assert one["until"] is not None and str(one["until"]) <= str(other["since"])
            if other["stage"] in overdue and other["came_by"] == "overdue":
                assert one["left_by"] == "overdue" and one["until"] == other["since"]
