"""Indicators of a unit, from events to lights. Counted by hand from the story below.

K01-01, January 2026, three thefts (less serious: two months to investigate, twenty days to decide):
C1  prosecuted 5th, an investigation request 8th, concluded 20th, received 21st, indicted 28th
C2  prosecuted 6th, concluded 22nd, received 23rd, not decided
C3  prosecuted 7th, still investigated
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import polars as pl
import pytest

from events.moves import moves
from projections.calendar import parse_period
from projections.checks import name
from projections.indicators import needs, spell
from store.figures import rows
from store.indicators import Judged, home_of, judge
from thongke.assembly import assemble

STEPS = {
    "C1": {
        "case_prosecuted": 5, "investigation_requested": 8, "investigation_concluded": 20,
        "file_received": 21, "indicted": 28,
    },
    "C2": {"case_prosecuted": 6, "investigation_concluded": 22, "file_received": 23},
    "C3": {"case_prosecuted": 7},
}  # fmt: skip


@lru_cache
def spans() -> pl.DataFrame:
    return assemble().meaning.derive(moves(told())).spans


def told() -> list[dict[str, Any]]:
    charge = {"code": "BLHS2015", "article": "173", "clause": "1", "main": True}
    return [
        {
            "event_id": f"{dossier}.{n}",
            "type": type,
            "dossier_id": dossier,
            "unit": "K01-01",
            "agency": "CA-01",
            "effective_on": date(2026, 1, day),
            "sequence": n,
            "recorded_at": datetime(2026, 2, 1, 9, tzinfo=UTC),
            "subjects": [{"id": "v", "kind": "case", "charges": [charge]}],
        }
        for dossier, steps in STEPS.items()
        for n, (type, day) in enumerate(steps.items())
    ]


def judged(unit: str, period: str = "2026-01") -> dict[str, Judged]:
    definitions = assemble().definitions
    asked = parse_period(period, definitions.calendar)
    units = {unit: definitions.units.answering(unit, asked)}
    found = judge(spans(), definitions, definitions.indicators, units, asked)
    return {one.indicator.id: one for one in found[unit]}


def said(one: Judged) -> tuple[str, str]:
    return one.light, spell(one.weakest, one.indicator, one.target)


def test_a_month_of_a_region() -> None:
    found = judged("K01-01")
    assert said(found["14"]) == ("missed", "1/3 = 33,33 %")  # C1 of three new cases
    assert said(found["19"]) == ("met", "3/3 = 100 %")  # none past its two months
    assert said(found["20"]) == ("missed", "1/2 = 50 %")  # C1 decided of C1, C2
    assert said(found["25.1"]) == ("met", "1/1 = 100 %")
    assert said(found["2"]) == ("nothing", "0/0")  # no crime report at all
    assert said(found["22"]) == ("met", "0/2 = 0 %")  # nothing returned of two
    assert found["34"].light == "untargeted"  # not asked of regions


def test_the_same_numbers_stand_to_the_target_of_their_level() -> None:
    region, province = judged("K01-01"), judged("T01+")
    assert said(region["14"])[1] == said(province["14"])[1]
    assert (region["14"].light, province["14"].light) == ("missed", "missed")
    assert region["14"].target != province["14"].target  # 80 % and 90 %


def test_the_assembly_counts_as_the_decision_does() -> None:
    found = judged("K01-01")
    assert found["NQ96.05"].readings[0].result == found["25.1"].readings[0].result
    assert found["NQ96.05"].target != found["25.1"].target


def test_an_indicator_by_size_is_asked_of_one_size() -> None:
    found = judged("K01-01")  # three new cases a year: fewer than a hundred
    assert (found["26.1"].light, found["26.2"].light) == ("open", "untargeted")


def test_a_year_has_four_quarters() -> None:
    readings = judged("T01+", "2026-Y")["56"].readings
    assert [reading.light for reading in readings] == ["missed"] * 4


def test_what_stands_elsewhere_is_not_judged_here() -> None:
    alone, area = judged("K01-01")["47.1"], judged("T01+")["47.1"]
    assert alone.light == "untold" and "đơn vị phúc thẩm" in (alone.words or "")
    assert area.light == "nothing"


def test_rooms_have_indicators_of_their_own() -> None:
    seventh = judged("T01-P07")
    assert seventh["7"].light == "untargeted"  # of rooms that supervise investigation
    assert seventh["53"].light == "open"
    agency = judged("TC-CQDT")
    asked = {id for id, one in agency.items() if one.light != "untargeted"}
    assert asked == {*map(str, range(59, 73)), "NQ96.02", "NQ96.03", "NQ96.04", "NQ96.08"}


def test_units_of_many_levels_have_no_common_target() -> None:
    assert {one.light for one in judged("K01-01,T04").values()} == {"untargeted"}


@pytest.mark.parametrize("unit", ["K01-01", "T01+"])
def test_each_number_opens_to_as_many_as_it_says(unit: str) -> None:
    definitions = assemble().definitions
    opened = 0
    for one in judged(unit).values():
        for reading in one.readings:
            codes = definitions.units.answering(unit, reading.period)
            for operand in needs(one.indicator):
                value = reading.cells[name(operand)]
                if value == 0:
                    continue
                home = home_of(definitions, one.group, operand, reading.period)
                line = home.line(operand.cell)
                assert line is not None
                listed = rows(spans(), line, codes, reading.period)
                assert listed["key"].n_unique() == value, (one.indicator.id, operand.cell)
                opened += 1
    assert opened > 10


def test_all_indicators_of_crime_are_there_once() -> None:
    definitions = assemble().definitions
    numbers = [
        indicator.id.partition(".")[0]
        for group in definitions.indicators
        if group.series == "358"
        for indicator in group.indicators
    ]
    assert list(dict.fromkeys(numbers)) == [str(number) for number in range(1, 89)]


def test_what_is_not_judged_says_why_and_who_knows() -> None:
    for group in assemble().definitions.indicators:
        for indicator in group.indicators:
            assert (indicator.not_from_events is None) == (indicator.supplied_by is None)
            if indicator.bound:
                assert indicator.left_out, indicator.id  # why it is only a bound
