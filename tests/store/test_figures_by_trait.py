"""A row for each offence: the same question, grouped; each number by counting by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest
from lines import line, one_of, term
from spans_by_chance import random_spans
from sqlalchemy import Engine
from test_figures import UNITS, holds, key, put, taken

from projections.calendar import Period
from projections.definitions import Count, Form, Line
from store.figures import figures, figures_by_dossier, figures_of, rows

JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))
LEFT = term("left", one_of("stage", "investigating", "prosecuting"))
OUT = term("left", one_of("left_by", "transferred_out"))
SUBJECT = Count(what="distinct", of="subject")
COLUMNS = [
    line("c1", term("closing"), LEFT),
    line("c2", term("entered", one_of("sex", "female"))),
    line("c3", LEFT, count=SUBJECT),
    line("c4", LEFT, term("entered"), count=replace(SUBJECT, of="dossier", at_least=2)),
    line("c5", term("entered"), count=replace(SUBJECT, unless=(OUT,))),
    line("c6", LEFT, count=replace(SUBJECT, last=(one_of("severity", "serious"),))),
    line("c7", term("entered"), count=replace(SUBJECT, of="person", unless=(OUT,))),
]
FORM = Form(
    id="X", title="X", regime="358", lines=tuple(COLUMNS), columns=(), checks=(),
    provenance=COLUMNS[0].provenance, by="offence",
)  # fmt: skip


def spans_of(seed: int) -> pl.DataFrame:
    """Few dossiers, so that keys are met again; each span begun by a document of its own."""
    spans = random_spans(seed, 600)
    return spans.with_columns(
        dossier=pl.format("D{}", pl.int_range(pl.len()) % 60),
        since_event=pl.format("e{}", pl.int_range(pl.len())),
    )


def by_hand(
    spans: Sequence[Mapping[str, Any]], asked: Line, units: Sequence[str]
) -> dict[str, int]:
    """Row -> number: a key once, in the row of the last of its spans."""
    here = [s for s in spans if s["unit"] in units]
    found: dict[str, int] = defaultdict(int)
    met: dict[object, list[tuple[Any, ...]]] = defaultdict(list)
    for span in here:
        for t in asked.terms:
            if taken(span, t.question, JANUARY) and all(
                holds(span, c, JANUARY) for c in t.conditions
            ):
                on = span["until"] if t.question == "left" else span["since"]
                place = (on, span["since"], span["since_event"] + span["stage"])
                met[key(span, asked.count.of)].append((place, span))
                found[span["offence"]] += asked.count.what == "spans"
    if asked.count.what == "spans":
        return found
    barred = {
        key(span, asked.count.of)
        for span in here
        for t in asked.count.unless
        if taken(span, t.question, JANUARY) and all(holds(span, c, JANUARY) for c in t.conditions)
    }
    for counted, spans_met in met.items():
        last = max(spans_met, key=lambda one: one[0])[1]
        if (
            len(spans_met) >= asked.count.at_least
            and counted not in barred
            and all(holds(last, c, JANUARY) for c in asked.count.last)
        ):
            found[last["offence"]] += 1
    return found


def expected(spans: pl.DataFrame, units: Sequence[str]) -> dict[str, int]:
    cells = {f"all.{one.id}": 0 for one in COLUMNS}
    for one in COLUMNS:
        for row, n in by_hand(spans.to_dicts(), one, units).items():
            cells[f"all.{one.id}"] += n
            cells[f"{row}.{one.id}"] = n
    return {cell: n for cell, n in cells.items() if n}


@pytest.mark.parametrize("seed", range(4))
def test_rows_are_what_counting_by_hand_gives_and_the_total_is_their_sum(seed: int) -> None:
    spans = spans_of(seed)
    found = figures_of(spans, COLUMNS, UNITS, JANUARY, by="offence")
    for label, units in UNITS.items():
        cells = {cell: n for cell, n in found[label].items() if n}
        assert cells == expected(spans, units), label
        assert list(found[label])[: len(COLUMNS)] == [f"all.{one.id}" for one in COLUMNS]


@pytest.mark.parametrize("seed", range(2))
def test_a_cell_asked_by_itself_its_list_and_its_dossiers_say_the_same(seed: int) -> None:
    spans = spans_of(seed)
    units = UNITS["T01+"]
    found = figures_of(spans, COLUMNS, {"T01+": units}, JANUARY, by="offence")["T01+"]
    assert len(found) == 4 * len(COLUMNS)
    for cell, n in found.items():
        one = FORM.line(cell)
        assert one is not None and one.id == cell
        assert figures_of(spans, [one], {"T01+": units}, JANUARY)["T01+"] == {cell: n}
        assert rows(spans, one, units, JANUARY)["key"].n_unique() == n
        shares = figures_by_dossier(spans, [one], units, JANUARY)
        if one.count.of != "person":  # a person may be met in several dossiers
            assert sum(share[cell] for share in shares.values()) == n


def test_postgresql_and_duckdb_answer_alike(engine: Engine) -> None:
    spans = spans_of(9)
    put(engine, spans)
    with engine.connect() as connection:
        stored = figures(connection, COLUMNS, UNITS, JANUARY, by="offence")
        assert stored == figures_of(spans, COLUMNS, UNITS, JANUARY, by="offence")
        line_173 = FORM.line("123.c6")
        assert line_173 is not None
        listed = rows(connection, line_173, UNITS["TC+"], JANUARY)
    assert listed["key"].n_unique() == stored["TC+"]["123.c6"] > 0
