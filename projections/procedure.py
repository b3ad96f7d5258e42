"""Tiến trình, biên dịch: the tracks of `schemas/procedures` as a matrix that histories walk.

An *operation* is one way in which an event type meets a track: (track, row set, stated stage).
`NEXT[stage][operation]` is the stage after; stages are numbered within their track, 0 = never seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import polars as pl

from projections.definitions import Track, Transition
from projections.numbers import NONE, Flags, Ints, days_of, positions

Facts: TypeAlias = Mapping[str, str | None]

OUT_OF_TURN = "out_of_turn"
REPEATED = "repeated"
UNKNOWN_FOR_KIND = "unknown_for_kind"
UNKNOWN_STAGE = "unknown_stage"
FACTS_UNMATCHED = "facts_unmatched"


@dataclass(frozen=True, slots=True)
class Step:
    """What an operation does to a subject standing in one stage; `row` None: nothing at all."""

    after: str
    row: Transition | None
    finding: str | None


@dataclass(frozen=True, slots=True)
class RowSet:
    """Rows of one event that share their guard; they are read together."""

    rows: tuple[Transition, ...]

    @property
    def stated(self) -> bool:
        return self.rows[0].stated

    def takes(self, facts: Facts, track: Track) -> bool:
        stage = track.stages.get(facts.get("stated_stage") or "")
        if self.stated and not (stage and stage.open):
            return False
        return all(facts.get(column) in values for column, values in self.rows[0].when.items())

    def step(self, track: Track, before: str, stated: str) -> Step:
        row = self._expecting(track, before)
        if row is None and any(row.silent for row in self.rows):
            return Step(before, None, None)
        if row is None:
            row, finding, after = self.rows[0], OUT_OF_TURN, self._astray(stated)
        else:
            finding, after = None, stated if row.stated else row.moves.get(before)
        if after == before and not row.reclassifies:
            return Step(before, None, REPEATED)
        return Step(before if after is None else after, row, finding)

    def _expecting(self, track: Track, before: str) -> Transition | None:
        for row in self.rows:
            if before in row.moves or before in row.stays:
                return row
        stage = track.stages.get(before)
        if stage is None or not stage.open:
            return None
        return next((row for row in self.rows if row.stays_anywhere), None)

    def _astray(self, stated: str) -> str | None:
        """Where a document that nobody expected leads; None: it leaves the subject where it is."""
        if self.stated:
            return stated
        for row in self.rows:
            if row.otherwise is not None:
                return row.otherwise
        targets = {after for row in self.rows for after in row.moves.values()}
        return targets.pop() if len(targets) == 1 else None


@dataclass(frozen=True, slots=True)
class Situation:
    """What a document meets: an operation for each lane (-1: none), or why it meets none."""

    operations: tuple[int, ...]
    finding: str | None

    def operation(self, lane: int) -> int:
        return self.operations[lane] if lane < len(self.operations) else NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """Every track, compiled.

    Tracks that share a kind of subject lie in different *lanes*: in one lane a subject walks one
    track. The arrays are indexed by operation * width + stage before.
    """

    tracks: tuple[Track, ...]
    lanes: Mapping[str, tuple[Track, ...]]
    guards: Mapping[str, tuple[str, ...]]  # columns that rows ask, with the values they ask for
    laws: tuple[date, ...]
    types: tuple[str, ...]
    manners: tuple[str, ...]
    acts: tuple[str, ...]
    width: int
    stages: tuple[str, ...]  # by track * width + stage
    places: tuple[str, ...]  # the same in words
    track_of: Ints  # by operation
    next: list[list[int]]
    after: npt.NDArray[np.uint8]
    out: Ints
    into: Ints
    act: Ints
    reclassifies: Flags
    handler: Flags
    sets_date: Flags
    mute: Flags
    out_of_turn: Flags
    repeated: Flags
    open: Flags  # by track * width + stage
    _sets: Mapping[tuple[str, str, int], tuple[RowSet, ...]]
    _operations: Mapping[tuple[str, str, int, int, str], int]
    _met: dict[int, Situation] = field(default_factory=dict)

    @classmethod
    def of(cls, tracks: Iterable[Track]) -> Procedure:
        tracks = tuple(tracks)
        width = 1 + max((len(track.stages) for track in tracks), default=0)
        laws = _laws(tracks)
        sets = {key: value for track in tracks for key, value in _row_sets(track, laws)}
        operations: dict[tuple[str, str, int, int, str], int] = {}
        steps: list[tuple[int, int, Step]] = []  # (track, stage before, step) in order
        for number, track in enumerate(tracks):
            names = _names(track)
            for (of, event, law), row_sets in sets.items():
                if of != track.name:
                    continue
                for place, row_set in enumerate(row_sets):
                    for stated in _stated(row_set, track):
                        operations[of, event, law, place, stated] = len(operations)
                        steps += (
                            (number, before, row_set.step(track, name, stated))
                            for before, name in enumerate(names + names[:1] * (width - len(names)))
                        )
        return _compiled(tracks, width, laws, sets, operations, steps)

    @property
    def lane_count(self) -> int:
        return max((len(lanes) for lanes in self.lanes.values()), default=0)

    def situations(self, moves: pl.DataFrame, day: Ints) -> tuple[Ints, list[Situation]]:
        """For each row a number, and what documents of that number meet.

        Few documents differ in what the rows ask about, so each kind is looked up once.
        """
        asked = {"type": self.types, "kind": tuple(self.lanes), **self.guards}
        number = np.maximum(np.searchsorted(days_of(self.laws), day, side="right") - 1, 0)
        said = moves.select(
            pl.col(column).cast(pl.Enum(values), strict=False).to_physical().cast(pl.Int64) + 1
            for column, values in asked.items()
        ).fill_null(0)
        for column, values in asked.items():
            number = number * (len(values) + 1) + said[column].to_numpy()
        distinct = pl.Series(number).unique().to_list()
        met = [self._situation(key, asked) for key in distinct]
        return positions(number, distinct), met

    def _situation(self, number: int, asked: Mapping[str, tuple[str, ...]]) -> Situation:
        if number not in self._met:
            law, facts = number, {}
            for column, values in reversed(list(asked.items())):
                law, said = divmod(law, len(values) + 1)
                facts[column] = values[said - 1] if said else None
            self._met[number] = self._meet(facts, law)
        return self._met[number]

    def _meet(self, facts: Facts, law: int) -> Situation:
        event, tracks = facts["type"] or "", self.lanes.get(facts["kind"] or "", ())
        known = [
            row_set for track in tracks for row_set in self._sets.get((track.name, event, law), ())
        ]
        operations = tuple(self._operation(track, event, law, facts) for track in tracks)
        if any(operation != NONE for operation in operations):
            return Situation(operations, None)
        if not known:
            return Situation((), UNKNOWN_FOR_KIND)
        stated = any(row_set.stated for row_set in known)
        return Situation((), UNKNOWN_STAGE if stated else FACTS_UNMATCHED)

    def _operation(self, track: Track, event: str, law: int, facts: Facts) -> int:
        for place, row_set in enumerate(self._sets.get((track.name, event, law), ())):
            if row_set.takes(facts, track):
                stage = (facts["stated_stage"] or "") if row_set.stated else ""
                return self._operations[track.name, event, law, place, stage]
        return NONE


def walk(next: list[list[int]], operations: Ints, first: Flags) -> npt.NDArray[np.uint8]:
    """The stage after each move: the only step that goes one by one."""
    state, width = 0, len(next[0]) // 2
    codes = (operations + first * width).tolist()
    return np.frombuffer(bytes([state := next[state][code] for code in codes]), np.uint8)


def matrix(after: npt.NDArray[np.uint8], width: int) -> list[list[int]]:
    """NEXT from the stages after; the second half of a row serves each subject's first move."""
    table = after.reshape(-1, width).T.tolist()
    return [row + table[0] for row in table]


def _names(track: Track) -> list[str]:
    return ["", *(name for name in track.stages if name)]


def _stated(row_set: RowSet, track: Track) -> list[str]:
    if not row_set.stated:
        return [""]
    return [stage.name for stage in track.stages.values() if stage.open]


def _laws(tracks: Iterable[Track]) -> tuple[date, ...]:
    """Days on which some row begins or ceases to hold; what is older falls under the first."""
    rows = [row.provenance for track in tracks for row in track.transitions]
    return tuple(sorted({row.start for row in rows} | {row.end for row in rows if row.end}))


def _row_sets(
    track: Track, laws: tuple[date, ...]
) -> Iterator[tuple[tuple[str, str, int], tuple[RowSet, ...]]]:
    for law, day in enumerate(laws):
        events: dict[str, dict[tuple[object, ...], list[Transition]]] = {}
        for row in track.transitions:
            if row.provenance.holds_on(day):
                guard = (row.stated, tuple(sorted(row.when.items(), key=lambda item: item[0])))
                events.setdefault(row.event, {}).setdefault(guard, []).append(row)
        for event, sets in events.items():
            yield (track.name, event, law), tuple(RowSet(tuple(rows)) for rows in sets.values())


def _lanes(tracks: Iterable[Track]) -> dict[str, tuple[Track, ...]]:
    kinds = dict.fromkeys(kind for track in tracks for kind in track.kinds)
    return {kind: tuple(track for track in tracks if kind in track.kinds) for kind in kinds}


def _guards(tracks: Iterable[Track]) -> dict[str, tuple[str, ...]]:
    values: dict[str, set[str]] = {"stated_stage": set()}
    for track in tracks:
        values["stated_stage"] |= {stage.name for stage in track.stages.values() if stage.open}
        for row in track.transitions:
            for column, asked in row.when.items():
                values.setdefault(column, set()).update(asked)
    return {column: tuple(sorted(asked)) for column, asked in values.items()}


def _compiled(
    tracks: tuple[Track, ...],
    width: int,
    laws: tuple[date, ...],
    sets: Mapping[tuple[str, str, int], tuple[RowSet, ...]],
    operations: Mapping[tuple[str, str, int, int, str], int],
    steps: Sequence[tuple[int, int, Step]],
) -> Procedure:
    rows = [row for track in tracks for row in track.transitions]
    manners = tuple(dict.fromkeys(m for row in rows for m in (row.out, row.into) if m))
    acts = tuple(dict.fromkeys(row.act for row in rows if row.act))
    numbers = [{name: i for i, name in enumerate(_names(track))} for track in tracks]
    padded = [(_names(track) + [""] * width)[:width] for track in tracks]
    after = np.array([numbers[track][step.after] for track, _, step in steps], np.uint8)

    def numbered(names: tuple[str, ...], attribute: str) -> Ints:
        code = {name: i for i, name in enumerate(names)}
        found = (getattr(step.row, attribute, None) for _, _, step in steps)
        return np.array([code[name] if name else NONE for name in found], np.int64)

    def marked(attribute: str) -> Flags:
        return np.array([bool(getattr(step.row, attribute, None)) for _, _, step in steps], bool)

    return Procedure(
        tracks=tracks,
        lanes=_lanes(tracks),
        guards=_guards(tracks),
        laws=laws,
        types=tuple(dict.fromkeys(row.event for row in rows)),
        manners=manners,
        acts=acts,
        width=width,
        stages=tuple(name for names in padded for name in names),
        places=tuple(
            f"{track.label} ở giai đoạn “{track.stages[name].label}”"
            if name
            else f"{track.label} chưa có trong hồ sơ"
            for track, names in zip(tracks, padded, strict=True)
            for name in names
        ),
        track_of=np.array([track for track, before, _ in steps if before == 0], np.int64),
        next=matrix(after, width),
        after=after,
        out=numbered(manners, "out"),
        into=numbered(manners, "into"),
        act=numbered(acts, "act"),
        reclassifies=marked("reclassifies"),
        handler=marked("handler"),
        sets_date=marked("sets_date"),
        mute=np.array([step.row is None for _, _, step in steps], bool),
        out_of_turn=np.array([step.finding == OUT_OF_TURN for _, _, step in steps], bool),
        repeated=np.array([step.finding == REPEATED for _, _, step in steps], bool),
        open=np.array([name != "" and name[0] != "." for names in padded for name in names], bool),
        _sets=sets,
        _operations=operations,
    )
