"""Công thức của mọi biểu: X28 transfers inside an area, X29 months that add up to their period.

They hold of every form alike, so no form states them. X28 warns: who is on the way when the period
ends has left one unit and is not yet of another. X29 is of flows and acts, which months divide, and
of balances, of which the first month opens and the last closes; distinct, dated and total lines
are asked of the whole period anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from projections import register
from projections.calendar import Period, UnknownPeriod, months
from projections.checks import EVERYWHERE
from projections.definitions import Definitions, Form, Line, ListDefinition
from store.figures import figures, figures_by_dossier, figures_of
from store.filled import SPELLED, Cells, Spans, Verdict, fill, let_pass
from store.transfers import moved
from store.waivers import formulas_waived

IN_TRANSIT, MONTHS = EVERYWHERE


def everywhere(
    spans: Spans,
    definitions: Definitions,
    asked: Form | ListDefinition,
    codes: Sequence[str],
    period: Period,
    cells: Cells,
    as_of: int | None = None,
) -> tuple[Verdict, ...]:
    """Verdicts on the filled cells of an area and period; none where they say nothing."""
    found = []
    if len(codes) > 1 and isinstance(asked, Form) and asked.transfers:
        found.append(_in_transit(spans, definitions, asked, codes, period, as_of))
    divided = _months(period)
    if len(divided) > 1 and any(_parts(line, divided) for line in asked.lines):
        found.append(_of_months(spans, definitions, asked, codes, period, divided, cells, as_of))
    return tuple(found)


def judged(
    connection: Connection,
    definitions: Definitions,
    asked: Form | ListDefinition,
    units: Mapping[str, Sequence[str]],
    period: Period,
) -> dict[str, tuple[Verdict, ...]]:
    """Every verdict, by unit: of the form's own formulas, and of those that hold of every form."""
    waivers = formulas_waived(connection, asked.id, period)
    found = {}
    for unit, filled in fill(connection, definitions, asked, units, period).items():
        beside = everywhere(connection, definitions, asked, units[unit], period, filled.cells)
        found[unit] = filled.verdicts + let_pass(beside, unit, waivers)
    return found


def _in_transit(
    spans: Spans,
    definitions: Definitions,
    form: Form,
    codes: Sequence[str],
    period: Period,
    as_of: int | None,
) -> Verdict:
    waiting = moved(spans, definitions, form, codes, period, as_of).on_the_way
    return Verdict(
        id=IN_TRANSIT,
        severity="warn",
        says="Số chuyển đi trong nội bộ bằng số chuyển đến; lệch là số đang trên đường cuối kỳ.",
        holds=not waiting,
        spelled=f"đang trên đường {len(waiting)}",
        dossiers=tuple(sorted(set(waiting))),
        known=register.of_everywhere(definitions, IN_TRANSIT, "warn"),
    )


def _months(period: Period) -> tuple[Period, ...]:
    try:
        return months(period)
    except UnknownPeriod:
        return ()


def _of_months(
    spans: Spans,
    definitions: Definitions,
    asked: Form | ListDefinition,
    codes: Sequence[str],
    period: Period,
    divided: Sequence[Period],
    cells: Cells,
    as_of: int | None,
) -> Verdict:
    by = asked.by if isinstance(asked, Form) else None
    lines = {line.id: line for line in asked.lines if _parts(line, divided)}

    def counted(month: Period) -> Cells:
        whole = {"": codes}
        if isinstance(spans, Connection):
            return figures(spans, lines.values(), whole, month, as_of, by)[""]
        return figures_of(spans, lines.values(), whole, month, by)[""]

    found = {month: counted(month) for month in divided}
    wrong: dict[str, str] = {}
    for cell, n in cells.items():
        line = lines.get(cell.rpartition(".")[2] if by else cell)
        if line is None:
            continue
        added = sum(found[month].get(cell, 0) for month in _parts(line, divided))
        if added != n:
            wrong[cell] = f"{cell}: {added} so với {n}"
    named = sorted({cell.rpartition(".")[2] if by else cell for cell in wrong})
    return Verdict(
        id=MONTHS,
        severity="block",
        says="Số phát sinh của kỳ bằng tổng các tháng; số đầu kỳ là của tháng đầu, số cuối kỳ "
        "của tháng cuối.",
        holds=not wrong,
        spelled="; ".join(list(wrong.values())[:SPELLED]) or f"{len(divided)} tháng khớp",
        dossiers=_unequal(spans, [lines[id] for id in named], codes, period, divided, as_of),
        known=register.of_everywhere(definitions, MONTHS, "block"),
    )


def _parts(line: Line, divided: Sequence[Period]) -> Sequence[Period]:
    """The months whose figures make that of the whole period; none: it is asked anew."""
    if line.not_from_events is not None:
        return ()
    if line.kind in ("flow", "act"):
        return divided
    questions = {term.question for term in line.terms}
    if line.kind == "stock" and questions == {"opening"}:
        return divided[:1]
    if line.kind == "stock" and questions == {"closing"}:
        return divided[-1:]
    return ()


def _unequal(
    spans: Spans,
    lines: Sequence[Line],
    codes: Sequence[str],
    period: Period,
    divided: Sequence[Period],
    as_of: int | None,
) -> tuple[str, ...]:
    """The dossiers whose own months do not make their whole."""
    if not lines:
        return ()
    whole = figures_by_dossier(spans, lines, codes, period, as_of)
    found = [figures_by_dossier(spans, lines, codes, month, as_of) for month in divided]
    place = {month: n for n, month in enumerate(divided)}

    def made(dossier: str, line: Line) -> int:
        mine: list[Mapping[str, int]] = [each.get(dossier, {}) for each in found]
        return sum(mine[place[month]].get(line.id, 0) for month in _parts(line, divided))

    touched = set(whole).union(*found)
    return tuple(
        sorted(
            dossier
            for dossier in touched
            if any(made(dossier, x) != whole.get(dossier, {}).get(x.id, 0) for x in lines)
        )
    )
