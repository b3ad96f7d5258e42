"""Danh sách, phụ lục: the subjects behind a line, with the columns that the appendix prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
from sqlalchemy import Connection

from projections.calendar import Period
from projections.definitions import Definitions, Line, ListColumn, ListDefinition
from projections.words import Words, day, law
from store.documents import Document, documents
from store.figures import rows

SEALED = "niêm phong"
_LINE = ListColumn(id="line", label="Mục", source="line")


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as people read it: words, not codes. Each row also has `line` and `dossier`."""

    columns: tuple[ListColumn, ...]
    rows: list[dict[str, str | None]]


def listed(
    connection: Connection,
    definitions: Definitions,
    definition: ListDefinition,
    codes: Sequence[str],
    period: Period,
    line: str | None = None,
    as_of: int | None = None,
) -> Listed:
    """The rows of one line of a list, or of every line, one after the other."""
    lines = [one for one in definition.lines if line in (None, one.id) and one.terms]
    found: list[dict[str, str | None]] = []
    for one in lines:
        spans = members(connection, one, codes, period, as_of)
        found += tell(connection, definitions, definition, one, spans, as_of=as_of)
    shown = definition.columns if line else (_LINE, *definition.columns)
    return Listed(shown, found)


def members(
    connection: Connection,
    line: Line,
    codes: Sequence[str],
    period: Period,
    as_of: int | None = None,
) -> pl.DataFrame:
    """The latest span of each key that a line counts: as many rows as the cell says."""
    found = rows(connection, line, codes, period, as_of)
    latest = found.sort("since", maintain_order=True).unique("key", keep="last")
    return latest.sort("dossier", "subject", "since", "track", "stage", "key")


def tell(
    connection: Connection,
    definitions: Definitions,
    definition: ListDefinition,
    line: Line,
    spans: pl.DataFrame,
    first: int = 1,
    as_of: int | None = None,
) -> list[dict[str, str | None]]:
    """The columns of given spans; `first` is the number (STT) of the first row."""
    words = Words.of(definitions)
    told = documents(connection, spans["dossier"].unique().to_list(), as_of)
    found = []
    for number, span in enumerate(spans.to_dicts(), first):
        about = _About(span, told[span["dossier"]], words, definitions)
        row = {c.id: about.said(c) for c in definition.columns if c.source != "stt"}
        row |= {c.id: str(number) for c in definition.columns if c.source == "stt"}
        found.append({"line": line.label, "dossier": span["dossier"], **row})
    return found


class _About:
    """One row: a subject's span, and what its documents say."""

    def __init__(
        self,
        span: dict[str, object],
        told: Sequence[Document],
        words: Words,
        definitions: Definitions,
    ) -> None:
        self.span, self.words = span, words
        self.subject = str(span["subject"])
        self.documents = [d for d in told if d.stands and d.of(self.subject)]
        track = definitions.tracks[str(span["track"])]
        self.leaving = {row.event for row in track.transitions if span["stage"] in row.moves}

    def said(self, column: ListColumn) -> str | None:
        if column.source == "sealed":
            return SEALED
        head, _, rest = column.source.partition(".")
        name, _, fact = rest.partition(".")
        if head == "event":
            return self._fact(self._document(name), fact)
        if head == "history":
            ends = {"first_event": 0, "last_event": -1}
            return self._fact(self.documents[ends[name]] if self.documents else None, fact)
        return self.words.span(column.source, self.span)

    def _document(self, type: str) -> Document | None:
        """The document of a type that this row is about, when the subject has had several.

        One that began or ended the stay; else the first after it began; else the last before,
        unless that one ended an earlier stay of the same stage, which has a row of its own.
        """
        same = [d for d in self.documents if d.type == type]
        own = (self.span["since_event"], self.span["until_event"])
        if mine := [d for d in same if d.event_id in own]:
            return mine[-1]
        since = self.span["since"]
        if after := [d for d in same if d.effective_on >= since]:  # type: ignore[operator]
            return after[0]
        return same[-1] if same and type not in self.leaving else None

    def _fact(self, document: Document | None, fact: str) -> str | None:
        if document is None:
            return None
        concern = document.of(self.subject)
        match fact:
            case "number":
                return document.number
            case "on":
                return day(document.effective_on)
            case "agency":
                return self.words.agency(document.agency) if document.agency else None
            case "article":
                return law(document.article) if document.article else None
            case "ground":
                ground = concern.ground if concern else None
                return law(ground) if ground else None
            case _:
                outcome = concern.outcome if concern else None
                return self.words.trait("left_outcome", outcome) if outcome else None
