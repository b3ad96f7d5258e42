"""Chuyển đi, chuyển đến: which lines of a form count the two sides of one movement."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from projections.definitions import Line, Transfers
from thongke.definitions.problems import nearest
from thongke.definitions.reading import Cursor


def read_transfers(
    cursor: Cursor | None, lines: Mapping[str, Line], members: Collection[str]
) -> tuple[Transfers, ...]:
    """`{out: [P02-A25@], in: [P02-A24@]}` is one flow for each member of the form's pair."""
    found: list[Transfers] = []
    for place in cursor.items() if cursor else ():
        with place.problems.gathering():
            row = place.table(("out", "in"), required=("out", "in"))
            paired = any("@" in name for side in row.values() for name in side.texts())
            for suffix in members if paired else ("",):
                found.append(
                    Transfers(
                        outs=_side(row["out"], "left", lines, suffix),
                        ins=_side(row["in"], "entered", lines, suffix),
                    )
                )
    return tuple(found)


def _side(cursor: Cursor, question: str, lines: Mapping[str, Line], suffix: str) -> tuple[str, ...]:
    named = []
    for place in cursor.items():
        name = place.text().replace("@", suffix)
        if name not in lines:
            raise place.refuse(f'unknown line "{name}"', nearest(name, lines))
        line = lines[name]
        if line.count.what != "spans" or not line.terms:
            raise place.refuse(
                f'line "{name}" does not count each coming and going',
                "accepted: a line that counts spans",
            )
        if {term.question for term in line.terms} != {question}:
            raise place.refuse(
                f'line "{name}" asks otherwise than {question}', f"accepted: lines of {question}"
            )
        named.append(name)
    if not named:
        raise cursor.refuse("no line", "expected at least one")
    return tuple(named)
