"""Điều cần xem: findings and incomplete dossiers beside the figures of a unit and period."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from projections.definitions import Definitions
from projections.words import SEVERITIES
from review.asked import Asked
from review.paging import PER_PAGE, pages, within
from store.findings import findings_of, incomplete
from store.numbers import numbers_of


def doubts(connection: Connection, asked: Asked) -> dict[str, Any]:
    """What every page of figures says of itself."""
    found = findings_of(connection, asked.codes, asked.period, asked.known.position)
    lacking = incomplete(connection, asked.codes, asked.period)
    return {
        "findings": {"count": len(found), "href": f"/dieu-can-xem?{asked.as_known()}"},
        "incomplete": [asked.known.dossier(name) for name in lacking],
    }


def page(
    connection: Connection, definitions: Definitions, asked: Asked, number: int
) -> dict[str, Any]:
    """Every finding on documents of the unit in the period."""
    found = findings_of(connection, asked.codes, asked.period, asked.known.position)
    first = within(len(found), number)
    numbers = numbers_of(connection, definitions, asked.codes, asked.period, asked.known.position)
    return {
        **asked.as_json(definitions),
        "size": len(found),
        "page": number,
        "pages": pages(len(found)),
        "href": f"/dieu-can-xem?{asked.as_known()}",
        "findings": [_shown(row, definitions, asked) for row in found[first : first + PER_PAGE]],
        "numbers": [_shown(row, definitions, asked) for row in numbers[:PER_PAGE]],
    }


def _shown(row: dict[str, Any], definitions: Definitions, asked: Asked) -> dict[str, Any]:
    """With the known errors that it is, and the gravest of their severities."""
    known = definitions.errors_of(row["code"])
    gravest = min((list(SEVERITIES).index(error.severity) for error in known), default=None)
    return {
        **row,
        **asked.known.dossier(row["dossier"]),
        "severity": "" if gravest is None else list(SEVERITIES.values())[gravest],
        "errors": ", ".join(error.id for error in known),
    }
