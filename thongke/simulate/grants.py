"""Gia hạn mô phỏng: what the law gives at each extension of a limit: how long, from which level."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from projections.definitions import Definitions, Extension, Grant, Length, Limit
from projections.extensions import LEVELS
from projections.offences import SEVERITIES
from thongke.simulate.charges import NONE, Flags, Ints

FREE, NEVER = 0, 1
"""Tables of what the law does not ration at all, and of what it gives elsewhere and not here."""
ALWAYS = 250  # times


@dataclass(frozen=True, slots=True)
class Grants:
    """The tables of the law by number, after FREE and NEVER."""

    tables: list[tuple[Limit, Extension]]
    many: Ints  # table x severity
    months: Ints  # table x young x severity x which of them; of the whole limit under `whole`
    days: Ints
    rank: Ints  # of the lowest level that decides, in the order of LEVELS
    whole: Flags  # by table

    @classmethod
    def of(cls, definitions: Definitions) -> Grants:
        tables = [(limit, given) for limit in reckoned(definitions) for given in limit.extensions]
        found = [[table.given(name, ()) or () for name in SEVERITIES] for _, table in tables]
        most = max((len(each) for row in found for each in row), default=1)
        shape = (len(tables), 2, len(SEVERITIES), most, 3)
        given = np.array(
            [
                [[_each(limit, each, most, young) for each in row] for young in (False, True)]
                for (limit, _), row in zip(tables, found, strict=True)
            ]
        ).reshape(shape)
        nothing = np.zeros((2, *shape[1:]), np.int64)
        months, days, rank = np.moveaxis(np.concatenate([nothing, given]), -1, 0)
        many = [
            [ALWAYS if table.again else len(each) for each in row]
            for (_, table), row in zip(tables, found, strict=True)
        ]
        usual = [[ALWAYS] * len(SEVERITIES), [0] * len(SEVERITIES)]
        whole = [False, False, *(table.whole for _, table in tables)]
        return cls(tables, np.array(usual + many), months, days, rank, np.array(whole))

    def number(self, event: str, limits: Collection[str], stages: Iterable[str] = ()) -> int:
        """The table by which the document extends one of these limits, at one of these stages."""
        rationed = False
        for number, (limit, table) in enumerate(self.tables, NEVER + 1):
            if event in table.by:
                rationed = True
                here = not table.stages or not table.stages.isdisjoint(stages)
                if limit.id in limits and here:
                    return number
        return NEVER if rationed else FREE

    def next(
        self, number: Ints, young: Flags, severity: Ints, before: Ints
    ) -> tuple[Ints, Ints, Ints]:
        """Months, days and rank of what is given after so many; rank -1 where nothing is."""
        nth = np.minimum(before, self.months.shape[-1] - 1)
        at = number, young.astype(np.int64), severity, nth
        return self.months[at], self.days[at], np.where(number > NEVER, self.rank[at], NONE)


def reckoned(definitions: Definitions) -> list[Limit]:
    """Limits that have lengths; the others end when a document says so."""
    return [limit for limit in definitions.limits if limit.lengths]


def shared(limit: Limit, length: Length, *, young: bool) -> Length:
    """What is left of a length for people under 18; a part of a day is not given."""
    if not young or limit.under_18 is None:
        return length
    above, below = limit.under_18.share
    months = 0 if limit.inclusive else length.months * above // below
    rest = length.months * above - months * below
    return Length(months=months, days=(length.days * above + 30 * rest) // below)


def _each(
    limit: Limit, grants: tuple[Grant, ...], most: int, young: bool
) -> list[tuple[int, int, int]]:
    """What is given in turn; the last of them again where no more is told."""
    levels = tuple(LEVELS)
    lengths = [shared(limit, grant.length, young=young) for grant in grants]
    given = [
        (length.months, length.days, levels.index(grant.level))
        for length, grant in zip(lengths, grants, strict=True)
    ]
    return given + (given[-1:] or [(0, 0, 0)]) * (most - len(given))
