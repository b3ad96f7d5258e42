"""What a form may name: the stages, acts and manners that the procedure really produces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from projections.definitions import Limit, Track, Trait

# Manners of the engine's own: a limit passes, a later extension moves it on again.
BECOMES_OVERDUE, EXTENDED = "overdue", "extended"


@dataclass(frozen=True, slots=True)
class Paths:
    """Of one track: by stage, the manners by which it is entered and left, and its acts.

    Only what a row expects counts; documents out of turn are findings, not figures to plan for.
    """

    track: Track
    entered: Mapping[str, frozenset[str]]  # stage (open, or overdue) -> manners
    left: Mapping[str, frozenset[str]]
    acts: frozenset[str]
    # Overdue stage -> the stages that its limits watch: who stands in it stands there too.
    bases: Mapping[str, frozenset[str]]
    beyond: frozenset[str]  # overdue stages of limits that end the stay: stages like any other

    @property
    def stages(self) -> frozenset[str]:
        """Stages with spans: open ones and overdue ones."""
        own = frozenset(name for name, stage in self.track.stages.items() if stage.open)
        return own | self.bases.keys() | self.beyond


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All that a line may name."""

    paths: Mapping[str, Paths]
    traits: Mapping[str, Trait]
    kinds: frozenset[str]


def vocabulary(
    tracks: Iterable[Track], limits: Iterable[Limit], traits: Mapping[str, Trait]
) -> Vocabulary:
    limits = tuple(limits)
    paths = {t.name: _paths(t, [lim for lim in limits if lim.track == t.name]) for t in tracks}
    kinds = frozenset(kind for p in paths.values() for kind in p.track.kinds)
    return Vocabulary(paths, traits, kinds)


def _paths(track: Track, limits: list[Limit]) -> Paths:
    entered: dict[str, set[str]] = {}
    left: dict[str, set[str]] = {}
    open_stages = [name for name, stage in track.stages.items() if stage.open]
    for row in track.transitions:
        for before, after in row.moves.items():
            _note(left, before, row.out)
            _note(entered, after, row.into)
        if row.stated:
            for stage in row.stays:
                _note(left, stage, row.out)
            for stage in open_stages:
                _note(entered, stage, row.into)
        elif row.reclassifies:
            for stage in open_stages if row.stays_anywhere else row.stays:
                _note(left, stage, row.out or "reclassified")
                _note(entered, stage, row.into or "reclassified")
    bases: dict[str, set[str]] = {}
    for limit in limits:
        if not limit.ends_stay:
            bases.setdefault(limit.overdue, set()).update(limit.stages)
    for overdue, stages in bases.items():
        below = [(entered.get(stage, set()), left.get(stage, set())) for stage in stages]
        entered[overdue] = {BECOMES_OVERDUE}.union(*(ways_in for ways_in, _ in below))
        left[overdue] = {EXTENDED}.union(*(ways_out for _, ways_out in below))
    ending = [limit for limit in limits if limit.ends_stay]
    _pass_limits(ending, entered, left)
    return Paths(
        track=track,
        entered=_frozen(entered),
        left=_frozen(left),
        acts=frozenset(row.act for row in track.transitions if row.act),
        bases=_frozen(bases),
        beyond=frozenset(limit.overdue for limit in ending),
    )


def _pass_limits(
    ending: list[Limit], entered: dict[str, set[str]], left: dict[str, set[str]]
) -> None:
    """Who outlasts the limit goes to its overdue stage, and by an extension comes back."""
    below = {stage: set(left.get(stage, ())) for limit in ending for stage in limit.stages}
    for limit in ending:
        back = {EXTENDED} if limit.extended_by else set()
        entered.setdefault(limit.overdue, set()).update({BECOMES_OVERDUE}, limit.continues)
        left.setdefault(limit.overdue, set()).update(back, *(below[s] for s in limit.stages))
        for stage in limit.stages:
            left.setdefault(stage, set()).add(BECOMES_OVERDUE)
            entered.setdefault(stage, set()).update(back)


def _note(into: dict[str, set[str]], stage: str, manner: str | None) -> None:
    if stage and manner and not stage.startswith("."):
        into.setdefault(stage, set()).add(manner)


def _frozen(sets: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(members) for name, members in sets.items()}
