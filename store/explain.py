"""Giải trình: the spans that a cell is made of, each with the documents that began and ended it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from sqlalchemy import Connection

from projections.calendar import Period
from projections.definitions import Definitions, Line
from projections.spans import SPANS
from projections.words import Words, day
from store.documents import Document, documents
from store.figures import rows

ASKS = {
    "opening": "có từ trước kỳ",
    "entered": "phát sinh trong kỳ",
    "left": "giảm trong kỳ",
    "closing": "còn cuối kỳ",
}
ROLES = {"since": "vào", "until": "ra"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A document that brought a subject into a stage (`since`) or out of it (`until`)."""

    role: str
    label: str
    document: Document

    @property
    def spelled(self) -> str:
        document = self.document
        number = f" số {document.number}" if document.number else ""
        said = f"{ROLES[self.role]}: {self.label}{number} ngày {day(document.effective_on)}"
        if document.corrects:
            said += f" (thay cho sự kiện {document.corrects})"
        return f"{said} – sự kiện {document.event_id}"

    def as_json(self) -> dict[str, Any]:
        return {
            "role": self.role,
            "event_id": self.document.event_id,
            "type": self.document.type,
            "label": self.label,
            "effective_on": self.document.effective_on.isoformat(),
            "number": self.document.number,
            "corrects": self.document.corrects,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One span behind a cell. Spans of one `key` are counted together."""

    key: str
    ask: str
    span: dict[str, Any]
    words: dict[str, str]
    events: tuple[Cause, ...]

    @property
    def asked(self) -> str:
        """Why the cell takes it; a moment happens, whichever end of it is asked for."""
        moment = self.span["stage"] == self.span.get("came_by")
        return ASKS["entered" if moment else self.ask]

    @property
    def spelled(self) -> str:
        words = self.words
        until = f" đến {words['until']} ({words['left_by']})" if "until" in words else ""
        amount = f", số lượng {words['quantity']}" if "quantity" in words else ""
        return (
            f"hồ sơ {words['dossier']}, {words.get('kind', 'đối tượng')} {words['subject']}: "
            f"{words['stage']}, {words['unit']}, từ {words['since']}"
            f" ({words.get('came_by', 'chưa rõ')}){until}{amount} – {self.asked}"
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "ask": self.ask,
            "span": {name: _plain(value) for name, value in self.span.items()},
            "words": self.words,
            "spelled": self.spelled,
            "events": [event.as_json() for event in self.events],
        }


def explained(
    connection: Connection,
    definitions: Definitions,
    line: Line,
    codes: Sequence[str],
    period: Period,
    as_of: int | None = None,
) -> list[Explained]:
    """Every span behind a cell; as many distinct keys as the cell says."""
    if not line.terms:  # no event ever counts here
        return []
    return explain(connection, definitions, rows(connection, line, codes, period, as_of), as_of)


def explain(
    connection: Connection, definitions: Definitions, spans: pl.DataFrame, as_of: int | None = None
) -> list[Explained]:
    """The same of given rows behind a cell, those of one key together."""
    words = Words.of(definitions)
    told = documents(connection, spans["dossier"].unique().to_list(), as_of)
    by_id = {d.event_id: d for found in told.values() for d in found}
    together: dict[str, list[Explained]] = {}
    for row in spans.to_dicts():
        together.setdefault(row["key"], []).append(_explained(row, by_id, words))
    return [one for same in together.values() for one in same]


def _explained(row: dict[str, Any], by_id: dict[str, Document], words: Words) -> Explained:
    span = {name: row[name] for name in SPANS if row[name] is not None}
    causes = (("since", row["since_event"]), ("until", row["until_event"]))
    return Explained(
        key=row["key"],
        ask=row["ask"],
        span=span,
        words={name: said for name in span if (said := words.span(name, row)) is not None},
        events=tuple(
            Cause(role=role, label=words.event(by_id[event].type), document=by_id[event])
            for role, event in causes
            if event in by_id
        ),
    )


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value
