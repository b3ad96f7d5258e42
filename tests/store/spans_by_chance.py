"""Spans by the handful, for questions; every value opaque."""

from __future__ import annotations

import random
from datetime import date, timedelta

import polars as pl

from projections.spans import SPANS


def random_spans(seed: int, count: int) -> pl.DataFrame:
    """Spans that use every kind of column: sets, absent traits, open ends, days in and around."""
    r = random.Random(seed)
    rows = []
    for _ in range(count):
        row: dict[str, object] = dict.fromkeys(SPANS, "unknown")
        since = date(2025, 11, 1) + timedelta(days=r.randrange(120))
        until = None if r.random() < 0.4 else since + timedelta(days=r.choice((0, 0, 1, 20, 60)))
        row |= {
            "dossier": f"D{r.randrange(count // 3 + 1)}",
            "subject": f"S{r.randrange(3)}",
            "person": r.choice(("P1", "P2", "P3", "unknown")),
            "track": r.choice(("case", "accused")),
            "stage": r.choice(("investigating", "prosecuting", "overdue")),
            "standing": r.choice((None, "investigating")),
            "unit": r.choice(("T01", "K01-01", "K01-02", "T02", "unknown")),
            "since": since,
            "came_by": r.choice(("received", "resumed", "transferred_in")),
            "until": until,
            "left_by": r.choice(("concluded", "transferred_out")) if until else None,
            "severity": r.choice(("serious", "very_serious", "unknown")),
            "offence": r.choice(("123", "250", "it's")),
            "sex": r.choice(("male", "female")),
            "counsel": r.choice(("lawyer", "lawyer,legal_aid", "legal_aidx", "unknown")),
            "quantity": r.choice((None, 0, 1, 7)),
            "object": r.choice(("o1", "o2", "unknown")),
            "left_hearing": r.choice((None, "mobile", "mobile,online", "")) if until else None,
        }
        for column, kind in SPANS.items():
            if kind == pl.Date() and column not in ("since", "until"):
                known = r.random() < 0.7
                row[column] = since + timedelta(days=r.randrange(-30, 60)) if known else None
        rows.append(row)
    return pl.DataFrame(rows, schema=SPANS, orient="row")
