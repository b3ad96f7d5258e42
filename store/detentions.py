"""Tạm giữ, tạm giam: when the people of a case were held, as the dossiers of their custody say.

One stay of one person is a dossier of its own; only the person's pseudonym, and the link that a
document may state, tie it to the case.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

import polars as pl
from sqlalchemy import Connection

from projections.definitions import Track
from projections.spans import SPANS
from store.documents import Document, documents
from store.driver import copy_out

_TRACK = "custody"
_ENDED = ("_escaped", "_treated")  # who fled, or is treated, is not held


@dataclass(frozen=True, slots=True)
class Detention:
    """Held without a break from one day until another (None: held still)."""

    dossier: str
    since: date
    until: date | None
    left_by: str | None
    facility: str | None
    cases: frozenset[str]  # the dossiers of cases that its documents name

    def meets(self, first: date, last: date) -> bool:
        return self.since <= last and (self.until is None or self.until >= first)

    @property
    def days(self) -> int | None:
        """Both the day of the arrest and that of the release are days held."""
        return None if self.until is None else (self.until - self.since).days + 1


def detentions(
    connection: Connection,
    tracks: Mapping[str, Track],
    persons: Collection[str],
    as_of: int | None = None,
) -> dict[str, list[Detention]]:
    """By person, in order; of what the one who asks may see."""
    stages = [] if _TRACK not in tracks else tracks[_TRACK].stages
    held = [stage for stage in stages if not stage.endswith(_ENDED)]
    spans = _spans(connection, persons, held, as_of).sort("person", "dossier", "since", "stage")
    told = documents(connection, spans["dossier"].unique().to_list(), as_of)
    found: dict[str, list[Detention]] = {}
    for (person, dossier), stays in spans.group_by("person", "dossier", maintain_order=True):
        known = _known(str(dossier), told[str(dossier)])
        found.setdefault(str(person), []).extend(
            replace(known, since=since, until=until, left_by=left_by)
            for since, until, left_by in _joined(stays.iter_rows(named=True))
        )
    return {person: sorted(stays, key=lambda s: s.since) for person, stays in found.items()}


def _known(dossier: str, told: Iterable[Document]) -> Detention:
    """What its documents say of the place, the last of them, and of the case."""
    stands = [one for one in told if one.stands]
    places = [c.facility for one in stands for c in one.concerns if c.facility]
    cases = frozenset(one.linked for one in stands if one.linked)
    return Detention(dossier, date.min, None, None, places[-1] if places else None, cases)


def _joined(stays: Iterable[Mapping[str, Any]]) -> list[tuple[date, date | None, str | None]]:
    """Stages that follow each other at once are one time."""
    rows = [(s["since"], s["until"], s["left_by"]) for s in stays]
    breaks = [0, *(n for n, (a, b) in enumerate(pairwise(rows), 1) if a[1] != b[0]), len(rows)]
    return [(rows[a][0], rows[b - 1][1], rows[b - 1][2]) for a, b in pairwise(breaks) if a < b]


def _spans(
    connection: Connection, persons: Collection[str], stages: Collection[str], as_of: int | None
) -> pl.DataFrame:
    names = ("person", "dossier", "stage", "since", "until", "left_by")
    schema = {name: SPANS[name] for name in names}
    if not persons or not stages:
        return pl.DataFrame(schema=schema)
    known = "retracted_at IS NULL"
    if as_of is not None:
        known = "asserted_at <= %(as_of)s AND (retracted_at IS NULL OR retracted_at > %(as_of)s)"
    columns = ", ".join(f'"{name}"' for name in names)
    return copy_out(
        connection,
        f"SELECT {columns} FROM span WHERE track = 'custody' AND person = ANY(%(persons)s::text[])"
        f" AND stage = ANY(%(stages)s::text[]) AND {known}",
        schema,
        {"persons": sorted(persons), "stages": sorted(stages), "as_of": as_of},
    )
