"""Đường đi: every document that a procedure expects of a subject, at every stage where it stands.

Dossiers beside a case (custody, enforcement, petitions, violations …) take any of these roads, so
that nothing of their procedures goes untried; how often is said in `habits.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from projections.definitions import Definitions, EventType, Limit, Track, Transition
from thongke.simulate.charges import NONE, Flags, Ints
from thongke.simulate.grants import Grants, reckoned, shared
from thongke.simulate.habits import (
    DAYS,
    ELSEWHERE,
    GROUPS,
    ODDS,
    PASSING,
    PER_STAGE,
    REST,
    STATING,
    STAYING,
    TO_PRISON,
    Profile,
)

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Facts = Mapping[str, str]
NOWHERE = ""
DEATH = "death"
TRANSIT = "_in_transit"


@dataclass(frozen=True, slots=True)
class Road:
    """One document at one stage: what it says, where it leads."""

    event: EventType
    facts: Facts  # what decides where it leads: the guard of its rows, the stage that it states
    at: str
    goal: str
    carries_in: bool
    share: float = 1.0  # of the event's odds: it may say several things at the same stage


@dataclass(frozen=True, slots=True)
class Roads:
    """The roads of one track as arrays; a road keeps its number in all of them."""

    roads: list[Road]
    stages: list[str]
    options: Ints  # stage x place -> road, -1 none
    odds: Floats  # stage x place
    rest: Floats  # by stage: odds that nothing more happens
    goal: Ints  # by road, as all that follow
    days: Floats
    moves: Flags
    extends: Flags  # lengthens the limit of the stage where it leads
    states: Flags  # says until when
    before: Ints  # days before the limit ends by which the document must be there; 0: any day
    grants: Grants
    grant: Ints  # table by which it extends
    carries_in: Flags
    opening: Flags
    departs: Flags
    arrives: Flags
    fits: Flags  # road x profile
    allowed: Ints  # by stage: days until the limit that holds there, unless something is stated

    @classmethod
    def of(
        cls, definitions: Definitions, track: Track, profiles: Sequence[Profile], on: date
    ) -> Roads:
        roads = [road for road in _roads(definitions, track, on)]
        stages = [NOWHERE, *track.stages]
        limits = [limit for limit in reckoned(definitions) if limit.track == track.name]
        grants, ids = Grants.of(definitions), frozenset(limit.id for limit in limits)
        by_stage = [[n for n, road in enumerate(roads) if road.at == stage] for stage in stages]
        width = max(map(len, by_stage))
        options = np.full((len(stages), width), NONE, np.int64)
        odds = np.zeros((len(stages), width))
        for stage, numbers in enumerate(by_stage):
            options[stage, : len(numbers)] = numbers
            odds[stage, : len(numbers)] = [_odds(roads[n]) for n in numbers]
        return cls(
            roads=roads,
            stages=stages,
            options=options,
            odds=odds,
            rest=np.array([_rest(track, stage) for stage in stages]),
            goal=np.array([stages.index(road.goal) for road in roads]),
            days=np.array([_days(road) for road in roads]),
            moves=np.array([road.at != road.goal for road in roads]),
            extends=np.array([_extends(road, limits) for road in roads]),
            states=np.array([_extends(road, limits) or _must_extend(road) for road in roads]),
            before=np.array([_before(road, limits) for road in roads]),
            grants=grants,
            grant=np.array([grants.number(r.event.name, ids, (r.goal,)) for r in roads]),
            carries_in=np.array([road.carries_in for road in roads]),
            opening=np.array([road.at == NOWHERE for road in roads]),
            departs=np.array(
                [road.goal.endswith(TRANSIT) and TRANSIT not in road.at for road in roads]
            ),
            arrives=np.array(
                [road.at.endswith(TRANSIT) and TRANSIT not in road.goal for road in roads]
            ),
            fits=_all_fits(roads, profiles, track),
            allowed=np.array([_allowed(stage, limits) for stage in stages]),
        )


def _roads(definitions: Definitions, track: Track, on: date) -> Iterator[Road]:
    """Documents of this track alone; those that move other tracks too are told with the case."""
    kind = track.kinds[0]
    others = [t for t in definitions.tracks.values() if t is not track and kind in t.kinds]
    shared = {row.event for other in others for row in other.transitions if not row.stays_anywhere}
    for event in dict.fromkeys(row.event for row in track.transitions):
        type_ = definitions.events[event]
        rows = [r for r in track.transitions if r.event == event and r.provenance.holds_on(on)]
        general = event.endswith("carried_in")
        if kind in type_.kinds and (general or event not in shared):
            yield from _of_event(type_, rows, track)


def _of_event(type_: EventType, rows: Sequence[Transition], track: Track) -> Iterator[Road]:
    sets: dict[tuple[frozenset[tuple[str, frozenset[str]]], bool], list[Transition]] = {}
    for row in rows:
        sets.setdefault((frozenset(row.when.items()), row.stated), []).append(row)
    found: list[Road] = []
    for key, read in sets.items():
        for facts in _variants(read[0], track):
            first = next(k for k, other in sets.items() if _reads(other[0], facts, track))
            if first == key:
                found += _from_stages(type_, read, facts, track)
    for road in found:
        alike = sum(other.at == road.at for other in found)
        yield Road(road.event, road.facts, road.at, road.goal, road.carries_in, 1 / alike)


def _variants(row: Transition, track: Track) -> Iterator[dict[str, str]]:
    """Facts that the row's guard asks for: every value in turn."""
    if row.stated:
        carried = row.event.endswith("carried_in")
        for name, stage in track.stages.items():
            if stage.open and (carried or not (name.endswith(PASSING) or name in ELSEWHERE)):
                yield {c: min(values) for c, values in row.when.items()} | _stating(name)
        return
    values = {column: sorted(named) for column, named in row.when.items()}
    for turn in range(max([1, *map(len, values.values())])):
        said = {column: named[turn % len(named)] for column, named in values.items()}
        yield said | _stating(said["stated_stage"]) if "stated_stage" in said else said


def _stating(stage: str) -> dict[str, str]:
    more = next((facts for name, facts in STATING.items() if stage.startswith(name)), {})
    return {"stated_stage": stage, **more}


def _reads(row: Transition, facts: Facts, track: Track) -> bool:
    if any(facts.get(column) not in values for column, values in row.when.items()):
        return False
    stated = track.stages.get(facts.get("stated_stage", ""))
    return not row.stated or (stated is not None and stated.open)


def _from_stages(
    type_: EventType, rows: Sequence[Transition], facts: Facts, track: Track
) -> Iterator[Road]:
    carries_in = type_.name.endswith("carried_in")
    for stage in (NOWHERE, *track.stages):
        goal = _goal(rows, stage, facts, track)
        if goal is not None:
            yield Road(type_, facts, stage, goal, carries_in)


def _goal(rows: Sequence[Transition], stage: str, facts: Facts, track: Track) -> str | None:
    for row in rows:
        if row.stated and stage in row.stays:
            return facts["stated_stage"] if facts["stated_stage"] != stage else None
        if stage in row.moves:
            return row.moves[stage] if row.moves[stage] != stage else None
        if stage in row.stays:
            return stage
    anywhere = stage in track.stages and track.stages[stage].open
    return stage if anywhere and any(row.stays_anywhere for row in rows) else None


def _odds(road: Road) -> float:
    usual = 1.0 if road.at != road.goal else STAYING
    here = PER_STAGE.get((road.event.name, road.at))
    return (ODDS.get(road.event.name, usual) if here is None else here) * road.share


def _rest(track: Track, stage: str) -> float:
    if stage == NOWHERE:
        return 0.0
    return REST.get(track.name, REST[""]) if track.stages[stage].open else REST["closed"]


def _days(road: Road) -> float:
    return DAYS.get(road.event.name, DAYS.get(road.at, DAYS["usual"]))


def _extends(road: Road, limits: Sequence[Limit]) -> bool:
    groups = {part.split(".")[0] for part in (*road.event.requires, *road.event.allows)}
    return "extension" in groups and any(
        road.goal in limit.stages and road.event.name in limit.extended_by for limit in limits
    )


def _before(road: Road, limits: Sequence[Limit]) -> int:
    days = (
        notice.days
        for limit in limits
        for notice in limit.notices
        if notice.day == "effective_on" and road.event.name in notice.by
    )
    return max(days, default=0)


def _must_extend(road: Road) -> bool:
    return any(part.split(".")[0] == "extension" for part in road.event.requires)


def _allowed(stage: str, limits: Sequence[Limit]) -> int:
    days = [
        30 * length.months + length.days - limit.inclusive
        for limit in limits
        if stage in limit.stages
        for lengths in (limit.lengths, *limit.lengths_in.values())
        for length in (shared(limit, each, young=True) for each in lengths.values())
    ]
    return min(days, default=NONE)


def own(road: Road, profile: Profile) -> dict[str, str]:
    """What the dossier is about, as far as the document has to say it."""
    required = {part for path in road.event.requires for part in path.split(".")}
    allowed = {path.split(".")[0] for path in (*road.event.requires, *road.event.allows)}
    if road.event.topic == "enforcement":
        allowed.add("penalty")
    opening = road.at == NOWHERE
    return {
        column: value
        for column, value in profile.facts.items()
        if GROUPS[column] in required or (opening and GROUPS[column] in allowed)
    }


def _all_fits(roads: Sequence[Road], profiles: Sequence[Profile], track: Track) -> Flags:
    """By road and profile; what stood somewhere before stood where its profile can come."""
    fits = np.array([[_fits(road, p, track) for p in profiles] for road in roads])
    for place in range(len(profiles)):
        met, fresh = {NOWHERE}, True
        while fresh:
            come = {
                road.goal
                for number, road in enumerate(roads)
                if road.at in met and fits[number, place] and not road.carries_in
            }
            met, fresh = met | come, not come <= met
        for number, road in enumerate(roads):
            fits[number, place] &= not road.carries_in or road.goal in met
    return fits


def _fits(road: Road, profile: Profile, track: Track) -> bool:
    """Whether a dossier of this profile may take the road: what it must say leads no other way."""
    says = own(road, profile)
    if road.at == NOWHERE and road.goal.startswith(TO_PRISON) and not profile.to_prison:
        return False
    if road.facts.get("penalty") == DEATH and profile.facts.get("penalty", DEATH) != DEATH:
        return False
    if any(road.facts.get(column, value) != value for column, value in says.items()):
        return False
    rows = [row for row in track.transitions if row.event == road.event.name]
    first, second = (
        next((row for row in rows if _reads(row, facts, track)), None)
        for facts in (says | dict(road.facts), road.facts)
    )
    return first is not None and second is not None and first.when == second.when
