"""Chỉ tiêu của đơn vị: the cells that indicators read, asked together for a stretch of time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import polars as pl
from sqlalchemy import Connection

from projections.calendar import Calendar, Period
from projections.checks import holds, name
from projections.checks import needs as formula_needs
from projections.definitions import (
    Definitions,
    Form,
    Indicator,
    IndicatorGroup,
    Line,
    ListDefinition,
    Operand,
    Target,
)
from projections.indicators import (
    LEVELS,
    ROOMS,
    Light,
    Reading,
    needs,
    read,
    stretches,
    target_of,
    whole_of,
    with_either,
    worst,
    year_of,
)
from store.figures import figures, figures_of

Spans = Connection | pl.DataFrame
Cells = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One indicator of one unit, read over every stretch that its target speaks of."""

    indicator: Indicator
    group: IndicatorGroup
    target: Target | None
    readings: tuple[Reading, ...]
    light: Light
    why: str | None  # why the cells don't tell it at this unit

    @property
    def words(self) -> str | None:
        """What must be known besides, when the light alone would mislead."""
        match self.light:
            case "untold":
                supplier = self.indicator.supplied_by
                said = self.why or self.indicator.not_from_events
                return said if self.why or not supplier else f"{said} ({supplier} cung cấp)"
            case "unsure" | "missed" | "near":
                left_out = "; ".join(self.indicator.left_out)
                return f"chưa trừ được: {left_out}" if left_out else None
            case _:
                return None

    @property
    def weakest(self) -> Reading:
        """The reading that decides."""
        lights = [reading.light for reading in self.readings]
        return self.readings[lights.index(worst(lights))]


def judge(
    spans: Spans,
    definitions: Definitions,
    groups: Sequence[IndicatorGroup],
    units: Mapping[str, Sequence[str]],
    period: Period,
    as_of: int | None = None,
) -> dict[str, tuple[Judged, ...]]:
    """Every indicator of the groups, for every label of `units` (label -> the codes it adds up)."""
    asked = {label: _asked(definitions, groups, label, period) for label in units}
    cells = _cells(spans, definitions, [one for of in asked.values() for one in of], units, as_of)
    return {label: _judged([one.judged(cells, label) for one in of]) for label, of in asked.items()}


@dataclass(frozen=True, slots=True)
class _Asked:
    """An indicator as it is asked of one unit."""

    indicator: Indicator
    group: IndicatorGroup
    level: str | None
    target: Target | None
    stretches: tuple[tuple[Period, bool], ...]  # and whether they have ended
    year: Period  # over which `when` is asked

    def needed(self) -> Iterable[tuple[Period, IndicatorGroup, tuple[Operand, ...]]]:
        for stretch, _ in self.stretches:
            yield stretch, self.group, needs(self.indicator)
        if self.indicator.when is not None:
            yield self.year, self.group, formula_needs(self.indicator.when)

    def judged(self, cells: Mapping[Period, Mapping[str, Cells]], label: str) -> Judged:
        target = self.target
        when = self.indicator.when
        if when is not None:
            counted = self._named(formula_needs(when), cells[self.year][label])
            target = target if holds(when, counted) else None
        why = self._why(label)
        readings = tuple(
            read(
                self.indicator,
                target,
                self._named(needs(self.indicator), cells[stretch][label]),
                stretch,
                near=self.group.near,
                over=over,
                told=why is None,
            )
            for stretch, over in self.stretches
        )
        return Judged(
            indicator=self.indicator,
            group=self.group,
            target=target,
            readings=readings,
            light=worst([reading.light for reading in readings]),
            why=why,
        )

    def _why(self, label: str) -> str | None:
        alone = "+" not in label and "," not in label
        return self.indicator.not_at.get(self.level or "") if alone else None

    def _named(self, operands: Iterable[Operand], counted: Cells) -> Cells:
        return {name(o): counted[_cell(self.group, o)] for o in operands}


def _judged(found: Sequence[Judged]) -> tuple[Judged, ...]:
    lights = {one.indicator.id: one.light for one in found}
    return tuple(replace(one, light=with_either(lights, one.indicator)) for one in found)


def _asked(
    definitions: Definitions, groups: Sequence[IndicatorGroup], label: str, period: Period
) -> list[_Asked]:
    units, calendar = definitions.units, definitions.calendar
    last = period.end - timedelta(days=1)
    level = LEVELS.get(units.level(label, last) or "")
    unit = units.unit(label, last)
    room = label.partition("-")[2] if unit and unit.level in ROOMS else ""
    own_body = unit is not None and unit.level == "investigation"
    found = []
    for group in groups:
        for indicator in group.indicators:
            target = target_of(indicator, level, room, only_named=own_body)
            found.append(
                _Asked(
                    indicator,
                    group,
                    level,
                    target,
                    tuple(
                        (stretch, _ended(stretch, target, calendar))
                        for stretch in stretches(period, target, calendar)
                    ),
                    year_of(last, calendar) or period,
                )
            )
    return found


def _ended(stretch: Period, target: Target | None, calendar: Calendar) -> bool:
    """Whether the whole quarter or year is in it: what is missing will not come any more."""
    if target is None or not target.every:
        return True
    whole = whole_of(stretch.start, target, calendar)
    return whole is None or stretch.end >= whole.end


def _cells(
    spans: Spans,
    definitions: Definitions,
    asked: Iterable[_Asked],
    units: Mapping[str, Sequence[str]],
    as_of: int | None,
) -> dict[Period, dict[str, dict[str, int]]]:
    """By stretch, then by label: the cells of whatever form, list or group, each by its full name.

    Forms have lines of the same id, so each is asked as `<form>.<cell>`.
    """
    lines: dict[Period, dict[str, Line]] = {}
    for one in asked:
        for stretch, group, operands in one.needed():
            wanted = lines.setdefault(stretch, {})
            for operand in operands:
                cell = _cell(group, operand)
                if cell not in wanted:
                    line = home_of(definitions, group, operand, stretch).line(operand.cell)
                    assert line is not None  # the loader lets nothing dangle
                    wanted[cell] = replace(line, id=cell)
    return {
        stretch: _counted(spans, tuple(wanted.values()), units, stretch, as_of)
        for stretch, wanted in lines.items()
    }


def _counted(
    spans: Spans,
    lines: Sequence[Line],
    units: Mapping[str, Sequence[str]],
    stretch: Period,
    as_of: int | None,
) -> dict[str, dict[str, int]]:
    """Forms of agencies find their spans by another column: asked by themselves."""
    found: dict[str, dict[str, int]] = {label: {} for label in units}
    for column in dict.fromkeys(line.counts_by for line in lines):
        alike = [line for line in lines if line.counts_by == column]
        if isinstance(spans, pl.DataFrame):
            counted = figures_of(spans, alike, units, stretch)
        else:
            counted = figures(spans, alike, units, stretch, as_of)
        for label, cells in counted.items():
            found[label].update(cells)
    return found


def home_of(
    definitions: Definitions, group: IndicatorGroup, operand: Operand, period: Period
) -> Form | ListDefinition:
    """The form or list whose cell an operand names, as it stands in the period."""
    if operand.shape == "cell":
        return group.home
    day = max(period.start, group.provenance.start)
    home: Form | ListDefinition | None = (
        definitions.list(operand.form, day)
        if operand.shape == "list"
        else definitions.form(operand.form, day)
    )
    assert home is not None  # versions of a form cover every day of its regime
    return home


def homes(
    definitions: Definitions, groups: Iterable[IndicatorGroup], period: Period
) -> tuple[Form | ListDefinition, ...]:
    """Every form and list that the groups read."""
    found = {
        (operand.shape, home.id): home
        for group in groups
        for indicator in group.indicators
        for operand in needs(indicator)
        for home in [home_of(definitions, group, operand, period)]
    }
    return tuple(found.values())


def _cell(group: IndicatorGroup, operand: Operand) -> str:
    return f"{group.id if operand.shape == 'cell' else operand.form}.{operand.cell}"
