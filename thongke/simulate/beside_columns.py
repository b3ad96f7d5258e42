"""Cột của hồ sơ bên cạnh: what `beside.py` told, as columns like those of the cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from thongke.simulate.beside import ABOVE, OF_PERSONS, Beside
from thongke.simulate.charges import INITIAL, NONE, VERSIONS, Charges, Flags, Ints, Random
from thongke.simulate.columns import SEALED, TYPED_LATE, Columns
from thongke.simulate.habits import (
    BY_NAME,
    COURT,
    HANDLER,
    ISSUERS,
    PROCURACY,
    REQUIRED,
    SAYS,
)
from thongke.simulate.places import OWN_AGENCY, OWN_UNIT, Places
from thongke.simulate.roads import Road, own
from thongke.simulate.series import dates, nulls, pick, picked, worded
from thongke.simulate.world import World

LETTERS = {"detainee": "g", "convict": "k", "penalty": "t", "measure": "m", "petition": "d",
           "examination": "x", "violation": "i", "document": "w", "supervision": "u"}  # fmt: skip
ENTITIES = ("operation_suspended", "operation_ended", "business_ban", "capital_ban", "remedy")
OF_SUBJECT = ("outcome", "penalty", "penalty_months", "penalty_suspended", "additional",
              "facility_kind", "stated_stage")  # fmt: skip
HOUR, OPENS = 3600, 10 * 3600


@dataclass(frozen=True, slots=True)
class BesideScribe:
    """Writes columns from numbers, for one track after the other."""

    g: Random
    charges: Charges
    places: Places
    world: World
    prefix: str

    def columns(self, found: Sequence[Beside], events: int, dossiers: int) -> Columns:
        """`events`, `dossiers`: how many numbers the cases have taken."""
        written = []
        for each in found:
            written.append(self._columns(each, events, dossiers))
            events += len(each.road)
            dossiers += len(each.profile)
        return Columns(
            pl.concat([one.events for one in written], how="diagonal"),
            pl.concat([one.subjects for one in written], how="diagonal"),
        )

    def _columns(self, b: Beside, events: int, dossiers: int) -> Columns:
        n = len(b.road)
        roads, facts = b.roads, self._facts(b)
        opening = roads.opening[b.road]
        event = np.arange(n) + events
        names = [road.event.name for road in roads.roads]
        unit = self.places.higher if b.track.name in ABOVE else self.places.unit
        agency = self._agency(b)
        transfers = np.array([_moves(road) for road in roads.roads])[b.road]
        linked = opening & (b.case[b.dossier] >= 0) & self._allows(b, "link")
        home = np.where(b.home >= 0, b.home, np.arange(len(b.home)) + dossiers)
        typed = pick(self.g, n, TYPED_LATE)
        own_agency = agency == self.places.number(OWN_AGENCY)
        told = {name: column for name, column in facts.items() if name not in OF_SUBJECT}
        frame = pl.DataFrame({
            "event_id": self._ids("e", event),
            "type": worded(names, b.road),
            "corrects": nulls(n),
            "dossier": self._ids("h", home[b.dossier]),
            "unit": worded(self.places.names, unit[b.seat]),
            "agency": worded(self.places.names, agency),
            "agency_unit": worded([OWN_UNIT], np.where(own_agency, 0, NONE)),
            "effective_on": dates(b.day),
            "sequence": pl.Series(b.order * 10, dtype=pl.Int64),
            "recorded_on": dates(b.day + typed),
            "extension_until": dates(b.until),
            "counterpart": worded(self.places.names, np.where(transfers, unit[b.other], NONE)),
            "link_dossier": self._ids("h", np.where(linked, b.case[b.dossier], NONE)),
            "in_force_on": dates(np.where(opening & self._allows(b, "judgment"), b.day, NONE)),
            **told,
            "number": pl.Series(event),
            "relation": worded(["case"], np.where(linked, 0, NONE)),
            "recorded_at": pl.Series(b.day + typed).cast(pl.Int64) * 86_400
            + pl.Series(self.g.integers(HOUR, OPENS, n)),
            "officer": pl.Series(b.seat * 40 + b.dossier % 40),
        })  # fmt: skip
        return Columns(frame, self._subjects(b, facts, event, dossiers))

    def _subjects(
        self, b: Beside, facts: Mapping[str, pl.Series], event: Ints, dossiers: int
    ) -> pl.DataFrame:
        people, kind = self.world.people, b.track.kinds[0]
        who = b.accused[b.dossier]
        persons = b.track.name in OF_PERSONS
        person = people.person[np.maximum(who, 0)]
        entity = facts["penalty"].is_in(ENTITIES).fill_null(value=False).to_numpy() if (
            "penalty" in facts and kind in ("convict", "penalty")
        ) else np.zeros(len(who), bool)  # fmt: skip
        entity = _ever(entity, b.dossier, len(b.profile))
        introduced = b.roads.opening[b.road] & persons & (kind != "accused") & ~entity
        introduced &= ~people.legal_entity[np.maximum(who, 0)]
        whose = np.where(introduced, who, NONE)
        sets = self.world.sets.reshape(-1, self.world.sets.shape[2])
        charged = np.where(whose >= 0, whose * VERSIONS + INITIAL, NONE)
        ids = (
            self._ids("b", who)
            if kind == "accused"
            else self._ids(LETTERS[kind], b.dossier + dossiers)
        )
        own_facts = {name: facts[name] for name in OF_SUBJECT if name in facts}
        return pl.DataFrame({
            "event": pl.Series(event),
            "subject": ids,
            "kind": worded([kind], np.zeros(len(who), np.int64)),
            "person": self._ids("p", np.where(persons, person, NONE)),
            "charges": picked(self.charges.spelled(sets), charged),
            **own_facts,
            "lead": worded(["no"], np.zeros(len(who), np.int64)),
            "legal_entity": worded(["no", "yes"], entity.astype(np.int64)),
            **{name: picked(column, whose) for name, column in people.facts.items()},
            "sealed": pl.Series(introduced & (person * 7919 % 1000 < SEALED * 1000)),
        })  # fmt: skip

    def _facts(self, b: Beside) -> dict[str, pl.Series]:
        """What the documents say: drawn, of the dossier's own, and what decides their way."""
        roads = b.roads.roads
        drawn = [_drawn(road) for road in roads]
        named = dict.fromkeys(
            [c for road in roads for c in road.facts]
            + [c for said in drawn for c in said]
            + [c for profile in b.profiles for c in profile.facts]
        )
        found = {}
        for column in named:
            text: list[str] = []
            codes = np.full(len(b.road), NONE)
            for number, said in enumerate(drawn):
                mine = np.flatnonzero(b.road == number)
                if column in said and len(mine):
                    chances = np.cumsum(list(said[column].values()))
                    luck = self.g.random(len(mine)) * chances[-1]
                    codes[mine] = len(text) + np.searchsorted(chances, luck, side="right")
                    text += said[column]
            fixed = np.full((len(roads), len(b.profiles)), NONE)
            for number, road in enumerate(roads):
                for place, profile in enumerate(b.profiles):
                    value = road.facts.get(column, own(road, profile).get(column))
                    if value is not None:
                        text.append(value)
                        fixed[number, place] = len(text) - 1
            said_so = fixed[b.road, b.profile[b.dossier]]
            found[column] = worded(text, np.where(said_so != NONE, said_so, codes))
        return _whole(found, b, self.prefix)

    def _agency(self, b: Beside) -> Ints:
        issuer = np.array(
            [(PROCURACY, COURT, HANDLER).index(_issuer(b, road)) for road in b.roads.roads]
        )
        unit = self.places.higher if b.track.name in ABOVE else self.places.unit
        police = self.places.police[b.seat]
        procuracy = issuer[b.road] == 0
        return np.select(
            [procuracy & (b.rank != NONE), procuracy, issuer[b.road] == 1],
            [self.places.superior[b.seat, b.rank], unit[b.seat], self.places.court[b.seat]],
            police,
        )

    def _allows(self, b: Beside, group: str) -> Flags:
        return np.array([_says(road, group) for road in b.roads.roads])[b.road]

    def _ids(self, letter: str, numbers: Ints) -> pl.Series:
        spelled = pl.Series(np.maximum(numbers, 0)).cast(pl.String).str.zfill(7)
        named = pl.select((pl.lit(f"{self.prefix}-{letter}") + spelled).alias("id"))["id"]
        return named.zip_with(pl.Series(numbers >= 0), nulls(len(numbers)))


def _drawn(road: Road) -> Mapping[str, Mapping[str, float]]:
    required = {path.removeprefix("subjects.").split(".")[0] for path in road.event.requires}
    usual = {column: odds for column, odds in REQUIRED.items() if column in required}
    return usual | dict(SAYS.get(road.event.name, {}))


def _says(road: Road, group: str) -> bool:
    return any(path.split(".")[0] == group for path in (*road.event.requires, *road.event.allows))


def _moves(road: Road) -> bool:
    return _says(road, "transfer")


def _issuer(b: Beside, road: Road) -> str:
    kind, name = b.track.kinds[0], road.event.name
    if kind == "detainee" and name.startswith("detention_"):
        stage = f"{road.at} {road.goal}"
        if "prosecution" in stage or (name == "detention_prolonged" and "investigation" in stage):
            return PROCURACY
        return HANDLER if "investigation" in stage else COURT
    return next((who for part, who in BY_NAME if part in name), ISSUERS.get(kind, HANDLER))


def _ever(flags: Flags, dossier: Ints, n: int) -> Flags:
    ever = np.zeros(n, bool)
    ever[dossier[flags]] = True
    return ever[dossier]


def _whole(found: dict[str, pl.Series], b: Beside, prefix: str) -> dict[str, pl.Series]:
    """Facts that come with others: a punishment is suspended or not, a violation has an object."""
    if "penalty" in found and "outcome" in found:
        convicted = (found["outcome"] == "convicted").fill_null(value=True)
        found["penalty"] = found["penalty"].zip_with(convicted, nulls(len(convicted)))
    if "penalty" in found:
        known = found["penalty"].is_not_null()
        nothing = nulls(len(known))
        suspended = found.get("penalty_suspended", nothing).fill_null("no")
        found["penalty_suspended"] = suspended.zip_with(known, nothing)
        months = found.get("penalty_months", nothing).cast(pl.Int32)
        found["penalty_months"] = months.zip_with(
            known, pl.Series([None] * len(known), dtype=pl.Int32)
        )
        if "additional" in found:
            found["additional"] = found["additional"].zip_with(known, nothing)
    if "quantity" in found:
        found["quantity"] = found["quantity"].cast(pl.Int64)
    if "violator" in found:
        known = found["violator"].is_not_null()
        nothing = nulls(len(known))
        found["without_ground"] = pl.Series(["no"] * len(known)).zip_with(known, nothing)
        # What one office did wrong is done by one office, in two dossiers of the same kind at most.
        about = zip(b.profile[b.dossier].tolist(), (b.dossier // 2).tolist(), strict=True)
        objects = pl.Series([f"{prefix}-o{kind}-{number}" for kind, number in about])
        found["object"] = objects.zip_with(found["violation"].is_not_null(), nothing)
    return found
