"""Mức phải đạt, as people write it: `>= 80%`, `<= 1.5%`, `= 0`, `>= 1 / quarter`."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal, cast

from projections.definitions import Stretch, Target
from thongke.definitions.reading import Cursor

_TARGET = re.compile(
    r"(?P<op>>=|<=|>|=)\s*(?P<number>\d+(?:\.\d+)?)(?P<percent>%)?"
    r"(?:\s*/\s*(?P<every>quarter|half|year))?"
)
_SHARE = re.compile(r"(\d+(?:\.\d+)?)%")
ACCEPTED = 'accepted: ">= 80%", "> 90%", "<= 1.5%", "= 0", ">= 1 / quarter", ">= 2 / year"'


def read_target(cursor: Cursor) -> Target:
    text = cursor.text()
    match = _TARGET.fullmatch(text)
    if match is None:
        raise cursor.refuse(f'cannot read the target "{text}"', ACCEPTED)
    percent = match["percent"] is not None
    number = Fraction(match["number"])
    return Target(
        op=cast(Literal[">=", ">", "<=", "="], match["op"]),
        number=number / 100 if percent else number,
        percent=percent,
        every=cast(Stretch, match["every"] or ""),
    )


def read_share(cursor: Cursor) -> Fraction:
    """`5%` as the exact fraction that it is."""
    match = _SHARE.fullmatch(cursor.text())
    if match is None:
        raise cursor.refuse(f'cannot read the share "{cursor.text()}"', 'accepted: "5%"')
    return Fraction(match[1]) / 100
