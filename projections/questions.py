"""Câu hỏi của biểu: what the lines of a form ask of the spans, packed so that one pass answers all.

A form names few distinct conditions. Each is asked once per span and its answer becomes a bit of a
word; spans alike in place, manners and bits are counted together, with one counter per question,
and one for the sum of quantities where lines ask for it.
Lines are then matched to the few kinds of span that occur. Rendering the pass as SQL and running
it is the store's; packing and matching are pure and stand here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from projections.definitions import Condition, Line, Question

QUESTIONS: tuple[Question, ...] = ("opening", "entered", "left", "closing")
# What a kind of span adds to each question: how many, and how much where lines ask for the sum.
COUNTED, SUMMED = QUESTIONS, tuple(f"{question}_quantity" for question in QUESTIONS)
# Small sets of names that spans are grouped by as they are; all other conditions become bits.
CODES = ("track", "stage", "standing", "came_by", "left_by")
# A word must stay a positive bigint in PostgreSQL and DuckDB.
_WORD = 62


@dataclass(frozen=True, slots=True)
class PackedTerm:
    """One term of a line: what it adds up, the names it allows, the bits it needs."""

    cell: str
    counter: str  # of COUNTED or SUMMED
    codes: Mapping[str, frozenset[str]]
    needs: tuple[int, ...]  # one per word


@dataclass(frozen=True, slots=True)
class Asked:
    """What a set of lines asks together."""

    cells: tuple[str, ...]  # of lines that count spans or add up their quantities, in order
    codes: tuple[str, ...]  # the columns of CODES that some term names
    words: tuple[tuple[Condition, ...], ...]  # conditions by word and bit; at least one word
    terms: tuple[PackedTerm, ...]
    scope: Mapping[str, frozenset[str]]  # tracks and stages outside which nothing is asked
    apart: tuple[Line, ...]  # lines that count distinct keys: asked by themselves
    counters: tuple[str, ...]
    by: str | None  # the trait of which each value has a row of its own
    counts_by: str  # the column in which the asked units are looked for

    @classmethod
    def of(cls, lines: Iterable[Line], by: str | None = None) -> Asked:
        """Pack the lines that come from events; the others are not asked."""
        asked = [line for line in lines if line.not_from_events is None]
        together = [line for line in asked if line.count.what != "distinct"]
        sums = any(line.count.what == "sum" for line in together)
        conditions = [c for line in together for term in line.terms for c in term.conditions]
        named = {c.column for c in conditions if _is_code(c)}
        bits = {c: n for n, c in enumerate(dict.fromkeys(c for c in conditions if not _is_code(c)))}
        bare = list(bits)
        words = tuple(tuple(bare[n : n + _WORD]) for n in range(0, max(len(bare), 1), _WORD))
        terms = tuple(
            PackedTerm(
                line.id,
                (SUMMED if line.count.what == "sum" else COUNTED)[QUESTIONS.index(term.question)],
                _codes(term.conditions),
                _needs(term.conditions, bits, len(words)),
            )
            for line in together
            for term in line.terms
        )
        return cls(
            cells=tuple(line.id for line in together),
            codes=tuple(column for column in CODES if column in named),
            words=words,
            terms=terms,
            scope=_scope(terms),
            apart=tuple(line for line in asked if line.count.what == "distinct"),
            counters=(*COUNTED, *SUMMED) if sums else COUNTED,
            by=by,
            counts_by=counted_by(asked),
        )

    @property
    def all_cells(self) -> tuple[str, ...]:
        return (*self.cells, *(line.id for line in self.apart))

    @property
    def keys(self) -> tuple[str, ...]:
        """Columns that tell kinds of span apart."""
        return (*self.codes, *(f"word{n}" for n in range(len(self.words))))


def counted_by(lines: Iterable[Line]) -> str:
    """The column in which lines that are asked together look for units."""
    columns = {line.counts_by for line in lines} or {"unit"}
    if len(columns) > 1:
        raise ValueError(f"asked together: lines that count by {', '.join(sorted(columns))}")
    return columns.pop()


def cells(asked: Asked, groups: pl.DataFrame) -> dict[int | str, npt.NDArray[np.int64]]:
    """Counted groups -> for each `part` the cells of `asked.cells`, in that order.

    `groups` has `part` (whatever was grouped by), `asked.keys` and `asked.counters`.
    """
    keys = list(asked.keys)
    kinds = groups.select(keys).unique(maintain_order=True).with_row_index("kind_of_span")
    groups = groups.join(kinds, on=keys, nulls_equal=True).sort("part")
    fits = _fits(asked, kinds)
    kind_of = groups["kind_of_span"].to_numpy()
    counters = groups.select(asked.counters).to_numpy().astype(np.float64).T
    counter = np.array([asked.counters.index(term.counter) for term in asked.terms], dtype=np.intp)
    place = {cell: n for n, cell in enumerate(asked.cells)}
    cell = np.array([place[term.cell] for term in asked.terms], dtype=np.intp)
    parts = groups["part"].unique(maintain_order=True).to_list()
    starts = [*np.flatnonzero(groups["part"].is_first_distinct().to_numpy()), len(groups)]
    found = {}
    for n, part in enumerate(parts):
        span = slice(starts[n], starts[n + 1])
        # Floats of counts are exact, and multiplied some hundred times faster than integers.
        answers = (counters[:, span] @ fits[kind_of[span]])[counter, np.arange(len(counter))]
        summed = np.bincount(cell, weights=answers, minlength=len(asked.cells))
        found[part] = summed.astype(np.int64)
    return found


def _fits(asked: Asked, kinds: pl.DataFrame) -> npt.NDArray[np.float64]:
    """Which kind of span (row) is what which term (column) asks for."""
    fits = np.ones((len(kinds), len(asked.terms)), dtype=bool)
    for column in asked.codes:
        names = kinds[column].unique().to_list()
        number = {name: n for n, name in enumerate(names)}
        allowed = np.array(
            [
                [column not in t.codes or name in t.codes[column] for t in asked.terms]
                for name in names
            ],
            dtype=bool,
        ).reshape(len(names), len(asked.terms))
        fits &= allowed[[number[name] for name in kinds[column].to_list()]]
    for n in range(len(asked.words)):
        needs = np.array([term.needs[n] for term in asked.terms], dtype=np.int64)
        bits = kinds[f"word{n}"].to_numpy().astype(np.int64)
        fits &= (bits[:, None] & needs) == needs
    return fits.astype(np.float64)


def _is_code(condition: Condition) -> bool:
    return condition.op == "in" and condition.column in CODES


def _codes(conditions: Iterable[Condition]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for c in conditions:
        if _is_code(c):
            found[c.column] = found.get(c.column, c.values) & c.values
    return found


def _needs(
    conditions: Iterable[Condition], bits: Mapping[Condition, int], words: int
) -> tuple[int, ...]:
    needs = [0] * words
    for c in conditions:
        if not _is_code(c):
            needs[bits[c] // _WORD] |= 1 << bits[c] % _WORD
    return tuple(needs)


def _scope(terms: tuple[PackedTerm, ...]) -> dict[str, frozenset[str]]:
    return {
        column: frozenset().union(*(term.codes[column] for term in terms))
        for column in ("track", "stage")
        if terms and all(column in term.codes for term in terms)
    }
