"""The flow as arrays: states, the steps in question at each, and where each leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from projections.definitions import Definitions, Limit, Track, Transition
from projections.offences import SEVERITIES
from thongke.simulate.charges import NONE, Flags, Ints
from thongke.simulate.documents import CHARGING, CUSTODY, HELD, SHORTER
from thongke.simulate.flow import FLOW, NEEDS, TRACKS, WHOM, Step
from thongke.simulate.grants import ALWAYS, NEVER, Grants, reckoned, shared

STATED = -2
"""Leads where the dossier's own stated stage is."""
KEPT = -1
"""The limit that ran before goes on."""
UNLIMITED = 100_000
FAR = 1 << 30  # a day that never comes
EPOCH = date(1970, 1, 1)
NEW = "new"
JOINED_IN = Step("investigating", "case_joined_in", 0)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of `options`, `odds`, `next` are states; a step keeps its number at every stage."""

    states: list[str]  # track:stage/phase
    steps: list[Step]
    options: Ints  # state x place -> step, -1 none
    odds: np.ndarray[tuple[int, int], np.dtype[np.float64]]
    next: Ints  # state x place -> state
    width: Ints  # by state: how many steps are in question
    limit: Ints  # state x place -> limit that begins where it leads; KEPT when it goes on
    standing_limit: Ints  # by state: limit of a dossier that begins there
    lengths: Ints  # limit x (young + 2 if simplified) x severity -> days; 0 limits nothing
    young_from: Ints  # by limit: the first day from which it is shorter for people under 18
    from_first: Flags  # by limit: counted from the first decision to prosecute
    grants: Grants
    grant: Ints  # limit x step -> table of grants
    needs: Ints  # by step, as all that follow
    most: Ints
    shorter: Ints  # days that it extends by at most
    lengthens: Flags  # the limit of the dossier
    charging: Flags  # says under which charges the case is
    days: np.ndarray[tuple[int], np.dtype[np.float64]]
    main: Flags
    mask: Ints  # bits of standings that it lists
    becomes: Ints
    pick: Ints  # 0 everybody, 1 one at random, 2 the lead accused
    event: Ints
    events: list[str]

    @classmethod
    def of(cls, definitions: Definitions) -> Table:
        tracks = definitions.tracks
        steps = [step for rows in FLOW.values() for step in rows] + [JOINED_IN]
        numbers = {id(step): number for number, step in enumerate(steps)}
        places: dict[str, list[tuple[int, str, str]]] = {}
        for track, flow in FLOW.items():
            for step in flow:
                for at in step.at.split():
                    goal, manner = _goal(tracks, track, at, step)
                    found = (numbers[id(step)], goal, manner)
                    places.setdefault(f"{track}:{at}", []).append(found)
        goals = {goal for rows in places.values() for _, goal, _ in rows if goal != NEW}
        stages = {f"{t}:{s}" for t in TRACKS for s in tracks[t].stages}
        states = sorted(places.keys() | goals | stages)
        width = max(len(rows) for rows in places.values())
        options = np.full((len(states), width), NONE, np.int64)
        odds = np.zeros((len(states), width))
        following = np.full((len(states), width), NONE, np.int64)
        limited = np.zeros((len(states), width), np.int64)
        for state, rows in places.items():
            here = states.index(state)
            for place, (number, goal, manner) in enumerate(rows):
                options[here, place] = number
                odds[here, place] = steps[number].weight
                following[here, place] = STATED if goal == NEW else states.index(goal)
                limited[here, place] = 0 if goal == NEW else _limit(definitions, goal, manner)
        whom = [WHOM[step.whom] for step in steps]
        grants = Grants.of(definitions)
        limits = reckoned(definitions)
        ids = ["", *(limit.id for limit in limits)]
        grant = np.array([[_grant(grants, step, limit) for step in steps] for limit in ids])
        events = list(dict.fromkeys(step.event for step in steps))
        return cls(
            states=states,
            steps=steps,
            options=options,
            odds=odds,
            next=following,
            width=(options != NONE).sum(axis=1),
            limit=limited,
            standing_limit=np.array([_limit(definitions, state, "") for state in states]),
            lengths=np.array([[[UNLIMITED] * 4] * 4, *map(_days, limits)]),
            young_from=np.array([FAR, *map(_young_from, limits)]),
            from_first=np.array([False, *(limit.counts_from != "entry" for limit in limits)]),
            grants=grants,
            grant=grant,
            needs=np.array([NEEDS.index(step.needs) for step in steps]),
            most=np.array([step.most for step in steps]),
            shorter=np.array([SHORTER.get(step.event, ALWAYS) for step in steps]),
            lengthens=np.array([s.event != CUSTODY for s in steps]) & (grant > NEVER).any(axis=0),
            charging=np.array([step.event in CHARGING for step in steps]),
            days=np.array([float(step.days) for step in steps]),
            main=np.array([one.main for one in whom]),
            mask=np.array([sum(1 << s for s in one.standing) for one in whom]),
            becomes=np.array([NONE if one.becomes is None else one.becomes for one in whom]),
            pick=np.array([("", "one", "lead").index(one.pick) for one in whom]),
            event=np.array([events.index(step.event) for step in steps]),
            events=events,
        )

    def state(self, name: str) -> int:
        return self.states.index(name)

    def where(self, *events: str, whom: str = "") -> Ints:
        """The numbers of the steps that are these documents (listing these)."""
        return np.array(
            [n for n, s in enumerate(self.steps) if s.event in events and whom in ("", s.whom)]
        )

    def stages(self) -> tuple[list[str], Ints]:
        """Stage names, and by state the number of its stage without the phase."""
        bare = [state.partition(":")[2].partition("/")[0] for state in self.states]
        names = list(dict.fromkeys(bare))
        return names, np.array([names.index(stage) for stage in bare])

    def suspended(self) -> Ints:
        """By state: the same with `_suspended`, where an accused suspended alone stands."""
        names = [state.partition("/")[0] + "_suspended" for state in self.states]
        return np.array([self.states.index(n) if n in self.states else NONE for n in names])


def _goal(tracks: Mapping[str, Track], track: str, at: str, step: Step) -> tuple[str, str]:
    """Track, stage and phase after the step, and the manner in which it is entered."""
    stage, _, phase = at.partition("/")
    if ":" in step.to:
        return step.to, ""
    if not step.event:
        return f"{track}:{at}", ""
    if at == NEW and step.event in ("carried_in", "case_severed_in"):
        return NEW, ""
    row, after = _row(tracks[track], "" if at == NEW else stage, step)
    manner = (row.into or "") if row else ""
    if step.to:
        return f"{track}:{step.to.replace('@', after)}", manner
    kept = f"/{phase}" if phase and after == stage else ""
    return f"{track}:{after}{kept}", manner


def _row(track: Track, stage: str, step: Step) -> tuple[Transition | None, str]:
    """What the procedure says of the step: its row and the stage after."""
    if not WHOM[step.whom].main and track.name != "death_sentence":
        return None, stage
    rows = [row for row in track.transitions if row.event == step.event and not row.stated]
    if not rows and step.to:  # another track's document: this one's subject stays
        return None, stage
    rows = [row for row in rows if not row.when or step.said in _guard(row.when)]
    guarded = [row for row in rows if row.when] or rows
    if not guarded and step.to:
        return None, stage
    for row in guarded:
        if stage in row.moves:
            return row, row.moves[stage]
    for row in guarded:
        if stage in row.stays or row.stays_anywhere:
            return row, stage
    raise ValueError(
        f"flow of {track.name}: {step.event} is not expected at {stage or NEW!r}; "
        f"expected at: {', '.join(sorted(s for row in rows for s in (*row.moves, *row.stays)))}"
    )


def _limit(definitions: Definitions, state: str, manner: str) -> int:
    """The limit that holds for a stage entered so, as the product finds it; 0 for none."""
    track, _, stage = state.partition("/")[0].partition(":")
    if stage.endswith("_in_transit"):
        return KEPT
    for number, limit in enumerate(reckoned(definitions), 1):
        fits = limit.track == track and stage in limit.stages
        if fits and (not limit.came_by or manner in limit.came_by):
            return KEPT if manner in limit.continues else number
    return 0


def _grant(grants: Grants, step: Step, limit: str) -> int:
    if step.event == CUSTODY:
        event, held, stage = HELD
        return grants.number(event, (held,), (stage,))
    return grants.number(step.event, (limit,))


def _days(limit: Limit) -> list[list[int]]:
    simplified = limit.simplified.lengths if limit.simplified else limit.lengths
    return [
        [
            30 * length.months + length.days
            for name in SEVERITIES
            for length in [shared(limit, given.get(name) or given["*"], young=young)]
        ]
        for given in (limit.lengths, simplified)
        for young in (False, True)
    ]


def _young_from(limit: Limit) -> int:
    return FAR if limit.under_18 is None else (limit.under_18.since - EPOCH).days


def _guard(when: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*when.values())
