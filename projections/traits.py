"""Đặc điểm: what forms filter by, as documents and catalogues give it.

Place traits travel as small numbers; 0 stands for what nobody has said yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl

from projections import finer
from projections.agencies import KINDS, Agencies
from projections.history import History
from projections.numbers import (
    NONE,
    Flags,
    Ints,
    begins,
    coded,
    day_numbers,
    days_of,
    mapped,
    perhaps,
    pointers,
)
from projections.offences import SEVERITIES, Offences, parse_charges
from projections.units import Units

UNKNOWN = "unknown"
AGENCY_KINDS = (UNKNOWN, *sorted(KINDS))
GRAVITY = (UNKNOWN, *SEVERITIES)
PENALTIES = (
    *("warning", "fine", "non_custodial", "expulsion", "prison", "life", "death"),
    *("operation_suspended", "operation_ended"),
    *("post_ban", "residence_ban", "local_supervision", "civic_rights", "confiscation"),
    *("business_ban", "capital_ban", "remedy"),
)
BANDS = ((36, "prison_to_3"), (84, "prison_3_to_7"), (180, "prison_7_to_15"))
LATEST = (
    *("person", "sex", "age_at_act", "ethnicity", "nationality", "education"),
    *("party_member", "manager", "recidivism", "official_of", "legal_entity"),
)
SINCE = ("key_case", "special_measures")
# Place traits that documents say in words of their own, with what stands where none has.
TOLD: dict[str, str | None] = {
    "agency_unit": None,
    "document_kind": UNKNOWN,
    "addressee": UNKNOWN,
    "field": UNKNOWN,
    "facility_kind": UNKNOWN,
}
OFFICIALS = ("police", "procuracy", "court", "enforcement", "other")
AGES = ((13, "under_14"), (15, "14_to_16"), (17, "16_to_18"), (30, "18_to_30"), (70, "31_to_70"))


@dataclass(frozen=True, slots=True)
class Charged:
    """The gravest charge of a document: its article, class and group."""

    article: str = UNKNOWN
    severity: str = UNKNOWN
    group: str = UNKNOWN


@dataclass(frozen=True, slots=True)
class Registers:
    """The catalogues, asked once for each thing said and not once for each document."""

    offences: Offences
    units: Units
    agencies: Agencies
    laws: tuple[date, ...]  # days on which the penal code changes
    unit_codes: tuple[str, ...]
    unit_ends: Ints
    _charged: dict[tuple[str, int], tuple[Charged, bool]] = field(default_factory=dict)
    _kinds: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, offences: Offences, units: Units, agencies: Agencies) -> Registers:
        clauses = [
            clause
            for numbered in offences.clauses.values()
            for versions in numbered.values()
            for clause in versions
        ]
        days = {clause.valid_from for clause in clauses}
        days |= {clause.valid_to for clause in clauses if clause.valid_to}
        ends = [
            max(v.valid_to or date.max for v in units.versions[code]) for code in units.versions
        ]
        return cls(
            offences,
            units,
            agencies,
            laws=tuple(sorted(days)),
            unit_codes=(UNKNOWN, *units.versions),
            unit_ends=days_of([date.min, *ends]),
        )

    def charged(self, charges: str, law: int) -> tuple[Charged, bool]:
        """What the charges come to under a state of the code; whether an article is unknown."""
        key = (charges, law)
        if key not in self._charged:
            # Any day of the stretch will do: nothing changes inside it.
            day = self.laws[law - 1] if law else date.min
            gravest = self.offences.gravest(charges, day)
            named = [charge.article for charge in parse_charges(charges)]
            strange = not named or not all(map(self.offences.known, named))
            found = Charged()
            if gravest and self.offences.known(gravest.article):
                severity = self.offences.severity(gravest.article, gravest.clause, day)
                group = self.offences.group(gravest.article)
                found = Charged(gravest.article, severity or UNKNOWN, group)
            self._charged[key] = found, strange
        return self._charged[key]

    def agency_kind(self, code: str) -> int:
        if code not in self._kinds:
            self._kinds[code] = AGENCY_KINDS.index(self.agencies.kind(code))
        return self._kinds[code]

    def units_at(self, codes: pl.Series, days: Ints) -> Ints:
        """Position in `unit_codes`; 0 for a unit that carries no figures of that day."""
        found = codes.cast(pl.Enum(self.unit_codes), strict=False).to_physical().fill_null(0)
        unit = found.to_numpy().astype(np.int64)
        return np.where(days < self.unit_ends[unit], unit, 0)

    def known_units(self, codes: pl.Series, days: Ints) -> pl.Series:
        """The codes, with `unknown` for one that names no unit of that day."""
        if codes.null_count() == len(codes):
            return codes
        known = pl.Series(self.units_at(codes, days) > 0)
        return pl.select(
            pl.when(known | codes.is_null()).then(codes).otherwise(pl.lit(UNKNOWN))
        ).to_series()

    def charged_at(self, charges: pl.Series, days: Ints) -> tuple[Ints, list[Charged], Flags]:
        """A number for what the charges come to (-1: none said), the numbered, unknown articles."""
        said = np.flatnonzero(charges.is_not_null().to_numpy())
        law = np.searchsorted(days_of(self.laws), days[said], side="right")
        pairs = pl.DataFrame({"charges": charges.gather(pointers(said)), "law": law})
        distinct = pairs.unique()
        resolved = [self.charged(text, stretch) for text, stretch in distinct.rows()]
        numbered = {Charged(): 0}
        for found, _ in resolved:
            numbered.setdefault(found, len(numbered))
        coded = distinct.with_columns(
            number=pl.Series([numbered[found] for found, _ in resolved], dtype=pl.Int64),
            strange=pl.Series([strange for _, strange in resolved], dtype=pl.Boolean),
        )
        joined = pairs.join(coded, on=["charges", "law"], how="left", maintain_order="left")
        number, strange = np.full(len(charges), NONE), np.zeros(len(charges), bool)
        number[said] = joined["number"].to_numpy()
        strange[said] = joined["strange"].to_numpy()
        return number, list(numbered), strange


@dataclass(frozen=True, slots=True)
class Facts:
    """What the documents say of place, by row of the moves: numbers (-1: nothing said).

    `names` tells what the numbers of a place trait stand for, `charged` those of `offence`; a trait
    of which no document says anything has a name for 0 only, and no numbers.
    """

    day: Ints
    place: Mapping[str, Ints]
    counterpart: Ints
    strange: Flags  # a charge names an article that is not in the catalogue
    names: Mapping[str, Sequence[str | None]]
    charged: Sequence[Charged]

    @classmethod
    def of(cls, moves: pl.DataFrame, registers: Registers) -> Facts:
        day = day_numbers(moves["effective_on"])
        offence, charged, strange = registers.charged_at(moves["charges"], day)
        told = {name: coded(moves[name], absent) for name, absent in TOLD.items()}
        told["agency_unit"] = coded(registers.known_units(moves["agency_unit"], day), None)
        told["penalty"] = penalty_bands(moves)
        return cls(
            day=day,
            place={
                "unit": registers.units_at(moves["unit"], day),
                "offence": offence,
                "handler": mapped(moves["agency"], registers.agency_kind),
                # What no document of these says, nobody need carry from stay to stay.
                **{name: codes for name, (codes, words) in told.items() if len(words) > 1},
            },
            counterpart=mapped(moves["counterpart"], registers.agency_kind),
            strange=strange,
            names={
                "unit": registers.unit_codes,
                "handler": AGENCY_KINDS,
                **{name: words for name, (_, words) in told.items()},
            },
            charged=charged,
        )

    def said(self, rows: Ints, handler: Flags) -> dict[str, Ints]:
        """What these documents say of place; only a row so marked names the handler.

        Whoever takes a subject in hand says of which agency with forms of its own: unsaid, of none.
        """
        found = {name: codes[rows] for name, codes in self.place.items()}
        if "agency_unit" in found:
            unsaid = handler & (found["agency_unit"] == NONE)
            found["agency_unit"] = np.where(unsaid, 0, found["agency_unit"])
        return found | {"handler": np.where(handler, found["handler"], NONE)}


def carried(said: Ints, first: Flags) -> Ints:
    """What holds after each document: its own word, else the one before it of the same subject."""
    known = np.flatnonzero((said != NONE) | first)
    return np.repeat(np.maximum(said[known], 0), np.diff(known, append=len(said)))


def people(history: History) -> pl.DataFrame:
    """Facts of each subject that amend its whole history: the latest known; first days known."""
    moves = history.moves
    said = moves.select(
        pl.col(*LATEST, "counsel").is_not_null(),
        *((pl.col(name) == "yes").fill_null(False).alias(f"{name}_on") for name in SINCE),
    )
    at = {name: np.flatnonzero(said[name].to_numpy()[history.row]) for name in said.columns}
    rows = {name: _last(history, at[name]) for name in LATEST}
    rows |= {name: _last(history, at[name][::-1]) for name in said.columns if name not in rows}
    # On the wire "no" cannot be told from not said: once a legal entity, a legal entity.
    yes = (moves["legal_entity"] == "yes").fill_null(False).to_numpy()
    entities = _last(history, np.flatnonzero(yes[history.row]))
    rows["legal_entity"] = np.where(entities != NONE, entities, rows["legal_entity"])
    first = history.row[np.flatnonzero(begins(history.subject))]
    entity = (pl.col("legal_entity") == "yes").fill_null(False)
    known = (
        moves.select(
            pl.col("dossier", "subject", "kind").gather(pointers(first)),
            *(pl.col(name).gather(perhaps(rows[name])) for name in (*LATEST, "counsel")),
            pl.col("effective_on").gather(perhaps(rows["counsel"])).alias("counsel_on"),
            *(
                pl.col("effective_on").gather(perhaps(rows[f"{name}_on"])).alias(f"{name}_on")
                for name in SINCE
            ),
        )
        .with_columns(
            pl.when(~entity).then("sex").alias("sex"),
            pl.when(~entity).then(_banded(pl.col("age_at_act"), AGES, "over_70")).alias("age_band"),
            pl.when(~entity).then(_either("ethnicity", "kinh", "kinh", "minority")),
            _either("nationality", "VN", "vietnamese", "foreign"),
            pl.when(pl.col("official_of").is_in(OFFICIALS)).then("official_of"),
        )
        .drop("age_at_act")
        .rename({"official_of": "official"})
        .with_columns(pl.col(pl.String).exclude("person").fill_null(UNKNOWN))
    )
    return finer.inherited(known)


def _last(history: History, at: Ints) -> Ints:
    """One row a subject (-1: none): where a subject stands more than once, the last counts."""
    rows = np.full(history.subjects, NONE)
    rows[history.subject[at]] = history.row[at]
    return rows


def _either(column: str, value: str, same: str, other: str) -> pl.Expr:
    return (
        pl.when(pl.col(column) == value)
        .then(pl.lit(same))
        .when(pl.col(column).is_not_null())
        .then(pl.lit(other))
        .alias(column)
    )


def _banded(number: pl.Expr, bands: Sequence[tuple[int, str]], above: str) -> pl.Expr:
    """The first band whose last number is not passed."""
    found = pl.lit(above)
    for last, name in reversed(bands):
        found = pl.when(number <= last).then(pl.lit(name)).otherwise(found)
    return pl.when(number.is_not_null()).then(found)


def penalty_bands(moves: pl.DataFrame) -> tuple[Ints, list[str | None]]:
    """Khung hình phạt đã tuyên; a term of exactly three years is still "to three"."""
    prison = (
        pl.when(pl.col("penalty_suspended") == "yes")
        .then(pl.lit("suspended_prison"))
        .otherwise(_banded(pl.col("penalty_months"), BANDS, "prison_over_15"))
    )
    band = (
        pl.when(pl.col("penalty") == "prison")
        .then(prison)
        .when(pl.col("penalty").is_in(PENALTIES))
        .then(pl.col("penalty"))
        .fill_null(UNKNOWN)
    )
    imposed = moves["penalty"].is_not_null().arg_true()
    columns = ("penalty", "penalty_months", "penalty_suspended")
    bands = moves.select(pl.col(columns).gather(imposed)).select(band).to_series()
    number, names = coded(bands, UNKNOWN)
    numbers = np.full(len(moves), NONE)
    numbers[imposed.to_numpy()] = number
    return numbers, names
