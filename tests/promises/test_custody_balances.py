"""Tạm giữ, tạm giam: whatever road a detainee lawfully takes, Biểu 07 and PL 06–09 balance."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import cache
from typing import Any

import polars as pl
import pytest
from engine_story import Row, definitions, document, frame, meaning

from projections.calendar import Period
from projections.definitions import Form, ListDefinition, Transition
from store.filled import fill

UNITS = ("K01-01", "K01-02", "T01")
HOMES = ("PL06", "PL07", "PL08", "PL09")
MONTHS = [Period(date(2025, 11, 1), date(2025, 12, 1)), Period(date(2025, 12, 1), date(2026, 1, 1))]
MONTHS += [Period(date(2026, m, 1), date(2026, m + 1, 1)) for m in range(1, 4)]
HALF = Period(date(2025, 10, 1), date(2026, 4, 1))
AGENCIES = ("CA-01", "QD-01", "VKS-CQDT", "HQ-01", "T01", "TA-01")
BASES = ("emergency", "caught", "wanted", "confessed", "surrendered")
RELEASES = (
    *("custody_cancelled", "extension_refused", "emergency_arrest_refused"),
    *("no_ground_to_charge", "awaiting_expert", "victim_withdrew", "other"),
)
CAUSES = ("illness", "suicide", "other")
# Result and penalty of the five cases in which the court sets free (BLTTHS Đ.328).
FREED = (
    ("acquitted", None, None, None),
    ("exempt_penalty", None, None, None),
    ("convicted", "non_custodial", 12, None),
    ("convicted", "prison", 24, "yes"),
    ("convicted", "prison", 3, "no"),
)
ARRIVING = "detainee_transferred_in"


def lawful(r: random.Random, rule: Transition, unit: str, day: date, base: bool) -> dict[str, Any]:
    """What a document of the row says, whatever it may say and be lawful."""
    stage = next(iter(rule.when.get("stated_stage", ())), None)
    purpose = next(iter(rule.when.get("purpose", ())), None)
    said: dict[str, Any] = {"stated_stage": stage, "purpose": purpose, "unit": unit}
    said["agency"] = r.choice(AGENCIES)
    if rule.event == "custody_ordered" or (rule.event == ARRIVING and base):
        said["ground"] = r.choice(BASES)
    if rule.event == "arrested":
        said["ground"] = r.choice(("caught", "wanted"))
    if rule.event == "released_from_custody":
        said["ground"] = r.choice(RELEASES)
    if rule.event == "detainee_died":
        said["ground"] = r.choice(CAUSES)
    if rule.event == "released_by_court":
        keys = ("outcome", "penalty", "penalty_months", "penalty_suspended")
        said |= dict(zip(keys, r.choice(FREED), strict=True))
    if rule.event == "sentence_told":
        others = ("life", "none", "prison")
        said["penalty"] = "death" if "penalty" in rule.when else r.choice(others)
    if rule.stated:
        stages = definitions().tracks["custody"].stages
        said["stated_stage"] = r.choice([name for name, s in stages.items() if s.open])
        said["penalty"] = "death" if "condemned" in said["stated_stage"] else None
    if r.random() < 0.5 and rule.event in LIMITED:
        said["extension_until"] = day + timedelta(days=r.choice((2, 5, 30, 60)))
    return said


LIMITED = {
    *("custody_ordered", "custody_prolonged", "detention_ordered", "detention_prolonged"),
    *("detainee_recaptured", "custody_carried_in", "received_to_serve", "proceedings_stage_told"),
}


def stay(r: random.Random, dossier: str) -> list[Row]:
    """One person: any expected document after any other; who is condemned is under death."""
    rules = definitions().tracks["custody"].transitions
    stage, unit, day, rows = "", r.choice(UNITS), date(2025, 10, 1), []
    dead = False  # under a death sentence that a document of this dossier told
    day += timedelta(days=r.randrange(60))
    for number in range(r.randrange(1, 16)):
        expected = [x for x in rules if stage in x.moves or stage in x.stays]
        if stage != "":
            expected = [x for x in expected if x.event != "custody_carried_in"]
        if not dead:
            expected = [x for x in expected if "condemned" not in str(sorted(x.when.items()))]
            expected = [x for x in expected if x.event != "detainee_executed"]
        if not expected:
            break
        rule = r.choice(expected)
        unit = r.choice(UNITS) if rule.event == ARRIVING else unit
        said = lawful(r, rule, unit, day, number == 0)
        rows.append(
            document(rule.event, str(day), subject="A", kind="detainee", dossier=dossier, **said)
        )
        after = said["stated_stage"] if rule.stated else rule.moves.get(stage, stage)
        if rule.event == "sentence_told" or (rule.stated and said.get("penalty")):
            dead = said["penalty"] == "death"
        stage = after
        day += timedelta(days=r.choice((0, 1, 2, 5, 12, 31)))
    return rows


@cache
def spans() -> pl.DataFrame:
    r = random.Random(8)
    rows = [row for number in range(1200) for row in stay(r, f"TG{number}")]
    derived = meaning().derive(frame(*rows))
    disorder = pl.col("code").is_in(["out_of_turn", "unknown_stage", "facts_unmatched"])
    assert derived.findings.filter(disorder).is_empty()
    return derived.spans


def home(id: str) -> Form | ListDefinition:
    found = next(d for d in definitions().asked if d.id == id)
    assert isinstance(found, Form | ListDefinition)
    return found


def test_the_stays_take_every_road_of_the_procedure() -> None:
    track = definitions().tracks["custody"]
    expected = {m for x in track.transitions for m in (x.out, x.into) if m}
    met = {*spans()["came_by"], *spans()["left_by"]} - {None, "overdue", "extended", "unknown"}
    assert expected - met == set()
    assert {s for s, stage in track.stages.items() if stage.open} <= set(spans()["stage"])
    assert {"custody_overdue", "detention_overdue"} <= set(spans()["stage"])


@pytest.mark.parametrize("period", [*MONTHS, HALF], ids=str)
@pytest.mark.parametrize("id", ("07", *HOMES))
def test_every_blocking_formula_holds(id: str, period: Period) -> None:
    labels = {**{unit: [unit] for unit in UNITS}, "all": list(UNITS)}
    filled = fill(spans(), definitions(), home(id), labels, period)
    failed = {
        f"{label} {v.spelled}: {v.dossiers[:3]}"
        for label, one in filled.items()
        for v in one.failed
        if v.severity == "block"
    }
    assert failed == set()
    assert any(one.cells[cell] for one in filled.values() for cell in one.cells)
