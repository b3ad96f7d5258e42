"""Câu hỏi thành SQL: one text for what is asked, which PostgreSQL and DuckDB both run.

PostgreSQL runs it over the store, DuckDB over spans in memory (`fill`, comparison), so a form has
one meaning. Parameters are numbered, typed where used, and the same for every text:
`$1` first day, `$2` first day after, `$3` units, `$4` the part that each unit belongs to,
`$5` position (only when asked as of one).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from projections.definitions import Condition, Line, Question, Term
from projections.questions import Asked

# Spans in the store as they stand, and as they stood; spans in memory (DuckDB's view `spans`).
STANDING = "(SELECT * FROM span WHERE retracted_at IS NULL)"
AS_OF = (
    "(SELECT * FROM span WHERE retracted_at IS NULL AND asserted_at <= $5::bigint"
    " UNION ALL"
    " SELECT * FROM span WHERE retracted_at > $5::bigint AND asserted_at <= $5::bigint)"
)
IN_MEMORY = "spans"

_START, _END = "$1::date", "$2::date"
# The indexes of `span` are built on this very expression.
_UNTIL = """coalesce(s."until", DATE '9999-12-31')"""
_TAKEN: dict[Question, str] = {
    "opening": f's."since" < {_START} AND {_UNTIL} >= {_START}',
    "entered": f's."since" >= {_START} AND s."since" < {_END}',
    "left": f's."until" >= {_START} AND s."until" < {_END}',
    "closing": f's."since" < {_END} AND {_UNTIL} >= {_END}',
}
# Every span of the units that any of the four questions may take. The units are joined anyway; said
# once more, they are found by index also in what is put together from two parts of the table.
_ASKED = f's."since" < {_END} AND {_UNTIL} >= {_START} AND s."unit" = ANY ($3::text[])'
_ASKED_UNITS = "(SELECT unnest($3::text[]) AS unit, unnest($4::bigint[]) AS part)"

BY_PART = 'a."part"'
BY_DOSSIER = 's."dossier"'


def grouped(asked: Asked, source: str, by: str) -> str:
    """Count spans by part (or dossier), place, manners, bits: the groups of `questions.cells`."""
    keys = [f's."{column}"' for column in asked.codes]
    keys += [f"{_word(word)} AS word{n}" for n, word in enumerate(asked.words)]
    counters = [f"count(*) FILTER (WHERE {sql}) AS {name}" for name, sql in _TAKEN.items()]
    where = [_ASKED]
    where += [_in(column, values) for column, values in asked.scope.items()]
    numbers = ", ".join(str(n) for n in range(1, len(keys) + 2))
    return (
        f"SELECT {by} AS part, {', '.join(keys + counters)} {_from(source)}"
        f" WHERE {' AND '.join(where)} GROUP BY {numbers}"
    )


def distinct(lines: Sequence[Line], source: str, by: str) -> str:
    """Count distinct keys by part (or dossier), for lines that count by the same key.

    Columns: `part`, and one counter for each line, in order.
    """
    wanted = [f"({_term(term)})" for line in lines for term in line.terms]
    met = ", ".join(f"sum({_times(line)}) AS met{n}" for n, line in enumerate(lines))
    keys = (
        f"SELECT {by} AS part, {met} {_from(source)}"
        f" WHERE {_ASKED} AND ({' OR '.join(wanted)}) GROUP BY {by}, {_key(lines[0])}"
    )
    counters = ", ".join(
        f"count(*) FILTER (WHERE met{n} >= {line.count.at_least:d}) AS counted{n}"
        for n, line in enumerate(lines)
    )
    return f"SELECT part, {counters} FROM ({keys}) AS keys GROUP BY part"


def listed(line: Line, source: str, columns: Iterable[str]) -> str:
    """The spans behind a line, once for every term that takes them: `ask` and `columns`."""
    wanted = ", ".join(f's."{column}"' for column in columns)
    return " UNION ALL ".join(
        f"SELECT '{term.question}' AS ask, {wanted} {_from(source)}"
        f" WHERE {_ASKED} AND {_term(term)}"
        for term in line.terms
    )


def _times(line: Line) -> str:
    """How often a span is met by the terms of a line."""
    return " + ".join(f"(CASE WHEN {_term(term)} THEN 1 ELSE 0 END)" for term in line.terms)


def _key(line: Line) -> str:
    match (line.count.what, line.count.of):
        case ("distinct", "subject"):
            return 's."dossier", s."subject"'
        case ("distinct", "dossier"):
            return 's."dossier"'
        case ("distinct", "person"):
            # A person whose pseudonym is not known is only known inside the dossier.
            unknown = """(s."person" IS NULL OR s."person" = 'unknown')"""
            return (
                f"""CASE WHEN {unknown} THEN NULL ELSE s."person" END,"""
                f""" CASE WHEN {unknown} THEN s."dossier" END,"""
                f""" CASE WHEN {unknown} THEN s."subject" END"""
            )
    raise ValueError(
        f"dòng {line.id}: cách đếm {line.count.what} {line.count.of};"
        " hiện nhận: spans, distinct subject, distinct dossier, distinct person"
    )


def _from(source: str) -> str:
    return f"FROM {_ASKED_UNITS} AS a JOIN {source} AS s ON s.unit = a.unit"


def _term(term: Term) -> str:
    return " AND ".join([_TAKEN[term.question], *(_condition(c) for c in term.conditions)])


def _word(word: tuple[Condition, ...]) -> str:
    # Powers as numbers: `1 << 40` is 256 in PostgreSQL and an error in DuckDB.
    bits = [f"(CASE WHEN {_condition(c)} THEN {1 << n} ELSE 0 END)" for n, c in enumerate(word)]
    return " + ".join(["CAST(0 AS bigint)", *bits])


def _condition(c: Condition) -> str:
    column = f's."{c.column}"'
    match c.op:
        case "in":
            return _in(c.column, c.values)
        case "contains":
            # Sets are written `a,b`; any of the values will do.
            found = [
                f"strpos(',' || {column} || ',', {_text(f',{value},')}) > 0"
                for value in sorted(c.values)
            ]
            return f"({' OR '.join(found)})"
        case "in_period":
            return f"({column} >= {_START} AND {column} < {_END})"
        case "before_period":
            return f"{column} < {_START}"
        case "by_period_end":
            return f"{column} < {_END}"


def _in(column: str, values: Iterable[str]) -> str:
    return f's."{column}" IN ({", ".join(_text(value) for value in sorted(values))})'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
