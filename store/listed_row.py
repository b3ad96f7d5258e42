"""Dòng của danh sách: what stands in the columns of one row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from projections.definitions import ListColumn, Track
from projections.words import DOCUMENTS, Words, day, law
from store.detentions import Detention
from store.documents import Concern, Document

SEALED = "niêm phong"
_YES_NO = {True: "có", False: "không", None: None}
BEFORE_THE_CHARGE = timedelta(days=9)  # who is charged may have been held so long (BLTTHS Đ.118)


@dataclass(frozen=True, slots=True)
class Paths:
    """Of one track: which stages each event type leads from, to, and from which to which."""

    pairs: Mapping[str, frozenset[tuple[str, str]]]

    @classmethod
    def of(cls, track: Track) -> Paths:
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


@dataclass(frozen=True, slots=True)
class Around:
    """What a row shows that its own documents don't say."""

    end: date  # the first day after the period
    cells: str | None  # the form rows that count it
    lines: Mapping[str, bool | None]  # lines of the list that columns ask about: is it in them?
    detentions: Sequence[Detention]  # of the person


class About:
    """One row: a subject's span, and what its documents say.

    The row is about one document, its *anchor*: that by which the subject left, of a line that
    counts leavings; else that by which it came.
    """

    def __init__(
        self,
        span: Mapping[str, Any],
        told: Sequence[Document],
        paths: Paths,
        words: Words,
        around: Around,
    ) -> None:
        self.span, self.paths, self.words, self.around = span, paths, words, around
        self.subject: str = span["subject"]
        self.all = [d for d in told if d.stands]
        self.documents = [d for d in self.all if d.of(self.subject)]
        self.leaving = span["ask"] == "left"
        # A document on the case that singles out nobody holds for everybody in it.
        self.of_case = [d for d in self.all if d.on_whole_case]
        named, on = ("until_event", "until") if self.leaving else ("since_event", "since")
        anchor = next((d for d in self.documents if d.event_id == span[named]), None)
        self.anchor, self.on = anchor, span[on]
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
        head, _, rest = column.source.partition(".")
        name, _, fact = rest.partition(".")
        match head:
            case "event":
                return self._fact(self._document(name), fact)
            case "history":
                ends = {"first_event": 0, "last_event": -1}
                return self._fact(self.documents[ends[name]] if self.documents else None, fact)
            case "each":
                return "; ".join(self._each(rest)) or None
            case "line":
                return _YES_NO[self.around.lines[rest]]
            case "custody":
                return self._custody(rest)
            case _:
                return self._own(column.source)

    def _own(self, source: str) -> str | None:
        match source:
            case "sealed":
                return SEALED
            case "declared":
                return None
            case "form_row":
                return self.around.cells
            case "prosecutor":
                return self._last(self.all, lambda d: d.prosecutor)
            case "provision":
                said = self._last(self.documents, lambda d: self._concern(d).charges)
                return "; ".join(crime(one) for one in said.split(",") if one) if said else None
            case "facility":
                return self._last(self.documents, lambda d: self._concern(d).facility)
            case "linked":
                return self._last(self.documents, lambda d: d.linked)
            case "overdue_days":
                return self._overdue_days()
            case _:
                return self._span(source)

    def _span(self, source: str) -> str | None:
        # Who still stood there when the period ended had not left, whatever has happened since.
        still = self.span["ask"] == "closing"
        if still and (source in ("until", "until_event") or source.startswith("left_")):
            return None
        return self.words.span(source, self.span)

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
            case "in_force_on" | "received_on" | "limitation_on":
                named: date | None = getattr(document, fact)
                return day(named) if named else None
            case "agency":
                return self.words.agency(document.agency) if document.agency else None
            case "article":
                return law(document.article) if document.article else None
            case "level":
                return self.words.trait("level", document.level) if document.level else None
            case "penalty":
                return self._penalty(concern) if concern and concern.penalty else None
            case "ground":
                ground = concern.ground if concern else None
                return self.words.trait("ground", ground) if ground else None
            case _:
                outcome = concern.outcome if concern else None
                return self.words.trait("left_outcome", outcome) if outcome else None

    def _penalty(self, concern: Concern) -> str:
        said = self.words.penalty(concern.penalty or "")
        said += f" {concern.penalty_months} tháng" if concern.penalty_months else ""
        return said + (", cho hưởng án treo" if concern.penalty_suspended else "")

    def _concern(self, document: Document) -> Concern:
        return next(c for c in document.concerns if c.subject == self.subject)

    def _last(
        self, documents: Sequence[Document], says: Callable[[Document], str | None]
    ) -> str | None:
        """What was said last until the day that the row is about; else what was said first."""
        until = self.around.end - timedelta(days=1) if self.span["ask"] == "closing" else self.on
        before = [d for d in documents if d.effective_on <= until]
        found = map(says, [*reversed(before), *documents[len(before) :]])
        return next(filter(None, found), None)

    def _each(self, type: str) -> list[str]:
        """Every document of a type in the dossier: what it is, its number and day."""
        return [
            f"{DOCUMENTS.get(d.kind or '', self.words.event(type))}"
            f"{f' số {d.number}' if d.number else ''} ngày {day(d.effective_on)}"
            for d in self.all
            if d.type == type
        ]

    def _overdue_days(self) -> str:
        """Days after the last whole day of the limit, until it ended or the period did."""
        end = self.span["until"] if self.leaving else self.around.end
        limit = self.span["limit_on"] or self.span["since"] - timedelta(days=1)
        return str((end - limit).days - 1)

    def _custody(self, what: str) -> str | None:
        stays = self._held()
        if not stays:
            return None
        last = stays[-1]
        match what:
            case "time":
                return "; ".join(map(_time, stays))
            case "facility":
                return last.facility
            case _:
                if last.left_by is None or last.until is None:
                    return None
                return f"{self.words.manner(last.left_by)} ngày {day(last.until)}"

    def _held(self) -> list[Detention]:
        """In this case: what names it, else what meets its time; as known when the period ended."""
        if not self.documents:
            return []
        first = self.documents[0].effective_on - BEFORE_THE_CHARGE
        met = [stay for stay in self.around.detentions if stay.meets(first, self.on)]
        met = [stay for stay in met if self.span["dossier"] in stay.cases] or met
        return [
            stay
            if stay.until and stay.until < self.around.end
            else replace(stay, until=None, left_by=None)
            for stay in met
        ]


def crime(charge: str) -> str:
    """`*250.2.b` is điểm b khoản 2 Điều 250; of another code than that of 2015, with its name."""
    code, _, provision = charge.lstrip("*").rpartition(":")
    return law(provision) + (f" {code[:4]} {code[4:]}" if code else "")


def _time(stay: Detention) -> str:
    said = f"từ {day(stay.since)}"
    return f"{said} đến {day(stay.until)} ({stay.days} ngày)" if stay.until else f"{said}, còn giam"
