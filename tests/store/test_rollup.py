"""An area's transfers, gross and net, and who is silent in it. All figures worked by hand.

R1  K01-01 → K01-02, both in January
R2  K01-01 → K04-01, both in January
R3  K01-01 on 28 January → K01-02 on 3 February
R4  K04-01 → K01-01, both in January
"""

from __future__ import annotations

from datetime import date
from typing import Any

import happenings
import polars as pl
import pytest
from sqlalchemy import Engine

from events.moves import moves
from projections.calendar import Period
from projections.definitions import Form, Line
from store.completeness import completeness, topics_of
from store.figures import figures, figures_of
from store.recorder import record
from store.transfers import moved
from thongke.assembly import assemble

JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))
FEBRUARY = Period(date(2026, 2, 1), date(2026, 3, 1))
ROADS = {
    "R1": (("K01-01", "01-05"), ("K01-01", "01-10"), ("K01-02", "01-12")),
    "R2": (("K01-01", "01-06"), ("K01-01", "01-20"), ("K04-01", "01-25")),
    "R3": (("K01-01", "01-07"), ("K01-01", "01-28"), ("K01-02", "02-03")),
    "R4": (("K04-01", "01-08"), ("K04-01", "01-14"), ("K01-01", "01-15")),
}
STEPS = ("report_accepted", "report_transferred_out", "report_transferred_in")


def told() -> list[dict[str, Any]]:
    return [
        happenings.event(
            f"{dossier}.{n}",
            type,
            dossier,
            on,
            subject=None,
            subjects=[{"id": "t", "kind": "report"}],
            unit=unit,
            sequence=n,
            **({} if type == "report_accepted" else {"transfer": {"counterpart": "CA-01"}}),
        )
        for dossier, steps in ROADS.items()
        for n, (type, (unit, on)) in enumerate(zip(STEPS, steps, strict=True), 1)
    ]


@pytest.fixture
def recorded(engine: Engine) -> Engine:
    with engine.begin() as connection:
        record(connection, happenings.batch(*told()), assemble().meaning)
    return engine


def form() -> Form:
    found = assemble().definitions.form("01", JANUARY.start)
    assert found is not None
    return found


def read(engine: Engine, area: str, period: Period) -> tuple[dict[str, int], ...]:
    """Gross, net and inside of the lines by which reports come, go and stay."""
    definitions = assemble().definitions
    codes = definitions.units.answering(area, period)
    with engine.connect() as connection:
        cells = figures(connection, form().lines, {area: codes}, period)[area]
        found = moved(connection, definitions, form(), codes, period)
    shown = ("d1", "d6", "d10", "d17", "d44")
    net = found.net(cells)
    return (
        {line: cells[line] for line in shown},
        {line: net[line] for line in ("d10", "d17")},
        {"on the way": len(found.on_the_way)},
    )


def test_what_left_and_arrived_inside_the_area_cancels(recorded: Engine) -> None:
    gross, net, on_the_way = read(recorded, "T01+", JANUARY)
    # R1, R4 come; R1, R2, R3 go; R1 did both inside; R3 has not arrived. R1, R4 stay.
    assert gross == {"d1": 0, "d6": 3, "d10": 2, "d17": 3, "d44": 2}
    assert net == {"d10": 1, "d17": 2}
    assert on_the_way == {"on the way": 1}
    for side in (gross, net):  # opening + new + in - out = closing, read either way
        assert gross["d1"] + gross["d6"] + side["d10"] - side["d17"] == gross["d44"]


def test_the_wider_the_area_the_more_cancels(recorded: Engine) -> None:
    gross, net, on_the_way = read(recorded, "TC+", JANUARY)
    assert (gross["d10"], gross["d17"]) == (3, 4)
    assert net == {"d10": 0, "d17": 1}  # only R3, on its way
    assert on_the_way == {"on the way": 1}


def test_any_two_units_are_an_area(recorded: Engine) -> None:
    _, net, _ = read(recorded, "K01-01,K04-01", JANUARY)
    # R2 and R4 are inside; R1 and R3 go.
    assert net == {"d10": 0, "d17": 2}


def test_one_unit_alone_has_nothing_to_cancel(recorded: Engine) -> None:
    gross, net, _ = read(recorded, "K01-01", JANUARY)
    assert net == {"d10": gross["d10"], "d17": gross["d17"]} == {"d10": 1, "d17": 3}


def test_what_arrives_in_the_next_period_comes_in_it(recorded: Engine) -> None:
    gross, net, on_the_way = read(recorded, "T01+", FEBRUARY)
    assert gross == {"d1": 2, "d6": 0, "d10": 1, "d17": 0, "d44": 3}
    assert net == {"d10": 1, "d17": 0}  # it left in January: opening 2 + 1 = 3
    assert on_the_way == {"on the way": 0}


def test_spans_in_memory_say_the_same(recorded: Engine) -> None:
    assembly = assemble()
    spans = assembly.meaning.derive(happenings.batch(*told()).moves()).spans
    assert isinstance(spans, pl.DataFrame)
    codes = assembly.definitions.units.answering("T01+", JANUARY)
    found = moved(spans, assembly.definitions, form(), codes, JANUARY)
    assert (found.inside["d10"], found.inside["d17"], found.on_the_way) == (1, 1, ("R3",))


def test_units_that_told_nothing_are_named_with_their_last_day(recorded: Engine) -> None:
    definitions = assemble().definitions
    codes = definitions.units.answering("K01-01,K01-02,K01-03", FEBRUARY)
    with recorded.connect() as connection:
        found = completeness(connection, definitions, codes, FEBRUARY, [form()])
    assert found.topics == topics_of(definitions, [form()])
    # K01-01 last told of R3 on 28 January; K01-03 never told anything.
    assert [(source.unit, dict(source.last)) for source in found.silent] == [
        ("K01-01", {"criminal": date(2026, 1, 28)}),
        ("K01-03", {}),
    ]
    assert [source.in_period for source in found.sources] == [0, 1, 0]


def test_silence_is_asked_as_of_a_position(recorded: Engine) -> None:
    definitions = assemble().definitions
    with recorded.connect() as connection:
        found = completeness(connection, definitions, ["K01-01"], JANUARY, [form()], as_of=0)
    assert [source.unit for source in found.silent] == ["K01-01"]


def test_a_detainee_whose_case_moves_on_while_on_the_way_is_still_one_transfer() -> None:
    """K01-01 sends on the 10th; on the 11th the case is for trial; K01-02 receives on the 14th."""
    assembly = assemble()
    steps: list[tuple[str, str, str, dict[str, Any], dict[str, Any]]] = [
        ("detention_ordered", "01-03", "K01-01", {"stage": "detained_investigation"}, {}),
        (
            "detainee_transferred_out",
            "01-10",
            "K01-01",
            {},
            {"transfer": {"counterpart": "K01-02"}},
        ),
        ("proceedings_stage_told", "01-11", "K01-01", {"stage": "detained_trial"}, {}),
        ("detainee_transferred_in", "01-14", "K01-02", {}, {"transfer": {"counterpart": "K01-01"}}),
    ]
    records = [
        happenings.event(
            f"G.{n}", type, "G", on, subject=None, sequence=n, unit=unit,
            subjects=[{"id": "n1", "kind": "detainee", **says}], **more,
        )
        for n, (type, on, unit, says, more) in enumerate(steps)
    ]  # fmt: skip
    spans = assembly.meaning.derive(moves(records)).spans
    home = assembly.definitions.form("07", JANUARY.start)
    assert home is not None
    for area, inside in (("T01+", 1), ("K01-01,K04-01", 0)):
        codes = assembly.definitions.units.answering(area, JANUARY)
        found = moved(spans, assembly.definitions, home, codes, JANUARY)
        cells = figures_of(spans, home.lines, {area: codes}, JANUARY)[area]
        assert (cells["d42"], found.inside["d42"], found.inside["d39"]) == (1, inside, inside)


def test_no_line_of_transfers_is_left_out_of_the_net() -> None:
    """Whatever counts nothing but transfers stands on a side of `transfers` in its form."""
    for home in assemble().definitions.forms:
        listed = {line for flow in home.transfers for line in (*flow.outs, *flow.ins)}
        alone = {line.id for line in home.lines if _counts_transfers_alone(line)}
        assert alone <= listed, home.id


def _counts_transfers_alone(line: Line) -> bool:
    sides = {"entered": "came_by", "left": "left_by"}
    manners = [
        {v for c in term.conditions if c.column == sides.get(term.question) for v in c.values}
        for term in line.terms
    ]
    kinds = ("transferred_", "delegated_")
    return bool(manners) and all(m and all(one.startswith(kinds) for one in m) for m in manners)
