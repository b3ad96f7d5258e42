"""Hồ sơ: the events of one dossier in order, and what they made of its subjects."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, text

from projections.definitions import Definitions
from projections.spans import SPANS
from projections.words import KINDS, Words
from review.asked import Known, NotAccepted
from store.documents import Concern, Document, documents
from store.spans import standing


def page(
    connection: Connection, definitions: Definitions, name: str, known: Known
) -> dict[str, Any]:
    words = Words.of(definitions)
    told = documents(connection, [name], known.position)[name]
    lacking = _lacking(connection, name)
    if not told and not lacking:
        raise NotAccepted(404, "Không có hồ sơ này.", "mã hồ sơ như các danh sách ghi")
    return {
        "dossier": name,
        "known": known.as_json(),
        "incomplete": lacking,
        "events": [_event(one, words) for one in told],
        "subjects": _subjects(connection, name, known, words),
        "findings": _findings(connection, name, known),
    }


def _event(one: Document, words: Words) -> dict[str, Any]:
    return {
        "event_id": one.event_id,
        "type": one.type,
        "label": words.event(one.type),
        "effective_on": one.effective_on.isoformat(),
        "recorded_on": one.recorded_on.isoformat() if one.recorded_on else None,
        "number": one.number,
        "ground": words.trait("ground", one.ground) if one.ground else None,
        "unit": one.unit,
        "unit_name": words.unit(one.unit, one.effective_on),
        "agency": one.agency,
        "agency_name": words.agency(one.agency) if one.agency else None,
        "corrects": one.corrects,
        "undone_by": one.undone_by,
        "stands": one.stands,
        "position": one.position,
        "subjects": [_concern(concern, words) for concern in one.concerns],
    }


def _concern(concern: Concern, words: Words) -> dict[str, Any]:
    said = [words.trait("left_outcome", concern.outcome)] if concern.outcome else []
    said += [words.penalty(concern.penalty)] if concern.penalty else []
    return {
        "subject": concern.subject,
        "kind": KINDS.get(concern.kind or "", concern.kind),
        "says": "; ".join(said),
    }


def _subjects(
    connection: Connection, name: str, known: Known, words: Words
) -> list[dict[str, Any]]:
    """The stays of each subject, as a timeline."""
    spans = standing(connection, [name], known.position)
    found: dict[str, list[dict[str, Any]]] = {}
    ordered = spans.sort("subject", "since", "until", "track", "stage", nulls_last=True)
    for row in ordered.to_dicts():
        said = {column: words.span(column, row) for column in SPANS if row[column] is not None}
        overdue = row["stage"] in words.overdue
        moment = row["stage"] in words.acts and row["until"] == row["since"]
        kind = "overdue" if overdue else "act" if moment else "stay"
        found.setdefault(row["subject"], []).append({"what": kind, "words": said})
    return [{"subject": subject, "spans": spans} for subject, spans in found.items()]


def _findings(connection: Connection, name: str, known: Known) -> list[dict[str, Any]]:
    rows = connection.execute(
        text(
            "SELECT code, subject, event_id, effective_on, says FROM finding"
            " WHERE dossier = :dossier AND asserted_at <= :shown"
            " AND (retracted_at IS NULL OR retracted_at > :shown)"
            " ORDER BY effective_on, event_id, code, subject"
        ),
        {"dossier": name, "shown": known.shown},
    ).mappings()
    return [
        {**row, "effective_on": row["effective_on"] and row["effective_on"].isoformat()}
        for row in rows
    ]


def _lacking(connection: Connection, name: str) -> int:
    """How many messages of the dossier wait in quarantine."""
    found = connection.execute(
        text("SELECT incomplete FROM dossier WHERE dossier = :dossier"), {"dossier": name}
    ).scalar_one_or_none()
    return int(found or 0)
