"""Kiểm tra trên nhật ký: numbers of documents, which many dossiers together tell (E34, E35)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, text

from projections.calendar import Period
from projections.definitions import Definitions
from projections.doubts import JournalRule

_TOLD = """
    SELECT j.event_id, j.dossier, j.type, j.unit, j.effective_on,
           nullif(trim(j.decision_number), '') AS number,
           extract(year FROM j.effective_on) AS year
      FROM journal j
     WHERE j.unit = ANY(:units) AND j.type = ANY(:types) AND j.position <= :as_of
       AND j.effective_on >= :since AND j.effective_on < :until
"""
_STANDS = """NOT EXISTS (SELECT 1 FROM journal c WHERE c.dossier = told.dossier
                          AND c.corrects = told.event_id AND c.position <= :as_of)"""
_ASKED = "effective_on >= :start AND effective_on < :end"
_ORDER = "ORDER BY effective_on, dossier, event_id"
# Few numbers stand in two dossiers: only of these it is asked whether they stand, whose they are
# and of what kind of document.
_TEXTS = {
    "repeated": f"""
        WITH told AS MATERIALIZED ({_TOLD}),
             shared AS (
                 SELECT unit, year, type, number FROM told WHERE number IS NOT NULL
                  GROUP BY unit, year, type, number HAVING min(dossier) <> max(dossier)),
             standing AS (
                 SELECT told.*, m.agency, m.document_kind
                   FROM told JOIN shared USING (unit, year, type, number)
                   LEFT JOIN LATERAL (SELECT agency, document_kind FROM move
                                       WHERE move.dossier = told.dossier
                                         AND move.event_id = told.event_id LIMIT 1) AS m ON true
                  WHERE {_STANDS})
        SELECT * FROM (
            SELECT *, min(dossier) OVER same <> max(dossier) OVER same AS elsewhere FROM standing
            WINDOW same AS (PARTITION BY unit, agency, year, type, document_kind, number)
        ) AS found WHERE elsewhere AND {_ASKED} {_ORDER}""",
    "unnumbered": f"""
        SELECT * FROM ({_TOLD}) AS told
         WHERE number IS NULL AND {_ASKED} AND {_STANDS} {_ORDER}""",
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
