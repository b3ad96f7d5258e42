"""Kiểm tra trên nhật ký: numbers of documents, which many dossiers together tell (E34, E35)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, text

from projections.calendar import Period
from projections.definitions import Definitions
from projections.doubts import JournalRule

_STANDING = """
    SELECT j.event_id, j.dossier, j.type, j.unit, j.effective_on,
           nullif(trim(j.decision_number), '') AS number,
           extract(year FROM j.effective_on) AS year
      FROM journal j
     WHERE j.unit = ANY(:units) AND j.type = ANY(:types) AND j.position <= :as_of
       AND j.effective_on >= :since AND j.effective_on < :until
       AND NOT EXISTS (SELECT 1 FROM journal c WHERE c.dossier = j.dossier
                          AND c.corrects = j.event_id AND c.position <= :as_of)
"""
_ASKED = "effective_on >= :start AND effective_on < :end"
_ORDER = "ORDER BY effective_on, dossier, event_id"
_TEXTS = {
    "repeated": f"""
        SELECT * FROM (
            SELECT *, min(dossier) OVER same <> max(dossier) OVER same AS elsewhere
              FROM ({_STANDING}) AS numbered WHERE number IS NOT NULL
            WINDOW same AS (PARTITION BY unit, year, type, number)
        ) AS told WHERE elsewhere AND {_ASKED} {_ORDER}""",
    "unnumbered": f"SELECT * FROM ({_STANDING}) AS told WHERE number IS NULL AND {_ASKED} {_ORDER}",
}
_ALL = 2**62


def numbers_of(
    connection: Connection,
    definitions: Definitions,
    units: Sequence[str],
    period: Period,
    as_of: int | None = None,
) -> list[dict[str, Any]]:
    """What the journal's rules find on documents of the units in the period, as findings are."""
    return [
        found
        for rule in definitions.journal_rules
        for found in _found(connection, definitions, rule, units, period, as_of)
    ]


def _found(
    connection: Connection,
    definitions: Definitions,
    rule: JournalRule,
    units: Sequence[str],
    period: Period,
    as_of: int | None,
) -> list[dict[str, Any]]:
    """A number is used once in a calendar year: the years that the period touches are read."""
    last = period.end - timedelta(days=1)
    asked = {
        "units": list(units),
        "types": sorted(rule.events),
        "as_of": _ALL if as_of is None else as_of,
        "since": date(period.start.year, 1, 1),
        "until": date(last.year + 1, 1, 1),
        "start": period.start,
        "end": period.end,
    }
    return [
        {
            "code": rule.code,
            "dossier": row["dossier"],
            "subject": None,
            "event_id": row["event_id"],
            "says": rule.says.format(
                event=definitions.events[row["type"]].label, said=row["number"] or ""
            ),
        }
        for row in connection.execute(text(_TEXTS[rule.what]), asked).mappings()
    ]
