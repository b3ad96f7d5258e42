"""Extensions of limits beyond the law: how often, how long, by whom, worked by hand from the Code.

Each row of LAW is one limit of one class of crimes, with every extension that the law gives: its
length and the lowest procuracy that may decide it (K: khu vực, T: cấp tỉnh, TC: tối cao).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from engine_story import Row, derived, document

BELOW = {"K01-01": None, "T01": "K01-01", "TC": "T01"}  # the procuracy one level down
WORDS = {"T01": "cấp tỉnh", "TC": "tối cao"}
MONTHS, DAYS = "extension_months", "extension_days"

INVESTIGATED = [("case_prosecuted", {})]
RESUMED = [*INVESTIGATED, ("investigation_suspended", {}), ("investigation_resumed", {})]
PROSECUTED = [("carried_in", {"stated_stage": "concluded"}), ("file_received", {})]
TRIED = [("carried_in", {"stated_stage": "indicted"}), ("trial_accepted", {})]
ROADS = {
    "172": (INVESTIGATED, "investigation_extended", MONTHS),
    "174.1": (RESUMED, "investigation_extended", MONTHS),
    "240": (PROSECUTED, "prosecution_extended", DAYS),
    "277": (TRIED, "trial_preparation_extended", DAYS),
}
LAW = """
172   173.1  2 K
172   173.2  3 K, 2 K
172   173.3  4 K, 4 T
172   173.4  4 T, 4 T, 4 TC, 4 TC
172   108.1  4 T, 4 T, 4 TC, 4 TC, 4 TC
174.1 173.1  1 K
174.1 173.2  2 K
174.1 173.3  2 K
174.1 173.4  3 K
240   173.1  10 K
240   173.2  10 K
240   173.3  15 K
240   173.4  30 K
277   173.1  15 K
277   173.2  15 K
277   173.3  30 K
277   173.4  30 K
"""
LEVELS = {"K": "K01-01", "T": "T01", "TC": "TC"}
Given = list[tuple[int, str]]


def rows() -> list[tuple[str, str, Given]]:
    found = []
    for line in LAW.strip().splitlines():
        article, charge, given = line.split(None, 2)
        pairs = [each.split() for each in given.split(",")]
        found.append((article, charge, [(int(n), LEVELS[level]) for n, level in pairs]))
    return found


def story(article: str, charge: str, given: Given) -> list[Row]:
    """The road to the limit, a week a document, and these extensions, each before its limit."""
    road, extended, unit = ROADS[article]
    day, told = date(2026, 1, 5), []
    for type_, facts in road:
        told.append(document(type_, str(day), charges=charge, **facts))
        day += timedelta(days=7)
    for length, agency in given:
        told.append(document(extended, str(day), agency=agency, **{unit: length}))
        day += timedelta(days=1)
    return told


def beyond(*told: Row) -> list[tuple[str, str]]:
    """Codes and words of what extends beyond the law."""
    found = derived(*told).findings.sort("event_id").select("code", "says").rows()
    return [(code, says) for code, says in found if code.startswith("extended_")]


@pytest.mark.parametrize(("article", "charge", "given"), rows())
def test_the_extensions_of_the_law_are_no_finding(article: str, charge: str, given: Given) -> None:
    assert beyond(*story(article, charge, given)) == []


@pytest.mark.parametrize(("article", "charge", "given"), rows())
def test_one_more_than_the_law_gives_is_one_too_often(
    article: str, charge: str, given: Given
) -> None:
    ((code, says),) = beyond(*story(article, charge, [*given, (1, "TC")]))
    assert code == "extended_too_often"
    assert f"lần {len(given) + 1}," in says


@pytest.mark.parametrize(("article", "charge", "given"), rows())
def test_a_month_or_a_day_more_than_the_law_gives_is_too_long(
    article: str, charge: str, given: Given
) -> None:
    for number in range(len(given)):
        longer = [(n + (place == number), by) for place, (n, by) in enumerate(given)]
        assert [code for code, _ in beyond(*story(article, charge, longer))] == [
            "extended_too_long"
        ]


@pytest.mark.parametrize(("article", "charge", "given"), rows())
def test_a_procuracy_below_the_one_that_may_decide_has_no_authority(
    article: str, charge: str, given: Given
) -> None:
    for number, (_, agency) in enumerate(given):
        below = BELOW[agency]
        if below is None:
            continue
        lower = [(n, below if place == number else by) for place, (n, by) in enumerate(given)]
        ((code, says),) = beyond(*story(article, charge, lower))
        assert code == "extended_without_authority"
        assert f"Viện kiểm sát {WORDS[agency]} được" in says


def test_who_is_no_procuracy_of_the_catalogue_is_not_judged() -> None:
    """A platform that names the investigating body tells nothing of who decided."""
    assert beyond(*story("172", "173.4", [(4, "CA-01"), (4, "CA-01")])) == []


def test_without_a_class_of_crime_the_law_gives_no_number() -> None:
    told = story("172", "173.1", [(9, "K01-01"), (9, "K01-01"), (9, "K01-01")])
    assert beyond(*[{**row, "charges": None} for row in told]) == []


def test_a_heavier_charge_brings_the_extensions_of_its_class() -> None:
    """Serious: 3 and 2 months. Charged anew as very serious, the second may be 4, by a province."""
    told = [
        document("case_prosecuted", "2026-01-05", charges="173.2"),
        document("investigation_extended", "2026-03-30", agency="K01-01", extension_months=3),
        document("prosecution_changed", "2026-04-20", charges="173.3"),
        document("investigation_extended", "2026-06-29", agency="T01", extension_months=4),
    ]
    assert beyond(*told) == []
    unchanged = [row for row in told if row["type"] != "prosecution_changed"]
    assert [code for code, _ in beyond(*unchanged)] == ["extended_too_long"]


def test_a_stated_end_is_held_against_the_last_lawful_day_and_the_working_day_after_it() -> None:
    """Two months from 5 January end on 5 March; two more on 5 May. Had they begun on 7 January:
    Saturday 7 March moves to the 9th, and two months more end on Saturday 9 May: the 11th."""

    def until(first: str, last: date) -> list[str]:
        told = [
            document("case_prosecuted", first, charges="173.1"),
            document("investigation_extended", "2026-02-20", extension_until=last),
        ]
        return [says for _, says in beyond(*told)]

    assert until("2026-01-05", date(2026, 5, 5)) == []
    (says,) = until("2026-01-05", date(2026, 5, 6))
    assert "chậm nhất đến 05/05/2026" in says
    assert until("2026-01-07", date(2026, 5, 11)) == []
    assert len(until("2026-01-07", date(2026, 5, 12))) == 1


def test_a_report_has_two_months_in_all_then_two_months_once() -> None:
    """Điều 147: received on 2 March; at most until 2 May, a Saturday: Monday 4 May."""
    whose = {"subject": "NT", "kind": "report", "agency": "K01-01"}

    def told(prolonged: date, *more: int) -> list[str]:
        documents = [
            document("report_accepted", "2026-03-02", **whose),
            document("report_limit_prolonged", "2026-03-20", extension_until=prolonged, **whose),
        ]
        for number, months in enumerate(more):
            on = f"2026-04-2{number}"
            documents.append(document("report_extended", on, extension_months=months, **whose))
        return [code for code, _ in beyond(*documents)]

    assert told(date(2026, 5, 4), 2) == []
    assert told(date(2026, 5, 5)) == ["extended_too_long"]
    assert told(date(2026, 5, 4), 3) == ["extended_too_long"]
    assert told(date(2026, 5, 4), 1, 1) == ["extended_too_often"]


def test_a_hearing_may_be_put_off_again_and_again_thirty_days_each() -> None:
    """Điều 297 limits the length of a postponement, not their number."""

    def told(days: int) -> list[str]:
        put_off = [
            document("hearing_postponed", f"2026-02-{day}", extension_days=days)
            for day in (10, 16, 23)
        ]
        return [code for code, _ in beyond(*story("277", "173.1", []), *put_off)]

    assert told(30) == []
    assert told(31) == ["extended_too_long"] * 3


HELD = {"subject": "A", "kind": "detainee", "agency": "K01-01"}


def held(*extensions: Row) -> list[str]:
    told = document("custody_ordered", "2026-02-02", ground="caught", **HELD)
    return [code for code, _ in beyond(told, *extensions)]


def test_custody_is_prolonged_twice_by_three_days() -> None:
    """Điều 118."""

    def prolonged(on: str, days: int) -> Row:
        return document("custody_prolonged", on, extension_days=days, **HELD)

    twice = [prolonged("2026-02-04", 3), prolonged("2026-02-07", 3)]
    assert held(*twice) == []
    assert held(*twice, prolonged("2026-02-10", 1)) == ["extended_too_often"]
    assert held(prolonged("2026-02-04", 4)) == ["extended_too_long"]


@pytest.mark.parametrize(
    ("charge", "given"),
    [
        ("173.1", [(1, "K01-01")]),
        ("173.2", [(2, "K01-01")]),
        ("173.3", [(3, "K01-01")]),
        ("173.4", [(4, "T01"), (4, "T01"), (4, "TC")]),
        ("108.1", [(4, "T01"), (4, "T01"), (4, "TC"), (4, "TC")]),
    ],
)
def test_detention_in_an_investigation_is_prolonged_as_the_code_says(
    charge: str, given: Given
) -> None:
    """Điều 173, a month of 30 days: two months are 60 days, and 61 are too long."""

    def told(*prolonged: tuple[int, str]) -> list[str]:
        ordered = document("detention_ordered", "2026-02-02", charges=charge, ground="caught")
        documents = [ordered | HELD]
        for number, (days, agency) in enumerate(prolonged):
            on = str(datetime(2026, 3, 2) + timedelta(days=number))[:10]
            one = document("detention_prolonged", on, extension_days=days)
            documents.append(one | HELD | {"agency": agency})
        return [code for code, _ in beyond(*documents)]

    lawful = [(30 * months, agency) for months, agency in given]
    assert told(*lawful) == []
    assert told(*lawful, (1, "TC")) == ["extended_too_often"]
    assert told((lawful[0][0] + 1, lawful[0][1])) == ["extended_too_long"]
    if BELOW[given[0][1]]:
        assert told((lawful[0][0], "K01-01")) == ["extended_without_authority"]
