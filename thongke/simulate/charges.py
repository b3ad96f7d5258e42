"""Tội danh mô phỏng: which offences people are charged with, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from projections.definitions import Definitions
from projections.offences import SEVERITIES, article_order

Ints: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Random: TypeAlias = np.random.Generator

NONE = -1
VERSIONS = 4
"""Of an accused's charges: as first charged, changed, supplemented, as judged."""
INITIAL, CHANGED, SUPPLEMENTED, JUDGED = range(VERSIONS)
MOST = 3  # charges of one accused

# Of a hundred charges; every other offence of the catalogue is charged now and then.
HEAD: dict[str, float] = {
    "173": 16, "249": 13, "251": 13, "260": 9, "321": 7, "134": 6, "318": 5, "174": 3, "255": 3,
    "168": 2, "171": 1.8, "123": 1.7, "175": 1.5, "250": 1.5, "178": 1.2, "330": 1.2, "201": 1,
    "322": 1, "341": 1, "348": 0.9, "190": 0.8, "191": 0.8, "327": 0.8, "256a": 0.8, "142": 0.7,
    "256": 0.7, "305": 0.7, "353": 0.7, "145": 0.6, "170": 0.6, "232": 0.6, "157": 0.5, "304": 0.5,
    "141": 0.4, "203": 0.4, "290": 0.4, "306": 0.4, "328": 0.4, "354": 0.4, "146": 0.3, "324": 0.3,
    "356": 0.3, "364": 0.3, "347": 0.2, "189": 0.2, "188": 0.2, "219": 0.2, "227": 0.2, "355": 0.2,
    "360": 0.2, "295": 0.2,
}  # fmt: skip
TAIL = 0.012
# Offences that only one kind of agency meets, or meets mostly.
POOLS: dict[str, dict[str, float]] = {
    "police": HEAD,
    "assigned": {
        "188": 3, "189": 2, "190": 2, "191": 2, "232": 5, "242": 1, "243": 1, "249": 2, "250": 1,
        "347": 2, "348": 2,
    },
    "military": {
        "173": 2, "134": 1, "249": 1, "395": 1, "398": 1, "401": 1, "402": 3, "403": 1, "412": 1,
    },
    "procuracy_investigation": {
        "354": 3, "356": 3, "368": 1, "369": 1, "370": 2, "371": 1, "373": 3, "374": 2, "377": 1,
        "379": 1,
    },
    "condemned": {"251": 5, "250": 4, "248": 1, "123": 2, "353": 0.3},
}  # fmt: skip
CLAUSES = (0.62, 0.27, 0.08, 0.03)
POINTS = {None: 0.7, "a": 0.1, "b": 0.1, "c": 0.1}
SHORTEST = {36: 6, 60: 12, 84: 24, 120: 60, 180: 84, 240: 144}  # months that a frame begins with


@dataclass(frozen=True, slots=True)
class Charges:
    """Every charge that can be brought: article, clause, point; arrays by its number."""

    text: list[str]  # 250.2.b, and the order in which documents list them
    place: Ints
    article: Ints  # number of the article, in `articles`
    articles: list[str]
    severity: Ints
    weight: Ints
    longest: Ints  # months of prison
    shortest: Ints
    prison: Flags
    life: Flags
    death: Flags
    fine: Flags
    non_custodial: Flags
    legal_entity: Flags
    economic: Flags  # or of office: mostly for the province
    pools: dict[str, Ints]  # the charges of each pool and, beside, how often
    odds: dict[str, npt.NDArray[np.float64]]

    @classmethod
    def of(cls, definitions: Definitions, on: date) -> Charges:
        offences = definitions.offences
        rows = []
        for article in offences.articles(on):
            frames = {
                number: next(v for v in versions if v.covers(on))
                for number, versions in offences.clauses.get(article, {}).items()
                if any(v.covers(on) and v.kind == "frame" for v in versions)
            }
            shares = dict(zip(sorted(frames), CLAUSES, strict=False))
            for number, share in shares.items():
                points = POINTS if number > 1 else {None: 1.0}
                for point, part in points.items():
                    odds = share / sum(shares.values()) * part
                    rows.append((article, number, point, frames[number], odds))
        articles = list(dict.fromkeys(row[0] for row in rows))
        text = [".".join(filter(None, (a, str(n), p))) for a, n, p, _, _ in rows]
        order = sorted(range(len(rows)), key=lambda i: (int(rows[i][0].rstrip("abđ")), text[i]))
        place = np.empty(len(rows), np.int64)
        place[order] = np.arange(len(rows))
        longest = np.array([f.max_months or 240 for *_, f, _ in rows])

        def carries(penalty: str) -> Flags:
            return np.array([penalty in frame.penalties for *_, frame, _ in rows])

        pools: dict[str, Ints] = {}
        chances: dict[str, npt.NDArray[np.float64]] = {}
        for name, weights in POOLS.items():
            tail = TAIL if name == "police" else 0.0
            weighed = np.array(
                [weights.get(a, tail * _common(a)) * share for a, _, _, _, share in rows]
            )
            if name == "condemned":
                weighed *= [frame.severity == SEVERITIES[-1] for _, _, _, frame, _ in rows]
            pools[name] = np.flatnonzero(weighed)
            chances[name] = np.cumsum(weighed[pools[name]] / weighed.sum())
        return cls(
            text=text,
            place=place,
            article=np.array([articles.index(row[0]) for row in rows]),
            articles=articles,
            severity=np.array([SEVERITIES.index(f.severity or SEVERITIES[0]) for *_, f, _ in rows]),
            weight=np.array([frame.weight or 0 for *_, frame, _ in rows]),
            longest=longest,
            shortest=np.array([SHORTEST.get(int(m), int(m) // 3) for m in longest]),
            prison=carries("prison"),
            life=carries("life"),
            death=carries("death"),
            fine=carries("fine"),
            non_custodial=carries("non_custodial"),
            legal_entity=np.array([offences.offences[row[0]].legal_entity for row in rows]),
            economic=np.array([offences.group(row[0]) != "other" for row in rows]),
            pools=pools,
            odds=chances,
        )

    def draw(self, g: Random, number: int, pool: str = "police") -> Ints:
        at = np.searchsorted(self.odds[pool], g.random(number))
        return self.pools[pool][np.minimum(at, len(self.pools[pool]) - 1)]

    def neighbour(self, g: Random, charges: Ints) -> Ints:
        """Another charge, mostly another clause of the same article."""
        first = np.searchsorted(self.article, self.article[charges])
        last = np.searchsorted(self.article, self.article[charges], side="right")
        same = first + (g.random(len(charges)) * (last - first)).astype(np.int64)
        return np.where(g.random(len(charges)) < 0.7, same, self.draw(g, len(charges)))

    def versions(self, g: Random, first: Ints) -> Ints:
        """Charges of accused with these main ones: accused x version x charge, -1 for none."""
        n = len(first)
        sets = np.full((n, VERSIONS, MOST), NONE, np.int64)
        sets[:, :, 0] = first[:, None]
        more = g.random(n)
        for place, share in ((1, 0.10), (2, 0.015)):
            sets[:, :, place] = np.where(more < share, self.draw(g, n), NONE)[:, None]
        sets[:, CHANGED, 0] = self.neighbour(g, first)
        empty = sets[:, SUPPLEMENTED, 1] == NONE
        sets[empty, SUPPLEMENTED, 1] = self.draw(g, int(empty.sum()))
        sets[:, JUDGED, 0] = self.neighbour(g, first)
        return self.without_repeats(sets)

    def without_repeats(self, sets: Ints) -> Ints:
        """The same article is charged once: clause decides, and a document lists a charge once."""
        for later, earlier in ((1, 0), (2, 0), (2, 1)):
            a, b = sets[:, :, later], sets[:, :, earlier]
            same = (a != NONE) & (b != NONE) & (self.article[a] == self.article[b])
            sets[:, :, later] = np.where(same, NONE, a)
        hole = (sets[:, :, 1] == NONE) & (sets[:, :, 2] != NONE)
        sets[:, :, 1] = np.where(hole, sets[:, :, 2], sets[:, :, 1])
        sets[:, :, 2] = np.where(hole, NONE, sets[:, :, 2])
        return sets

    def gravest(self, sets: Ints) -> Ints:
        """Weight of the gravest charge of each set."""
        weights: Ints = np.where(sets == NONE, NONE, self.weight[sets]).max(axis=-1)
        return weights

    def gravity(self, sets: Ints) -> Ints:
        """Class of the gravest charge of each set."""
        classes: Ints = np.where(sets == NONE, NONE, self.severity[sets]).max(axis=-1)
        return classes

    def in_order(self, sets: Ints) -> tuple[Ints, Ints]:
        """Charges of each set in the order of documents, and where the first (main) one went."""
        key = np.where(sets == NONE, len(self.text), self.place[sets])
        order = np.argsort(key, axis=1, kind="stable")
        return np.take_along_axis(sets, order, axis=1), np.argmin(order, axis=1)

    def spelled(self, sets: Ints) -> pl.Series:
        """`*250.2,251.2`: sets of charges in order, the main one flagged; null for an empty set."""
        ordered, main = self.in_order(sets)
        names = pl.Series(self.text + ["*" + text for text in self.text], dtype=pl.String)
        columns = []
        for place in range(MOST):
            codes = ordered[:, place]
            flagged = np.where(main == place, codes + len(self.text), codes)
            known = pl.Series(codes != NONE)
            columns.append(names.gather(np.maximum(flagged, 0)).zip_with(known, _nulls(len(codes))))
        joined = pl.DataFrame(columns_named(columns)).select(
            pl.concat_str(pl.all(), separator=",", ignore_nulls=True).alias("charges")
        )["charges"]
        return joined.zip_with(pl.Series(sets[:, 0] != NONE), _nulls(len(joined)))


def columns_named(columns: list[pl.Series]) -> list[pl.Series]:
    return [column.alias(f"c{i}") for i, column in enumerate(columns)]


def _nulls(n: int) -> pl.Series:
    return pl.Series([None], dtype=pl.String).new_from_index(0, n)


def _common(article: str) -> float:
    """Offences against the state, of soldiers and of war are hardly ever met by the police."""
    number = article_order(article)[0]
    return 0.05 if number <= 122 or number >= 392 else 1.0
