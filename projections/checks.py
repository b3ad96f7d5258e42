"""Công thức kiểm tra: sums of independently counted cells, and who breaks them.

Every formula is linear, so that what holds for a unit can be asked of each dossier alone: the
dossiers whose own contribution does not balance are the ones to look at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, cast

from projections.definitions import Check, Operand

Op = Literal["=", "<=", ">="]
Formula = tuple[tuple[Operand, ...], Op, tuple[Operand, ...]]

EVERYWHERE = ("X28", "X29")
"""Checks that hold of every form, and that none states: store/everywhere.py judges them."""

_CELL = r"[A-Za-z0-9]+(?:[-.][A-Za-z0-9_]+)*"
_TERM = re.compile(
    rf"""\s*(?P<sign>[+-])?\s*(?:
      previous\(\s*(?P<previous>{_CELL})\s*\)
    | list\(\s*(?P<list>[A-Za-z0-9]+)\.(?P<size>{_CELL})\s*\)
    | form\(\s*(?P<form>[A-Za-z0-9.]+)\s*\)\.(?P<foreign>{_CELL})
    | (?P<number>\d+)(?![\w.-])
    | (?P<cell>{_CELL})
    )(?=\s|$)""",
    re.VERBOSE,
)
_SIDES = re.compile(r"<=|>=|=")


class NotLinear(ValueError):
    """A formula that does not read as two sums of cells."""


def parse(formula: str) -> Formula:
    """`P02-A45v = P02-A26v - P02-A27v`: two sums and what stands between them."""
    signs = _SIDES.findall(formula)
    if len(signs) != 1:
        raise NotLinear(f"{len(signs)} of =, <=, >= in the formula; expected one")
    left, right = _SIDES.split(formula)
    return parse_sum(left), cast(Op, signs[0]), parse_sum(right)


def parse_sum(text: str) -> tuple[Operand, ...]:
    """`form(01).d23 - form(01).d40`: a signed sum of cells."""
    operands: list[Operand] = []
    place = 0
    while place < len(text.rstrip()):
        match = _TERM.match(text, place)
        if match is None or (operands and match["sign"] is None):
            raise NotLinear(
                f'cannot read "{text[place:].strip()}"; expected cells, previous(cell), '
                "list(L1.line), form(02).cell or numbers, joined by + or - with blanks around"
            )
        operands.append(_operand(match))
        place = match.end()
    if not operands:
        raise NotLinear("one side of the formula is empty; expected a sum of cells")
    return tuple(operands)


def _operand(match: re.Match[str]) -> Operand:
    sign = -1 if match["sign"] == "-" else 1
    if match["previous"]:
        return Operand(sign=sign, shape="previous", form="", cell=match["previous"])
    if match["list"]:
        return Operand(sign=sign, shape="list", form=match["list"], cell=match["size"])
    if match["form"]:
        return Operand(sign=sign, shape="form", form=match["form"], cell=match["foreign"])
    if match["number"]:
        number = int(match["number"])
        return Operand(sign=sign, shape="number", form="", cell="", number=number)
    return Operand(sign=sign, shape="cell", form="", cell=match["cell"])


def name(operand: Operand) -> str:
    """How values are keyed, as the formula writes it: `d1`, `previous(d1)`, `list(L1.new)`."""
    match operand.shape:
        case "previous":
            return f"previous({operand.cell})"
        case "list":
            return f"list({operand.form}.{operand.cell})"
        case "form":
            return f"form({operand.form}).{operand.cell}"
        case "number":
            return str(operand.number)
        case _:
            return operand.cell


def needs(check: Check) -> tuple[Operand, ...]:
    """The operands whose values must be known before the check can be asked."""
    return tuple(o for o in (*check.left, *check.right) if o.shape != "number")


def within(check: Check, row: str, columns: Sequence[Operand]) -> Check:
    """The check of one row of a form that has many: its columns become the cells of that row."""

    def placed(side: Sequence[Operand]) -> tuple[Operand, ...]:
        return tuple(replace(o, cell=f"{row}.{o.cell}") if o in columns else o for o in side)

    return replace(check, left=placed(check.left), right=placed(check.right))


def holds(check: Check, values: Mapping[str, int]) -> bool:
    """Whether the figures balance; `values` has every operand of `needs`, keyed by `name`."""
    return _compare(sum(_signed(check.left, values)), check.op, sum(_signed(check.right, values)))


def culprits(check: Check, per_dossier: Mapping[str, Mapping[str, int]]) -> tuple[str, ...]:
    """Dossiers whose own part of the cells breaks the formula; what they don't touch is 0."""
    return tuple(
        dossier
        for dossier, values in sorted(per_dossier.items())
        if not _compare(_share(check.left, values), check.op, _share(check.right, values))
    )


def spell(check: Check, values: Mapping[str, int]) -> str:
    """`P02-A45v 3 = P02-A26v 5 − P02-A27v 1: 3 so với 4, lệch −1`, for statisticians to read.

    A cell without a value is `–`, and then nothing is compared.
    """
    signs = {"=": "=", "<=": "≤", ">=": "≥"}
    said = f"{_spelled(check.left, values)} {signs[check.op]} {_spelled(check.right, values)}"
    if any(name(operand) not in values for operand in needs(check)):
        return said
    left, right = sum(_signed(check.left, values)), sum(_signed(check.right, values))
    if _compare(left, check.op, right):
        return said
    difference = left - right
    return f"{said}: {_number(left)} so với {_number(right)}, lệch {_number(difference)}"


def _spelled(side: Sequence[Operand], values: Mapping[str, int]) -> str:
    words = ""
    for place, operand in enumerate(side):
        sign = "−" if operand.sign < 0 else "+"
        words += f" {sign} " if place else ("−" if operand.sign < 0 else "")
        words += _read(operand, values)
    return words


def _read(operand: Operand, values: Mapping[str, int]) -> str:
    if operand.shape == "number":
        return str(operand.number)
    value = _number(values.get(name(operand)))
    match operand.shape:
        case "previous":
            return f"{operand.cell} kỳ trước {value}"
        case "list":
            return f"danh sách {operand.form} ({operand.cell}) {value}"
        case "form":
            return f"Biểu {operand.form} {operand.cell} {value}"
        case _:
            return f"{operand.cell} {value}"


def _number(value: int | None) -> str:
    if value is None:
        return "–"
    return f"−{-value}" if value < 0 else str(value)


def _signed(side: Sequence[Operand], values: Mapping[str, int]) -> list[int]:
    return [o.sign * (o.number if o.shape == "number" else values[name(o)]) for o in side]


def _share(side: Sequence[Operand], values: Mapping[str, int]) -> int:
    """One dossier's part: constants belong to the unit, not to any dossier."""
    return sum(o.sign * values.get(name(o), 0) for o in side if o.shape != "number")


def _compare(left: int, op: Op, right: int) -> bool:
    match op:
        case "=":
            return left == right
        case "<=":
            return left <= right
        case ">=":
            return left >= right
