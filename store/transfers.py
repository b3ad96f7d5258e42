"""Chuyển trong nội bộ: what of an area's transfers both left and arrived inside it.

The other end of a transfer is found by its documents: the event by which a subject left one unit
put it on its way, the event that ended the way brought it to another. Only what did both in the
period cancels, on either side alike, so that opening + in − out still makes the closing; what is
on its way when the period ends has left and not arrived, and is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import polars as pl
from sqlalchemy import Connection

from projections.calendar import Period
from projections.definitions import Condition, Definitions, Form, Line, Term, Transfers
from projections.spans import SPANS
from store.figures import dossiers, taken
from store.spans import rows_of

Spans = Connection | pl.DataFrame
_SUBJECT = ("dossier", "subject", "track")
_KEYS = (*_SUBJECT, "since_event", "until_event")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Transfers of an area: by line, how many are inside it; and who is on the way at the end."""

    inside: Mapping[str, int]  # every line that counts transfers
    on_the_way: tuple[str, ...]  # dossiers, one for each subject on its way

    def net(self, cells: Mapping[str, int]) -> dict[str, int]:
        """The lines that count transfers, without those inside the area."""
        return {line: cells[line] - inside for line, inside in self.inside.items()}


def moved(
    spans: Spans,
    definitions: Definitions,
    form: Form,
    codes: Sequence[str],
    period: Period,
    as_of: int | None = None,
) -> Moved:
    """Of the units of an area together, whatever their tree."""
    flows = [(flow, _stages_between(form, flow, definitions)) for flow in form.transfers]
    sides = [_line(form, id) for flow, _ in flows for id in (*flow.outs, *flow.ins)]
    ways = [_on_the_way(form, flow, stages) for flow, stages in flows if stages]
    if not sides:
        return Moved(inside={}, on_the_way=())
    # The dossiers are found in one scan; all that is asked of them then is asked in memory.
    lines = [*sides, *ways]
    stays = _stays(spans, dossiers(spans, lines, codes, period, as_of), lines, as_of)
    found = taken(stays, lines, codes, period, _KEYS).partition_by("line", as_dict=True)
    by_line = {id: rows for (id,), rows in found.items()}
    nobody = pl.DataFrame(schema={name: pl.String() for name in _KEYS})
    inside: dict[str, int] = {}
    for flow, stages in flows:
        named = {id: by_line.get(id, nobody) for id in (*flow.outs, *flow.ins)}
        inside |= _inside(flow, named, _ways(stays, stages))
    waiting = [by_line.get(way.id, nobody)["dossier"].to_list() for way in ways]
    return Moved(inside=inside, on_the_way=tuple(sorted(chain.from_iterable(waiting))))


def _inside(
    flow: Transfers, sides: Mapping[str, pl.DataFrame], ways: Mapping[tuple[str, ...], str]
) -> dict[str, int]:
    left = {
        id: [_arrival(row, ways) for row in _keys(sides[id], "until_event")] for id in flow.outs
    }
    came = {id: _keys(sides[id], "since_event") for id in flow.ins}
    arrivals = {one for rows in left.values() for one in rows}
    departures = {one for rows in came.values() for one in rows}
    found = {id: sum(one in departures for one in rows) for id, rows in left.items()}
    return found | {id: sum(one in arrivals for one in rows) for id, rows in came.items()}


def _arrival(departed: tuple[str, ...], ways: Mapping[tuple[str, ...], str]) -> tuple[str, ...]:
    """The event that brought whom this event sent; itself when it did both.

    On the way a detainee's case may reach another stage: the way is then of several stays.
    """
    *subject, event = departed
    while (*subject, event) in ways:
        event = ways[(*subject, event)]
    return (*subject, event)


def _ways(stays: pl.DataFrame, between: Mapping[str, frozenset[str]]) -> dict[tuple[str, ...], str]:
    """Of each stay on the way: who began it by which event -> the event that ended it."""
    on_the_way = [
        (pl.col("track") == track) & pl.col("stage").is_in(sorted(stages))
        for track, stages in between.items()
    ]
    ended = stays.filter(
        pl.any_horizontal(pl.lit(False), *on_the_way), pl.col("until_event").is_not_null()
    )
    return {row[:-1]: row[-1] for row in ended.select(_KEYS).iter_rows()}


def _keys(taken: pl.DataFrame, event: str) -> list[tuple[str, ...]]:
    return list(taken.select(*_SUBJECT, event).iter_rows())


def _stays(
    spans: Spans, wanted: Sequence[str], lines: Iterable[Line], as_of: int | None
) -> pl.DataFrame:
    """Every stay of the dossiers, with the columns that are asked of it."""
    if isinstance(spans, pl.DataFrame):
        return spans.filter(pl.col("dossier").is_in(wanted))
    named = {c.column for line in lines for term in line.terms for c in term.conditions}
    asked = {*_KEYS, "stage", "unit", "agency_unit", "since", "until", *named}
    schema = {name: kind for name, kind in SPANS.items() if name in asked}
    return rows_of(spans, "span", schema, wanted, as_of)


def _stages_between(
    form: Form, flow: Transfers, definitions: Definitions
) -> dict[str, frozenset[str]]:
    """By track, the open stages into which the flow's departures lead: on the way."""
    found: dict[str, set[str]] = {}
    for id in flow.outs:
        for term in _line(form, id).terms:
            tracks, befores, manners = (_values(term, c) for c in ("track", "stage", "left_by"))
            for track in tracks:
                found.setdefault(track, set()).update(
                    after
                    for row in definitions.tracks[track].transitions
                    for before, after in row.moves.items()
                    if row.out in manners and before in befores and not after.startswith(".")
                )
    return {track: frozenset(stages) for track, stages in found.items() if stages}


def _on_the_way(form: Form, flow: Transfers, stages: Mapping[str, frozenset[str]]) -> Line:
    """Who has left by the period's end and not arrived."""
    terms = tuple(
        Term(question="closing", conditions=(_one_of("track", {track}), _one_of("stage", names)))
        for track, names in stages.items()
    )
    return replace(_line(form, flow.outs[0]), id=f"on the way: {flow.outs[0]}", terms=terms)


def _values(term: Term, column: str) -> frozenset[str]:
    return next((c.values for c in term.conditions if c.column == column), frozenset())


def _one_of(column: str, values: Iterable[str]) -> Condition:
    return Condition(column=column, op="in", values=frozenset(values))


def _line(form: Form, id: str) -> Line:
    line = form.line(id)
    assert line is not None  # the loader lets nothing dangle
    return line
