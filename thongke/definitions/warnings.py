"""Điều nên xem: what loads and yet is perhaps not meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from projections.definitions import Definitions, Question, Term
from thongke.definitions.reach import Reach
from thongke.definitions.show import all_shown
from thongke.definitions.vocabulary import Paths, vocabulary


def warnings(definitions: Definitions) -> list[str]:
    words = vocabulary(definitions.tracks.values(), definitions.limits, definitions.traits)
    return [
        *_uncounted(definitions, words.paths.values()),
        *_unreachable(definitions),
        *_deaf(definitions),
    ]


def _terms(definitions: Definitions) -> Iterator[tuple[str, Term]]:
    homes = (group.home for group in definitions.indicators)
    for shown in (*all_shown(definitions), *homes):
        for line in shown.lines:
            for term in line.terms:
                yield f"{shown.id} {line.id}", term


def _values(term: Term, column: str) -> frozenset[str] | None:
    return next((c.values for c in term.conditions if c.column == column), None)


def _uncounted(definitions: Definitions, all_paths: Iterable[Paths]) -> Iterator[str]:
    """Manners that no line counts, in any stage."""
    sides: tuple[tuple[Question, str, str], ...] = (
        ("entered", "came_by", "vào"),
        ("left", "left_by", "ra"),
    )
    terms = [term for _, term in _terms(definitions)]
    for paths in all_paths:
        for question, column, way in sides:
            made: dict[str, set[str]] = {}
            for stage, manners in (paths.entered if way == "vào" else paths.left).items():
                for manner in manners if stage not in paths.bases else ():
                    made.setdefault(manner, set()).add(stage)
            uncounted = [
                manner
                for manner, stages in sorted(made.items())
                if not any(
                    term.question == question
                    and paths.track.name in (_values(term, "track") or ())
                    and stages & (_values(term, "stage") or set())
                    and manner in (_values(term, column) or {manner})
                    for term in terms
                )
            ]
            if uncounted:
                listed = ", ".join(uncounted)
                yield f"tiến trình {paths.track.name}: không dòng nào đếm {way} do {listed}"


def _unreachable(definitions: Definitions) -> Iterator[str]:
    """Terms of lines that no document can ever bring a span under."""
    reach = Reach.of(definitions)
    for name, term in _terms(definitions):
        if (why := reach.barred(term)) is not None:
            yield f"dòng {name}: {why}"


def _deaf(definitions: Definitions) -> Iterator[str]:
    """Events that list a kind which no track moves by them, and rows that no event can reach."""
    known = {
        (row.event, kind)
        for track in definitions.tracks.values()
        for row in track.transitions
        for kind in track.kinds
    }
    listed = {(event.name, kind) for event in definitions.events.values() for kind in event.kinds}
    for event, kind in sorted(listed - known):
        if event != "event_annulled":
            yield f"sự kiện {event}: không tiến trình nào của {kind} có bước cho nó"
    read = {(event.name, part) for event in definitions.events.values() for part in event.finer}
    for event, kind in sorted(known - listed - read):
        yield f"sự kiện {event}: có bước cho {kind}, nhưng loại sự kiện không nhận {kind}"
