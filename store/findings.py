"""Điều cần xem của đơn vị trong kỳ: what a statistician must look at beside the figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
from sqlalchemy import Connection, text

from projections.calendar import Period

_STANDING = "retracted_at IS NULL"
_AS_OF = "asserted_at <= :as_of AND (retracted_at IS NULL OR retracted_at > :as_of)"


def findings_of(
    connection: Connection, units: Sequence[str], period: Period, as_of: int | None = None
) -> list[dict[str, Any]]:
    """Code, subject, event and words of each finding on documents of the units in the period."""
    when = _STANDING if as_of is None else _AS_OF
    found = connection.execute(
        text(
            "SELECT code, dossier, subject, event_id, says FROM finding"
            f" WHERE {when} AND unit = ANY(:units)"
            " AND effective_on >= :start AND effective_on < :end"
            " ORDER BY effective_on, dossier, event_id, code, subject"
        ),
        {"units": list(units), "start": period.start, "end": period.end, "as_of": as_of},
    )
    return [dict(row) for row in found.mappings()]


def findings_in(
    findings: pl.DataFrame, units: Sequence[str], period: Period
) -> list[dict[str, Any]]:
    """The same of findings in memory (a frame of FINDINGS)."""
    asked = findings.filter(
        pl.col("unit").is_in(list(units))
        & pl.col("effective_on").is_between(period.start, period.end, closed="left")
    ).sort("effective_on", "dossier", "event_id", "code", "subject")
    return asked.select("code", "dossier", "subject", "event_id", "says").to_dicts()


def incomplete(connection: Connection, units: Sequence[str], period: Period) -> list[str]:
    """Dossiers with messages in quarantine that touch what the units count in the period."""
    found = connection.execute(
        text(
            "SELECT DISTINCT d.dossier FROM dossier d JOIN span s USING (dossier)"
            " WHERE d.incomplete > 0 AND s.retracted_at IS NULL AND s.unit = ANY(:units)"
            " AND s.since < :end AND (s.until IS NULL OR s.until >= :start) ORDER BY 1"
        ),
        {"units": list(units), "start": period.start, "end": period.end},
    )
    return list(found.scalars())
