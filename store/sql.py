"""Câu hỏi thành SQL: one text for what is asked, which PostgreSQL and DuckDB both run.

PostgreSQL runs it over the store, DuckDB over spans in memory (`fill`, comparison), so a form has
one meaning. Parameters are numbered, typed where used, and the same for every text:
`$1` first day, `$2` first day after, `$3` units, `$4` the part that each unit belongs to,
`$5` position (only when asked as of one).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from projections.definitions import Condition, Line, Met, MetWhen, Question, Term
from projections.questions import QUESTIONS, SUMMED, Asked, counted_by

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
# Every span that any of the four questions may take.
_MET = f's."since" < {_END} AND {_UNTIL} >= {_START}'
_ASKED_UNITS = "(SELECT unnest($3::text[]) AS unit, unnest($4::bigint[]) AS part)"

BY_PART = 'a."part"'
BY_DOSSIER = 's."dossier"'
# The day on which a question takes a span: which of the spans taken of a key is the last.
_TAKEN_ON: dict[Question, str] = {
    "opening": 's."since"', "entered": 's."since"', "left": 's."until"', "closing": 's."since"',
}  # fmt: skip
_APART = "chr(31)"


def grouped(asked: Asked, source: str, by: str) -> str:
    """Count spans by part (or dossier), place, manners, bits: the groups of `questions.cells`.

    Asked by a trait, also by its value, as `row`.
    """
    keys = [f's."{asked.by}" AS "row"'] if asked.by else []
    keys += [f's."{column}"' for column in asked.codes]
    keys += [f"{_word(word)} AS word{n}" for n, word in enumerate(asked.words)]
    counters = [f"count(*) FILTER (WHERE {sql}) AS {name}" for name, sql in _TAKEN.items()]
    if set(SUMMED) <= set(asked.counters):
        counters += [
            f'CAST(coalesce(sum(s."quantity") FILTER (WHERE {_TAKEN[q]}), 0) AS bigint) AS {name}'
            for q, name in zip(QUESTIONS, SUMMED, strict=True)
        ]
    where = [_asked(asked.counts_by)]
    where += [_in(column, values) for column, values in asked.scope.items()]
    numbers = ", ".join(str(n) for n in range(1, len(keys) + 2))
    return (
        f"SELECT {by} AS part, {', '.join(keys + counters)} {_from(source, asked.counts_by)}"
        f" WHERE {' AND '.join(where)} GROUP BY {numbers}"
    )


def distinct(lines: Sequence[Line], source: str, by: str, row: str | None = None) -> str:
    """Count distinct keys by part (or dossier), for lines that count by the same key.

    Columns: `part`, and for each line `counted0`…; asked by a trait, a row a value instead: `part`,
    `line` (its place), `row` (what the last span taken of a key says in that column), `counted`.
    """
    takes = [[*line.terms, *line.count.unless] for line in lines]
    wanted = " OR ".join(f"({_term(term)})" for terms in takes for term in terms)
    met = ", ".join(_met(line, n, row, source) for n, line in enumerate(lines))
    column = counted_by(lines)
    keys = (
        f"SELECT {by} AS part, {met} {_from(source, column)}"
        f" WHERE {_asked(column)} AND ({wanted}) GROUP BY {by}, {_key(lines[0])}"
    )
    if row is None:
        counted = ", ".join(
            f"count(*) FILTER (WHERE {_counts(line, n)}) AS counted{n}"
            for n, line in enumerate(lines)
        )
        return f"WITH keys AS ({keys}) SELECT part, {counted} FROM keys GROUP BY part"
    counted = " UNION ALL ".join(_by_value(line, n) for n, line in enumerate(lines))
    return f"WITH keys AS ({keys}) {counted}"


def _met(line: Line, n: int, row: str | None, source: str) -> str:
    """Of one key: how often the line takes it, what bars it, and what its last span says."""
    takes = [_takes(line, term, source) for term in line.terms]
    found = f"sum({_times(takes)}) AS met{n}"
    if line.count.unless:
        found += f", sum({_times(_term(term) for term in line.count.unless)}) AS barred{n}"
    if row or line.count.last:
        says = " AND ".join(_condition(c) for c in line.count.last) or "TRUE"
        told = f"(CASE WHEN {says} THEN 'yes' ELSE 'no' END)"
        value = f's."{row}"' if row else "''"
        order = [_day('s."since"'), """coalesce(s."since_event", '')""", 's."stage"']
        said = " || ".join([*order, _APART, value, _APART, told])
        days = [
            f"(CASE WHEN {taken} THEN {_day(_TAKEN_ON[t.question])} || {said} END)"
            for t, taken in zip(line.terms, takes, strict=True)
        ]
        latest = days[0] if len(days) == 1 else f"greatest({', '.join(days)})"
        found += f', max(({latest}) COLLATE "C") AS last{n}'
    return found


def _day(column: str) -> str:
    """Eight digits, so that texts come in the order of days whatever a server writes dates like."""
    return f"CAST(10000000 + ({column} - DATE '1970-01-01') AS text)"


def _counts(line: Line, n: int) -> str:
    """Whether a key counts."""
    where = f"met{n} >= {line.count.at_least:d}"
    if line.count.unless:
        where += f" AND barred{n} = 0"
    if line.count.last:
        where += f" AND split_part(last{n}, {_APART}, 3) = 'yes'"
    return where


def _by_value(line: Line, n: int) -> str:
    return (
        f'SELECT part, {n:d} AS line, split_part(last{n}, {_APART}, 2) AS "row",'
        f" count(*) AS counted FROM keys WHERE {_counts(line, n)} GROUP BY 1, 2, 3"
    )


def listed(line: Line, source: str, columns: Iterable[str]) -> str:
    """The spans behind a line, once for every term that takes them: `ask` and `columns`."""
    wanted = ", ".join(f's."{column}"' for column in columns)
    return " UNION ALL ".join(
        f"SELECT '{term.question}' AS ask, {wanted} {_from(source, line.counts_by)}"
        f" WHERE {_asked(line.counts_by)} AND {_takes(line, term, source)}"
        for term in line.terms
    )


def touched(lines: Sequence[Line], source: str) -> str:
    """The dossiers of which some line of one form takes a span, in one scan."""
    counts_by = lines[0].counts_by
    wanted = " OR ".join(f"({_takes(line, term, source)})" for line in lines for term in line.terms)
    return (
        f'SELECT DISTINCT s."dossier" AS dossier {_from(source, counts_by)}'
        f" WHERE {_asked(counts_by)} AND ({wanted})"
    )


def listed_each(lines: Sequence[Line], source: str, columns: Iterable[str]) -> str:
    """The spans behind each of some lines, together: `line`, and `columns`."""
    wanted = ", ".join(f's."{column}"' for column in columns)
    return " UNION ALL ".join(
        f"SELECT {_text(line.id)} AS line, {wanted} {_from(source, line.counts_by)}"
        f" WHERE {_asked(line.counts_by)} AND {_takes(line, term, source)}"
        for line in lines
        for term in line.terms
    )


def _times(takes: Iterable[str]) -> str:
    """How often a span is met by the terms of a line."""
    return " + ".join(f"(CASE WHEN {taken} THEN 1 ELSE 0 END)" for taken in takes)


def _takes(line: Line, term: Term, source: str) -> str:
    """A term of a line, with what the line wants to have been met of the same key besides."""
    day = _TAKEN_ON[term.question]
    met = (_met_besides(met, line.count.of, day, source) for met in line.count.met)
    return " AND ".join([_term(term), *met])


def _met_besides(met: Met, of: str, day: str, source: str) -> str:
    """Of whatever period and unit: who came from another unit brought his past with him."""
    same = ("dossier", "subject") if of == "subject" else ("dossier",)
    here = [f'h."{column}" = s."{column}"' for column in same]
    found = " OR ".join(f"({_met_on(term, met.when, day)})" for term in met.terms)
    return f"EXISTS (SELECT 1 FROM {source} AS h WHERE {' AND '.join(here)} AND ({found}))"


def _met_on(term: Term, when: MetWhen, day: str) -> str:
    on = 'h."until"' if term.question == "left" else 'h."since"'
    bounds = {"before": [f"{on} <= {day}"], "then": [f"{on} >= {day}"], "ever": []}
    said = [_condition(c, "h") for c in term.conditions]
    return " AND ".join([f"{on} < {_END}", *bounds[when], *said])


def _key(line: Line) -> str:
    match (line.count.what, line.count.of):
        case ("distinct", "subject"):
            return 's."dossier", s."subject"'
        case ("distinct", "dossier"):
            return 's."dossier"'
        case ("distinct", "person" | "object" as column):
            # Whose pseudonym is not known is only known inside the dossier; so is an object.
            unknown = f"""(s."{column}" IS NULL OR s."{column}" = 'unknown')"""
            return (
                f"""CASE WHEN {unknown} THEN NULL ELSE s."{column}" END,"""
                f""" CASE WHEN {unknown} THEN s."dossier" END,"""
                f""" CASE WHEN {unknown} THEN s."subject" END"""
            )
    raise ValueError(
        f"dòng {line.id}: cách đếm {line.count.what} {line.count.of};"
        " hiện nhận: spans, sum quantity, distinct subject, dossier, person, object"
    )


def _from(source: str, counts_by: str) -> str:
    return f'FROM {_ASKED_UNITS} AS a JOIN {source} AS s ON s."{counts_by}" = a."unit"'


def _asked(counts_by: str) -> str:
    """The units are joined anyway; said once more, they are found by index also in what is put
    together from two parts of the table."""
    return f'{_MET} AND s."{counts_by}" = ANY ($3::text[])'


def _term(term: Term) -> str:
    return " AND ".join([_TAKEN[term.question], *(_condition(c) for c in term.conditions)])


def _word(word: tuple[Condition, ...]) -> str:
    # Powers as numbers: `1 << 40` is 256 in PostgreSQL and an error in DuckDB.
    bits = [f"(CASE WHEN {_condition(c)} THEN {1 << n} ELSE 0 END)" for n, c in enumerate(word)]
    return " + ".join(["CAST(0 AS bigint)", *bits])


def _condition(c: Condition, of: str = "s") -> str:
    column = f'{of}."{c.column}"'
    match c.op:
        case "in":
            return _in(c.column, c.values, of)
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


def _in(column: str, values: Iterable[str], of: str = "s") -> str:
    return f'{of}."{column}" IN ({", ".join(_text(value) for value in sorted(values))})'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
