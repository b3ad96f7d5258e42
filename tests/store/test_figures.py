"""One question, three ways to answer it: PostgreSQL, DuckDB, and counting by hand."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
import pytest
from lines import line, one_of, term
from spans_by_chance import random_spans
from sqlalchemy import Engine, text

from projections.calendar import Period
from projections.definitions import Condition, Count, Line, Question
from store.driver import stage
from store.figures import figures, figures_by_dossier, figures_of, rows

JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))
QUARTER = Period(date(2025, 12, 1), date(2026, 3, 1))
UNITS: dict[str, tuple[str, ...]] = {
    "T01": ("T01",),
    "K01-01": ("K01-01",),
    "T01+": ("T01", "K01-01", "K01-02"),
    "TC+": ("T01", "K01-01", "K01-02", "T02", "unknown"),
    "T99": (),
}


def random_lines(seed: int) -> list[Line]:
    """Lines over all kinds of condition, with unions and with distinct counts."""
    r = random.Random(seed)
    choices = [
        one_of("track", "case"),
        one_of("stage", "investigating", "prosecuting"),
        one_of("standing", "investigating"),
        one_of("came_by", "resumed", "received"),
        one_of("left_by", "transferred_out"),
        one_of("severity", "very_serious"),
        one_of("offence", "250", "it's"),
        one_of("sex", "female"),
        Condition(column="counsel", op="contains", values=frozenset({"legal_aid"})),
        Condition(column="left_hearing", op="contains", values=frozenset({"online", "lesson"})),
        Condition(column="first_prosecuted_on", op="in_period"),
        Condition(column="first_prosecuted_on", op="before_period"),
        Condition(column="counsel_on", op="by_period_end"),
        Condition(column="since", op="in_period"),
        Condition(column="since", op="before_period"),
    ]
    # More conditions than one word of bits holds.
    choices += [one_of("article", "unknown", f"a{n}") for n in range(70)]
    questions: tuple[Question, ...] = ("opening", "entered", "left", "closing")
    counts = [
        Count(),
        Count(),
        Count(what="distinct", of="subject"),
        Count(what="distinct", of="dossier", at_least=2),
        Count(what="distinct", of="person"),
        Count(what="distinct", of="object"),
        Count(what="sum", of="quantity"),
    ]
    return [
        line(
            f"c{n}",
            *(
                term(r.choice(questions), *r.sample(choices, r.randrange(4)))
                for _ in range(r.choice((1, 1, 2)))
            ),
            count=r.choice(counts),
        )
        for n in range(120)
    ]


def by_hand(
    spans: Iterable[Mapping[str, Any]], asked: Line, units: Sequence[str], p: Period
) -> int:
    """The definition, read aloud: no packing, no SQL."""
    keys: Counter[tuple[Any, ...]] = Counter()
    total = 0
    for span in spans:
        if span["unit"] not in units:
            continue
        for t in asked.terms:
            if taken(span, t.question, p) and all(holds(span, c, p) for c in t.conditions):
                keys[key(span, asked.count.of)] += 1
                total += span["quantity"] or 0
    if asked.count.what == "sum":
        return total
    if asked.count.what == "spans":
        return sum(keys.values())
    return sum(1 for times in keys.values() if times >= asked.count.at_least)


def key(span: Mapping[str, Any], of: str) -> tuple[Any, ...]:
    if of == "dossier":
        return (span["dossier"],)
    if of in ("person", "object") and span[of] != "unknown":
        return (span[of],)
    return (span["dossier"], span["subject"])


def taken(span: Mapping[str, Any], question: Question, p: Period) -> bool:
    since: date = span["since"]
    until: date | None = span["until"]
    match question:
        case "opening":
            return since < p.start and (until is None or until >= p.start)
        case "entered":
            return p.start <= since < p.end
        case "left":
            return until is not None and p.start <= until < p.end
        case "closing":
            return since < p.end and (until is None or until >= p.end)


def holds(span: Mapping[str, Any], c: Condition, p: Period) -> bool:
    value = span[c.column]
    if value is None:
        return False
    match c.op:
        case "in":
            return value in c.values
        case "contains":
            return bool(set(value.split(",")) & c.values)
        case "in_period":
            return bool(p.start <= value < p.end)
        case "before_period":
            return bool(value < p.start)
        case "by_period_end":
            return bool(value < p.end)


def put(engine: Engine, spans: pl.DataFrame, asserted_at: int = 1) -> None:
    with engine.begin() as connection:
        stage(connection, "span", spans).insert({"asserted_at": asserted_at})


def test_a_span_is_opening_entered_left_and_closing_by_its_days() -> None:
    """Worked by hand for January 2026: five spans, from before, through, in and after."""
    stays = [
        (date(2025, 12, 1), date(2025, 12, 31)),  # over before the month: nothing
        (date(2025, 12, 1), date(2026, 1, 1)),  # there on the eve, left on the first: opening, left
        (date(2026, 1, 31), date(2026, 2, 1)),  # came on the last day, left after: entered, closing
        (date(2026, 1, 10), date(2026, 1, 10)),  # one day: entered and left, never stock
        (date(2025, 6, 1), None),  # stays: opening, closing
        (date(2026, 2, 1), None),  # comes after: nothing
    ]
    base = random_spans(1, len(stays)).with_columns(
        unit=pl.lit("T01"),
        since=pl.Series([since for since, _ in stays]),
        until=pl.Series([until for _, until in stays]),
    )
    lines = [line(q, term(q)) for q in ("opening", "entered", "left", "closing")]
    assert figures_of(base, lines, {"T01": ("T01",)}, JANUARY) == {
        "T01": {"opening": 2, "entered": 2, "left": 2, "closing": 2}
    }


@pytest.mark.parametrize("seed", range(4))
def test_both_databases_answer_as_counting_by_hand_does(engine: Engine, seed: int) -> None:
    spans, lines = random_spans(seed, 300), random_lines(seed)
    put(engine, spans)
    told = spans.to_dicts()
    for period in (JANUARY, QUARTER):
        expected = {
            label: {asked.id: by_hand(told, asked, units, period) for asked in lines}
            for label, units in UNITS.items()
        }
        assert sum(map(bool, expected["TC+"].values())) > 40, "the lines must find something"
        assert figures_of(spans, lines, UNITS, period) == expected
        with engine.begin() as connection:
            assert figures(connection, lines, UNITS, period) == expected


@pytest.mark.parametrize("seed", range(2))
def test_a_list_is_as_long_as_its_cell(engine: Engine, seed: int) -> None:
    spans, lines = random_spans(seed, 200), random_lines(seed)
    put(engine, spans)
    with engine.begin() as connection:
        cells = figures(connection, lines, UNITS, JANUARY)["T01+"]
        for asked in lines:
            behind = rows(connection, asked, UNITS["T01+"], JANUARY)
            summed = asked.count.what == "sum"
            size = behind["quantity"].sum() if summed else behind["key"].n_unique()
            assert size == cells[asked.id], asked
            in_memory = rows(spans, asked, UNITS["T01+"], JANUARY)
            assert in_memory.sort(pl.all()).equals(behind.sort(pl.all())), asked


def test_what_the_dossiers_give_adds_up_to_the_cells(engine: Engine) -> None:
    spans = random_spans(7, 200)
    lines = [asked for asked in random_lines(7) if asked.count.of not in ("person", "object")]
    put(engine, spans)
    whole = figures_of(spans, lines, {"TC+": UNITS["TC+"]}, JANUARY)["TC+"]
    with engine.begin() as connection:
        parts = figures_by_dossier(connection, lines, UNITS["TC+"], JANUARY)
    assert parts == figures_by_dossier(spans, lines, UNITS["TC+"], JANUARY)
    added: Counter[str] = Counter()
    for cells in parts.values():
        added.update(cells)
    assert {cell: n for cell, n in whole.items() if n} == dict(added)


def test_figures_as_of_a_position_do_not_move_when_spans_are_retracted(engine: Engine) -> None:
    """Two spans told at 1; at 2 one is taken back and two others are told."""
    lines = [line("entered", term("entered"))]
    spans = random_spans(3, 4).with_columns(
        unit=pl.lit("T01"), since=pl.lit(date(2026, 1, 5)), until=pl.lit(None, pl.Date)
    )
    put(engine, spans[:2], asserted_at=1)
    with engine.begin() as connection:
        connection.execute(text("UPDATE span SET retracted_at = 2 WHERE id = 1"))
    put(engine, spans[2:], asserted_at=2)
    with engine.begin() as connection:
        asked = [
            figures(connection, lines, {"T01": ("T01",)}, JANUARY, as_of)["T01"]["entered"]
            for as_of in (0, 1, 2, None)
        ]
        behind = [
            len(rows(connection, lines[0], ("T01",), JANUARY, as_of)) for as_of in (0, 1, 2, None)
        ]
    assert asked == [0, 2, 3, 3]
    assert behind == asked


def test_lines_that_events_cannot_supply_are_left_out_of_the_answer() -> None:
    typed = line("r305")
    typed = Line(
        **{f: getattr(typed, f) for f in Line.__dataclass_fields__}
        | {"not_from_events": "kỷ luật do cơ quan chủ quản báo", "supplied_by": "cơ quan chủ quản"}
    )
    lines = [line("entered", term("entered")), typed]
    assert figures_of(random_spans(1, 5), lines, {"T99": ()}, JANUARY) == {"T99": {"entered": 0}}


def test_a_way_of_counting_that_spans_cannot_answer_is_refused_by_name() -> None:
    counted = line("r7", term("entered"), count=Count(what="distinct", of="quantity"))
    with pytest.raises(ValueError, match="dòng r7: cách đếm distinct quantity"):
        figures_of(random_spans(1, 5), [counted], UNITS, JANUARY)


def test_a_line_that_adds_up_takes_the_quantity_of_each_span_and_nothing_where_none_is_said(
    engine: Engine,
) -> None:
    """Three documents of January, 4 and 3 and no number: 7. Of two in T01 and one in K01-01."""
    spans = random_spans(2, 3).with_columns(
        unit=pl.Series(["T01", "K01-01", "T01"]),
        since=pl.lit(date(2026, 1, 5)),
        until=pl.lit(date(2026, 1, 5)),
        quantity=pl.Series([4, 3, None]),
        offence=pl.Series(["173", "173", "250"]),
    )
    put(engine, spans)
    lines = [
        line("sum", term("entered"), count=Count(what="sum", of="quantity")),
        line("twice", term("entered"), term("left"), count=Count(what="sum", of="quantity")),
        line("spans", term("entered")),
    ]
    expected = {
        "T01": {"sum": 4, "twice": 8, "spans": 2},
        "T01+": {"sum": 7, "twice": 14, "spans": 3},
    }
    units = {label: UNITS[label] for label in expected}
    assert figures_of(spans, lines, units, JANUARY) == expected
    with engine.begin() as connection:
        assert figures(connection, lines, units, JANUARY) == expected
        by_offence = figures(connection, lines[:1], {"": UNITS["T01+"]}, JANUARY, by="offence")
    assert by_offence == {"": {"all.sum": 7, "173.sum": 7}}


def test_what_is_still_out_and_came_out_in_the_period_is_asked_by_its_first_day() -> None:
    """Escaped on 20 December and on 10 January; both still out at the end of January."""
    spans = random_spans(4, 3).with_columns(
        unit=pl.lit("T01"),
        since=pl.Series([date(2025, 12, 20), date(2026, 1, 10), date(2025, 12, 3)]),
        until=pl.Series([None, None, date(2026, 1, 8)]),  # the third was caught on 8 January
    )
    new = Condition(column="since", op="in_period")
    old = Condition(column="since", op="before_period")
    lines = [
        line("still out", term("closing", new)),
        line("still out from before", term("closing", old)),
        line("caught from before", term("left", old)),
        line("caught anew", term("left", new)),
    ]
    assert figures_of(spans, lines, {"T01": ("T01",)}, JANUARY)["T01"] == {
        "still out": 1,
        "still out from before": 1,
        "caught from before": 1,
        "caught anew": 0,
    }
