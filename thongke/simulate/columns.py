"""Cột: what the walk told, as columns of events and of their subjects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from thongke.simulate import documents as papers
from thongke.simulate.charges import NONE, VERSIONS, Charges, Flags, Ints, Random
from thongke.simulate.flow import CASE, FLOW, TRACKS
from thongke.simulate.judgments import ADDITIONAL, OUTCOMES, PENALTIES
from thongke.simulate.places import OWN_AGENCY, OWN_UNIT, Places
from thongke.simulate.series import (
    by_type,
    dates,
    nulls,
    only,
    pick,
    picked,
    pointers,
    series,
    whole,
    worded,
)
from thongke.simulate.table import Table
from thongke.simulate.told import Told
from thongke.simulate.world import World

KINDS = ("report", "case", "", "document", "supervision")
CHARGE_CHANGES = ("lighter", "equal", "graver")
TYPED_LATE = ((0, 0.66), (1, 0.22), (2, 0.08), (3, 0.04))  # days until typed into the platform
SEALED = 0.35
SUSPENDING = (
    "report_suspended", "investigation_suspended", "prosecution_suspended", "trial_suspended",
)  # fmt: skip
OLD = 90  # of a thousand dossiers: the crime lies so far back that its limitation runs out soon


@dataclass(frozen=True, slots=True)
class Columns:
    """`events`: a row each; `subjects`: a row for each that an event lists, by `event`."""

    events: pl.DataFrame
    subjects: pl.DataFrame


@dataclass(slots=True)
class Scribe:
    """Writes columns from numbers; one draw after the other, so that a seed gives one text."""

    g: Random
    table: Table
    charges: Charges
    places: Places
    world: World
    prefix: str
    ids: dict[str, pl.Series] = field(default_factory=dict)

    def columns(self, told: Told) -> Columns:
        e = {name: np.concatenate(chunks) for name, chunks in told.events.items()}
        back = np.flatnonzero(e["link_event"] >= 0)
        e["link_event"][e["link_event"][back]] = back
        s = {name: np.concatenate(chunks) for name, chunks in told.subjects.items()}
        given = {name: np.concatenate(chunks) for name, chunks in told.sentences.items()}
        order = np.argsort(s["event"], kind="stable")
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        s = {name: column[order] for name, column in s.items()}
        given["row"] = place[given["row"]]
        judged = given["charged"] >= 0  # convicted of other than they were charged with
        s["charged"][given["row"][judged]] = given["charged"][judged]
        return Columns(self._events(e), self._subjects(e, s, given))

    # ---- events ----

    def _events(self, e: Mapping[str, Ints]) -> pl.DataFrame:
        n = len(e["step"])
        type_ = self.table.event[e["step"]]
        names = self.table.events
        higher = self._is(type_, *papers.ABOVE)
        level = np.where(
            self._is(type_, "appeal_protested"), (self.g.random(n) < 0.15).astype(int), NONE
        )
        higher |= level == 1
        level = np.where(self._is(type_, "protest_withdrawn"), 0, level)
        unit = np.where(higher, self.places.higher[e["seat"]], self.places.unit[e["seat"]])
        agency = self._agency(type_, e, unit)
        own = agency == self.places.number(OWN_AGENCY)
        offices = series(self.places.names)
        severity = self.world.severity[e["dossier"]]
        kind = self._documents(e, type_)
        linked = e["link_dossier"] >= 0
        stated = self._circumstances(type_, e)
        typed = pick(self.g, n, TYPED_LATE)
        seconds = self.g.integers(3600, 10 * 3600, n)  # 8 to 17 o'clock here, 1 to 10 UTC
        columns = {
            "event_id": self._ids("e", np.arange(n)),
            "type": series(names).gather(type_),
            "corrects": nulls(n),
            "dossier": self._ids("h", e["dossier"]),
            "unit": offices.gather(unit),
            "agency": offices.gather(agency),
            "agency_unit": worded([OWN_UNIT], np.where(own, 0, NONE)),
            "effective_on": dates(e["day"]),
            "sequence": pl.Series(e["sequence"] * 10, dtype=pl.Int64),
            "recorded_on": dates(e["day"] + typed),
            "article": self._articles(type_, e),
            "ground": self._grounds(e["step"]),
            "extension_months": whole(np.where(e["months"] > 0, e["months"], NONE)),
            "extension_days": whole(np.where(e["days"] > 0, e["days"], NONE)),
            "extension_until": dates(e["until"]),
            "counterpart": self._counterpart(type_, e),
            "link_event": self._ids("e", e["link_event"]),
            "link_dossier": self._ids("h", np.where(linked, e["link_dossier"], NONE)),
            "acted_upon": picked(
                offices, np.where(self._is(type_, *papers.ACTED_UPON), e["agency"], NONE)
            ),
            "in_force_on": self._own_day(e, type_, "death_sentence_in_force"),
            "hearing": self._drawn(type_, "first_instance_judged", papers.HEARINGS),
            "appealed_by": self._drawn(type_, "appeal_accepted", papers.APPEALED_BY),
            "document_kind": kind,
            "addressee": kind.replace_strict(
                papers.ADDRESSEES, default=None, return_dtype=pl.String
            ),
            "level": worded(["same", "higher"], level),
            "answer": self._said(e["step"], "document_answered").fill_null(
                self._drawn(type_, "appeal_decided", papers.ANSWERS)
            ),
            "first_prosecuted_on": self._first_day(type_, e),
            "received_on": self._own_day(e, type_, "file_received", "report_accepted"),
            "limitation_on": self._limitation(type_, e, severity),
            **stated,
            # not among the moves, for records only
            "number": pl.Series(np.arange(n)),
            "relation": by_type(names, type_, papers.LINKS).zip_with(pl.Series(linked), nulls(n)),
            "recorded_at": pl.Series(e["day"] + typed).cast(pl.Int64) * 86_400 + pl.Series(seconds),
            "officer": pl.Series(e["seat"] * 40 + e["dossier"] % 40),
        }  # fmt: skip
        return pl.DataFrame(columns)

    def _own_day(self, e: Mapping[str, Ints], type_: Ints, *events: str) -> pl.Series:
        return dates(np.where(self._is(type_, *events), e["day"], NONE))

    def _is(self, type_: Ints, *names: str) -> Flags:
        return np.isin(type_, [self.table.events.index(n) for n in names if n in self.table.events])

    def _agency(self, type_: Ints, e: Mapping[str, Ints], unit: Ints) -> Ints:
        issuer = np.array([papers.ISSUERS.get(n, papers.HANDLER) for n in self.table.events])[type_]
        fixed = {number: self.places.number(code) for code, number in papers.FIXED.items()}
        return np.select(
            [(issuer == papers.PROCURACY) & (e["rank"] != NONE), issuer == papers.PROCURACY,
             issuer == papers.COURT, issuer == papers.HIGHER_COURT,
             *(issuer == number for number in fixed)],
            [self.places.superior[e["seat"], e["rank"]], unit,
             self.places.court[e["seat"]], self.places.higher_court[e["seat"]],
             *fixed.values()],
            e["agency"],
        )  # fmt: skip

    def _grounds(self, step: Ints) -> pl.Series:
        words: list[str] = []
        codes = np.full(len(step), NONE)
        for number, one in enumerate(self.table.steps):
            odds = papers.GROUNDS.get(f"{one.event}/{one.ground}") or papers.GROUNDS.get(one.event)
            if odds is None:
                continue
            mine = np.flatnonzero(step == number)
            codes[mine] = len(words) + pick(self.g, len(mine), tuple(enumerate(odds.values())))
            words += odds
        return worded(words, codes)

    def _counterpart(self, type_: Ints, e: Mapping[str, Ints]) -> pl.Series:
        n = len(type_)
        cases = self._is(type_, "case_transferred_out", "case_transferred_in", "transfer_proposed")
        reports = self._is(type_, "report_transferred_out", "report_transferred_in")
        office = np.where(cases, self.places.unit[e["target"]], NONE)
        office = np.where(reports, self.places.police[e["target"]], office)
        outside = np.isin(
            e["step"], [i for i, s in enumerate(self.table.steps) if s.ground == "outside"]
        )
        others = np.concatenate([self.places.assigned, self.places.bodies, self.places.police])
        return worded(
            self.places.names, np.where(outside, others[self.g.integers(0, len(others), n)], office)
        )

    def _documents(self, e: Mapping[str, Ints], type_: Ints) -> pl.Series:
        """A document keeps its kind from the day it is issued: drawn once for each dossier."""
        words: list[str] = []
        code_of = np.full(len(self.world.kind), NONE)
        for track in ("document", "supervision"):
            mine = np.flatnonzero(self.world.kind == TRACKS.index(track))
            odds = papers.DOCUMENTS[track]
            code_of[mine] = len(words) + pick(self.g, len(mine), tuple(enumerate(odds.values())))
            words += odds
        codes = code_of[e["dossier"]]
        for name in (n for n in papers.DOCUMENTS if n not in TRACKS):
            mine, odds = np.flatnonzero(self._is(type_, name)), papers.DOCUMENTS[name]
            codes[mine] = len(words) + pick(self.g, len(mine), tuple(enumerate(odds.values())))
            words += odds
        return worded(words, codes)

    def _said(self, step: Ints, event: str) -> pl.Series:
        words = [s.said if s.event == event and s.said else None for s in self.table.steps]
        return pl.Series(words, dtype=pl.String).gather(step)

    def _first_day(self, type_: Ints, e: Mapping[str, Ints]) -> pl.Series:
        told = self._is(type_, "case_severed_in", "case_joined_in", "carried_in")
        told &= (self.world.kind == CASE)[e["dossier"]]
        return dates(np.where(told, e["first_day"], NONE))

    def _limitation(self, type_: Ints, e: Mapping[str, Ints], severity: Ints) -> pl.Series:
        """Years from the crime (BLHS Điều 27): of an old one they run out soon."""
        told = self._is(type_, *SUSPENDING)
        told &= self.g.random(len(type_)) < 0.4
        years = np.array([5, 10, 15, 20])[severity]
        luck = e["dossier"] * 7919 % 1000
        last = np.where(luck < OLD, e["day"] + luck, e["first_day"] + years * 365 + years // 4)
        return dates(np.where(told, last, NONE))

    def _circumstances(self, type_: Ints, e: Mapping[str, Ints]) -> dict[str, pl.Series]:
        n = len(type_)
        luck = self.g.random(n)
        simplified = (e["dossier"] * 7919) % 1000 < 15
        simple = self._is(type_, "indicted", "trial_accepted", "first_instance_judged") & simplified
        asked = self._is(type_, "report_prosecuted", "accused_charged")
        returned = self._is(type_, "returned_by_procuracy", "returned_by_court")
        counted = returned | self._is(type_, "investigation_extended")
        return {
            "simplified": worded(["yes"], np.where(simple, 0, NONE)),
            "key_case": worded(["yes"], np.where(self._is(type_, "key_case_designated"), 0, NONE)),
            "special_measures": worded(
                ["yes"], np.where(self._is(type_, "special_measures_applied"), 0, NONE)
            ),
            "requested": worded(["yes"], np.where(asked & (luck < 0.008), 0, NONE)),
            "accepted": self._accepted(type_, e, np.where(returned, luck > 0.93, NONE)),
            "attempt": whole(np.where(counted, e["attempt"], NONE)),
        }

    def _accepted(self, type_: Ints, e: Mapping[str, Ints], said: Ints) -> pl.Series:
        """What the court returned and has back unchanged was refused; the rest was accepted."""
        after = ("supplement_started", "supplement_by_procuracy", "trial_accepted")
        told = np.flatnonzero(self._is(type_, "returned_by_court", *after))
        told = told[np.lexsort((e["sequence"][told], e["dossier"][told]))]
        same = e["dossier"][told[:-1]] == e["dossier"][told[1:]]
        followed = np.flatnonzero(self._is(type_[told[:-1]], "returned_by_court") & same)
        said[told[followed]] = self._is(type_[told[followed + 1]], "trial_accepted")
        return worded(["yes", "no"], said)

    def _articles(self, type_: Ints, e: Mapping[str, Ints]) -> pl.Series:
        """The judge returns a file before trial (Điều 280), once; after him it is the panel."""
        said = by_type(self.table.events, type_, papers.ARTICLES)
        panel = self._is(type_, "returned_by_court") & (e["attempt"] > 1)
        return said.zip_with(pl.Series(~panel), worded(["326"], np.zeros(len(type_), np.int64)))

    def _drawn(self, type_: Ints, event: str, odds: Mapping[str | None, float]) -> pl.Series:
        mine = np.flatnonzero(self._is(type_, event))
        codes = np.full(len(type_), NONE)
        codes[mine] = pick(self.g, len(mine), tuple(enumerate(odds.values())))
        return worded(list(odds), codes)

    # ---- subjects ----

    def _subjects(
        self, e: Mapping[str, Ints], s: Mapping[str, Ints], given: Mapping[str, Ints]
    ) -> pl.DataFrame:
        people = self.world.people
        step, dossier = e["step"][s["event"]], e["dossier"][s["event"]]
        type_ = self.table.event[step]
        who = s["accused"]
        accused = who >= 0
        whose = np.maximum(who, 0)
        track = np.array([TRACKS.index(t) for t, rows in FLOW.items() for _ in rows] + [CASE])[step]
        introduced = accused & self._is(type_, *papers.INTRODUCING)
        stages, stage_of = self.table.stages()
        ids = self._ids("v", np.where(accused, NONE, dossier)).fill_null(self._ids("b", who))
        told = pointers(np.where(introduced, who, NONE))
        judged = self._sentences(len(who), given)
        lead = accused & (e["lead"][s["event"]] == who)
        legal = accused & people.legal_entity[whose]
        change = self._charge_change(type_, step, s, judged.pop("change"))
        columns = {
            "event": pl.Series(s["event"]),
            "subject": ids,
            "kind": worded(["accused", *KINDS], np.where(accused, 0, track + 1)),
            "person": self._ids("p", np.where(accused, people.person[whose], NONE)),
            "stated_stage": worded(stages, np.where(s["stated"] >= 0, stage_of[s["stated"]], NONE)),
            "charges": self._charges(type_, track, dossier, s),
            "outcome": self._outcomes(type_, step, s, judged.pop("outcome")),
            "charge_change": change,
            **judged,
            "lead": worded(["no", "yes"], lead.astype(int)),
            "legal_entity": worded(["no", "yes"], legal.astype(int)),
            **{name: column.gather(told) for name, column in people.facts.items()},
            "judged": self._judged(len(who), given),
            "sealed": pl.Series(introduced & (people.person[whose] * 7919 % 1000 < SEALED * 1000)),
        }
        return pl.DataFrame(columns)

    def _charges(self, type_: Ints, track: Ints, dossier: Ints, s: Mapping[str, Ints]) -> pl.Series:
        sets = self.world.sets.reshape(-1, self.world.sets.shape[2])
        spelled = self.charges.spelled(sets)
        reports = pl.Series(["*" + text for text in self.charges.text], dtype=pl.String)
        told = self._is(type_, *papers.CHARGING)
        everything = pl.concat([spelled, reports])
        number = np.where(track == 0, len(sets) + self.world.report_charge[dossier], s["charged"])
        return picked(everything, np.where(told & (track < 3), number, NONE))

    def _charge_change(
        self, type_: Ints, step: Ints, s: Mapping[str, Ints], judged: Ints
    ) -> pl.Series:
        """Lighter, equal, graver than the first charges, by the gravest of each set."""
        weights = self.charges.gravest(self.world.sets)
        who = np.maximum(s["charged"] // VERSIONS, 0)
        after = weights.reshape(-1)[np.maximum(s["charged"], 0)]
        change = np.sign(after - weights[who, 0]) + 1
        told = self._is(type_, "prosecution_changed") & (s["charged"] >= 0)
        return worded(CHARGE_CHANGES, np.where(told, change, judged))

    def _sentences(self, n: int, given: Mapping[str, Ints]) -> dict[str, Any]:
        def spread(name: str) -> Ints:
            column = np.full(n, NONE)
            column[given["row"]] = given[name]
            return column

        kind = spread("kind")
        suspended = np.where(kind == NONE, NONE, spread("suspended"))
        return {
            "outcome": spread("outcome"),
            "change": spread("change"),
            "penalty": worded(PENALTIES, kind),
            "penalty_months": whole(spread("months")),
            "penalty_suspended": worded(["no", "yes"], suspended),
            # Who is given no penalty is given none besides.
            "additional": worded(ADDITIONAL, np.where(kind == NONE, NONE, spread("additional"))),
        }

    def _outcomes(self, type_: Ints, step: Ints, s: Mapping[str, Ints], outcome: Ints) -> pl.Series:
        """The case's own: what was decided for all, or `modified` where some were treated apart."""
        said = np.array(
            [OUTCOMES.index(o.said) if o.said in OUTCOMES else NONE for o in self.table.steps]
        )
        appeals = self._is(type_, "appeal_decided")
        upheld = OUTCOMES.index("upheld")
        other = np.zeros(int(s["event"][-1]) + 1 if len(s["event"]) else 0, bool)
        other[s["event"][appeals & (outcome >= 0) & (outcome != upheld)]] = True
        final = np.where(other[s["event"]], OUTCOMES.index("modified"), upheld)
        case = np.where(said[step] != NONE, said[step], final)
        reviewed = self._is(type_, "cassation_decided", "council_review_decided")
        alike = reviewed | (appeals & (s["accused"] < 0))
        return worded(OUTCOMES, np.where(alike, case, outcome))

    def _judged(self, n: int, given: Mapping[str, Ints]) -> pl.Series:
        """What the judgment said of each charge, as the canonical JSON of the moves."""
        told = np.flatnonzero(given["charged"] >= 0)
        sets = self.world.sets.reshape(-1, self.world.sets.shape[2])[given["charged"][told]]
        order = np.argsort(
            np.where(sets == NONE, len(self.charges.text), self.charges.place[sets]),
            axis=1,
            kind="stable",
        )
        charged = np.take_along_axis(sets, order, axis=1)
        kinds, terms = (
            np.take_along_axis(
                np.stack([given[f"{name}{i}"][told] for i in range(3)], axis=1), order, axis=1
            )
            for name in ("kind", "months")
        )
        outcome = worded(OUTCOMES, given["outcome"][told])
        suspended, joint = given["suspended"][told], given["kind"][told]
        parts = []
        for place in range(3):
            kind, months = kinds[:, place], terms[:, place]
            light = (suspended == 1) & (kind == joint)
            parts_of_penalty = (
                pl.lit(',"penalty":{"kind":"'),
                worded(PENALTIES, kind).fill_null(""),
                pl.lit('"'),
                _after(',"months":', months),
                _after(',"probation_months":', np.where(light, probation(months), NONE)),
                worded(["", ',"suspended":true'], light.astype(int)),
                pl.lit("}"),
            )
            penalty = pl.select(pl.concat_str(*parts_of_penalty).alias("p"))["p"]
            part = pl.select(pl.concat_str(
                pl.lit('{"charge":"'), worded(self.charges.text, charged[:, place]).fill_null(""),
                pl.lit('","outcome":"'), outcome, pl.lit('"'),
                only(penalty, kind != NONE).fill_null(""), pl.lit("}"),
            ).alias(f"c{place}"))[f"c{place}"]  # fmt: skip
            parts.append(only(part, charged[:, place] != NONE))
        listed = pl.concat_str(pl.all(), separator=",", ignore_nulls=True)
        text = pl.DataFrame(parts).select(
            pl.concat_str(pl.lit("["), listed, pl.lit("]")).alias("judged")
        )["judged"]
        where = np.full(n, NONE)
        where[given["row"][told]] = np.arange(len(told))
        return picked(text, where)

    def _ids(self, letter: str, numbers: Ints) -> pl.Series:
        """Opaque ids; null for a negative number."""
        known = self.ids.get(letter)
        if known is None or len(known) <= numbers.max(initial=0):
            spelled = pl.Series(np.arange(numbers.max(initial=0) + 1)).cast(pl.String).str.zfill(7)
            named = pl.select((pl.lit(f"{self.prefix}-{letter}") + spelled).alias("id"))["id"]
            known = self.ids[letter] = named
        return picked(known, numbers)


def probation(months: Ints) -> Ints:
    """Thời gian thử thách: twice the term, one to five years."""
    return np.clip(months * 2, 12, 60)


def _after(words: str, values: Ints) -> pl.Series:
    """The number after the words; nothing for -1."""
    spelled = pl.select((pl.lit(words) + whole(values).cast(pl.String)).alias("n"))["n"]
    return spelled.fill_null("")
