"""Biểu đã điền: the cells of a form or list with its checks, and what casts doubt on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl
from sqlalchemy import Connection

from projections import register
from projections.calendar import Period, previous
from projections.checks import culprits, holds, name, needs, spell, within
from projections.definitions import (
    TOTAL,
    UNIT,
    Check,
    Condition,
    Definitions,
    Form,
    Line,
    ListDefinition,
    Operand,
)
from projections.offences import article_order
from projections.register import Known
from store.figures import figures, figures_by_dossier, figures_of
from store.waivers import FormulaWaiver, formulas_waived

Spans = Connection | pl.DataFrame
Cells = Mapping[str, int]
SPELLED = 20  # rows in which a check of a form of many rows is spelled, when it does not hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One check of a form over the asked unit and period."""

    id: str
    severity: str
    says: str
    holds: bool | None  # None: it asks a declared cell, and is not judged
    spelled: str
    dossiers: tuple[str, ...]  # those that do not balance by themselves, when it does not hold
    known: Known  # which errors of the register it is, when it does not hold
    waiver: FormulaWaiver | None = None

    @property
    def failed(self) -> bool:
        return self.holds is False

    @property
    def waived(self) -> str:
        """Who let it pass and why, when it does not hold."""
        return self.waiver.spelled if self.waiver and self.failed else ""

    @property
    def blocks(self) -> bool:
        return self.failed and self.severity == "block" and not self.waived

    def as_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "id": self.id, "severity": self.severity, "holds": self.holds, "spelled": self.spelled,
        }  # fmt: skip
        if not self.failed:
            return shown
        shown |= {"dossiers": list(self.dossiers), "errors": [e.id for e in self.known.errors]}
        return {**shown, "waived": self.waived} if self.waived else shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form or list of one unit and period, by what stood at `as_of` (None: by what stands)."""

    definition: Form | ListDefinition
    unit: str
    period: Period
    as_of: int | None
    cells: Cells
    verdicts: tuple[Verdict, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        """Of a form by a trait: `all`, then the values that have anything; or all units asked."""
        return tuple(dict.fromkeys(cell.rpartition(".")[0] for cell in self.cells))

    @property
    def failed(self) -> tuple[Verdict, ...]:
        return tuple(v for v in self.verdicts if v.failed)


def fill(
    spans: Spans,
    definitions: Definitions,
    definition: Form | ListDefinition,
    units: Mapping[str, Sequence[str]],
    period: Period,
    as_of: int | None = None,
) -> dict[str, Filled]:
    """Fill a form for every label of `units` (label -> plain codes that it adds up)."""
    asked = _Asked(spans, definitions, period, as_of)
    cells = asked.cells(definition.lines, units, period, _by(definition))
    values, rows = _values(asked, definition, units, cells)
    waivers = formulas_waived(spans, definition.id, period)
    return {
        label: Filled(
            definition=definition,
            unit=label,
            period=period,
            as_of=as_of,
            cells=cells[label],
            verdicts=let_pass(
                _verdicts(asked, definition, codes, values[label], rows[label]), label, waivers
            ),
        )
        for label, codes in units.items()
    }


def let_pass(
    verdicts: Iterable[Verdict], unit: str, waivers: Mapping[tuple[str, str], FormulaWaiver]
) -> tuple[Verdict, ...]:
    """The verdicts with the waivers that stand for this unit."""
    return tuple(replace(v, waiver=waivers.get((unit, v.id))) for v in verdicts)


def fill_by_unit(
    spans: Spans,
    definitions: Definitions,
    form: Form,
    asked: str,
    period: Period,
    as_of: int | None = None,
) -> Filled:
    """The printed variant of a form by a trait: a row for each unit of what is asked, below one
    of them all (`Filled.definition.by` is `unit`).

    Each row says what the unit's own form says in its first row. What counts once and was met by
    two units stands in both rows, and once in the first.
    """
    units = definitions.units
    rows = {TOTAL: units.answering(asked, period), **units.rows(asked, period)}
    filled = fill(spans, definitions, replace(form, by=None), rows, period, as_of)
    for row in rows.keys() - {TOTAL}:
        if not units.asked_alone(row, period) and not any(filled[row].cells.values()):
            del filled[row]  # ended, and nothing stands under its code
    return replace(
        filled[TOTAL],
        definition=replace(form, by=UNIT),
        unit=asked,
        cells={f"{row}.{cell}": n for row, one in filled.items() for cell, n in one.cells.items()},
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    spans: Spans
    definitions: Definitions
    period: Period
    as_of: int | None

    def cells(
        self,
        lines: Iterable[Line],
        units: Mapping[str, Sequence[str]],
        period: Period,
        by: str | None,
    ) -> dict[str, dict[str, int]]:
        if isinstance(self.spans, pl.DataFrame):
            return figures_of(self.spans, lines, units, period, by)
        return figures(self.spans, lines, units, period, self.as_of, by)

    def by_dossier(
        self, lines: Iterable[Line], codes: Sequence[str], period: Period
    ) -> dict[str, dict[str, int]]:
        return figures_by_dossier(self.spans, lines, codes, period, self.as_of)

    def lines(
        self, definition: Form | ListDefinition, operands: Sequence[Operand]
    ) -> dict[tuple[str, str], list[Line]]:
        """The lines that operands name, by the shape and form that name them."""
        found: dict[tuple[str, str], list[Line]] = {}
        for operand in operands:
            home = self._home(definition, operand)
            line = home.line(operand.cell) if home else None
            if line is not None:
                line = self._under(definition, line)
                lines = found.setdefault((operand.shape, operand.form), [])
                if line not in lines:
                    lines.append(line)
        return found

    def _under(self, definition: Form | ListDefinition, line: Line) -> Line:
        """In a form of procuracies, a line of an agency with forms of its own: what of it stands
        under the supervision of the asked units."""
        if definition.counts_by == "agency_unit" or line.counts_by == "unit":
            return line
        agencies = frozenset(self.definitions.units.agencies(self.period.start))
        only = Condition(column="agency_unit", op="in", values=agencies)
        terms = tuple(replace(t, conditions=(*t.conditions, only)) for t in line.terms)
        return replace(line, counts_by="unit", terms=terms)

    def _home(
        self, definition: Form | ListDefinition, operand: Operand
    ) -> Form | ListDefinition | None:
        day = self.period.start
        match operand.shape:
            case "list":
                return self.definitions.list(operand.form, day)
            case "form":
                return self.definitions.form(operand.form, day)
            case _:
                return definition

    def declared(self, definition: Form | ListDefinition, operand: Operand) -> bool:
        """Whether it is a cell that no event tells: nothing is known of it here."""
        home = self._home(definition, operand)
        line = home.line(operand.cell) if home else None
        return line is not None and line.not_from_events is not None

    def by(self, definition: Form | ListDefinition, operand: Operand) -> str | None:
        """The trait by which a check asks this operand row by row: that of both their forms."""
        home = self._home(definition, operand) if operand.shape != "number" else None
        return _by(definition) if home and _by(home) == _by(definition) else None

    def when(self, shape: str) -> Period:
        return previous(self.period) if shape == "previous" else self.period


def _by(definition: Form | ListDefinition) -> str | None:
    return definition.by if isinstance(definition, Form) else None


def _rows(cells: Iterable[str]) -> tuple[str, ...]:
    values = {cell.rpartition(".")[0] for cell in cells} - {TOTAL}
    return (TOTAL, *sorted(values, key=article_order))


def _values(
    asked: _Asked,
    definition: Form | ListDefinition,
    units: Mapping[str, Sequence[str]],
    cells: Mapping[str, Cells],
) -> tuple[dict[str, dict[str, int]], dict[str, tuple[str, ...]]]:
    """What the formulas need, keyed as they write it: also cells of other forms and periods.

    Of a form by a trait also the rows in which they are asked.
    """
    values = {label: dict(counted) for label, counted in cells.items()}
    in_rows = {label: set(counted) for label, counted in cells.items()}
    operands = [o for check in definition.checks for o in needs(check) if o.shape != "cell"]
    for (shape, form), lines in asked.lines(definition, operands).items():
        by = asked.by(definition, _operand(shape, form, ""))
        for label, counted in asked.cells(lines, units, asked.when(shape), by).items():
            in_rows[label] |= counted.keys() if by else set()
            for cell, n in counted.items():
                values[label][_name(shape, form, cell)] = n
    return values, {label: _rows(found) for label, found in in_rows.items()}


def _operand(shape: str, form: str, cell: str) -> Operand:
    return Operand(sign=1, shape=shape, form=form, cell=cell)  # type: ignore[arg-type]


def _name(shape: str, form: str, cell: str) -> str:
    return name(_operand(shape, form, cell))


@dataclass(frozen=True, slots=True)
class _Judged:
    """One check in every row that it is about, and those in which it does not hold."""

    check: Check
    rows: Sequence[Check]
    wrong: Sequence[Check]
    values: Cells
    judged: bool = True

    def verdict(self, definitions: Definitions, shares: Mapping[str, Cells]) -> Verdict:
        shown = self.wrong[:SPELLED] or self.rows[:1]
        return Verdict(
            id=self.check.id,
            severity=self.check.severity,
            says=self.check.says,
            holds=not self.wrong if self.judged else None,
            spelled="; ".join(spell(one, self.values) for one in shown),
            dossiers=tuple(sorted({d for one in self.wrong for d in culprits(one, shares)})),
            known=register.of_check(definitions, self.check) if self.wrong else Known.nothing(),
        )


def _verdicts(
    asked: _Asked,
    definition: Form | ListDefinition,
    codes: Sequence[str],
    values: Cells,
    rows: Sequence[str],
) -> tuple[Verdict, ...]:
    """One verdict on each check; dossiers are asked once, for all that do not hold."""
    judged = [_judge(asked, definition, check, values, rows) for check in definition.checks]
    shares = _shares(asked, definition, [one for j in judged for one in j.wrong], codes)
    return tuple(one.verdict(asked.definitions, shares) for one in judged)


def _judge(
    asked: _Asked,
    definition: Form | ListDefinition,
    check: Check,
    values: Cells,
    rows: Sequence[str],
) -> _Judged:
    judged = [check]
    if _by(definition):
        asks_rows = [o for o in needs(check) if asked.by(definition, o)]
        judged = [within(check, row, asks_rows) for row in (rows if check.each else (TOTAL,))]
    asks = {name(o): o for one in judged for o in needs(one)}
    known = {cell: values.get(cell, 0) for cell in asks}
    if any(asked.declared(definition, o) for o in needs(check)):
        known = {c: n for c, n in known.items() if not asked.declared(definition, asks[c])}
        return _Judged(check, judged, (), known, judged=False)
    return _Judged(check, judged, [one for one in judged if not holds(one, known)], known)


def _shares(
    asked: _Asked, definition: Form | ListDefinition, wrong: Sequence[Check], codes: Sequence[str]
) -> dict[str, dict[str, int]]:
    """What each dossier gives to each operand of the checks that do not hold."""
    shares: dict[str, dict[str, int]] = {}
    operands = [o for check in wrong for o in needs(check)]
    for (shape, form), lines in asked.lines(definition, operands).items():
        for dossier, counted in asked.by_dossier(lines, codes, asked.when(shape)).items():
            for cell, n in counted.items():
                shares.setdefault(dossier, {})[_name(shape, form, cell)] = n
    return shares
