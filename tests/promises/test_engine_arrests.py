"""Giữ, bắt trước khi tạm giữ (BLTTHS Đ.110–114): moments that move nobody into custody."""

from __future__ import annotations

import pytest
from engine_story import Row, document, findings, spans, stays

HELD = {"subject": "A", "kind": "detainee"}
EMERGENCY = document("emergency_held", "2026-01-05", ground="emergency", **HELD)
CAUGHT = document("arrested", "2026-01-05", ground="caught", **HELD)
WANTED = document("arrested", "2026-01-05", ground="wanted", **HELD)
APPROVED = document("emergency_arrest_approved", "2026-01-05", **HELD)
CUSTODY = document("custody_ordered", "2026-01-05", ground="wanted", **HELD)
DETENTION = document("detention_ordered", "2026-01-07", charges="173.1", **HELD)
RELEASED = document("released_before_custody", "2026-01-05", ground="other", **HELD)


def custody(*documents: Row) -> list[tuple[object, ...]]:
    return stays(*documents, track="custody")


def acts(*documents: Row) -> list[tuple[object, ...]]:
    """Name and ground of the moments told."""
    return [
        (row["stage"], row["ground"])
        for row in spans(*documents)
        if row["since"] == row["until"] and row["stage"] == row["came_by"]
    ]


@pytest.mark.parametrize("first", [EMERGENCY, CAUGHT, WANTED])
def test_custody_begins_with_its_order_and_has_the_basis_of_its_order(first: Row) -> None:
    assert custody(first) == []
    assert custody(first, CUSTODY) == [("held", "2026-01-05", "taken", None, None)]
    [held] = spans(first, CUSTODY, stage="held")
    assert held["ground"] == "wanted"
    assert findings(first, CUSTODY, DETENTION) == []


def test_the_act_is_told_with_its_own_ground() -> None:
    assert acts(EMERGENCY) == [("emergency_held", "emergency")]
    assert acts(CAUGHT) == [("arrested", "caught")]


def test_who_is_let_go_before_an_order_was_never_in_custody() -> None:
    assert custody(EMERGENCY, RELEASED) == []
    assert findings(EMERGENCY, RELEASED) == []
    assert acts(EMERGENCY, RELEASED)[1] == ("released_before_custody", "other")


def test_who_is_in_custody_is_not_let_go_before_it() -> None:
    assert findings(CUSTODY, RELEASED) == [("e1", "out_of_turn")]
    assert custody(CUSTODY, RELEASED) == [("held", "2026-01-05", "taken", None, None)]


def test_who_left_custody_may_be_arrested_again() -> None:
    left = document("released_from_custody", "2026-01-07", ground="other", **HELD)
    again = document("arrested", "2026-02-05", ground="caught", **HELD)
    anew = document("custody_ordered", "2026-02-05", ground="caught", **HELD)
    assert findings(CUSTODY, left, again, anew) == []
    assert [stay[:2] for stay in custody(CUSTODY, left, again, anew)] == [
        ("held", "2026-01-05"),
        ("held", "2026-02-05"),
    ]


def test_arrested_says_caught_or_wanted_and_nothing_else() -> None:
    told = document("arrested", "2026-01-05", ground="surrendered", **HELD)
    assert findings(told) == [("e0", "facts_unmatched")]


def test_the_arrest_of_somebody_detained_is_silent() -> None:
    late = document("arrested", "2026-01-08", ground="wanted", **HELD)
    assert findings(CUSTODY, DETENTION, late) == []
    assert acts(CUSTODY, DETENTION, late) == []
    assert findings(EMERGENCY, CUSTODY, APPROVED) == []
