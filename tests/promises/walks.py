"""Lawful walks: subjects that take any road that the procedures have, more roads than life takes.

A simulator shows what happens often; a walk tries every row from every stage that expects it, so
that no balance rests on a road never taken. Facts are lawful for their document.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import polars as pl

from events.moves import MOVES
from projections.definitions import Definitions, Track, Transition

UNITS = ("T01", "K01-01", "K01-02")
# Custody, enforcement, petitions … take all their roads in the simulator, which reads them from
# the procedures; here are those whose simulated flow is told by hand.
KINDS_WALKED = ("accused", "case", "document", "report", "supervision")
FIRST = date(2025, 9, 1)
ARRIVING = ("case_transferred_in", "report_transferred_in")
# The appellate procuracy has the case from acceptance until somebody takes it back.
ABOVE = ("appeal_accepted", "appeal_decided")
HELD_ABOVE = {"appeal", "annulled_reinvestigation", "annulled_retrial"}
TAKING_BACK = ("reinvestigation_started", "trial_accepted")
CHARGES = ("*173.1", "*250.2", "*353.4", "*188.1", "*123.1", "*354.2")
OWN = "TC-CQDT"  # has forms of its own, and says so in every document
ASKED_FOR = ("investigation_extended", "report_extended")
SUSPENDING = (
    "report_suspended", "investigation_suspended", "prosecution_suspended", "trial_suspended",
)  # fmt: skip
AGENCIES = ("CA-01", OWN, "T01", "HQ-01", "QS-QK1")
COURT = "TA-01"
NO_CRIME = ("157.1", "157.2", "230.1.b")
LENIENT = ("155.2", "157.3", "157.4", "157.5", "157.6", "157.7", "BLHS16", "BLHS29.2.a", "BLHS91.2")
GROUNDS = {
    "report_not_prosecuted": ("157.1", "157.2", "157.5"),
    "investigation_suspended": ("229.1.a", "229.1.b", "229.1.c", "229.1.d"),
    "investigation_terminated": NO_CRIME + LENIENT,
    "prosecution_terminated": NO_CRIME + LENIENT,
    "trial_terminated": ("282.1.a", "282.1.b", "155.2", "157.7"),
    "returned_by_procuracy": ("245.1.a", "245.1.b", "245.1.c", "245.1.d"),
    "returned_by_court": ("280.1.a", "280.1.b", "280.1.c", "280.1.d"),
}
OUTCOMES = {
    "first_instance_judged": (
        "convicted", "convicted", "convicted", "convicted", "acquitted",
        "acquitted_after_withdrawal", "exempt_liability", "exempt_penalty",
    ),
    "appeal_decided": (
        "upheld", "reduced", "increased", "acquitted", "annulled_for_reinvestigation",
        "annulled_for_retrial", "annulled_and_terminated",
    ),
    "cassation_decided": (
        "upheld", "annulled_for_reinvestigation", "annulled_for_retrial", "annulled_for_rehearing",
        "annulled_and_terminated", "cassation_terminated",
    ),
    "council_review_decided": ("upheld", "annulled_for_retrial", "annulled_for_rehearing"),
    "treatment_ended": ("recovered", "stopped", "died"),
    "diversion_ended": ("completed", "cancelled"),
}  # fmt: skip
KINDS = ("report_remedy", "investigation_remedy", "trial_remedy", "prosecution_request")


def walk(r: random.Random, definitions: Definitions, dossier: str, steps: int) -> list[dict]:
    """Rows of moves of one dossier: one subject, on all tracks of its kind."""
    kind = r.choice(KINDS_WALKED)
    tracks = [t for t in definitions.tracks.values() if kind in t.kinds]
    stages = dict.fromkeys((t.name for t in tracks), "")
    unit, agency, rows = r.choice(UNITS), r.choice(AGENCIES), []
    at = unit
    day = FIRST + timedelta(days=r.randrange(120))
    whose = facts_of_person(r, kind)
    for sequence in range(steps):
        track, rule = next_step(r, tracks, stages)
        if rule is None or day >= date(2026, 10, 1):
            break
        if rule.event in ARRIVING:
            unit, agency = r.choice(UNITS), r.choice(AGENCIES)
        if rule.event == "carried_in" and any(stages.values()):
            continue  # carried in means: nothing is known of it before
        row = dict.fromkeys(MOVES) | whose
        row |= document(r, rule, track, stages[track.name])
        if rule.event in ABOVE or row["stated_stage"] in HELD_ABOVE:
            at = "TC"
        elif not HELD_ABOVE & set(stages.values()) or rule.event in TAKING_BACK:
            at = unit
        row |= {
            "event_id": f"{dossier}-{sequence}", "dossier": dossier, "subject": "S", "kind": kind,
            "unit": at, "sequence": sequence,
            "effective_on": day, "recorded_on": day,
        }  # fmt: skip
        if rule.event in ASKED_FOR:  # in time, or a little late
            row["received_on"] = day - timedelta(days=r.choice((2, 8, 15, 30)))
        if rule.event in SUSPENDING:
            row["limitation_on"] = r.choice((None, day + timedelta(days=r.choice((0, 20, 90)))))
        row["agency"] = row["agency"] or agency
        if rule.event == "report_taken_over":
            agency = row["agency"]  # who has it in hand from now on
        row["agency_unit"] = OWN if row["agency"] == OWN else None
        rows.append(row)
        for each in tracks:
            stages[each.name] = reached(each, row, stages[each.name])
        day += timedelta(days=r.choice((0, 0, 1, 3, 9, 20, 45)))
    return rows


def next_step(
    r: random.Random, tracks: list[Track], stages: dict[str, str]
) -> tuple[Track, Transition | None]:
    """A row that some track expects where the subject stands; movers before stayers."""
    expected = [
        (track, rule)
        for track in tracks
        for rule in track.transitions
        if stages[track.name] in rule.moves
        or stages[track.name] in rule.stays
        or (rule.stays_anywhere and is_open(track, stages[track.name]))
    ]
    moving = [(t, rule) for t, rule in expected if not rule.stays_anywhere]
    chosen = moving if moving and r.random() < 0.75 else expected
    return r.choice(chosen) if chosen else (tracks[0], None)


def reached(track: Track, row: dict[str, Any], stage: str) -> str:
    """Where an expected document leads. Out of turn it has a finding: the walk is left out."""
    rules = [
        rule
        for rule in track.transitions
        if rule.event == row["type"]
        and all(row[column] in values for column, values in rule.when.items())
        and (is_open(track, row["stated_stage"]) or not rule.stated)
    ]
    read = [rule for rule in rules if (rule.stated, rule.when) == (rules[0].stated, rules[0].when)]
    for rule in read:
        if rule.stated and stage in rule.stays:
            return str(row["stated_stage"])
        if stage in rule.moves:
            return rule.moves[stage]
    return stage


def is_open(track: Track, stage: str | None) -> bool:
    return stage is not None and stage in track.stages and track.stages[stage].open


def document(r: random.Random, rule: Transition, track: Track, stage: str) -> dict[str, Any]:
    """What the document of a row lawfully says."""
    said: dict[str, Any] = {"type": rule.event, "agency": None}
    said["charges"] = r.choice(CHARGES) if stage == "" or rule.reclassifies else None
    said["ground"] = r.choice(GROUNDS.get(rule.event, (None,)))
    said["outcome"] = r.choice(OUTCOMES.get(rule.event, (None,)))
    if said["outcome"] in ("convicted", "upheld", "reduced", "increased"):
        said["penalty"] = r.choice(("prison", "prison", "fine", "death", "warning"))
        said["penalty_months"] = r.choice((6, 36, 84, 200)) if said["penalty"] == "prison" else None
    said |= {column: r.choice(sorted(values)) for column, values in rule.when.items()}
    if said.get("penalty") is not None and "penalty" in rule.when:
        said["outcome"] = {"first_instance_judged": "convicted"}.get(rule.event, "upheld")
    if "outcome" in rule.when:
        said["penalty"] = None
    if rule.stated:
        said["stated_stage"] = r.choice([s.name for s in track.stages.values() if s.open])
    if track.name in ("document", "supervision"):
        said["document_kind"] = r.choice(KINDS) if stage == "" else None
    if rule.event == "appeal_protested":
        said["level"] = r.choice(("same", "higher"))
    if rule.event in ("first_instance_judged", "returned_by_court", "trial_terminated"):
        said["agency"] = COURT
    if rule.event == "report_taken_over":
        said["agency"] = "T01"
    if rule.event.startswith("returned_by"):
        said["accepted"] = r.choice(("yes", "no"))
    return said


def facts_of_person(r: random.Random, kind: str) -> dict[str, Any]:
    if kind != "accused":
        return {}
    return {
        "sex": r.choice(("male", "female")), "age_at_act": r.choice((15, 17, 25, 40, 75)),
        "ethnicity": r.choice(("kinh", "tay")), "nationality": "VN", "legal_entity": "no",
    }  # fmt: skip


def walks(seed: int, dossiers: int, definitions: Definitions) -> pl.DataFrame:
    r = random.Random(seed)
    rows = [
        row
        for number in range(dossiers)
        for row in walk(r, definitions, f"w{number}", r.randrange(2, 25))
    ]
    return pl.DataFrame(rows, schema=MOVES, orient="row")
