"""Khoảng: a subject stood in a stage of a unit from one day until another, with its traits."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from projections.history import History
from projections.limits import Limits, Reckoned
from projections.numbers import NO_DAY, NONE, Ints, dated, named, perhaps, pointers
from projections.parts import Parts
from projections.procedure import Procedure
from projections.stays import Manners, Stays, Walked
from projections.traits import AGENCY_KINDS, UNKNOWN, Facts, people

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
    "field": _TEXT,
    "facility_kind": _TEXT,
    "penalty": _TEXT,
    "agency": _TEXT,
    "ground": _TEXT,
    "counterpart": _TEXT,
    "requested": _TEXT,
    "simplified": _TEXT,
    "accepted": _TEXT,
    "level": _TEXT,
    "article": _TEXT,
    "appealed_by": _TEXT,
    "demands": _TEXT,
    "violation": _TEXT,
    "violator": _TEXT,
    "violator_level": _TEXT,
    "object": _TEXT,
    "without_ground": _TEXT,
    "left_agency": _TEXT,
    "left_ground": _TEXT,
    "left_outcome": _TEXT,
    "left_penalty": _TEXT,
    "left_additional": _TEXT,
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
    "official": _TEXT,
    "legal_entity": _TEXT,
    "counsel": _TEXT,
    "counsel_on": _DAY,
    "key_case_on": _DAY,
    "special_measures_on": _DAY,
    "first_prosecuted_on": _DAY,
    "limit_on": _DAY,
    "quantity": pl.Int64(),
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
    "appealed_by",
    "demands",
    "violation",
    "violator",
    "violator_level",
    "object",
    "without_ground",
)
LEAVING = (
    *("agency", "ground", "outcome", "penalty", "additional", "charge_change", "requested"),
    *("accepted", "simplified", "hearing", "article"),
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
    """Spans in numbers: -1 is null; `came` and `went` are places in the history (-2: nobody's)."""

    subject: Ints
    track: Ints
    stage: Ints
    standing: Ints
    came: Ints
    went: Ints
    since: Ints
    until: Ints
    came_by: Ints
    left_by: Ints
    overdue: Ints
    first_told: Ints
    last_day: Ints
    place: Mapping[str, Ints]


def drafted(
    walked: Walked, stays: Stays, kept: Parts, acts: Stays, reckoned: Reckoned, procedure: Procedure
) -> Draft:
    """Stays, acts and lapses as one; `kept` is what the limits leave of the stays."""
    lapses, first = reckoned.lapses, _first_told(walked, reckoned.told)
    acted = np.full(len(acts.at), NO_DAY)
    left = np.where(kept.until == NO_DAY, NONE, np.where(kept.until > kept.last_day, YES, NO))
    left = np.where((left != NONE) & (kept.last_day == NO_DAY), 0, left)
    lapsed = np.where(lapses.until == NO_DAY, NONE, YES)
    acting = len(procedure.stages) + procedure.act[walked.cell[acts.at]]
    overdue = len(procedure.stages) + len(procedure.acts) + lapses.limit
    own, of_lapses = stays.at[kept.of], stays.at[lapses.stay]

    def three(of_stays: Ints, of_acts: Ints, of_lapses: Ints) -> Ints:
        return np.concatenate([of_stays, of_acts, of_lapses])

    at = three(own, acts.at, of_lapses)
    end = three(kept.end, acts.end, lapses.end)
    return Draft(
        subject=walked.subject[at],
        track=walked.track[at],
        stage=three(stays.stage[kept.of], acting, overdue),
        standing=three(np.full(len(own), NONE), acts.stage, np.full(len(of_lapses), NONE)),
        came=walked.place[at],
        went=np.where(end < 0, end, walked.place[np.maximum(end, 0)]),
        since=three(kept.since, walked.day[acts.at], lapses.since),
        until=three(kept.until, walked.day[acts.at], lapses.until),
        came_by=three(kept.came_by, acts.came_by, lapses.came_by),
        left_by=three(kept.left_by, acts.left_by, lapses.left_by),
        overdue=three(left, np.zeros(len(acts.at), np.int64), lapsed),
        first_told=first[walked.path[at]] if len(at) else at,
        last_day=three(kept.last_day, acted, lapses.last_day),
        place={
            name: three(codes[kept.of], acts.place[name], codes[lapses.stay])
            for name, codes in stays.place.items()
        },
    )


def _first_told(walked: Walked, told: Ints) -> Ints:
    """By path: the first known day of the first prosecution, in the order of the history."""
    first = np.full(int(walked.path[-1]) + 1 if len(walked.path) else 0, NO_DAY)
    telling = np.flatnonzero(told != NO_DAY)[::-1]
    first[walked.path[telling]] = told[telling]
    return first


def written(draft: Draft, names: Names, facts: Facts, history: History) -> pl.DataFrame:
    """The frame of spans: numbers become the words that they stand for."""
    charged = facts.charged
    words: dict[str, tuple[Ints, Sequence[str | None]]] = {
        "track": (draft.track, names.tracks),
        "stage": (draft.stage, names.stages),
        "standing": (draft.standing, names.stages),
        "came_by": (draft.came_by, names.manners),
        "left_by": (draft.left_by, names.manners),
        **{n: (draft.place[n], texts) for n, texts in facts.names.items() if n in draft.place},
        "offence": (draft.place["offence"], [each.article for each in charged]),
        "severity": (draft.place["offence"], [each.severity for each in charged]),
        "offence_group": (draft.place["offence"], [each.group for each in charged]),
        "left_overdue": (draft.overdue, OVERDUE),
    }
    days = {
        "since": draft.since,
        "until": draft.until,
        "first_prosecuted_on": draft.first_told,
        "limit_on": draft.last_day,
    }
    own = pl.select(
        *(named(numbers, texts).alias(name) for name, (numbers, texts) in words.items()),
        *(dated(numbers).alias(name) for name, numbers in days.items()),
    )
    who = pl.lit(pl.Series(draft.subject))
    person = people(history).select(pl.all().gather(who))
    spans = own.hstack(_told(draft, facts, history)).hstack(person)
    return spans.with_columns(*_unsaid(spans.columns, facts)).select(*SPANS)


def _told(draft: Draft, facts: Facts, history: History) -> pl.DataFrame:
    """Facts of the documents that began and ended each span, unknown where unsaid.

    What has not been left says null of how; what the limit itself ended, unknown. What no document
    says at all is left out.
    """
    came, ended = history.row[draft.came], draft.went >= 0
    went = np.where(ended, history.row[np.maximum(draft.went, 0)], NONE)
    left = draft.until != NO_DAY

    def numbers(codes: Ints, texts: Sequence[str | None], name: str) -> Iterator[pl.Expr]:
        known = np.maximum(codes, 0)
        if name in ENTRY:
            yield named(known[came], texts).alias(name)
        if name in LEAVING:
            on_leaving = np.where(left, np.where(ended, known[went], 0), NONE)
            yield named(on_leaving, texts).alias(f"left_{name}")

    numbered = [
        *numbers(facts.place["handler"], AGENCY_KINDS, "agency"),
        *numbers(facts.counterpart, AGENCY_KINDS, "counterpart"),
    ]
    if "penalty" in facts.place:
        numbered += numbers(facts.place["penalty"], facts.names["penalty"], "penalty")
    moves = history.moves
    said = {c.name for c in moves.get_columns() if c.count()} - {"agency", "counterpart", "penalty"}
    of_entry = pl.col(*(name for name in ENTRY if name in said), "event_id", "quantity")
    of_leaving = pl.col(*(name for name in LEAVING if name in said), "event_id")
    entering = moves.select(of_entry.gather(pointers(came)))
    leaving = moves.select(of_leaving.gather(perhaps(went)).name.prefix("left_"))
    facts_of_leaving = pl.col(pl.String).exclude("left_event_id")
    return (
        pl.select(*numbered)
        .hstack(entering.with_columns(pl.col(pl.String).fill_null(UNKNOWN)))
        .hstack(
            leaving.with_columns(pl.when(pl.Series(left)).then(facts_of_leaving.fill_null(UNKNOWN)))
        )
        .rename({"event_id": "since_event", "left_event_id": "until_event"})
    )


def _unsaid(written: Collection[str], facts: Facts) -> Iterator[pl.Expr]:
    """Columns of which no document says anything."""
    for name in SPANS:
        if name not in written:
            absent = pl.lit(facts.names.get(name, (UNKNOWN,))[0], dtype=_TEXT)
            left = pl.col("until").is_not_null() if name.startswith("left_") else True
            yield pl.when(left).then(absent).alias(name)
