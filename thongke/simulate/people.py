"""Bị can mô phỏng: what statistics ask of a person, never who it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from thongke.simulate.charges import NONE, Flags, Ints, Random

# age of first, width of the band, share: bị can by age at the act
AGES = (
    (14, 2, 0.012),
    (16, 2, 0.045),
    (18, 13, 0.47),
    (31, 25, 0.42),
    (56, 15, 0.048),
    (71, 10, 0.005),
)
ETHNICITIES = {
    "kinh": 0.815, "tay": 0.03, "thai": 0.03, "muong": 0.02, "khmer": 0.025, "hmong": 0.03,
    "nung": 0.02, "dao": 0.01, "gia_rai": 0.01, "e_de": 0.01,
}  # fmt: skip
NATIONALITIES = {"VN": 0.993, "CN": 0.003, "LA": 0.001, "KH": 0.001, "KR": 0.001, "NG": 0.001}
EDUCATION = {
    "illiterate": 0.03, "primary": 0.2, "lower_secondary": 0.42, "upper_secondary": 0.29,
    "university": 0.06,
}  # fmt: skip
RECIDIVISM = {None: 0.83, "recidivism": 0.13, "dangerous_recidivism": 0.04}
OFFICIAL_OF = {
    None: 0.9, "other": 0.07, "police": 0.012, "court": 0.006, "enforcement": 0.008,
    "procuracy": 0.004,
}  # fmt: skip
JUDICIAL = {"police": 0.4, "court": 0.15, "enforcement": 0.3, "procuracy": 0.05, "other": 0.1}
COUNSEL = {
    None: 0.74, "lawyer": 0.15, "legal_aid": 0.09, "lawyer,legal_aid": 0.01,
    "people_defender": 0.005, "representative": 0.005,
}  # fmt: skip
WOMEN, LEGAL_ENTITIES, KNOWN_BEFORE = 0.13, 0.02, 0.02


@dataclass(frozen=True, slots=True)
class People:
    """One row per accused; `person` is the same number for one person in several dossiers."""

    person: Ints
    age: Ints
    legal_entity: Flags
    facts: dict[str, pl.Series]  # columns of moves, null where they do not fit

    @property
    def young(self) -> Flags:
        young: Flags = (self.age >= 0) & (self.age < 18)
        return young

    @classmethod
    def draw(
        cls,
        g: Random,
        n: int,
        entities_possible: Flags,
        of_office: Flags,
        grave: Flags,
        judicial: Flags,
    ) -> People:
        """`entities_possible`: legal persons answer for the offence; `of_office`: officials do;
        `grave`: also people under 16 do (BLHS Điều 12); `judicial`: officials of justice alone."""
        legal = entities_possible & ~judicial & (g.random(n) < LEGAL_ENTITIES)
        again = np.flatnonzero((g.random(n) < KNOWN_BEFORE) & ~legal)
        person = np.arange(n)
        person[again] = (g.random(len(again)) * again).astype(np.int64)
        person[legal[person] & ~legal] = np.flatnonzero(legal[person] & ~legal)
        first, width, share = (np.array(column) for column in zip(*AGES, strict=True))
        band = np.searchsorted(np.cumsum(share), g.random(n) * share.sum())
        band = np.minimum(band, len(AGES) - 1)
        age = first[band] + (g.random(n) * width[band]).astype(np.int64)
        adult = (of_office | judicial) & (age < 22)
        age[adult] += 20
        age[(age < 16) & ~grave] += 2
        women = g.random(n) < WOMEN
        party = (g.random(n) < np.where(of_office, 0.45, 0.006)) & (age >= 18)
        manager = party & (g.random(n) < 0.35)
        facts = {
            "sex": _either(women, "female", "male"),
            "age_at_act": pl.Series(age, dtype=pl.Int32),
            "ethnicity": _drawn(g, n, ETHNICITIES),
            "nationality": _drawn(g, n, NATIONALITIES),
            "education": _drawn(g, n, EDUCATION),
            "party_member": _either(party, "yes", "no"),
            "manager": _either(manager, "yes", "no"),
            "recidivism": _drawn(g, n, RECIDIVISM),
            "official_of": _drawn(g, n, JUDICIAL).zip_with(
                pl.Series(judicial), _drawn(g, n, OFFICIAL_OF, of_office)
            ),
            "counsel": _drawn(g, n, COUNSEL),
        }
        for name, column in facts.items():  # the same person is the same, whatever the dossier
            whose = np.arange(n) if name in ("age_at_act", "counsel") else person
            facts[name] = _known(column.gather(whose), ~legal)
        return cls(person, np.where(legal, NONE, age), legal, facts)


def _either(flags: Flags, yes: str, no: str) -> pl.Series:
    return pl.Series([no, yes], dtype=pl.String).gather(flags.astype(np.int64))


def _drawn(
    g: Random, n: int, odds: dict[str | None, float] | dict[str, float], only: Flags | None = None
) -> pl.Series:
    chances = np.cumsum(list(odds.values()))
    at = np.minimum(np.searchsorted(chances, g.random(n) * chances[-1]), len(odds) - 1)
    drawn = pl.Series(list(odds), dtype=pl.String).gather(at)
    return drawn if only is None else _known(drawn, only)


def _known(column: pl.Series, where: Flags) -> pl.Series:
    return column.zip_with(
        pl.Series(where), pl.Series([None], dtype=column.dtype).new_from_index(0, len(column))
    )
