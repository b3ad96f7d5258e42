"""Khoảng: a subject stood in a stage of a unit from one day until another, with its traits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from projections.history import History
from projections.limits import Limits, Reckoned
from projections.numbers import NO_DAY, NONE, Ints, dates, named, pointers
from projections.procedure import Procedure
from projections.stays import Manners, Stays, Walked
from projections.traits import AGENCY_KINDS, UNKNOWN, Facts, penalty_band, people

UNTIL = {"event_id": "until_event"}
OVERDUE = (UNKNOWN, "no", "yes")
NO, YES = 1, 2
_TEXT = pl.String()
_DAY = pl.Date()

SPANS: dict[str, pl.DataType] = {
    "dossier": _TEXT,
    "subject": _TEXT,
    "kind": _TEXT,
    "person": _TEXT,
    "track": _TEXT,
    "stage": _TEXT,
    "standing": _TEXT,
    "unit": _TEXT,
    "agency_unit": _TEXT,
    "since": _DAY,
    "came_by": _TEXT,
    "since_event": _TEXT,
    "until": _DAY,
    "left_by": _TEXT,
    "until_event": _TEXT,
    "offence": _TEXT,
    "severity": _TEXT,
    "offence_group": _TEXT,
    "handler": _TEXT,
    "document_kind": _TEXT,
    "addressee": _TEXT,
    "agency": _TEXT,
    "ground": _TEXT,
    "counterpart": _TEXT,
    "requested": _TEXT,
    "simplified": _TEXT,
    "accepted": _TEXT,
    "level": _TEXT,
    "article": _TEXT,
    "left_agency": _TEXT,
    "left_ground": _TEXT,
    "left_outcome": _TEXT,
    "left_penalty": _TEXT,
    "left_charge_change": _TEXT,
    "left_requested": _TEXT,
    "left_accepted": _TEXT,
    "left_simplified": _TEXT,
    "left_hearing": _TEXT,
    "left_article": _TEXT,
    "left_overdue": _TEXT,
    "sex": _TEXT,
    "age_band": _TEXT,
    "ethnicity": _TEXT,
    "nationality": _TEXT,
    "education": _TEXT,
    "party_member": _TEXT,
    "manager": _TEXT,
    "recidivism": _TEXT,
    "legal_entity": _TEXT,
    "counsel": _TEXT,
    "counsel_on": _DAY,
    "key_case_on": _DAY,
    "special_measures_on": _DAY,
    "first_prosecuted_on": _DAY,
    "limit_on": _DAY,
}
"""Shape of a frame of spans: column -> type."""

ENTRY = (
    "agency",
    "ground",
    "counterpart",
    "requested",
    "simplified",
    "accepted",
    "level",
    "article",
)
LEAVING = (
    *("agency", "ground", "outcome", "penalty", "charge_change", "requested", "accepted"),
    *("simplified", "hearing", "article"),
)


@dataclass(frozen=True, slots=True)
class Names:
    """What the numbers of a draft stand for; stages of tracks, then acts, then lapses."""

    tracks: tuple[str, ...]
    stages: tuple[str, ...]
    manners: tuple[str, ...]

    @classmethod
    def of(cls, procedure: Procedure, manners: Manners, limits: Limits) -> Names:
        overdue = (limit.overdue for limit in limits.limits)
        return cls(
            tracks=tuple(track.name for track in procedure.tracks),
            stages=(*(stage or UNKNOWN for stage in procedure.stages), *procedure.acts, *overdue),
            manners=manners.names,
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """Spans in numbers: -1 is null; `row` and `end_row` point into the moves."""

    subject: Ints
    track: Ints
    stage: Ints
    standing: Ints
    row: Ints
    end_row: Ints
    since: Ints
    until: Ints
    came_by: Ints
    left_by: Ints
    overdue: Ints
    first_told: Ints
    last_day: Ints
    place: Mapping[str, Ints]


def drafted(
    walked: Walked, stays: Stays, acts: Stays, reckoned: Reckoned, procedure: Procedure
) -> Draft:
    """Stays, acts and lapses as one."""
    lapses, first = reckoned.lapses, _first_told(walked, reckoned.told)
    until, acted = _ends(walked, stays), np.full(len(acts.at), NO_DAY)
    left = np.where(until == NO_DAY, NONE, np.where(until > reckoned.last_day, YES, NO))
    left = np.where((left != NONE) & (reckoned.last_day == NO_DAY), 0, left)
    lapsed = np.where(lapses.until == NO_DAY, NONE, YES)
    acting = len(procedure.stages) + procedure.act[walked.cell[acts.at]]
    overdue = len(procedure.stages) + len(procedure.acts) + lapses.limit
    of_lapses = stays.at[lapses.stay]

    def three(of_stays: Ints, of_acts: Ints, of_lapses: Ints) -> Ints:
        return np.concatenate([of_stays, of_acts, of_lapses])

    at = three(stays.at, acts.at, of_lapses)
    end = three(stays.end, acts.end, lapses.end)
    return Draft(
        subject=walked.subject[at],
        track=walked.track[at],
        stage=three(stays.stage, acting, overdue),
        standing=three(np.full(len(stays.at), NONE), acts.stage, np.full(len(of_lapses), NONE)),
        row=walked.row[at],
        end_row=np.where(end == NONE, NONE, walked.row[end]),
        since=three(walked.day[stays.at], walked.day[acts.at], lapses.since),
        until=three(until, walked.day[acts.at], lapses.until),
        came_by=three(stays.came_by, acts.came_by, lapses.came_by),
        left_by=three(stays.left_by, acts.left_by, lapses.left_by),
        overdue=three(left, np.zeros(len(acts.at), np.int64), lapsed),
        first_told=first[walked.path[at]] if len(at) else at,
        last_day=three(reckoned.last_day, acted, lapses.last_day),
        place={
            name: three(codes, acts.place[name], codes[lapses.stay])
            for name, codes in stays.place.items()
        },
    )


def _ends(walked: Walked, stays: Stays) -> Ints:
    return np.where(stays.end == NONE, NO_DAY, walked.day[stays.end])


def _first_told(walked: Walked, told: Ints) -> Ints:
    """By path: the first known day of the first prosecution, in the order of the history."""
    first = np.full(int(walked.path[-1]) + 1 if len(walked.path) else 0, NO_DAY)
    telling = np.flatnonzero(told != NO_DAY)[::-1]
    first[walked.path[telling]] = told[telling]
    return first


def written(draft: Draft, names: Names, facts: Facts, history: History) -> pl.DataFrame:
    """The frame of spans: numbers become the words that they stand for."""
    came, ended = pointers(draft.row), draft.end_row != NONE
    left = pointers(np.maximum(draft.end_row, 0))  # a gather without nulls is three times as fast
    charged, documents = draft.place["offence"], _documents(history.moves, facts)
    columns = {
        "track": named(draft.track, names.tracks),
        "stage": named(draft.stage, names.stages),
        "standing": named(draft.standing, names.stages),
        "since": dates(draft.since),
        "came_by": named(draft.came_by, names.manners),
        "until": dates(draft.until),
        "left_by": named(draft.left_by, names.manners),
        **{name: named(draft.place[name], texts) for name, texts in facts.names.items()},
        "offence": named(charged, [each.article for each in facts.charged]),
        "severity": named(charged, [each.severity for each in facts.charged]),
        "offence_group": named(charged, [each.group for each in facts.charged]),
        "left_overdue": named(draft.overdue, OVERDUE),
        "first_prosecuted_on": dates(draft.first_told),
        "limit_on": dates(draft.last_day),
    }
    entering = documents.select(
        pl.col("dossier", "subject", "kind", *ENTRY).gather(came),
        pl.col("event_id").gather(came).alias("since_event"),
    )
    leaving = documents.select(
        pl.when(pl.lit(pl.Series(ended))).then(pl.col(name).gather(left)).alias(alias)
        for name, alias in {**{name: f"left_{name}" for name in LEAVING}, **UNTIL}.items()
    )
    person = people(history).select(pl.all().gather(pointers(draft.subject)))
    return pl.DataFrame(columns).hstack(entering).hstack(leaving).hstack(person).select(*SPANS)


def _documents(moves: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """What entry and leaving traits are read from: facts of each document, unknown where unsaid."""
    kinds = {"agency": facts.place["handler"], "counterpart": facts.counterpart}
    said = {*ENTRY, *LEAVING} - {*kinds, "penalty"}
    return moves.select(
        "dossier",
        "subject",
        "kind",
        "event_id",
        *(named(np.maximum(kind, 0), AGENCY_KINDS).alias(name) for name, kind in kinds.items()),
        *(pl.col(name).fill_null(UNKNOWN) for name in sorted(said)),
        penalty_band().fill_null(UNKNOWN).alias("penalty"),
    )
