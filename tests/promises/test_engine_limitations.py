"""Suspended until the limitation has run out (od.tdc): what documents state, worked by hand.

Suspended on 5 January 2026, limitation until 20 February: that day is still within it.
"""

from __future__ import annotations

from datetime import date

import pytest
from engine_story import Row, day, definitions, derived, document, spans

from projections.calendar import Period
from store.figures import figures_of

SUSPENDED, LAST = "2026-01-05", date(2026, 2, 20)
FEBRUARY = Period(date(2026, 2, 1), date(2026, 3, 1))
Lapse = tuple[str, str | None, str | None]

# Kind; where it stood before; what suspends, resumes and ends it; the stage after the limitation.
WAYS = {
    "report": ("checking", "report_suspended", "report_resumed", "report_not_prosecuted"),
    "investigation": (
        *("investigating", "investigation_suspended", "investigation_resumed"),
        "investigation_terminated",
    ),
    "supplement": (
        *("supplementing_for_court", "investigation_suspended", "investigation_resumed"),
        "investigation_terminated",
    ),
    "prosecution": (
        *("prosecuting_again", "prosecution_suspended", "prosecution_resumed"),
        "prosecution_terminated",
    ),
    "trial": ("trial", "trial_suspended", "trial_resumed", "trial_terminated"),
}
ENDED = {"report": "lapsed"}  # its own manner; the others are terminated
ASKED = [(way, kind) for way in WAYS for kind in (("case", "accused") if way != "report" else "r")]


def whose(kind: str) -> Row:
    return {"subject": "S", "kind": "report" if kind == "r" else kind}


def suspended(way: str, kind: str, until: date | None = LAST) -> list[Row]:
    before, suspends, _, _ = WAYS[way]
    return [
        document("carried_in", "2025-12-01", stated_stage=before, **whose(kind)),
        document(suspends, SUSPENDED, limitation_on=until, **whose(kind)),
    ]


def lapses(*told: Row) -> list[Lapse]:
    found = [row for row in spans(*told) if str(row["stage"]).endswith("limitation_overdue")]
    return [(str(row["since"]), day(row["until"]), day(row["left_by"])) for row in found]


@pytest.mark.parametrize(("way", "kind"), ASKED)
def test_what_is_still_suspended_has_lapsed_on_the_day_after(way: str, kind: str) -> None:
    told = suspended(way, kind)
    assert lapses(*told) == [("2026-02-21", None, None)]
    (stay,) = [row for row in spans(*told) if str(row["stage"]).endswith("_suspended")]
    assert (str(stay["since"]), stay["until"], stay["limit_on"]) == (SUSPENDED, None, LAST)


@pytest.mark.parametrize(("way", "kind"), ASKED)
def test_nothing_stated_is_never_overdue(way: str, kind: str) -> None:
    assert lapses(*suspended(way, kind, until=None)) == []


@pytest.mark.parametrize(("way", "kind"), ASKED)
def test_what_is_resumed_or_ended_in_time_has_not_lapsed(way: str, kind: str) -> None:
    _, _, resumes, ends = WAYS[way]
    for type_, on in ((resumes, "2026-02-10"), (resumes, "2026-02-20"), (ends, "2026-02-20")):
        assert lapses(*suspended(way, kind), document(type_, on, **whose(kind))) == []


@pytest.mark.parametrize(("way", "kind"), ASKED)
def test_what_is_decided_later_had_lapsed_until_then(way: str, kind: str) -> None:
    _, _, resumes, ends = WAYS[way]
    for type_, manner in ((resumes, "resumed"), (ends, ENDED.get(way, "terminated"))):
        told = [*suspended(way, kind), document(type_, "2026-03-10", **whose(kind))]
        assert lapses(*told) == [("2026-02-21", "2026-03-10", manner)]


@pytest.mark.parametrize(("way", "kind"), ASKED)
def test_a_corrected_day_is_the_one_that_counts(way: str, kind: str) -> None:
    told = suspended(way, kind)
    right = {**told[1], "limitation_on": date(2026, 5, 20), "corrects": "e1"}
    assert lapses(*told, right) == [("2026-05-21", None, None)]
    unsaid = {**told[1], "limitation_on": None, "corrects": "e1"}
    assert lapses(*told, unsaid) == []


def test_a_graver_charge_may_state_a_later_day() -> None:
    """Another crime is another stay, in which the limitation goes on as it is stated there."""
    told = suspended("investigation", "accused")
    changed = document(
        *("prosecution_changed", "2026-03-02"),
        limitation_on=date(2026, 6, 30),
        charges="*173.2",
        **whose("accused"),
    )
    assert lapses(*told, changed) == [
        ("2026-02-21", "2026-03-02", "reclassified"),
        ("2026-07-01", None, None),
    ]


def test_the_limitation_goes_on_through_a_transfer_and_nobody_has_it_on_the_way() -> None:
    told = suspended("investigation", "case")
    moved = [
        document("case_transferred_out", "2026-02-16", **whose("case")),
        document("case_transferred_in", "2026-02-25", unit="T01", **whose("case")),
    ]
    (lapse,) = [r for r in spans(*told, *moved) if r["stage"] == "limitation_overdue"]
    assert (str(lapse["since"]), lapse["unit"], lapse["until"]) == ("2026-02-25", "T01", None)


def test_suspended_again_without_a_day_there_is_none() -> None:
    """The new decision states its own, or nothing is known of it."""
    told = suspended("investigation", "case")
    again = [
        document("investigation_resumed", "2026-02-02", **whose("case")),
        document("investigation_suspended", "2026-02-09", **whose("case")),
    ]
    assert lapses(*told, *again) == []


def test_a_limit_that_had_begun_before_is_what_it_was() -> None:
    """Out of turn: a suspended report is taken over. Twenty days from 1 December 2025 are the
    21st, a Sunday, so the 22nd; the limitation between does not begin them anew."""
    whole = whose("r")
    told = [
        document("report_accepted", "2025-12-01", **whole),
        document("report_suspended", "2025-12-15", limitation_on=LAST, **whole),
        document("report_taken_over", SUSPENDED, agency="K01-01", **whole),
    ]
    last = {str(row["since"]): row["limit_on"] for row in spans(*told, stage="checking")}
    assert last == {"2025-12-01": date(2025, 12, 22), SUSPENDED: date(2025, 12, 22)}


def test_the_list_of_suspended_matters_shows_them_and_no_balance_changes() -> None:
    """At the closing of February: suspended and lapsed; suspended, and nothing stated."""
    (home,) = [one for one in definitions().lists if one.id == "PL01"]
    lines = {line.id: line for line in home.lines}

    def closing(until: date | None, *more: Row) -> dict[str, int]:
        told = derived(
            *suspended("investigation", "case", until),
            *(row | {"subject": "BC"} for row in suspended("prosecution", "accused", until)),
            *(row | {"subject": "TA"} for row in suspended("trial", "case", until)),
            *(row | {"subject": "NT"} for row in suspended("report", "r", until)),
            *more,
        ).spans
        cells = figures_of(told, list(lines.values()), {"all": ("K01-01",)}, FEBRUARY)["all"]
        return {name: n for name, n in cells.items() if n}

    open_ = {"openv": 1, "openb": 1}
    lapsed = {"openv.lapsed": 1, "openb.lapsed": 1, "at_court_lapsedv": 1, "reports_lapsed": 1}
    assert closing(None) == open_
    assert closing(LAST) == open_ | lapsed
    assert closing(date(2026, 2, 28)) == open_


def test_lapses_lie_beside_the_stays_and_count_nowhere_else() -> None:
    """All cells of all forms and lists, but the rows that ask for lapses, are those of before."""
    told = [suspended(way, kind) for way, kind in ASKED]
    silent = [suspended(way, kind, None) for way, kind in ASKED]

    def cells(stories: list[list[Row]]) -> dict[str, int]:
        rows = [row | {"dossier": f"HS{n}"} for n, story in enumerate(stories) for row in story]
        frame = derived(*rows).spans
        found = {}
        for home in definitions().asked:
            asked = [line for line in home.lines if line.terms]
            known = figures_of(frame, asked, {"all": ("K01-01",)}, FEBRUARY)["all"]
            found |= {f"{home.id}:{id}": n for id, n in known.items()}
        return found

    before, after = cells(silent), cells(told)
    differing = {id for id in before if before[id] != after[id]}
    assert differing == {
        *("PL01:openv.lapsed", "PL01:openb.lapsed", "PL01:reports_lapsed"),
        *("PL01:at_court_lapsedv", "PL01:at_court_lapsedb"),
    }
    assert before["PL01:openv"] == after["PL01:openv"] == 3
