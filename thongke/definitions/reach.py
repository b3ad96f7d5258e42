"""Có tới được không: whether any document can ever bring a span under a term of a line.

A term that nothing reaches counts 0 for ever and looks like any other 0. Followed are the stages
that a subject can reach from the beginning, the manners of the rows that lead there, and the fact
groups that the events of those rows may carry.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from events.catalogue import EventType
from projections.definitions import Condition, Definitions, Line, Term, Transition
from thongke.definitions.vocabulary import BECOMES_OVERDUE, EXTENDED, Paths, vocabulary

# The fact group without which an event says nothing of a trait; facts of subjects are always free.
GROUPS = {
    **dict.fromkeys(("requested", "simplified", "accepted"), "circumstances"),
    **dict.fromkeys(("level", "demands", "document_kind", "addressee", "field"), "document"),
    **dict.fromkeys(("violation", "violator", "violator_level"), "violation"),
    **dict.fromkeys(("object", "without_ground"), "violation"),
    **dict.fromkeys(("hearing", "appealed_by"), "judgment"),
    "counterpart": "transfer",
    "article": "decision",
}
_PLACES = frozenset({"document_kind", "addressee", "field"})


@dataclass(frozen=True, slots=True)
class Reach:
    """Of all definitions: the paths of each track, and the stages reached from the beginning."""

    paths: Mapping[str, Paths]
    reached: Mapping[str, frozenset[str]]
    watched: Mapping[str, Mapping[str, frozenset[str]]]  # overdue stage -> stages of its limits
    events: Mapping[str, EventType]

    @classmethod
    def of(cls, definitions: Definitions) -> Reach:
        words = vocabulary(definitions.tracks.values(), definitions.limits, definitions.traits)
        reached = {name: _reached(paths) for name, paths in words.paths.items()}
        watched: dict[str, dict[str, frozenset[str]]] = {name: {} for name in words.paths}
        for limit in definitions.limits:
            known = watched[limit.track]
            known[limit.overdue] = known.get(limit.overdue, frozenset()) | limit.stages
        return cls(words.paths, reached, watched, definitions.events)

    def silent(self, line: Line) -> bool:
        """Whether the line can only ever be 0."""
        wanted = [line.terms, *(met.terms for met in line.count.met)]
        return any(terms and all(self.barred(term) for term in terms) for terms in wanted)

    def barred(self, term: Term) -> str | None:
        """Why the term can take no span; None when it can."""
        paths = self.paths[min(_values(term, "track") or ())]
        asked = _values(term, "stage") or frozenset()
        if not asked & (paths.acts | self._open(paths)):
            listed = ", ".join(sorted(asked))
            return f"không bước nào của {paths.track.name} vào giai đoạn {listed}"
        if not self._told(term, paths, asked):
            return f"không sự kiện nào của {paths.track.name} mang đủ dữ kiện mà dòng hỏi"
        return None

    def _told(self, term: Term, paths: Paths, stages: frozenset[str]) -> bool:
        """Whether the documents that could bring it about may say all that it asks."""
        stages &= paths.acts | self._open(paths)
        said = {c.column: c for c in term.conditions}
        if not self._carried(paths.track.transitions, _needed(said, _PLACES, "")):
            return False
        match term.question:
            case "opening" | "closing":
                return True
            case "entered":
                rows, prefix, manner = self._into(paths, stages), "", "came_by"
            case "left":
                rows, prefix, manner = self._out_of(paths, stages), "left_", "left_by"
        manners = _values(term, manner)
        if manners and manners & {BECOMES_OVERDUE, EXTENDED}:
            return True  # by the clock: the loader lets these stand only where a limit watches
        side = "into" if manner == "came_by" else "out"
        rows = [row for row in rows if manners is None or _manner(row, side) in manners]
        return self._carried(rows, _needed(said, GROUPS.keys() - _PLACES, prefix))

    def _open(self, paths: Paths) -> frozenset[str]:
        """Stages reached, and the overdue stages that watch one of them."""
        reached = self.reached[paths.track.name]
        watched = self.watched[paths.track.name]
        return reached | {name for name, stages in watched.items() if stages & reached}

    def _into(self, paths: Paths, stages: frozenset[str]) -> list[Transition]:
        stages = self._bases(paths, stages)
        return [
            row
            for row in paths.track.transitions
            if row.act in stages
            or row.stated
            or row.reclassifies
            or any(after in stages for after in row.moves.values())
        ]

    def _out_of(self, paths: Paths, stages: frozenset[str]) -> list[Transition]:
        stages = self._bases(paths, stages)
        return [
            row
            for row in paths.track.transitions
            if row.act in stages or row.reclassifies or row.stated or stages & row.moves.keys()
        ]

    def _bases(self, paths: Paths, stages: frozenset[str]) -> frozenset[str]:
        """Overdue stages begin and end with the documents of the stages that they watch."""
        watched = self.watched[paths.track.name]
        return stages.union(*(watched[stage] for stage in stages if stage in watched))

    def _carried(self, rows: Iterable[Transition], groups: Collection[str]) -> bool:
        """Whether some row's event may carry all of these fact groups together."""
        return any(
            all(group in _groups(self.events[row.event]) for group in groups) for row in rows
        )


def _reached(paths: Paths) -> frozenset[str]:
    found = {""}
    while True:
        after = {
            stage
            for row in paths.track.transitions
            for before, stage in row.moves.items()
            if before in found
        }
        if any(row.stated and found & row.stays for row in paths.track.transitions):
            after |= {name for name, stage in paths.track.stages.items() if stage.open}
        if after <= found:
            return frozenset(found)
        found |= after


def _manner(row: Transition, side: str) -> str | None:
    if side == "into":
        return row.into or row.act or ("reclassified" if row.reclassifies else None)
    return row.out or row.act or ("reclassified" if row.reclassifies else None)


def _needed(said: Mapping[str, Condition], traits: Collection[str], prefix: str) -> frozenset[str]:
    """Fact groups that a condition asks for; `unknown` is also what nobody said."""
    return frozenset(
        GROUPS[trait]
        for trait in traits
        if (condition := said.get(prefix + trait)) and "unknown" not in condition.values
    )


def _groups(event: EventType) -> frozenset[str]:
    return frozenset(path.split(".")[0] for path in (*event.requires, *event.allows))


def _values(term: Term, column: str) -> frozenset[str] | None:
    return next((c.values for c in term.conditions if c.column == column), None)
