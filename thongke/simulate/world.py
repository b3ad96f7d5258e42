"""Hồ sơ, bị can mô phỏng: where everybody stands, in arrays that the walk changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from thongke.simulate import places as seats
from thongke.simulate.charges import INITIAL, NONE, Charges, Flags, Ints, Random
from thongke.simulate.flow import (
    CARRIED,
    CASE,
    CONDEMNED,
    DEATH,
    DOCUMENT,
    FIRST,
    LATER,
    REPORT,
    SUPERVISION,
    TRACKS,
    WITH,
)  # fmt: skip
from thongke.simulate.judgments import DEATH as DEATH_PENALTY
from thongke.simulate.people import People
from thongke.simulate.places import POOL_NAMES, POOL_ODDS, Places
from thongke.simulate.table import NEW, UNLIMITED, Table

# For each newly prosecuted case (2025: 134 thousand reports, about 78 thousand cases).
REPORTS, CARRIED_REPORTS, CARRIED_CASES = 1.7, 0.25, 0.45
DOCUMENTS, SUPERVISIONS, CARRIED_DOCUMENTS, CONDEMNED_BEFORE = 0.06, 0.024, 0.01, 0.008
SEVERED_AT_MOST = 0.08  # room for them; more are not severed
ACCUSED = 1.75
UNIDENTIFIED = 0.55  # of the suspended cases carried in
CHARGED_LATER = 0.18
CARELESS = 0.06


@dataclass(slots=True)
class World:
    """Dossiers and accused; rows are numbers given once. A dossier's kind is its track."""

    kind: Ints
    day: Ints  # of the last document; of the first one before it
    state: Ints
    stated: Ints  # state that the first document states, or -1
    since: Ints  # when it came where it stands
    due: Ints  # last day of the limit, as far as the platform knows
    limit: Ints  # which one it is, by its number in the table
    given: np.ndarray[tuple[int, int], np.dtype[np.uint8]]  # extensions of it, by table of grants
    careless: Flags  # does not look at the limit
    severity: Ints
    young: Flags  # some accused was under 18
    simple: Flags  # under the simplified procedure
    first_day: Ints  # of the first decision to prosecute
    sequence: Ints
    seat: Ints
    target: Ints  # seat that it is being transferred to
    agency: Ints
    lead: Ints  # accused
    report_charge: Ints
    opened_by: Ints  # event of another dossier that opened this one
    origin: Ints  # that dossier
    pool: Ints
    counts: np.ndarray[tuple[int, int], np.dtype[np.uint8]]
    used: int  # dossiers that exist; the rest wait to be severed from others
    waiting: Ints  # new cases, for reports to become
    start: Ints  # day on which a waiting case begins when no report becomes it
    # by accused
    dossier: Ints
    standing: Ints
    condemned: Flags
    version: Ints
    sets: Ints  # accused x version x charge
    penalty: Ints
    months: Ints
    suspended: Flags
    people: People


def populate(
    g: Random, cases: int, table: Table, charges: Charges, places: Places, start: date, end: date
) -> World:
    """Everything that stands on the first day, and everything that will begin before the last."""
    first, last = _number(start), _number(end)
    numbers = [
        (REPORT, round(REPORTS * cases), False), (REPORT, round(CARRIED_REPORTS * cases), True),
        (DOCUMENT, round(DOCUMENTS * cases), False),
        (DOCUMENT, round(CARRIED_DOCUMENTS * cases), True),
        (SUPERVISION, round(SUPERVISIONS * cases), False), (SUPERVISION, cases // 500, True),
        (CASE, round(CARRIED_CASES * cases), True), (DEATH, round(CONDEMNED_BEFORE * cases), True),
        (CASE, cases, False), (CASE, round(SEVERED_AT_MOST * cases) + 20, False),
    ]  # fmt: skip
    kind = np.repeat([k for k, _, _ in numbers], [n for _, n, _ in numbers])
    carried = np.repeat([c for _, _, c in numbers], [n for _, n, _ in numbers])
    total = len(kind)
    used = total - numbers[-1][1]
    waiting = np.arange(used - cases, used)
    day = np.where(carried, first - 1, first + (g.random(total) * (last - first)).astype(np.int64))
    day[~carried] = to_work(day[~carried], g.random(int((~carried).sum())))
    state = np.array([table.state(f"{track}:{NEW}") for track in TRACKS])[kind]
    stated = np.full(total, NONE)
    for track, shares in CARRIED.items():
        mine = np.flatnonzero(carried & (kind == TRACKS.index(track)))
        names = np.array([table.state(f"{track}:{stage}") for stage in shares])
        stated[mine] = names[_drawn(g, len(mine), tuple(shares.values()))]
    pool = _drawn(g, total, POOL_ODDS)
    pool[kind >= DEATH] = seats.POLICE

    main = np.empty(total, np.int64)
    for number, name in enumerate(POOL_NAMES):
        mine = np.flatnonzero(pool == number)
        main[mine] = charges.draw(g, len(mine), name)
    main[kind == DEATH] = charges.draw(g, int((kind == DEATH).sum()), "condemned")
    gravity = np.array([0.02, 0.03, 0.2, 0.65])[charges.severity[main]]
    gravity = np.where(charges.economic[main], np.maximum(gravity, 0.2), gravity)
    gravity = np.where(charges.death[main] | (kind == DEATH), 0.97, gravity)
    seat = places.draw(g, pool, g.random(total) < gravity)

    many = np.minimum(g.geometric(1 / ACCUSED, total), 12)
    many = np.where(kind == CASE, many, np.where(kind == DEATH, 1, 0))
    many[used:] = 0
    dossier = np.repeat(np.arange(total), many)
    lead = np.where(many > 0, np.cumsum(many) - many, NONE)
    n = len(dossier)
    leads = lead[dossier] == np.arange(n)
    own = np.where(leads | (g.random(n) < 0.75), main[dossier], charges.draw(g, n))
    charged = charges.versions(g, own)
    grave = charges.severity[charged[:, :, 0]].min(axis=1) >= 2
    justice = pool[dossier] == seats.OWN
    people = People.draw(
        g, n, charges.legal_entity[own], charges.economic[own], grave, judicial=justice
    )
    standing = np.where(leads | (g.random(n) >= CHARGED_LATER), FIRST, LATER)
    standing = np.where(carried[dossier], WITH, standing)
    suspended = table.state("case:investigating_suspended")
    unknown = (stated == suspended) & (g.random(total) < UNIDENTIFIED)
    standing = np.where(unknown[dossier], FIRST, standing)
    condemned = kind[dossier] == DEATH
    ago = np.where(
        stated == suspended, 40 + g.integers(0, 1400, total), 10 + g.integers(0, 75, total)
    )
    tried = kind[dossier] == CASE
    severity = charges.severity[main]
    length = table.lengths[table.standing_limit[np.maximum(stated, 0)], 0, severity]
    running = (length < UNLIMITED) & (stated >= 0)
    ago = np.where(
        running, 3 + (g.random(total) * np.maximum(length - 12, 5)).astype(np.int64), ago
    )
    return World(
        kind=kind,
        day=day,
        state=state,
        stated=stated,
        since=day.copy(),
        due=np.full(total, day.max(initial=0) + UNLIMITED),
        limit=np.zeros(total, np.int64),
        given=np.zeros((total, len(table.grants.many)), np.uint8),
        careless=g.random(total) < CARELESS,
        severity=severity,
        simple=np.zeros(total, bool),
        young=np.bincount(dossier[people.young], minlength=total) > 0,
        first_day=np.where(carried, day - ago, day),
        sequence=np.zeros(total, np.int64),
        seat=seat,
        target=seat.copy(),
        agency=places.agency(g, seat, pool),
        lead=lead,
        report_charge=main,
        opened_by=np.full(total, NONE),
        origin=np.full(total, NONE),
        pool=pool,
        counts=np.zeros((total, len(table.steps)), np.uint8),
        used=used,
        waiting=waiting,
        start=day,
        dossier=dossier,
        standing=standing,
        condemned=condemned,
        version=np.full(n, INITIAL),
        sets=charged,
        penalty=np.where(condemned, DEATH_PENALTY, np.where(tried, 3, NONE)),
        months=np.where(tried, 12 + g.integers(0, 84, n), NONE),
        suspended=np.zeros(n, bool),
        people=people,
    )


def marks(world: World) -> Ints:
    """Bits of how each accused stands."""
    return (1 << world.standing) | (world.condemned.astype(np.int64) << CONDEMNED)


def to_work(day: Ints, luck: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Ints:
    """Most decisions of a week-end are made on Monday."""
    weekday = (day + 3) % 7
    return np.where((weekday >= 5) & (luck < 0.85), day + 7 - weekday, day)


def _number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def _drawn(g: Random, n: int, shares: tuple[float, ...]) -> Ints:
    chances = np.cumsum(shares)
    drawn: Ints = np.minimum(np.searchsorted(chances, g.random(n) * chances[-1]), len(shares) - 1)
    return drawn
