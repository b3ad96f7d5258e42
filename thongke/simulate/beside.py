"""Hồ sơ bên cạnh: custody, enforcement, petitions, measures, examinations, violations, documents.

Each has one subject that walks the roads of its own procedure; all dossiers of a kind take their
k-th step together. Those of a person are tied to an accused of the cases: the same person, the same
seat, from about the day on which the case says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from projections.definitions import Definitions, Track
from thongke.simulate.charges import INITIAL, NONE, Charges, Flags, Ints, Random
from thongke.simulate.habits import Profile, profiles
from thongke.simulate.places import Places
from thongke.simulate.roads import Roads
from thongke.simulate.table import Table
from thongke.simulate.told import Told
from thongke.simulate.world import World, to_work

FAR = 1 << 30  # a day that never comes
MOST = 30  # documents of one dossier
CARELESS, URGENT = 0.03, 2
SHORT, ORDERED = 5, 55  # days: limits that orders state as they are, and what other orders state
CARRIED = 0.3  # of the dossiers of a kind; they stand somewhere before the first day
# Of each newly prosecuted case; of a person: of the accused who were charged, or judged.
NUMBERS: Mapping[str, float] = {
    "petition": 0.06, "measure": 0.25, "examination": 0.15, "violation": 0.3, "document": 0.06,
    "supervision": 0.03, "custody": 0.6, "convict": 0.75, "penalty": 0.9, "diversion": 0.02,
    "compulsory_treatment": 0.01, "death_review": 0.01,
}  # fmt: skip
AFTER: Mapping[str, int] = {"convict": 20, "penalty": 35, "death_review": 30}
"""Days after the judgment; others begin with the charge."""
OF_PERSONS = ("custody", "convict", "penalty", "diversion", "compulsory_treatment", "death_review")
ABOVE = ("petition", "death_review")
"""Tracks whose documents are those of the unit above."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What the dossiers of one track wrote down, a row for each document."""

    track: Track
    roads: Roads
    profiles: list[Profile]
    road: Ints
    dossier: Ints  # as all that follow by dossier: number within the track
    day: Ints
    order: Ints
    seat: Ints
    other: Ints  # seat to which, or from which, it is transferred; -1
    until: Ints  # last day that the document states; -1
    rank: Ints  # of the level that extends a limit so; -1
    # by dossier
    profile: Ints
    accused: Ints  # whose dossier it is; -1: of nobody
    case: Ints  # dossier of the case that it belongs to; -1
    home: Ints  # the same, where it is told in that very dossier; -1


def beside(
    g: Random,
    definitions: Definitions,
    table: Table,
    charges: Charges,
    places: Places,
    world: World,
    told: Told,
    cases: int,
    days: tuple[int, int],
) -> list[Beside]:
    """Everything that goes on beside the cases of a simulated year."""
    charged, judged = _first_days(world, told)
    gravity = charges.gravity(world.sets[:, INITIAL])
    found = []
    for track in definitions.tracks.values():
        if track.name in NUMBERS:
            firsts = judged if track.name in AFTER else charged
            if track.kinds == ("accused",):
                firsts = np.where(_told_of(track, table, world, told), FAR, firsts)
            found.append(
                _walked(g, definitions, places, world, track, cases, days, firsts, gravity)
            )
    return found


def _told_of(track: Track, table: Table, world: World, told: Told) -> Flags:
    """Accused whom a document of their case has moved along this track already."""
    events = {row.event for row in track.transitions if not row.event.endswith("carried_in")}
    step, dossier = (np.concatenate(told.events[name]) for name in ("step", "dossier"))
    return np.isin(world.dossier, dossier[np.isin(step, table.where(*events))])


def _first_days(world: World, told: Told) -> tuple[Ints, Ints]:
    """By accused: the day on which a document first lists it, and of its judgment; FAR: none."""
    n = len(world.dossier)
    day = np.concatenate(told.events["day"])
    event = np.concatenate(told.subjects["event"])
    who = np.concatenate(told.subjects["accused"])
    sentenced = np.zeros(len(who), bool)
    if told.sentences:
        sentenced[np.concatenate(told.sentences["row"])] = True
    firsts = []
    for taken in (who >= 0, (who >= 0) & sentenced):
        first = np.full(n, FAR)
        np.minimum.at(first, who[taken], day[event[taken]])
        firsts.append(first)
    return firsts[0], firsts[1]


def _walked(
    g: Random,
    definitions: Definitions,
    places: Places,
    world: World,
    track: Track,
    cases: int,
    days: tuple[int, int],
    firsts: Ints,
    gravity: Ints,
) -> Beside:
    known = profiles(track.kinds[0], definitions)
    roads = Roads.of(definitions, track, known, date.fromordinal(days[0] + EPOCH))
    accused, case, start, seat = _begun(g, world, track, cases, days, firsts)
    n = len(start)
    carried = g.random(n) < CARRIED if roads.carries_in.any() else np.zeros(n, bool)
    start = np.where(carried, days[0] - 1, start)
    weights = np.cumsum([p.weight for p in known])
    profile = np.searchsorted(weights, g.random(n) * weights[-1], side="right")
    profile = np.minimum(profile, len(known) - 1)
    if track.name in OF_PERSONS:
        grave = np.array([p.facts.get("penalty") in ("life", "death") for p in known])
        age = world.people.age[accused]
        profile = np.where(grave[profile] & (age >= 0) & (age < 18), 0, profile)  # BLHS Điều 91
    severity = np.where(accused != NONE, gravity[accused], 0)
    young = (accused != NONE) & world.people.young[accused]
    walk = _Walk(g, places, roads, days, profile, severity, young, seat, start, carried)
    walk.run()
    told = {name: np.concatenate(chunks) for name, chunks in walk.told.items()}
    home = case if track.kinds[0] == "accused" else np.full(n, NONE)
    return Beside(track=track, roads=roads, profiles=known, profile=walk.profile, accused=accused,
                  case=case, home=home, **told)  # fmt: skip


EPOCH = date(1970, 1, 1).toordinal()


def _begun(
    g: Random, world: World, track: Track, cases: int, days: tuple[int, int], firsts: Ints
) -> tuple[Ints, Ints, Ints, Ints]:
    """Whose dossiers there are, in which case, since when, at which seat."""
    n = round(NUMBERS[track.name] * cases) + 20
    first, last = days
    if track.name in OF_PERSONS:
        here = np.flatnonzero(firsts < FAR)
        # One dossier for each: the accused of a case has one diversion, one stay in custody.
        accused = here[np.sort(g.permutation(len(here))[:n])]
        home = world.dossier[accused]
        later = firsts[accused] + AFTER.get(track.name, 0)
        start = np.where(
            firsts[accused] < first, first + g.integers(0, last - first, len(accused)), later
        )
        return accused, home, start, world.seat[home]
    nobody = np.full(n, NONE)
    start = first + (g.random(n) * (last - first)).astype(np.int64)
    case = g.integers(0, world.used, n)
    return nobody, nobody, to_work(start, g.random(n)), world.seat[case]


@dataclass(slots=True)
class _Walk:
    """All dossiers of a track, step by step."""

    g: Random
    places: Places
    roads: Roads
    days: tuple[int, int]
    profile: Ints
    severity: Ints
    young: Flags
    seat: Ints
    day: Ints
    carried: Flags
    stage: Ints = field(init=False)
    due: Ints = field(init=False)
    bound: Ints = field(init=False)  # seat that it is being transferred to
    careless: Flags = field(init=False)
    given: Ints = field(init=False)  # extensions so far, by table
    told: dict[str, list[Ints]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        n = len(self.day)
        self.stage, self.due = np.zeros(n, np.int64), np.full(n, FAR)
        self.bound, self.careless = self.seat.copy(), self.g.random(n) < CARELESS
        self.given = np.zeros((n, len(self.roads.grants.many)), np.int64)

    def run(self) -> None:
        live = np.flatnonzero(self.day < self.days[1])
        for order in range(MOST):
            if len(live) == 0:
                break
            live = self._step(live, order)

    def _step(self, live: Ints, order: int) -> Ints:
        road, rests = self._choose(live, order)
        live, road = live[~rests], road[~rests]
        day = self._days(live, road, order)
        going = day < self.days[1]
        live, road, day = live[going], road[going], day[going]
        self._write(live, road, day, order)
        return live

    def _choose(self, live: Ints, order: int) -> tuple[Ints, Flags]:
        roads, stage = self.roads, self.stage[live]
        options = roads.options[stage]
        there = options != NONE
        fits = there & roads.fits[options, self.profile[live][:, None]]
        grant, severity = roads.grant[options], self.severity[live]
        fits &= self.given[live[:, None], grant] < roads.grants.many[grant, severity[:, None]]
        too_late = self.day[live][:, None] + roads.before[options] > self.due[live][:, None]
        fits &= ~too_late | (roads.before[options] == 0)
        fits &= roads.carries_in[options] == (self.carried[live] & (order == 0))[:, None]
        useful = roads.moves[options] | roads.extends[options]
        urgent = (self.due[live] - self.day[live] <= URGENT) & ~self.careless[live]
        pressed = fits & (useful | ~urgent[:, None])
        fits = np.where(pressed.any(axis=1)[:, None], pressed, fits)
        chances = np.cumsum(roads.odds[stage] * fits, axis=1)
        total = chances[:, -1] + np.where(urgent, 0, roads.rest[stage])
        luck = self.g.random(len(live)) * total
        place = (luck[:, None] >= chances).sum(axis=1)
        rests = (place >= chances.shape[1]) | (chances[:, -1] <= 0)
        place = np.minimum(place, chances.shape[1] - 1)
        return options[np.arange(len(live)), place], rests

    def _days(self, live: Ints, road: Ints, order: int) -> Ints:
        if order == 0:
            return self.day[live]
        day = self.day[live] + self.g.gamma(2, self.roads.days[road] / 2).astype(np.int64)
        before = self.roads.before[road]
        in_time = np.maximum(np.minimum(day, self.due[live] - before), self.day[live])
        careless = self.careless[live] & (before == 0)
        return np.maximum(np.where(careless, day, in_time), self.days[0])

    def _write(self, live: Ints, road: Ints, day: Ints, order: int) -> None:
        g, roads, places = self.g, self.roads, self.places
        departs, arrives = roads.departs[road], roads.arrives[road]
        self.bound[live[departs]] = places.elsewhere(g, self.seat[live[departs]])
        here = live[arrives]
        self.seat[here], self.bound[here] = self.bound[here], self.seat[here]
        other = self.bound[live]
        foreign = other == self.seat[live]
        other[foreign] = places.elsewhere(g, self.seat[live[foreign]])
        goal = roads.goal[road]
        number = roads.grant[road]
        months, more, rank = roads.grants.next(
            number, self.young[live], self.severity[live], self.given[live, number]
        )
        self.given[live, number] += rank != NONE
        until = self._until(live, road, goal, day, 30 * months + more)
        rows = {"road": road, "dossier": live, "day": day, "order": np.full(len(live), order + 1),
                "seat": self.seat[live], "other": other, "until": until, "rank": rank}  # fmt: skip
        for name, column in rows.items():
            self.told.setdefault(name, []).append(column)
        self.stage[live], self.day[live] = goal, day

    def _until(self, live: Ints, road: Ints, goal: Ints, day: Ints, given: Ints) -> Ints:
        """What orders state, `given` days more where the law rations them; else the shortest that
        the law gives, or what was stated before."""
        roads, due = self.roads, self.due[live]
        allowed, before = roads.allowed[goal], roads.allowed[self.stage[live]]
        same, extends = before == allowed, roads.extends[road]
        length = np.where((allowed != NONE) & (allowed <= SHORT), allowed, ORDERED)
        begins = np.where(same & (due < FAR), np.maximum(day, due), day)
        begins = np.where(given > 0, due, begins)  # however late it is given
        until = np.where(roads.states[road], begins + np.where(given > 0, given, length), NONE)
        stands = np.where(extends, until, np.where(same, due, day + allowed))
        self.due[live] = np.where(allowed == NONE, FAR, stands)
        return until
