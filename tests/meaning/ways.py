"""Ways worked by hand: what a document does to a subject by the stage where it stands.

`event guard=value : before>after; stays a,b : out in act flags`: `new` is nowhere yet, `-` no
manner, `>+x` the stage before with x behind it and `>-x` without it; `$name` is a set. Lines of
one event stand in the order in which their guards are tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from projections.definitions import Transition


@dataclass(frozen=True)
class Way:
    """One row of a procedure, spelled out."""

    guard: frozenset[tuple[str, frozenset[str]]]
    moves: frozenset[tuple[str, str]]
    stays: frozenset[str]
    out: str
    into: str
    act: str
    marks: frozenset[str]  # handler, silent, stated, reclassifies, otherwise=stage, date=trait


def worked_ways(text: str, sets: Mapping[str, str]) -> dict[str, list[Way]]:
    found: dict[str, list[Way]] = {}
    for line in filter(None, text.splitlines()):
        head, where, manners = (part.strip() for part in f"{line} ::".split(":")[:3])
        event, *guards = head.split()
        out, into, act, *marks = [*manners.split(), *"---"][: max(3, len(manners.split()))]
        pairs = (each.split("=") for each in guards)
        way = Way(
            frozenset((column, frozenset(values.split(","))) for column, values in pairs),
            frozenset(_moves(where, sets)),
            frozenset(_stays(where, sets)),
            out,
            into,
            act,
            frozenset(marks),
        )
        found.setdefault(event, []).append(way)
    return found


def _moves(where: str, sets: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for part in where.split(";"):
        befores, arrow, after = part.strip().partition(">")
        for before in _stages(befores, sets) if arrow else ():
            if after.startswith("+"):
                yield before, before + after[1:]
            elif after.startswith("-"):
                yield before, before.removesuffix(after[1:])
            else:
                yield before, after


def _stays(where: str, sets: Mapping[str, str]) -> Iterable[str]:
    for part in where.split(";"):
        if part.strip().startswith("stays "):
            yield from _stages(part.strip().removeprefix("stays "), sets)


def _stages(said: str, sets: Mapping[str, str]) -> Iterable[str]:
    for name in said.split(","):
        if name.startswith("$"):
            yield from _stages(sets[name[1:]], sets)
        else:
            yield "" if name == "new" else name


def ways(rows: Iterable[Transition]) -> dict[str, list[Way]]:
    """What the published procedure does, in the same words."""
    found: dict[str, list[Way]] = {}
    for row in rows:
        marks = {
            "handler": row.handler, "silent": row.silent, "stated": row.stated,
            "reclassifies": row.reclassifies, f"otherwise={row.otherwise}": bool(row.otherwise),
            f"date={row.sets_date}": bool(row.sets_date),
        }  # fmt: skip
        way = Way(
            frozenset(row.when.items()),
            frozenset(row.moves.items()),
            row.stays | {"any"} if row.stays_anywhere else row.stays,
            row.out or "-",
            row.into or "-",
            row.act or "-",
            frozenset(mark for mark, marked in marks.items() if marked),
        )
        found.setdefault(row.event, []).append(way)
    return found


def unlike(
    rows: Iterable[Transition], text: str, sets: Mapping[str, str]
) -> dict[str, tuple[list[Way], list[Way]]]:
    """Documents that do otherwise than worked: what is published, what the law says."""
    found, law = ways(rows), worked_ways(text, sets)
    pairs = {event: (found.get(event, []), law.get(event, [])) for event in found | law}
    return {event: (ours, theirs) for event, (ours, theirs) in pairs.items() if ours != theirs}
