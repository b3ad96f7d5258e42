"""Điểm tính thời hạn: the documents at which the limit of a stay is reckoned anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from projections.definitions import EXTENSION_UNTIL, Limit
from projections.lengths import Minors
from projections.numbers import NO_DAY, NONE, Flags, Ints, day_numbers, days_of, pointers
from projections.procedure import Procedure
from projections.stays import Stays, Walked

NEVER = 1 << 40  # a day after all days
DOOMSDAY = int(days_of([date.max])[0])  # the last day there is; a limit so far off never lapses
EXTENSION = ("extension_months", "extension_days", "extension_until")


@dataclass(frozen=True, slots=True)
class Points:
    """A stay begins, is extended, changes its procedure, or an older first day is told.

    In the order of the paths; limits that documents state come after the others of their path, so
    that each episode lies in one piece.
    """

    at: Ints  # in what was walked
    stay: Ints
    day: Ints
    stop: Ints  # the day of the next point, or on which the stay ends
    episode: Ints  # the point that began it
    extends: Flags  # or begins it anew
    months: Ints
    days: Ints
    until: Ints
    limit: Ints
    endless: Flags  # extended until the proceedings end, whenever that is
    simple: Flags  # under the simplified procedure
    anew: Flags  # that procedure was ended: the ordinary limit begins anew
    young: Flags  # the share for people under 18 holds, if the limit has one

    @classmethod
    def none(cls) -> Points:
        ints, flags = np.zeros(0, np.int64), np.zeros(0, bool)
        return cls(
            *(ints, ints, ints, ints, ints), flags, *(ints, ints, ints, ints),
            *(flags, flags, flags, flags),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Marks:
    """What documents do to limits, compiled: by (limit, event type), or by limit."""

    procedure: Procedure
    lengthens: Flags
    states: Mapping[str, Flags]  # by column in which documents state a last day themselves
    beside: Flags  # by limit: one that documents state
    lifts: Flags
    grounds: frozenset[str]  # on which documents lift a limit
    knows_simple: Flags
    begins_simple: Flags  # by event type
    ends_simple: Flags
    from_date: Flags
    whose: Ints  # row of Minors
    since: Ints  # first day on which the share for minors holds

    @classmethod
    def of(cls, limits: Sequence[Limit], procedure: Procedure, kinds: Sequence[str]) -> Marks:
        """`kinds`: of subjects whose age counts for their dossier, as Minors has them."""

        def types(named: Sequence[Collection[str]]) -> Flags:
            table = [[t in some for t in procedure.types] for some in named]
            return np.array(table, bool).reshape(len(limits), len(procedure.types))

        stated = {limit.stated_by for limit in limits} - {EXTENSION_UNTIL}
        endless = [limit.open_ended for limit in limits]
        simple = [limit.simplified for limit in limits]
        young = [limit.under_18 for limit in limits]
        return cls(
            procedure=procedure,
            lengthens=types(_by(limits, EXTENSION_UNTIL)),
            states={name: types(_by(limits, name)) for name in sorted(stated)},
            beside=np.array([limit.stated_by != EXTENSION_UNTIL for limit in limits], bool),
            lifts=types([o.by if o else () for o in endless]),
            grounds=frozenset().union(*(o.grounds for o in endless if o)),
            knows_simple=np.array([s is not None for s in simple], bool),
            begins_simple=np.any(types([s.begun_by if s else () for s in simple]), axis=0),
            ends_simple=np.any(types([s.ended_by if s else () for s in simple]), axis=0),
            from_date=np.array([limit.counts_from != "entry" for limit in limits], bool),
            whose=np.array([1 + kinds.index(u.of) if u and u.of else 0 for u in young], np.int64),
            since=days_of(u.since if u else date.min for u in young),
        )

    def types(self, moves: pl.DataFrame, rows: Ints) -> Ints:
        """The event types of these moves, by their places in the procedure."""
        types = moves["type"].gather(pointers(rows))
        codes = types.cast(pl.Enum(self.procedure.types), strict=False).to_physical()
        return codes.fill_null(0).to_numpy().astype(np.int64)

    def drawn(
        self,
        walked: Walked,
        stays: Stays,
        limit: Ints,
        begun: Flags,
        moves: pl.DataFrame,
        told: Ints,
        minors: Minors,
    ) -> Points:
        """`limit` of each stay, and whether an episode of it begins there; `told`: first days."""
        met = _Met(walked, stays, limit)
        said = moves.select(pl.any_horizontal(pl.col(EXTENSION).is_not_null())).to_series()
        acts = ~self.procedure.mute[walked.cell]
        extending = met.kept(said.to_numpy()[walked.row] & acts, self.lengthens, self, moves)
        bare = (moves["ground"].is_in(sorted(self.grounds)) & ~said).fill_null(False)
        lifting = met.kept(bare.to_numpy()[walked.row] & acts, self.lifts, self, moves)
        stating = {}
        for name, table in self.states.items():
            stated = moves[name].is_not_null().to_numpy()[walked.row]
            stating[name] = met.kept(stated & acts, table, self, moves)
        begun_so, ended_so = self._turning(walked, moves, acts)
        changing = met.within(np.sort(np.concatenate([begun_so, ended_so])))
        changing = changing[self.knows_simple[met.limit_of(changing)]]
        telling = met.within(np.flatnonzero(told != NO_DAY))
        telling = telling[self.from_date[met.limit_of(telling)]]

        reckoned = np.zeros(len(walked.row), bool)
        opening = stays.at[limit != NONE]
        for here in (opening, extending, lifting, *stating.values(), changing, telling):
            reckoned[here] = True
        at = self._in_episodes(np.flatnonzero(reckoned), met)
        stay = met.stay(at)
        day = walked.day[at]
        same = np.append(stay[1:] == stay[:-1], False)
        ends = np.where(stays.end[stay] == NONE, NEVER, walked.day[stays.end[stay]])
        episode = latest(begun[stay] & (stays.at[stay] == at))
        endless = np.isin(at, lifting)
        extends = np.isin(at, extending)
        texts = moves.select(pl.col(EXTENSION).gather(pointers(walked.row[at])))
        until = np.where(extends, day_numbers(texts["extension_until"]), NO_DAY)
        adds = extends & (until == NO_DAY)
        for name, here in stating.items():
            saying = np.isin(at, here)
            until[saying] = day_numbers(moves[name].gather(pointers(walked.row[at[saying]])))
            extends |= saying
        of = limit[stay]
        anew = np.isin(at, ended_so) & self.knows_simple[of]
        young = minors.flags[self.whose[of], walked.subject[at]]
        return Points(
            at=at,
            stay=stay,
            day=day,
            stop=np.where(same, np.roll(day, -1), ends),
            episode=episode,
            extends=extends | endless | anew,
            months=np.where(adds, texts["extension_months"].fill_null(0).to_numpy(), 0),
            days=np.where(adds, texts["extension_days"].fill_null(0).to_numpy(), 0),
            until=np.where(endless, DOOMSDAY, until),
            limit=of,
            endless=endless,
            simple=_standing(walked, at, begun_so, ended_so),
            anew=anew,
            young=young & (day[episode] >= self.since[of]),
        )

    def _in_episodes(self, at: Ints, met: _Met) -> Ints:
        """What is reckoned, so that each episode lies in one piece."""
        beside = self.beside[met.limit_of(at)]
        if not beside.any():
            return at
        return at[np.argsort(2 * met.walked.path[at] + beside, kind="stable")]

    def _turning(self, walked: Walked, moves: pl.DataFrame, acts: Flags) -> tuple[Ints, Ints]:
        """Where documents begin the simplified procedure, and where they end it."""
        begins, ends = self.begins_simple, self.ends_simple
        named = [t for t, one in zip(self.procedure.types, begins | ends, strict=True) if one]
        turning = np.flatnonzero(moves["type"].is_in(named).to_numpy()[walked.row] & acts)
        types = self.types(moves, walked.row[turning])
        return turning[begins[types]], turning[ends[types]]


@dataclass(frozen=True, slots=True)
class _Met:
    """In which stay a document found or put its subject."""

    walked: Walked
    stays: Stays
    limit: Ints

    def stay(self, at: Ints) -> Ints:
        stay: Ints = np.searchsorted(self.stays.at, at, side="right") - 1
        return stay

    def within(self, at: Ints) -> Ints:
        """Of these documents, those that meet a stay for which a limit holds."""
        stay, stays, path = self.stay(at), self.stays, self.walked.path
        inside = (stay >= 0) & (path[stays.at[stay]] == path[at])
        inside &= (stays.end[stay] == NONE) | (at < stays.end[stay])
        met: Ints = at[inside & (self.limit[stay] != NONE)]
        return met

    def limit_of(self, at: Ints) -> Ints:
        return self.limit[self.stay(at)]

    def kept(self, where: Flags, acting: Flags, marks: Marks, moves: pl.DataFrame) -> Ints:
        """Of the documents so marked, those whose type acts on the limit that they meet."""
        at = self.within(np.flatnonzero(where))
        return at[acting[self.limit_of(at), marks.types(moves, self.walked.row[at])]]


def _by(limits: Sequence[Limit], column: str) -> list[Collection[str]]:
    """Which documents state the last day of each limit so."""
    return [limit.extended_by if limit.stated_by == column else () for limit in limits]


def latest(where: Flags) -> Ints:
    """The nearest place so marked, here or before."""
    return np.maximum.accumulate(np.where(where, np.arange(len(where)), 0))


def _standing(walked: Walked, at: Ints, begun: Ints, ended: Ints) -> Flags:
    """Whether what documents begin and end stands at these places, path by path."""
    if not len(begun):
        return np.zeros(len(at), bool)
    turns = np.sort(np.concatenate([begun, ended]))
    last = np.searchsorted(turns, at, side="right") - 1
    own = (last >= 0) & (walked.path[turns[last]] == walked.path[at])
    standing: Flags = own & np.isin(turns[last], begun)
    return standing
