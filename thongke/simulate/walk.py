"""Diễn tiến mô phỏng: all dossiers take their k-th step together."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from projections.numbers import months_later
from thongke.simulate import judgments
from thongke.simulate.charges import (
    CHANGED,
    INITIAL,
    JUDGED,
    NONE,
    SUPPLEMENTED,
    Charges,
    Flags,
    Ints,
    Random,
)  # fmt: skip
from thongke.simulate.choice import choose
from thongke.simulate.flow import (
    APART,
    CASE,
    DEATH,
    GONE,
    WITH,
)  # fmt: skip
from thongke.simulate.judgments import OUTCOMES
from thongke.simulate.places import OWN, POLICE, Places
from thongke.simulate.table import KEPT, STATED, Table
from thongke.simulate.told import Told
from thongke.simulate.world import World, marks, to_work

SLOW = 2.5  # times the usual days, where nobody looks at the limit
LOWER_COURT = 0.3
JUDGED_OTHERWISE = 0.03


@dataclass(slots=True)
class Walk:
    """One run of the simulated year."""

    g: Random
    table: Table
    charges: Charges
    places: Places
    world: World
    start: int
    end: int
    told: Told = field(default_factory=Told)

    def run(self) -> Told:
        world = self.world
        waiting = np.zeros(len(world.kind), bool)
        waiting[world.waiting] = True
        self._go(np.flatnonzero(~waiting[: world.used]))
        left, world.waiting = world.waiting, world.waiting[:0]
        self._go(left)  # cases found otherwise than through a report
        return self.told

    def _go(self, live: Ints) -> None:
        while len(live):
            live = self._step(live)

    def _step(self, live: Ints) -> Ints:
        """One document in every dossier that is not yet at its end; the dossiers that go on."""
        world, table, g = self.world, self.table, self.g
        place, rests = choose(g, table, world, live)
        live, place = live[~rests], place[~rests]
        state = world.state[live]
        step, goal = table.options[state, place], table.next[state, place]
        slow = np.where(world.careless[live], SLOW, 1)
        day = world.day[live] + g.gamma(2, table.days[step] * slow / 2).astype(np.int64)
        day = np.where(world.careless[live], day, np.minimum(day, world.due[live] - 1))
        day = np.maximum(day, world.day[live])
        day = np.where(world.sequence[live] > 0, np.maximum(day, self.start), day)
        moved = day > world.day[live]
        day[moved] = to_work(day[moved], g.random(int(moved.sum())))
        limit = table.limit[state, place]
        step, partner, day, kept = self._pair(live, step, day)
        severed = np.isin(step, table.where("case_severed_out"))
        kept &= ~severed | (np.cumsum(severed) <= len(world.kind) - world.used)
        going = day < self.end
        now = going & kept
        spawned = self._write(live[now], step[now], goal[now], day[now], partner[now], limit[now])
        return np.concatenate([live[going], spawned])

    def _pair(self, live: Ints, step: Ints, day: Ints) -> tuple[Ints, Ints, Ints, Flags]:
        """Joining takes two: of the same unit, on the same day. Who finds no other does nothing."""
        table, world = self.table, self.world
        join, joined = table.where("case_joined_out")[0], table.where("case_joined_in")[0]
        partner = np.full(len(live), NONE)
        kept = np.ones(len(live), bool)
        kept[step == join] = False
        asked = np.flatnonzero((step == join) & ~world.young[live])  # minors are heard apart
        asked = asked[np.argsort(world.seat[live[asked]], kind="stable")]
        if len(asked) == 0:
            return step, partner, day, kept
        seat = world.seat[live[asked]]
        rank = np.arange(len(seat)) - np.searchsorted(seat, seat)
        second = np.flatnonzero(rank % 2 == 1)
        a, b = asked[second - 1], asked[second]
        kept[a] = kept[b] = True
        step[b] = joined
        day[a] = day[b] = np.maximum(day[a], day[b])
        partner[a], partner[b] = live[b], live[a]
        return step, partner, day, kept

    def _write(
        self, live: Ints, step: Ints, goal: Ints, day: Ints, partner: Ints, limit: Ints
    ) -> Ints:
        """Events and their subjects; then everybody stands where the documents lead."""
        world, table, told = self.world, self.table, self.told
        self._before(live, step)
        state = world.state[live]
        joined_in = step == table.where("case_joined_in")[0]
        goal = np.where(goal == STATED, world.stated[live], np.where(joined_in, state, goal))
        at = np.full(len(world.kind), NONE)
        at[live] = np.arange(len(live))
        world.sequence[live] += 1
        opening = world.sequence[live] == 1
        events = told.event(
            step=step,
            dossier=live,
            day=day,
            sequence=world.sequence[live],
            seat=world.seat[live],
            agency=world.agency[live],
            target=world.target[live],
            lead=world.lead[live],
            attempt=world.counts[live, step].astype(np.int64) + 1,
            first_day=self._first_day(live, partner),
            link_event=np.where(opening, world.opened_by[live], NONE),
            link_dossier=np.where(
                partner >= 0, partner, np.where(opening, world.origin[live], NONE)
            ),
            **self._extend(live, step),
        )
        both = partner >= 0
        told.events["link_event"][-1][both] = events[at[partner[both]]]
        self._change_charges(live, step)
        self._weigh(live, step)
        main = np.flatnonzero(table.main[step])
        stated = np.where(opening & (world.stated[live] >= 0), world.stated[live], NONE)
        told.subject(
            event=events[main],
            accused=np.full(len(main), NONE),
            stated=stated[main],
            charged=self._charged(world.lead[live[main]]),
        )
        who, whose = self._listed(live, step, at)
        told_of = told.subject(
            event=events[whose],
            accused=who,
            stated=stated[whose],
            charged=self._charged(who),
        )
        self._judge(step, who, whose, told_of)
        self._stand(live, step, goal, day, who, whose, limit)
        self._join(live, events, partner, joined_in)
        return np.concatenate([
            self._sever(live, step, state, day, events, who, whose),
            self._become_cases(live, step, day, events),
        ])  # fmt: skip

    def _first_day(self, live: Ints, partner: Ints) -> Ints:
        own = self.world.first_day
        return np.where(partner >= 0, own[np.maximum(partner, 0)], own[live])

    def _charged(self, who: Ints) -> Ints:
        """Number of the set of charges that stands for each accused."""
        versions = self.world.sets.shape[1]
        return np.where(who >= 0, who * versions + self.world.version[np.maximum(who, 0)], NONE)

    def _before(self, live: Ints, step: Ints) -> None:
        """What changes with the document itself: the seat it comes from."""
        world, places, table = self.world, self.places, self.table
        out = np.isin(step, table.where("case_transferred_out", "report_transferred_out"))
        world.target[live[out]] = places.elsewhere(self.g, world.seat[live[out]])
        arrived = np.isin(step, table.where("case_transferred_in", "report_transferred_in"))
        arrived &= world.sequence[live] > 0
        there = live[arrived]
        world.seat[there], world.target[there] = world.target[there], world.seat[there]
        police = world.pool[there] != OWN
        world.agency[there] = np.where(
            police, places.police[world.seat[there]], world.agency[there]
        )
        tried = np.isin(step, table.where("trial_accepted"))
        tried &= (world.counts[live, step] == 0) & (self.g.random(len(live)) < LOWER_COURT)
        tried &= (places.level[world.seat[live]] == 1) & ~self._may_die(live)
        tried |= np.isin(step, table.where("trial_accepted")) & (
            places.level[world.seat[live]] == 3
        )
        world.seat[live[tried]] = places.below(self.g, world.seat[live[tried]])
        taken = live[np.isin(step, table.where("report_taken_over"))]
        world.agency[taken] = places.unit[world.seat[taken]]

    def _may_die(self, live: Ints) -> Flags:
        lead = np.maximum(self.world.lead[live], 0)
        may: Flags = self.charges.death[np.maximum(self.world.sets[lead, 0, 0], 0)]
        return may

    def _change_charges(self, live: Ints, step: Ints) -> None:
        """The lead's charges; those of the accused picked alone change where they are picked."""
        table, world = self.table, self.world
        for event, version in (
            ("prosecution_changed", CHANGED),
            ("prosecution_supplemented", SUPPLEMENTED),
        ):
            changed = np.isin(step, table.where(event, whom="lead"))
            world.version[world.lead[live[changed]]] = version

    def _weigh(self, live: Ints, step: Ints) -> None:
        """The class of the case, by the charges that its documents state, and its procedure: its
        limit goes by them."""
        world, table = self.world, self.table
        before = self._length(live)
        world.simple[live[np.isin(step, table.where("simplified_procedure_applied"))]] = True
        world.simple[live[np.isin(step, table.where("simplified_procedure_cancelled"))]] = False
        stated = table.charging[step] & table.main[step] & (world.kind[live] == CASE)
        cases = live[stated]
        lead = world.lead[cases]
        world.severity[cases] = self.charges.gravity(world.sets[lead, world.version[lead]])
        world.due[live] += self._length(live) - before

    def _length(self, live: Ints) -> Ints:
        """Days of the limit that runs, unless extended."""
        world = self.world
        manner = self._young(live) + 2 * world.simple[live]
        return self.table.lengths[world.limit[live], manner, world.severity[live]]

    def _young(self, live: Ints) -> Flags:
        """Whether the limit that runs is the shorter one of people under 18."""
        world = self.world
        since = self.table.young_from[world.limit[live]]
        young: Flags = world.young[live] & (world.since[live] >= since)
        return young

    def _extend(self, live: Ints, step: Ints) -> dict[str, Ints]:
        """What the law gives of its next extension, and no more; the limit is longer by it."""
        world, table = self.world, self.table
        number = table.grant[world.limit[live], step]
        before = world.given[live, number].astype(np.int64)
        months, days, rank = table.grants.next(
            number, self._young(live), world.severity[live], before
        )
        world.given[live, number] += rank != NONE
        days = np.minimum(days, table.shorter[step])
        whole = table.grants.whole[number]
        until = np.where(whole, months_later(world.since[live], months) + days, NONE)
        months, days = np.where(whole, 0, months), np.where(whole, 0, days)
        longer = np.where(table.lengthens[step], 30 * months + days, 0)
        world.due[live] = np.where(whole, until, world.due[live] + longer)
        return {"months": months, "days": days, "until": until, "rank": rank}

    def _listed(self, live: Ints, step: Ints, at: Ints) -> tuple[Ints, Ints]:
        """Accused that the documents list, and the place of the document of each."""
        world, table = self.world, self.table
        place = at[world.dossier]
        who = np.flatnonzero(place >= 0)
        place = place[who]
        fits = (table.mask[step[place]] & marks(world)[who]) != 0
        pick = table.pick[step[place]]
        fits &= (pick != 2) | (world.lead[live[place]] == who)
        who, place, pick = who[fits], place[fits], pick[fits]
        luck = np.where(pick == 1, self.g.random(len(who)), 0)
        order = np.lexsort((who, luck, place))
        first = np.ones(len(order), bool)
        first[1:] = place[order][1:] != place[order][:-1]
        chosen = order[first | (pick[order] != 1)]
        chosen.sort()
        who, place = who[chosen], place[chosen]
        changed = np.isin(step[place], table.where("prosecution_changed", whom="one"))
        world.version[who[changed]] = CHANGED
        return who, place

    def _judge(self, step: Ints, who: Ints, whose: Ints, rows: Ints) -> None:
        world, table = self.world, self.table
        first = np.flatnonzero(np.isin(step[whose], table.where("first_instance_judged")))
        accused = who[first]
        otherwise = self.g.random(len(accused)) < JUDGED_OTHERWISE
        before = world.version[accused].copy()
        world.version[accused[otherwise]] = JUDGED
        sets = world.sets[accused, world.version[accused]]
        said = np.array(
            [OUTCOMES.index(s.said) if s.said in OUTCOMES else NONE for s in table.steps]
        )
        fixed = said[step[whose[first]]]
        age, legal = world.people.age[accused], world.people.legal_entity[accused]
        given = judgments.judge(self.g, self.charges, sets, age, legal, fixed)
        self._sentenced(accused, given.kind, given.months, given.suspended)
        heavier = np.sign(
            self.charges.gravest(sets) - self.charges.gravest(world.sets[accused, before])
        )
        self.told.sentence(
            row=rows[first], outcome=given.outcome, kind=given.kind, months=given.months,
            suspended=given.suspended.astype(np.int64), additional=given.additional,
            charged=self._charged(accused), change=np.where(otherwise, heavier + 1, NONE),
            **{f"kind{i}": given.kinds[:, i] for i in range(given.kinds.shape[1])},
            **{f"months{i}": given.terms[:, i] for i in range(given.terms.shape[1])},
        )  # fmt: skip
        self._decide_appeals(step, who, whose, rows, said)

    def _decide_appeals(self, step: Ints, who: Ints, whose: Ints, rows: Ints, said: Ints) -> None:
        world, table = self.world, self.table
        mine = np.flatnonzero(np.isin(step[whose], table.where("appeal_decided")))
        accused, fixed = who[mine], said[step[whose[mine]]]
        outcome, kind, months, suspended = judgments.appeal(
            self.g, world.penalty[accused], world.months[accused], world.suspended[accused]
        )
        annulled = fixed != NONE
        outcome = np.where(annulled, fixed, outcome)
        kind, months = np.where(annulled, NONE, kind), np.where(annulled, NONE, months)
        suspended &= ~annulled
        self._sentenced(accused, kind, months, suspended)
        nothing = np.full(len(mine), NONE)
        self.told.sentence(
            row=rows[mine], outcome=outcome, kind=kind, months=months,
            suspended=suspended.astype(np.int64), additional=nothing + 1,
            charged=nothing, change=nothing,
            **{f"{name}{i}": nothing for name in ("kind", "months") for i in range(3)},
        )  # fmt: skip

    def _sentenced(self, accused: Ints, kind: Ints, months: Ints, suspended: Flags) -> None:
        world = self.world
        world.penalty[accused], world.months[accused] = kind, months
        world.suspended[accused] = suspended
        world.condemned[accused] = kind == judgments.DEATH

    def _stand(
        self, live: Ints, step: Ints, goal: Ints, day: Ints, who: Ints, whose: Ints, limit: Ints
    ) -> None:
        world, table = self.world, self.table
        becomes = table.becomes[step[whose]]
        changed = becomes != NONE
        world.standing[who[changed]] = becomes[changed]
        self._limit(live, goal, day, limit)
        world.state[live] = goal
        world.day[live] = day
        world.counts[live, step] += 1
        same = table.where(
            "convict_died", "execution_carried_out", "clemency_granted", "death_sentence_converted"
        )
        world.condemned[who[np.isin(step[whose], same)]] = False
        to_death = np.isin(step, table.where("death_sentence_in_force"))
        world.kind[live[to_death]] = DEATH

    def _limit(self, live: Ints, goal: Ints, day: Ints, limit: Ints) -> None:
        """The limit that begins where the dossier comes."""
        world, table = self.world, self.table
        _, stage = table.stages()
        opening = world.sequence[live] == 1
        came = stage[goal] != stage[world.state[live]]
        limit = np.where(opening, table.standing_limit[goal], limit)
        begins = came & (limit != KEPT)
        live, day, limit = live[begins], day[begins], limit[begins]
        first = np.where(table.from_first[limit], world.first_day[live], day)
        world.since[live], world.limit[live], world.given[live] = day, limit, 0
        world.due[live] = first + self._length(live)

    def _join(self, live: Ints, events: Ints, partner: Ints, joined_in: Flags) -> None:
        """The accused of the joined case are listed by the other one too, and belong to it."""
        world, told = self.world, self.told
        if not joined_in.any():
            return
        into = np.full(len(world.kind), NONE)
        into[partner[joined_in]] = np.flatnonzero(joined_in)
        place = into[world.dossier]
        who = np.flatnonzero((place >= 0) & (world.standing != GONE))
        listed = who[np.isin(world.standing[who], (WITH, APART))]
        suspended = self.table.state("case:investigating_suspended")
        told.subject(
            event=events[place[listed]],
            accused=listed,
            stated=np.where(world.standing[listed] == APART, suspended, NONE),
            charged=self._charged(listed),
        )
        world.dossier[who] = live[place[who]]
        first = world.first_day
        first[live[joined_in]] = np.minimum(first[live[joined_in]], first[partner[joined_in]])

    def _sever(
        self, live: Ints, step: Ints, state: Ints, day: Ints, events: Ints, who: Ints, whose: Ints
    ) -> Ints:
        world, table, told = self.world, self.table, self.told
        place = np.flatnonzero(np.isin(step, table.where("case_severed_out")))
        if len(place) == 0:
            return place
        new = np.arange(world.used, world.used + len(place))
        world.used += len(place)
        old = live[place]
        apart = np.isin(step[place], table.where("case_severed_out", whom="apart_severed"))
        world.stated[new] = np.where(apart, table.suspended()[state[place]], state[place])
        world.opened_by[new], world.origin[new] = events[place], old
        told.events["link_dossier"][-1][place] = new
        self._open(new, old, day[place])
        world.state[new] = table.state("case:new")
        world.kind[new] = CASE
        target = np.full(len(live), NONE)
        target[place] = new
        moved = target[whose] >= 0
        leaving = who[moved]
        world.dossier[leaving] = target[whose[moved]]
        world.young[world.dossier[leaving[world.people.young[leaving]]]] = True
        world.lead[target[whose[moved]][::-1]] = leaving[::-1]
        self._new_leads(old)
        return new

    def _open(self, new: Ints, old: Ints, day: Ints) -> None:
        world = self.world
        world.day[new], world.since[new] = day, day
        for column in (
            world.seat, world.target, world.agency, world.pool, world.first_day, world.severity,
        ):  # fmt: skip
            column[new] = column[old]

    def _new_leads(self, dossiers: Ints) -> None:
        """Where the lead accused has left, the first of those who stay."""
        world = self.world
        lost = dossiers[world.dossier[world.lead[dossiers]] != dossiers]
        gone = np.zeros(len(world.kind), bool)
        gone[lost] = True
        stay = np.flatnonzero(gone[world.dossier] & np.isin(world.standing, (WITH, APART)))
        world.lead[world.dossier[stay[::-1]]] = stay[::-1]

    def _become_cases(self, live: Ints, step: Ints, day: Ints, events: Ints) -> Ints:
        """A report that is prosecuted becomes one of the new cases."""
        world, places = self.world, self.places
        place = np.flatnonzero(np.isin(step, self.table.where("report_prosecuted")))
        place = place[: len(world.waiting)]
        new, world.waiting = world.waiting[: len(place)], world.waiting[len(place) :]
        old = live[place]
        self._open(new, old, day[place])
        world.first_day[new] = day[place]
        ours = np.isin(world.agency[new], places.unit) & (world.pool[new] == POLICE)
        world.agency[new] = np.where(ours, places.police[world.seat[new]], world.agency[new])
        world.opened_by[new], world.origin[new] = events[place], old
        self.told.events["link_dossier"][-1][place] = new
        lead, charge = world.lead[new], world.report_charge[old]
        world.severity[new] = self.charges.severity[charge]
        for version in (INITIAL, SUPPLEMENTED):
            world.sets[lead, version, 0] = charge
        world.sets[lead] = self.charges.without_repeats(world.sets[lead])
        return new
