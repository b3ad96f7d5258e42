"""Danh sách, phụ lục: the subjects behind a line, with the columns that the appendix prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from sqlalchemy import Connection

from projections.calendar import Period
from projections.definitions import Definitions, Line, ListColumn, ListDefinition, Track
from projections.words import Words, day, law
from store.documents import Document, documents
from store.figures import rows

SEALED = "niêm phong"
_LINE = ListColumn(id="line_label", label="Mục", source="line_label")


@dataclass(frozen=True, slots=True)
class Listed:
    """A list as people read it: words, not codes. Each row also has its `line` and `dossier`."""

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
    paths = {name: _Paths.of(track) for name, track in definitions.tracks.items()}
    head = {"line": line.id, "line_label": line.label}
    found = []
    for number, span in enumerate(spans.to_dicts(), first):
        about = _About(span, told[span["dossier"]], paths[span["track"]], words)
        row = {c.id: about.said(c) for c in definition.columns if c.source != "stt"}
        row |= {c.id: str(number) for c in definition.columns if c.source == "stt"}
        found.append({**head, "dossier": span["dossier"], **row})
    return found


@dataclass(frozen=True, slots=True)
class _Paths:
    """Of one track: which stages each event type leads from, to, and from which to which."""

    pairs: Mapping[str, frozenset[tuple[str, str]]]

    @classmethod
    def of(cls, track: Track) -> _Paths:
        pairs: dict[str, set[tuple[str, str]]] = {}
        for row in track.transitions:
            pairs.setdefault(row.event, set()).update(row.moves.items())
        return cls({event: frozenset(found) for event, found in pairs.items()})

    def before(self, type: str, after: str) -> set[str]:
        return {b for b, a in self.pairs.get(type, ()) if a == after and b}

    def after(self, type: str, before: str) -> set[str]:
        return {a for b, a in self.pairs.get(type, ()) if b == before}

    def leads_from(self, type: str, stages: set[str]) -> bool:
        return any(b in stages for b, _ in self.pairs.get(type, ()))

    def leads_to(self, type: str, stages: set[str]) -> bool:
        return any(a in stages for _, a in self.pairs.get(type, ()))


class _About:
    """One row: a subject's span, and what its documents say.

    The row is about one document, its *anchor*: that by which the subject left, of a line that
    counts leavings; else that by which it came.
    """

    def __init__(
        self, span: Mapping[str, Any], told: Sequence[Document], paths: _Paths, words: Words
    ) -> None:
        self.span, self.paths, self.words = span, paths, words
        self.subject: str = span["subject"]
        self.documents = [d for d in told if d.stands and d.of(self.subject)]
        self.leaving = span["ask"] == "left"
        # A document on the case that singles out nobody holds for everybody in it.
        self.of_case = [d for d in told if d.stands and d.on_whole_case]
        named, on = ("until_event", "until") if self.leaving else ("since_event", "since")
        anchor = next((d for d in self.documents if d.event_id == span[named]), None)
        self.anchor = anchor
        ends = (span["since_event"], span["until_event"])
        self.bounds = {d.type: d for d in self.documents if d.event_id in ends}
        self.upto = (
            self.documents.index(anchor)
            if anchor
            else sum(d.effective_on < span[on] for d in self.documents)
        )
        type, stage = anchor.type if anchor else "", span["stage"]
        self.reached = paths.after(type, stage) if self.leaving else {stage}
        self.ended = set() if self.leaving else paths.before(type, stage)

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
        # Who still stood there when the period ended had not left, whatever has happened since.
        still = self.span["ask"] == "closing"
        if still and (head == "until" or head.startswith("left_")):
            return None
        return self.words.span(column.source, self.span)

    def _document(self, type: str) -> Document | None:
        """Of several documents of a type, the one that belongs to this row.

        The one that began or ended the very stay; what leads out of the stage that the anchor
        reached can only come after it; the one that began the stay which the anchor ended; of the
        rest, the first after the anchor, else the last before.
        """
        if type in self.bounds:
            return self.bounds[type]
        before = [d for d in self.documents[: self.upto] if d.type == type]
        after = [d for d in self.documents[self.upto :] if d.type == type]
        if self.paths.leads_from(type, self.reached):
            return after[0] if after else None
        if before and self.paths.leads_to(type, self.ended):
            return before[-1]
        of_case = [d for d in self.of_case if d.type == type][:1]
        return next(iter(after or before[-1:] or of_case), None)

    def _fact(self, document: Document | None, fact: str) -> str | None:
        if document is None:
            return None
        concern = document.of(self.subject) or document.of_kind("case")
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
