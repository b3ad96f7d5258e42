"""Rows worked by hand: what a row must ask by its official label, in one line each.

`12 left custody held by to_detention ground=caught; …`: the row, then its terms: question, track,
stages (acts), manners after `by`, other filters, `since=in` or `before`. `$name` is a set that the
table spells out; `=9 violator=police` is row 9 narrowed to what follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from projections.definitions import Line

# A question, and each column with the values that it takes.
Filters = frozenset[tuple[str, frozenset[str]]]
Asked = tuple[str, Filters]
_BY = {"entered": "came_by", "left": "left_by"}


def worked(text: str, sets: Mapping[str, str]) -> dict[str, frozenset[Asked]]:
    rows: dict[str, frozenset[Asked]] = {}
    for said in text.strip().splitlines():
        number, _, terms = said.partition(" ")
        found: set[Asked] = set()
        for term in terms.split(";"):
            if term.strip().startswith("="):
                like, *more = term.strip()[1:].split()
                narrower = _filters(more, sets)
                found |= {(ask, given | narrower) for ask, given in rows[like]}
            else:
                found.add(_term(term.split(), sets))
        assert number not in rows, f"row {number} is worked twice"
        rows[number] = frozenset(found)
    return rows


def _term(words: list[str], sets: Mapping[str, str]) -> Asked:
    ask, track, stages, *rest = words
    given = {("track", frozenset({track})), ("stage", _spelled_out(stages, sets))}
    if rest[:1] == ["by"]:
        given.add((_BY[ask], _spelled_out(rest[1], sets)))
        rest = rest[2:]
    return ask, frozenset(given) | _filters(rest, sets)


def _filters(words: Iterable[str], sets: Mapping[str, str]) -> Filters:
    pairs = [word.split("=") for word in words]
    return frozenset((column, _spelled_out(values, sets)) for column, values in pairs)


def _spelled_out(said: str, sets: Mapping[str, str]) -> frozenset[str]:
    found: set[str] = set()
    for value in said.split(","):
        found |= _spelled_out(sets[value[1:]], sets) if value.startswith("$") else {value}
    return frozenset(found)


def asked(line: Line) -> frozenset[Asked]:
    """What the row asks, in the same words."""
    days = {"in_period": "in", "before_period": "before"}
    return frozenset(
        (
            term.question,
            frozenset(
                (c.column, c.values or frozenset({days.get(c.op, c.op)})) for c in term.conditions
            ),
        )
        for term in line.terms
    )


def values(line: Line, column: str) -> set[str]:
    """Every value that the row names of a column, in whatever term."""
    return {
        value
        for term in line.terms
        for condition in term.conditions
        if condition.column == column
        for value in condition.values
    }
