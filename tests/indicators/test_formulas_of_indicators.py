"""What over what: every judged indicator, with figures made up and the share worked by hand.

The cells are those that forms-criminal §19 names for each indicator; where a form counts acts of
the period whoever they were about, lines of our own count the same subjects on both sides.
"""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from projections.calendar import parse_period
from projections.checks import name
from projections.definitions import Indicator
from projections.indicators import needs, read
from thongke.assembly import assemble

# Of each: cells that are not 0, and the value.
WORKED: dict[str, tuple[dict[str, int], F]] = {
    "2": ({"01.d23": 50, "01.d40": 4}, F(46, 50)),
    "3": ({"i3.requested": 30, "i3.resolved": 50}, F(30, 50)),
    "7": ({"01.d70": 2}, F(2)),
    "8": ({"01.d71": 3}, F(3)),
    "9": ({"01.d72": 9, "01.d73": 1}, F(9, 10)),
    "11": (
        {"07.d11": 100, "07.d12": 60, "07.d13": 20, "07.d14": 3, "07.d16": 1, "07.d17": 2,
         "07.d18": 3, "07.d20": 4, "07.d21": 5, "07.d19": 7, "07.d22": 2},
        F(83, 85),
    ),
    "12": ({"i12.resolved": 12, "i12.charged": 10, "i12.awaiting": 2}, F(10, 10)),
    "14": ({"i14.requested": 8, "i14.accepted": 10, "i14.returned": 1}, F(8, 10)),
    "15": (
        {"i15.fulfilled": 4, "i15.fulfilled_older": 1, "02.P02-C07v.requests": 4}, F(3, 4),
    ),
    "18": ({"i18.questioned": 8, "i18.decided": 9}, F(8, 9)),
    "19": ({"02.P02-A26v": 40, "02.P02-A46v": 3, "i19.late": 2}, F(35, 40)),
    "20": (
        {"02.P02-B07v": 40, "02.P02-B08v": 20, "02.P02-B14v": 5, "02.P02-B14v.from_suspension": 1,
         "02.P02-B17v": 3, "02.P02-B19v.moves": 2, "02.P02-B19v": 1},
        F(29, 40),
    ),
    "21": ({"L2.new": 1}, F(1)),
    "22": ({"02.P02-B21v.accepted": 1, "02.P02-B07v": 50, "02.P02-B19v": 4}, F(1, 50)),
    "23": ({"03.P03-22v.accepted": 2, "03.P03-07v": 50, "03.P03-21v": 4}, F(2, 50)),
    "25.1": ({"02.P02-B12v.in_time": 18, "02.P02-B08v": 20}, F(18, 20)),
    "25.2": (
        {"03.P03-08b": 100, "03.P03-09b": 1, "03.P03-14b.lighter": 2, "03.P03-14b.equal": 3,
         "03.P03-14b.graver": 4},
        F(90, 100),
    ),
    "26.1": ({"02.P02-A22v": 2}, F(2)),
    "26.2": ({"02.P02-A22v": 6, "02.P02-A08v": 120}, F(1, 20)),
    "28": ({"02.P02-C12": 2}, F(2)),
    "29": ({"02.P02-C12.accepted": 3, "02.P02-C12.refused": 1}, F(3, 4)),
    "30": ({"i30.prosecuted": 2, "i30.cancelled": 3}, F(2, 3)),
    "32": ({"02.P02-C13": 1}, F(1)),
    "33": ({"02.P02-C13.accepted": 3, "i33.refused": 2}, F(3, 5)),
    "35": ({"i35.notices": 1}, F(1)),
    "39": ({"03.P03-17v": 1}, F(1)),
    "40": ({"i40.cases": 1}, F(1)),
    "42": ({"i42.annulled": 1, "05.P05-08v": 70, "06.P06-09v": 20, "06.P06-12v.tried": 10},
           F(1, 100)),
    "43": ({"L3.new": 2}, F(2)),
    "45": ({"i45.supervised": 9, "i45.judged": 10}, F(9, 10)),
    "46.a": ({"03.P03-25v.same": 3, "05.P05-20v": 10}, F(3, 10)),
    "46.b": ({"03.P03-25v.higher": 1, "06.P06-11v.issued": 1, "05.P05-20v": 10}, F(2, 10)),
    "47.1": ({"i47.protested_same": 10, "i47.undefended": 1}, F(9, 10)),
    "47.2": ({"05.P05-18b.accepted": 5, "05.P05-18b.partly": 2, "05.P05-18b.tried": 10}, F(7, 10)),
    "47.3": ({"i47.failed": 3, "i47.protested": 12}, F(3, 12)),
    "48.1": ({"06.P06-11b.accepted": 3, "06.P06-11b.tried": 4}, F(3, 4)),
    "48.2": ({"i48.failed": 2, "i48.protested": 8}, F(1, 4)),
    "49": ({"06.P06-06": 6, "06.P06-01": 10}, F(6, 10)),
    "50": ({"06.P06-06.with_file": 4, "06.P06-04": 1}, F(4, 5)),
    "53": ({"03.P03-27": 1, "03.P03-27.prevention": 1, "05.P05-21.remedy": 1}, F(3)),
    "54": ({"i54.accepted": 9, "i54.refused": 1}, F(9, 10)),
    "56": ({"i56.notices": 1, "05.P05-21.lesson_notice": 2}, F(3)),
    "59": ({"08.d12": 4, "08.d14": 3, "08.d17": 2, "08.d10": 10}, F(9, 10)),
    "60": ({"08.d10": 10, "08.d19": 1, "08.d23": 2}, F(7, 10)),
    "61": ({"i61.charged": 8, "i61.resolved": 12, "i61.excluded": 2}, F(8, 10)),
    "62": ({"i62.solved": 8, "09.d9": 10}, F(8, 10)),
    "63": ({"i63.solved": 3, "i63.new": 4}, F(3, 4)),
    "64": ({"i64.overdue": 2}, F(2)),
    "65": ({"09.d34": 5, "09.d38": 3, "09.m.terminated_suspended.v": 1, "09.d42": 2, "i65.late": 1},
           F(8, 9)),
    "66": ({"09.d34": 5, "09.d38": 3, "09.m.terminated_suspended.v": 1, "09.d42": 2, "09.d30": 12},
           F(9, 12)),
    "67": ({"i67.innocent": 1}, F(1)),
    "69": ({"i69.by_procuracy": 1, "i69.by_court": 2, "09.d34": 30}, F(1, 30)),
    "70": ({"09.d53": 12}, F(12)),
    "71": ({"i71.accepted": 9, "i71.refused": 1}, F(9, 10)),
    "75": ({"07.d67": 1, "07.d83": 2}, F(3)),
    "78": (
        {"i78.deferred": 3, "i78.exempted": 2, "i78.suspended": 1,
         "i78.deferred_proposed": 4, "i78.exempted_proposed": 3, "i78.suspended_proposed": 1},
        F(6, 8),
    ),
    "82.1": ({f"07.d{n}": 1 for n in (96, 336, 339, 355, 380, 398)}, F(6)),
    "82.2": ({f"07.d{n}": 1 for n in (99, 342, 347, 358, 383, 401)}, F(6)),
    "83.1": (
        {f"07.d{n}": 3 for n in (97, 337, 340, 356, 381, 399)}
        | {f"07.d{n}": 1 for n in (98, 338, 341, 357, 382, 400)},
        F(3, 4),
    ),
    "83.2": (
        {f"07.d{n}": 2 for n in (104, 345, 350, 363, 384, 406)}
        | {f"07.d{n}": 1 for n in (105, 346, 351, 364, 385, 407)},
        F(2, 3),
    ),
    "85": ({"i85.notices": 2}, F(2)),
    "NQ96.02": ({"08.d12": 4, "08.d14": 3, "08.d17": 2, "08.d10": 10}, F(9, 10)),
    "NQ96.03": ({"CT4.i62.solved": 8, "09.d9": 10}, F(8, 10)),
    "NQ96.04": ({"CT4.i63.solved": 3, "CT4.i63.new": 4}, F(3, 4)),
    "NQ96.05": ({"02.P02-B12v.in_time": 18, "02.P02-B08v": 20}, F(18, 20)),
    "NQ96.06": ({"03.P03-08b": 100, "03.P03-09b": 1, "03.P03-14b.equal": 3}, F(96, 100)),
    "NQ96.07": ({"05.P05-18b.accepted": 5, "05.P05-18b.partly": 2, "05.P05-18b.tried": 10},
                F(7, 10)),
    "NQ96.09": (
        {"03.P03-08v": 50, "03.P03-16v": 5, "03.P03-16v.from_suspension": 1, "03.P03-21v.moves": 4,
         "05.P05-08v": 20, "05.P05-06v": 3, "05.P05-06v.from_suspension": 1, "03.P03-07v": 70,
         "05.P05-05v": 30},
        F(80, 100),
    ),
}  # fmt: skip


def judged() -> dict[str, Indicator]:
    return {
        indicator.id: indicator
        for group in assemble().definitions.indicators
        for indicator in group.indicators
        if indicator.not_from_events is None
    }


def test_every_judged_indicator_is_worked_by_hand() -> None:
    assert judged().keys() == WORKED.keys()


@pytest.mark.parametrize("id", WORKED)
def test_a_value_is_the_share_worked_by_hand(id: str) -> None:
    indicator, (figures, value) = judged()[id], WORKED[id]
    cells = {name(o): 0 for o in needs(indicator)}
    named = {cell: _as_operand(cell) for cell in figures}
    cells |= {named[cell]: n for cell, n in figures.items() if named[cell] in cells}
    period = parse_period("2026-01", assemble().definitions.calendar)
    assert read(indicator, None, cells, period, near=F(1, 20)).result == value


def _as_operand(cell: str) -> str:
    home, _, line = cell.partition(".")
    if home.startswith("i"):
        return cell
    return f"list({cell})" if home.startswith("L") else f"form({home}).{line}"
