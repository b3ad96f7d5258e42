"""Tội danh đã xét xử: parts of accused, read out of judgments, engine against the naive reading."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle import histories
from tests.oracle.test_engine_agrees_with_the_naive_fold import assert_agreed, meaning, rows_of

CHARGES = ["*250.2,251.2", "174.1,174.3", "174.1,*174.3,BLHS1999:194.2", "*250,*251,999", "", "354"]
OUTCOMES = ["convicted", "convicted", "acquitted", "exempt_penalty", None]
PENALTIES = [
    {"kind": "prison", "months": 37},
    {"kind": "prison", "months": 24, "suspended": True},
    {"kind": "fine", "additional": ["post_ban", "confiscation"]},
    {"kind": "strange"},
]


def told(random: Random, charges: str) -> str | None:
    """What a judgment may say of some of the charges, as events/moves.py writes it."""
    said = []
    for charge in charges.replace("*", "").split(","):
        outcome, penalty = random.choice(OUTCOMES), random.choice([None, *PENALTIES])
        stated = {"charge": charge, "outcome": outcome, "penalty": penalty}
        said.append({name: value for name, value in stated.items() if value is not None})
    said = [one for one in said if len(one) > 1]
    return json.dumps(said) if said and random.random() < 0.7 else None


def judging(random: Random, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same histories, with a judgment in the place of most documents on accused."""
    for row in rows:
        row["judged"] = None
        row["lead"] = random.choice(["yes", "no"])
        if row["kind"] == "accused":
            charges = random.choice([*CHARGES, None])
            row |= {
                "type": random.choice(["first_instance_judged"] * 3 + [row["type"]]),
                "charges": charges,
                "outcome": random.choice(OUTCOMES),
                "judged": told(random, charges) if charges else None,
            }
    return rows


@settings(max_examples=40, deadline=None, derandomize=True)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_every_charge_of_every_judgment_is_read_as_the_naive_fold_reads_it(seed: int) -> None:
    random = Random(seed)
    rows = judging(random, rows_of(random, 6))
    random.shuffle(rows)
    assert_agreed(meaning().derive(histories.frame(rows)), rows)


def test_judgments_are_among_the_histories_asked() -> None:
    rows = judging(Random(3), rows_of(Random(3), 60))
    spans = meaning().derive(histories.frame(rows)).spans
    parts = spans.filter(kind="judged_charge")
    assert len(parts) > 40
    assert {"judged", "judged_besides"} == set(parts["stage"])
