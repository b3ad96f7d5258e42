"""Độ dài thời hạn: how long a limit is by stage, class of crime, procedure and age.

The simplified procedure (thủ tục rút gọn) has lengths of its own; a share of the length holds for
people under 18.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from projections.definitions import Length, Limit
from projections.history import History
from projections.numbers import NONE, Flags, Ints, begins, pointers
from projections.traits import GRAVITY

OF_AGE = 18
MONTH = 30  # days, where limits count so (TTLT 04/2018 Điều 17) and where a month is divided


@dataclass(frozen=True, slots=True)
class Minors:
    """Người dưới 18 tuổi khi phạm tội, by the age known last: corrected, it always was so."""

    flags: Flags  # by (whose, subject): the subject's own age, then that of each kind in `kinds`

    @classmethod
    def of(cls, history: History, kinds: Sequence[str]) -> Minors:
        """`kinds`: of subjects whose age counts for all subjects of their dossier."""
        flags = np.zeros((1 + len(kinds), history.subjects), bool)
        ages = history.moves["age_at_act"].cast(pl.Int64).fill_null(NONE).to_numpy()[history.row]
        known = np.flatnonzero(ages != NONE)
        last = known[begins(history.subject[known][::-1])[::-1]]
        young = last[ages[last] < OF_AGE]
        flags[0, history.subject[young]] = True
        if not len(young):
            return cls(flags)
        first = history.row[np.flatnonzero(begins(history.subject))]
        who = history.moves.select(pl.col("dossier", "kind").gather(pointers(first)))
        own = who.with_columns(pl.Series("young", flags[0]))
        for number, kind in enumerate(kinds, 1):
            here = own.filter("young", pl.col("kind") == kind)["dossier"].unique().implode()
            flags[number] = who["dossier"].is_in(here).to_numpy()
        return cls(flags)


@dataclass(frozen=True, slots=True)
class Lengths:
    """The published lengths, compiled: rows of a table by severity."""

    row: Ints  # by (limit, stage)
    simplified: Ints  # by (limit, stage), in that procedure; -1: as ever
    months: Ints  # by (row, severity); -1: no such length
    days: Ints
    inclusive: Flags  # by limit
    share: Ints  # by (limit, numerator and denominator) of what holds under 18
    kinds: tuple[str, ...]  # of subjects whose age counts for their dossier

    @classmethod
    def of(cls, limits: Sequence[Limit], stages: Sequence[str]) -> Lengths:
        tables: list[Mapping[str, Length]] = []
        row = np.zeros((len(limits), len(stages)), np.int64)
        simplified = np.full((len(limits), len(stages)), NONE)
        for number, limit in enumerate(limits):
            told = [(row, limit.lengths, limit.lengths_in)]
            if limit.simplified is not None:
                told.append((simplified, limit.simplified.lengths, limit.simplified.lengths_in))
            for place, usual, lengths_in in told:
                place[number] = len(tables)
                tables.append(usual)
                for stage, lengths in lengths_in.items():
                    place[number, [s == stage for s in stages]] = len(tables)
                    tables.append(lengths)
        shares = [limit.under_18 for limit in limits]
        kinds = tuple(dict.fromkeys(u.of for u in shares if u is not None and u.of))
        return cls(
            row=row,
            simplified=simplified,
            months=_table(tables, "months"),
            days=_table(tables, "days"),
            inclusive=np.array([limit.inclusive for limit in limits], bool),
            share=np.array([u.share if u else (1, 1) for u in shares], np.int64).reshape(-1, 2),
            kinds=kinds,
        )

    def base(
        self, limit: Ints, stage: Ints, gravity: Ints, simple: Flags, young: Flags
    ) -> tuple[Ints, Ints, Flags]:
        """Months and days from the beginning, and whether the law gives any."""
        row, simplified = self.row[limit, stage], self.simplified[limit, stage]
        row = np.where(simple & (simplified != NONE), simplified, row)
        months, days = self.months[row, gravity], self.days[row, gravity]
        known = months != NONE
        months, days = self.shared(limit, months, days, young)
        return months, days - self.inclusive[limit], known  # inclusive: the first day counts

    def shared(self, limit: Ints, months: Ints, days: Ints, young: Flags) -> tuple[Ints, Ints]:
        """What is left of a length for people under 18; a part of a day is not given."""
        above, below = np.where(young[:, None], self.share[limit], 1).T
        whole = np.where(self.inclusive[limit] & young, 0, months * above // below)
        rest = months * above - whole * below  # of months, in parts
        return whole, (days * above + MONTH * rest) // below


def _table(tables: Sequence[Mapping[str, Length]], part: str) -> Ints:
    def length(lengths: Mapping[str, Length], severity: str) -> int:
        found = lengths.get(severity, lengths.get("*"))
        return NONE if found is None else int(getattr(found, part))

    rows = [[length(lengths, severity) for severity in GRAVITY] for lengths in tables]
    return np.array(rows, np.int64).reshape(len(tables), len(GRAVITY))
