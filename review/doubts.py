"""Điều cần xem: findings and incomplete dossiers beside the figures of a unit and period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from projections import register
from projections.definitions import Definitions
from projections.words import SEVERITIES
from review.asked import Asked
from review.paging import PER_PAGE, pages, within
from store.findings import findings_of, incomplete
from store.numbers import numbers_of
from store.waivers import Waiver, standing


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
    shown = [*found[first : first + PER_PAGE], *numbers[:PER_PAGE]]
    waived = standing(connection, [row["event_id"] for row in shown])
    told = [_shown(row, definitions, asked, waived) for row in shown]
    listed = len(found[first : first + PER_PAGE])
    return {
        **asked.as_json(definitions),
        "size": len(found),
        "page": number,
        "pages": pages(len(found)),
        "href": f"/dieu-can-xem?{asked.as_known()}",
        "findings": told[:listed],
        "numbers": told[listed:],
    }


def _shown(
    row: dict[str, Any],
    definitions: Definitions,
    asked: Asked,
    waived: Mapping[tuple[str, str], Waiver],
) -> dict[str, Any]:
    """With the known errors that it is, the gravest of their severities, and who let it pass."""
    known = register.of_finding(definitions, row["code"])
    waiver = waived.get((row["event_id"], row["code"]))
    return {
        **row,
        **asked.known.dossier(row["dossier"]),
        "severity": SEVERITIES.get(known.severity, ""),
        "errors": known.ids,
        "known_as": known.spelled,
        "waived": waiver.spelled if waiver else "",
    }
