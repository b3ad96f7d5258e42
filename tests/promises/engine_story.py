"""Documents written by hand, and what the engine makes of them."""

from __future__ import annotations

from datetime import date
from functools import cache

import polars as pl

from events.moves import MOVES
from projections.definitions import Definitions
from projections.meaning import Derived, Meaning
from thongke.definitions import load

Row = dict[str, object]


@cache
def definitions() -> Definitions:
    return load()


@cache
def meaning() -> Meaning:
    return Meaning.of(definitions())


def document(
    type: str, on: str, *, subject: str = "VA", kind: str = "case", **facts: object
) -> Row:
    """One move of dossier HS at K01-01 by the provincial police, told on its own day."""
    day = date.fromisoformat(on)
    told: Row = {
        "type": type,
        "dossier": "HS",
        "unit": "K01-01",
        "agency": "CA-01",
        "effective_on": day,
        "recorded_on": day,
        "subject": subject,
        "kind": kind,
    }
    return {**dict.fromkeys(MOVES), **told, **facts}


def frame(*documents: Row) -> pl.DataFrame:
    """Numbered in the order of telling, unless they number themselves."""
    rows = [
        {
            **row,
            "event_id": row["event_id"] or f"e{number}",
            "sequence": number if row["sequence"] is None else row["sequence"],
        }
        for number, row in enumerate(documents)
    ]
    return pl.DataFrame(rows, schema=MOVES, orient="row")


def derived(*documents: Row) -> Derived:
    return meaning().derive(frame(*documents))


def spans(*documents: Row, stage: str | None = None) -> list[Row]:
    """In order of their beginning."""
    found = derived(*documents).spans.sort("since", "until", "stage", nulls_last=True)
    return [row for row in found.to_dicts() if stage in (None, row["stage"])]


def stays(*documents: Row, track: str = "case") -> list[tuple[object, ...]]:
    """Stage, first day, manner in, last day, manner out of the stays in a track's own stages."""
    named = definitions().tracks[track].stages
    return [
        (row["stage"], str(row["since"]), row["came_by"], day(row["until"]), row["left_by"])
        for row in spans(*documents)
        if row["track"] == track and row["stage"] in named
    ]


def day(value: object) -> str | None:
    return None if value is None else str(value)


def findings(*documents: Row) -> list[tuple[object, object]]:
    """Event and code."""
    return sorted(derived(*documents).findings.select("event_id", "code").rows())
