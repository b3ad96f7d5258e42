"""Điều nghi ngờ: what the documents of one dossier say against one another, by published rules.

A rule is one of a few shapes and names events, kinds and tracks as `schemas/checks` does. Rules
read standing documents in the order of the law; what they find is a finding like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import polars as pl

from events.catalogue import Provenance
from projections.calendar import WorkingDays
from projections.deadlines import Deadline, late
from projections.history import History
from projections.numbers import (
    NO_DAY,
    NONE,
    Ints,
    begins,
    day_numbers,
    pointers,
)
from projections.told import Found, Told, in_words
from projections.traits import Facts

CHILD, YOUNG = 14, 16  # BLHS Đ.12: below, nobody answers; below, only for grave crimes
GRAVE = ("very_serious", "especially_serious", "unknown")


@dataclass(frozen=True, slots=True)
class Order:
    """A `later` document dated before the first `earlier` one of its dossier."""

    later: frozenset[str]
    earlier: frozenset[str]


@dataclass(frozen=True, slots=True)
class Received:
    """A document that takes something up on a day before that on which it was received."""

    events: frozenset[str]


@dataclass(frozen=True, slots=True)
class Repeats:
    """More than so many documents of these types on one subject.

    `articles`: only those under one of these articles (empty: all); `anew`: documents after which
    the count begins again.
    """

    events: frozenset[str]
    at_most: int
    articles: frozenset[str] = frozenset()
    anew: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Minor:
    """Somebody charged who was too young for it when it was done (BLHS Điều 12)."""

    events: frozenset[str]


@dataclass(frozen=True, slots=True)
class MainCharge:
    """Several charges of which not exactly one is flagged as the main one."""

    events: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lead:
    """A subject of `whole` under another crime than the lead subject of `part` (C06)."""

    whole: str
    part: str


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A `whole` that left its stage so, while a `part` of its dossier stays behind in it."""

    whole: str
    part: str
    left_by: frozenset[str]


Shape: TypeAlias = Order | Deadline | Received | Repeats | Minor | MainCharge | Lead | LeftBehind


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRule:
    """Quy tắc dữ liệu: the code of a finding, what it says, and when."""

    code: str
    says: str
    shape: Shape
    provenance: Provenance

    @property
    def of_subject(self) -> bool:
        """Whether it concerns one subject, not the whole document."""
        return isinstance(self.shape, (Minor, MainCharge))


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRule:
    """Kiểm tra trên nhật ký: what only the documents of many dossiers, or their numbers, tell."""

    code: str
    says: str
    what: Literal["repeated", "unnumbered"]
    events: frozenset[str]
    provenance: Provenance


def found(
    rules: Sequence[DataRule],
    history: History,
    facts: Facts,
    spans: pl.DataFrame,
    working_days: WorkingDays,
) -> Iterator[tuple[DataRule, Found]]:
    """Each rule with the rows of the moves that it takes."""
    told = Told.of(history, {name for rule in rules for name in _types(rule.shape)})
    for rule in rules:
        judged = _judged(rule.shape)
        if judged is None or told.has(judged):
            yield rule, _taken(rule.shape, told, history, facts, spans, working_days)


def _judged(shape: Shape) -> frozenset[str] | None:
    """The types of the documents that a rule may find wrong; None: it reads no documents."""
    match shape:
        case Order() | Deadline():
            return shape.later
        case Lead() | LeftBehind():
            return None
        case _:
            return shape.events


def _types(shape: Shape) -> frozenset[str]:
    match shape:
        case Order():
            return shape.later | shape.earlier
        case Deadline():
            return shape.types
        case Repeats():
            return shape.events | shape.anew
        case _:
            return _judged(shape) or frozenset()


def _taken(
    shape: Shape,
    told: Told,
    history: History,
    facts: Facts,
    spans: pl.DataFrame,
    working_days: WorkingDays,
) -> Found:
    match shape:
        case Order():
            return _order(shape, told, history)
        case Deadline():
            return late(shape, told, history, working_days)
        case Received():
            return _received(shape, told, history)
        case Repeats():
            return _repeats(shape, told, history)
        case Minor():
            return _minor(shape, told, history, facts)
        case MainCharge():
            return _main_charge(shape, told, history)
        case Lead():
            return _lead(shape, history, facts)
        case LeftBehind():
            return _left_behind(shape, history, spans)


def _order(shape: Order, told: Told, history: History) -> Found:
    at = told.at(shape.later | shape.earlier)
    row, day = told.row[at], told.day[at]
    group = history.moves["dossier"].gather(pointers(row)).rank("dense").to_numpy()
    later, earlier = told.are(at, shape.later), told.are(at, shape.earlier)
    first = np.full(int(group.max()) + 1 if len(group) else 0, -NO_DAY)
    np.minimum.at(first, group[earlier], day[earlier])
    due = first[group]
    wrong = later & (due != -NO_DAY) & (day < due)
    return row[wrong], in_words(due[wrong])


def _received(shape: Received, told: Told, history: History) -> Found:
    row = told.row[told.at(shape.events)]
    received = day_numbers(history.moves["received_on"].gather(pointers(row)))
    taken_up = day_numbers(history.moves["effective_on"].gather(pointers(row)))
    wrong = taken_up < received
    return row[wrong], in_words(received[wrong])


def _repeats(shape: Repeats, told: Told, history: History) -> Found:
    at = told.at(shape.events | shape.anew)
    counts = told.are(at, shape.events)
    if shape.articles:
        under = history.moves["article"].gather(pointers(told.row[at]))
        counts &= under.is_in(sorted(shape.articles)).fill_null(False).to_numpy()
        kept = counts | told.are(at, shape.anew)
        at, counts = at[kept], counts[kept]
    so_far = np.cumsum(counts)
    first = begins(told.who[at]) | ~counts  # of a subject, or a document that begins the count anew
    before = np.maximum.accumulate(np.where(first, so_far - counts, 0))
    times: Ints = so_far - before
    wrong = counts & (times > shape.at_most)
    return told.row[at[wrong]], pl.Series(times[wrong]).cast(pl.String)


def _minor(shape: Minor, told: Told, history: History, facts: Facts) -> Found:
    """By the age known last: corrected, it is corrected for every document."""
    ages = history.moves["age_at_act"].fill_null(NONE).cast(pl.Int64).to_numpy()[history.row]
    known = np.flatnonzero(ages != NONE)
    age = np.full(history.subjects, NONE)
    age[history.subject[known]] = ages[known]
    at = told.at(shape.events)
    mine = age[told.who[at]]
    grave = np.array([each.severity in GRAVE for each in facts.charged], bool)
    crime = facts.place["offence"][told.row[at]]
    light = (crime != NONE) & ~grave[crime]
    wrong = (mine != NONE) & ((mine < CHILD) | ((mine < YOUNG) & light))
    return told.row[at[wrong]], pl.Series(mine[wrong]).cast(pl.String)


def _main_charge(shape: MainCharge, told: Told, history: History) -> Found:
    row = told.row[told.at(shape.events)]
    charges = history.moves["charges"].gather(pointers(row)).fill_null("")
    several = charges.str.count_matches(",", literal=True).to_numpy() > 0
    flagged = charges.str.count_matches("*", literal=True).to_numpy()
    wrong = (several & (flagged != 1)) | (flagged > 1)
    return row[wrong], charges.filter(pl.Series(wrong))


def _lead(shape: Lead, history: History, facts: Facts) -> Found:
    crime = facts.place["offence"][history.row]
    said = np.flatnonzero(crime != NONE)
    last = said[begins(history.subject[said][::-1])[::-1]]
    row = history.row[last]
    leads = np.zeros(history.subjects, bool)
    flagged = (history.moves["lead"] == "yes").fill_null(False).to_numpy()[history.row]
    leads[history.subject[flagged]] = True
    frame = history.moves.select("dossier", "kind", "subject").with_row_index("row")
    frame = frame.select(pl.all().gather(pointers(row))).with_columns(
        article=pl.Series([facts.charged[n].article for n in crime[last]], dtype=pl.String),
        leads=pl.Series(leads[history.subject[last]], dtype=pl.Boolean),
    )
    wholes = frame.filter(pl.col("kind") == shape.whole)
    parts = frame.filter((pl.col("kind") == shape.part) & pl.col("leads"))
    met = wholes.join(parts, on="dossier", suffix="_of_lead")
    agreed = met.filter(pl.col("article") == pl.col("article_of_lead"))["row"]
    wrong = met.filter(~pl.col("row").is_in(agreed.implode())).sort("row", "subject_of_lead")
    wrong = wrong.unique("row", keep="first", maintain_order=True)
    return wrong["row"].cast(pl.Int64).to_numpy(), wrong["article_of_lead"]


def _left_behind(shape: LeftBehind, history: History, spans: pl.DataFrame) -> Found:
    left = (spans["track"] == shape.whole) & spans["left_by"].is_in(sorted(shape.left_by))
    wholes = spans.select("dossier", "stage", "until", event_id="until_event").filter(left)
    if wholes.is_empty():
        return np.zeros(0, np.int64), None
    parts = spans.select("dossier", "stage", "subject", "since", left="until")
    parts = parts.filter(spans["track"] == shape.part)
    stays = pl.col("left").is_null() | (pl.col("left") > pl.col("until"))
    behind = wholes.join(parts, on=["dossier", "stage"]).filter(
        stays & (pl.col("since") <= pl.col("until"))
    )
    documents = history.moves.select("dossier", "event_id").with_row_index("row")
    documents = documents.filter(pl.col("event_id").is_in(behind["event_id"].implode()))
    documents = documents.unique(["dossier", "event_id"], keep="first", maintain_order=True)
    met = behind.select("dossier", "event_id", "subject").unique()
    met = met.join(documents, on=["dossier", "event_id"]).sort("row", "subject")
    return met["row"].cast(pl.Int64).to_numpy(), met["subject"]
