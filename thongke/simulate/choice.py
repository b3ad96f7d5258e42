"""Lựa chọn mô phỏng: which step each dossier takes, among those that come into question."""

from __future__ import annotations

import numpy as np

from thongke.simulate.charges import NONE, Flags, Ints, Random
from thongke.simulate.flow import APART, FIRST, LATER, NEEDS, PENDING, WITH
from thongke.simulate.table import Table
from thongke.simulate.world import World

EXTENDING, URGENT = 9, 3  # days before the limit: an extension is asked for, only the end counts


def choose(g: Random, table: Table, world: World, live: Ints) -> tuple[Ints, Flags]:
    """The place of the chosen step among the options of each dossier; True where it rests."""
    state = world.state[live]
    met = _met(table, world, live)
    luck = g.random(len(live))
    urgent = (world.due[live] - world.day[live] <= URGENT) & ~world.careless[live]
    place = np.zeros(len(live), np.int64)
    rests = np.zeros(len(live), bool)
    for here in np.unique(state).tolist():
        rows = np.flatnonzero(state == here)
        options = table.options[here][: table.width[here]]
        fits = met[rows][:, table.needs[options]]
        fits &= world.counts[live[rows]][:, options] < table.most[options]
        fits &= _lawful(table, world, live[rows], options)
        fits &= ~urgent[rows][:, None] | ~_idle(table, here)
        chances = np.cumsum(table.odds[here, : len(options)] * fits, axis=1)
        total = chances[:, -1] if len(options) else np.zeros(len(rows))
        drawn = ((luck[rows] * total)[:, None] >= chances).sum(axis=1)
        place[rows] = np.minimum(drawn, max(len(options) - 1, 0))
        rests[rows] = total <= 0
    nothing = table.events.index("")
    return place, rests | (table.event[table.options[state, place]] == nothing)


def _idle(table: Table, state: int) -> Flags:
    """Steps that bring a dossier no nearer to its end, nor its limit further away."""
    options = table.options[state][: table.width[state]]
    stays = table.next[state][: len(options)] == state
    useful = table.where("case_severed_out", "case_joined_out", "")
    useful = np.isin(options, useful) | table.lengthens[options]
    idle: Flags = stays & (table.becomes[options] == NONE) & ~useful
    return idle


def _lawful(table: Table, world: World, rows: Ints, options: Ints) -> Flags:
    """Whether the law has extensions left to give: by the limit that runs, and the offence."""
    grant = table.grant[world.limit[rows][:, None], options]
    most = table.grants.many[grant, world.severity[rows][:, None]]
    left: Flags = world.given[rows[:, None], grant] < most
    return left


def _met(table: Table, world: World, live: Ints) -> Flags:
    """What each dossier fulfils, in the order of NEEDS."""
    size = len(world.kind)
    stands = np.bincount(world.dossier * 6 + world.standing, minlength=size * 6)
    n = stands.reshape(size, 6)[live]
    condemned = np.bincount(world.dossier[world.condemned], minlength=size)[live]
    settled = n[:, PENDING] == 0
    carried = world.stated[live] >= 0
    severed = carried & (world.origin[live] >= 0)
    charged = n[:, WITH] + n[:, APART]
    lead = world.lead[live]
    leads = (lead >= 0) & (world.standing[lead] == WITH)
    counts = world.counts[live]
    asked = counts[:, table.where("investigation_requested")].sum(axis=1)
    done = counts[:, table.where("investigation_request_fulfilled")].sum(axis=1)
    met = {
        "settled": settled,
        "fresh": ~carried,
        "carried": carried & ~severed,
        "severed": severed,
        "pending": ~settled,
        "first": settled & (n[:, FIRST] > 0),
        "later": settled & (n[:, LATER] > 0) & (n[:, FIRST] == 0),
        "accused": settled & (n[:, WITH] > 0),
        "several": settled & (n[:, WITH] > 1),
        "together": settled & (n[:, WITH] > 0) & (n[:, APART] == 0),
        "apart": settled & (n[:, APART] > 0),
        "alone": settled & (charged == 0),
        "lead": settled & leads,
        "due": settled & (world.due[live] - world.day[live] <= EXTENDING),
        "requested": settled & (asked > done),
        "condemned": condemned > 0,
        "plain": settled & (world.severity[live] == 0) & (world.day[live] - world.since[live] < 5),
    }
    return np.stack([met[name] for name in NEEDS], axis=1)
