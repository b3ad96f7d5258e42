"""Văn bản tố tụng: the events of dossiers as documents, each with what became of it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from projections.history import ANNULMENT, Corrections
from store.journal import events_in, histories


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """What a document says of one subject."""

    subject: str
    kind: str | None
    charges: str | None
    ground: str | None
    outcome: str | None
    penalty: str | None
    penalty_months: int | None
    penalty_suspended: bool
    facility: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One event, with the event that took its place or took it out (`undone_by`)."""

    event_id: str
    type: str
    dossier: str
    unit: str
    agency: str | None
    effective_on: date
    recorded_on: date | None
    number: str | None
    article: str | None  # with clause and point: `280.1.b`
    ground: str | None
    prosecutor: str | None
    kind: str | None  # of a document of the procuracy
    level: str | None
    linked: str | None
    in_force_on: date | None
    received_on: date | None
    limitation_on: date | None
    corrects: str | None
    undone_by: str | None
    position: int
    concerns: tuple[Concern, ...]

    @property
    def stands(self) -> bool:
        return self.undone_by is None and self.type != ANNULMENT

    def of(self, subject: str) -> Concern | None:
        return next((c for c in self.concerns if c.subject == subject), None)

    def of_kind(self, kind: str) -> Concern | None:
        return next((c for c in self.concerns if c.kind == kind), None)

    @property
    def on_whole_case(self) -> bool:
        return {c.kind for c in self.concerns} == {"case"}


def documents(
    connection: Connection, dossiers: Collection[str], as_of: int | None = None
) -> dict[str, list[Document]]:
    """By dossier, in order of effect; as far as known at a position."""
    moves = histories(connection, dossiers, as_of)
    corrections = Corrections.of(moves)
    journal = {event["event_id"]: event for event in events_in(connection, dossiers).to_dicts()}
    said: dict[str, list[dict[str, Any]]] = {}
    for row in moves.to_dicts():
        said.setdefault(row["event_id"], []).append(row)
    undone = {
        rows[0]["corrects"]: event
        for event, rows in said.items()
        if rows[0]["corrects"] in corrections.out
    }

    def order(event: str) -> tuple[date, int, str]:
        first = said[event][0]
        return first["effective_on"], corrections.places.get(event, first["sequence"]), event

    found: dict[str, list[Document]] = {dossier: [] for dossier in dossiers}
    for event in sorted(said, key=order):
        document = _document(said[event], journal[event], undone.get(event))
        found[document.dossier].append(document)
    return found


def _document(
    rows: list[dict[str, Any]], entry: Mapping[str, Any], undone_by: str | None
) -> Document:
    first = rows[0]
    facilities = json.loads(entry["facilities"] or "{}")
    return Document(
        event_id=first["event_id"],
        type=first["type"],
        dossier=first["dossier"],
        unit=entry["unit"],
        agency=first["agency"],
        effective_on=first["effective_on"],
        recorded_on=first["recorded_on"],
        number=entry["decision_number"],
        article=_provision(first["article"], entry["clause"], entry["point"]),
        ground=first["ground"],
        prosecutor=entry["prosecutor"],
        kind=first["document_kind"],
        level=first["level"],
        linked=first["link_dossier"],
        in_force_on=first["in_force_on"],
        received_on=first["received_on"],
        limitation_on=first["limitation_on"],
        corrects=first["corrects"],
        undone_by=undone_by,
        position=entry["position"],
        concerns=tuple(
            Concern(
                subject=row["subject"],
                kind=row["kind"],
                charges=row["charges"],
                ground=row["ground"],
                outcome=row["outcome"],
                penalty=row["penalty"],
                penalty_months=row["penalty_months"],
                penalty_suspended=row["penalty_suspended"] == "yes",
                facility=facilities.get(row["subject"]),
            )
            for row in rows
            if row["subject"] is not None
        ),
    )


def _provision(article: str | None, clause: str | None, point: str | None) -> str | None:
    """`280.1.b`; a point without its clause says nothing."""
    if article is None or clause is None:
        return article
    return f"{article}.{clause}.{point}" if point else f"{article}.{clause}"
