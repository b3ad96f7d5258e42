"""Chỉ tiêu: what cells make of an indicator, exactly, and how that stands to its target.

Nothing is rounded before it is compared: a value is a fraction. Nothing divided by nothing is
“không phát sinh”, never 100 %.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from projections.calendar import Calendar, Period, UnknownPeriod, add_months
from projections.checks import name
from projections.definitions import Indicator, Operand, Part, Target

Light = Literal["met", "near", "missed", "nothing", "open", "unsure", "untold", "untargeted"]
LIGHTS: dict[Light, str] = {
    "met": "đạt",
    "near": "gần đạt",
    "missed": "không đạt",
    "nothing": "không phát sinh",
    "open": "chưa đến hạn",
    "unsure": "cần xác định thêm",
    "untold": "chưa đủ dữ liệu",
    "untargeted": "không giao",
}
# Of several readings the worst stands for all; what was never asked of the unit stands last.
_WORST_FIRST: tuple[Light, ...] = (
    "missed", "near", "unsure", "open", "untold", "met", "nothing", "untargeted",
)  # fmt: skip
_MONTHS = {"quarter": 3, "half": 6, "year": 12}
LEVELS = {
    "region": "region",
    "military_area": "region",
    "province": "province",
    "province_department": "province",
    "military_region": "province",
    "supreme": "supreme",
    "department": "supreme",
    "appellate": "supreme",
    "investigation": "supreme",
    "high": "supreme",
    "military_central": "supreme",
}
"""Level of a unit of the catalogue -> level of which targets speak (military levels inferred)."""


ROOMS = frozenset({"department", "province_department", "appellate", "investigation"})
"""Levels of rooms: not every indicator is asked of them."""


@dataclass(frozen=True, slots=True)
class Value:
    """A numerator over a denominator; None where nothing says one."""

    numerator: int | None
    denominator: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An indicator over one stretch of time, with the cells that it was read from."""

    period: Period
    cells: Mapping[str, int]
    values: tuple[Value, ...]  # one for each part
    result: Fraction | None
    light: Light


def needs(indicator: Indicator) -> tuple[Operand, ...]:
    """Every cell that the indicator reads, once."""
    sides = [side for part in indicator.parts for side in (part.numerator, part.denominator)]
    sides.append(indicator.doubt)
    return tuple({name(o): o for side in sides for o in side}.values())


def read(
    indicator: Indicator,
    target: Target | None,
    cells: Mapping[str, int],
    period: Period,
    *,
    near: Fraction,
    over: bool = True,
    told: bool = True,
) -> Reading:
    """Judge one stretch. `over`: it has ended, so that what is missing will not come any more;
    `told`: events tell enough at this unit."""
    values = tuple(_value(part, cells) for part in indicator.parts)
    result = _result(indicator, values)
    exact = bool(indicator.doubt) and _sum(indicator.doubt, cells) == 0
    bound = "" if exact else indicator.bound
    light = _light(indicator, target, result, near, over, bound)
    return Reading(
        period=period,
        cells={name(o): cells[name(o)] for o in needs(indicator)},
        values=values,
        result=result,
        light=light if told or target is None else "untold",
    )


def worst(lights: Sequence[Light]) -> Light:
    return min(lights, key=_WORST_FIRST.index, default="untargeted")


def with_either(lights: Mapping[str, Light], indicator: Indicator) -> Light:
    """One of several ways is enough: met when any of them is."""
    own = lights[indicator.id]
    others = [lights[other] for other in indicator.either if lights[other] == "met"]
    return "met" if others and own != "untargeted" else own


def target_of(
    indicator: Indicator, level: str | None, room: str, *, only_named: bool = False
) -> Target | None:
    """What is demanded at a level, or of a room of it that has a number of its own.

    `only_named`: of a body with indicators of its own (CQĐT VKSND tối cao) nothing else is asked.
    """
    if level is None or (only_named and room not in indicator.rooms):
        return None
    if room and indicator.rooms and room not in indicator.rooms:
        return None
    return indicator.targets.get(room) or indicator.targets.get(level)


def stretches(period: Period, target: Target | None, calendar: Calendar) -> tuple[Period, ...]:
    """The stretches that a target speaks of, each from its own first day to the period's last.

    One a year, asked of March: from October to March. One a quarter, asked of a year: four.
    """
    found: list[Period] = []
    if target is not None and target.every:
        whole = whole_of(period.start, target, calendar)
        while whole is not None and whole.start < period.end:
            found.append(Period(whole.start, min(whole.end, period.end)))
            whole = whole_of(whole.end, target, calendar)
    return tuple(found) or (period,)


def whole_of(day: date, target: Target, calendar: Calendar) -> Period | None:
    """The quarter, half or year of the statistical year in which a day lies."""
    year = year_of(day, calendar)
    if year is None:
        return None
    start = year.start
    while True:
        end = min(add_months(start, _MONTHS[target.every]), year.end)
        if day < end:
            return Period(start, end)
        start = end


def year_of(day: date, calendar: Calendar) -> Period | None:
    """Năm công tác in which a day lies."""
    for number in (day.year, day.year + 1):
        try:
            year = calendar.year(number)
        except UnknownPeriod:
            continue
        if day in year:
            return year
    return None


def spell(reading: Reading, indicator: Indicator, target: Target | None) -> str:
    """`37/41 = 90,24 %`; a share is cut so that it never seems to reach what it does not."""
    if indicator.kind != "ratio":
        return "–" if reading.result is None else str(reading.result)
    sides = [f"{_side(value.numerator)}/{_side(value.denominator)}" for value in reading.values]
    if reading.result is None:
        return " + ".join(sides) or "–"
    down = target is None or _at_least(target)
    return f"{' + '.join(sides)} = {percent(reading.result, down=down)}"


def percent(share: Fraction, *, down: bool = True) -> str:
    """Two places, cut down (or up), never rounded to the nearest."""
    scaled = share * 10_000
    whole = scaled.numerator // scaled.denominator
    if not down and whole != scaled:
        whole += 1
    units, rest = divmod(whole, 100)
    places = f",{rest:02}".rstrip("0") if rest else ""
    return f"{units}{places} %"


def spell_target(target: Target) -> str:
    """`≥ 80 %`, `= 0`, `≥ 1 mỗi quý`."""
    signs = {">=": "≥", "<=": "≤"}
    number = percent(target.number) if target.percent else str(target.number)
    every = {"": "", "quarter": " mỗi quý", "half": " mỗi 6 tháng", "year": " mỗi năm"}
    return f"{signs.get(target.op, target.op)} {number}{every[target.every]}"


def _value(part: Part, cells: Mapping[str, int]) -> Value:
    return Value(_sum(part.numerator, cells), _sum(part.denominator, cells))


def _sum(side: Sequence[Operand], cells: Mapping[str, int]) -> int | None:
    return sum(o.sign * cells[name(o)] for o in side) if side else None


def _result(indicator: Indicator, values: Sequence[Value]) -> Fraction | None:
    if indicator.kind != "ratio":
        told = [value.numerator for value in values if value.numerator is not None]
        return Fraction(sum(told)) if told else None
    shares = [
        Fraction(value.numerator, value.denominator)
        for value in values
        if value.numerator is not None and value.denominator
    ]
    return sum(shares, Fraction(0)) if shares else None


def _light(
    indicator: Indicator,
    target: Target | None,
    result: Fraction | None,
    near: Fraction,
    over: bool,
    bound: str,
) -> Light:
    if target is None:
        return "untargeted"
    if indicator.not_from_events is not None:
        return "untold"
    if result is None:
        return "nothing"
    at_least = _at_least(target)
    if _reached(result, target):
        return "unsure" if bound == ("upper" if at_least else "lower") else "met"
    if at_least and target.every and not over:
        return "open"
    if bound == ("lower" if at_least else "upper"):
        return "unsure"
    room = target.number * near
    close = result >= target.number - room if at_least else result <= target.number + room
    return "near" if close and target.number else "missed"


def _at_least(target: Target) -> bool:
    """`= 100%` asks for all there is: a value above it has reached it too."""
    return target.op in (">=", ">") or (target.op == "=" and target.number > 0)


def _reached(result: Fraction, target: Target) -> bool:
    match target.op:
        case ">":
            return result > target.number
        case "<=":
            return result <= target.number
        case "=" if target.number == 0:
            return result == 0
        case _:
            return result >= target.number


def _side(value: int | None) -> str:
    return "?" if value is None else str(value)
