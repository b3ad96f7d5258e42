"""Notices before a limit ends, and limitations that documents state, against the plain fold."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import polars as pl
import pytest

from tests.oracle import histories
from tests.oracle.test_engine_agrees_with_the_naive_fold import (
    assert_agreed,
    definitions,
    meaning,
)

# Kinds of subject, and how many notices too late and limitations run out their histories tell.
TOLD = {"report": (20, 5), "case": (20, 5), "accused": (0, 5), "detainee": (20, 0)}
ASKED = {
    "report": "report_extended",
    "case": "investigation_extended",
    "detainee": "custody_expiry_notified",
}


def rows_of(kind: str) -> list[dict[str, Any]]:
    random = Random(13)
    rows = [
        row
        for number in range(150)
        for row in histories.history(random, definitions(), f"HS-{number}", 24, [kind])
    ]
    return rows + [asked(random, row, ASKED[kind]) for row in rows if kind in ASKED]


def asked(random: Random, row: dict[str, Any], event: str) -> dict[str, Any]:
    """A request or notice of the same subject some time later."""
    on = row["effective_on"] + timedelta(days=random.randint(5, 70))
    own = {"event_id": f"{row['event_id']}+{row['subject']}", "type": event, "corrects": None}
    own |= {"effective_on": on, "recorded_on": on, "extension_until": None}
    return row | own | {"received_on": on - timedelta(days=random.randint(0, 30))}


@pytest.mark.parametrize("kind", TOLD)
def test_what_comes_late_and_what_lapses_is_what_the_naive_fold_finds(kind: str) -> None:
    rows = rows_of(kind)
    derived = meaning().derive(histories.frame(rows))
    assert_agreed(derived, rows)
    late, lapsed = TOLD[kind]
    assert len(derived.findings.filter(code="notice_too_late")) >= late
    stages = ("limitation_overdue", "trial_limitation_overdue")
    assert len(derived.spans.filter(pl.col("stage").is_in(stages))) >= lapsed
