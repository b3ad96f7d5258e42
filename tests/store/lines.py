"""Lines of a form, written out in a test."""

from __future__ import annotations

from datetime import date

from projections.definitions import Condition, Count, Line, Provenance, Question, Term

PROVENANCE = Provenance(start=date(2018, 1, 1), end=None, status="inferred", basis=())


def line(cell: str, *terms: Term, count: Count | None = None) -> Line:
    return Line(
        id=cell,
        code=None,
        label=cell,
        parent=None,
        of_which=False,
        kind="flow",
        terms=terms,
        count=count or Count(),
        not_from_events=None,
        supplied_by=None,
        provenance=PROVENANCE,
    )


def term(question: Question, *conditions: Condition) -> Term:
    return Term(question=question, conditions=conditions)


def one_of(column: str, *values: str) -> Condition:
    return Condition(column=column, op="in", values=frozenset(values))
