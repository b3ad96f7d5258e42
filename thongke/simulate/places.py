"""Nơi giải quyết mô phỏng: procuracies with the police, courts and higher offices beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from projections.definitions import Definitions
from thongke.simulate.charges import Flags, Ints, Random

OWN_AGENCY = "VKS-CQDT"  # the investigating agency of the supreme procuracy, with forms of its own
OWN_UNIT = "TC-CQDT"
OWN_SUPERVISOR = "TC-V06"
NORTH, MIDDLE = 36, 68  # province codes up to Thanh Hóa, up to Lâm Đồng: the three appellate seats
ASSIGNED = ("HQ", "KL", "BDBP", "CSB", "KN", "CAK")
STATE_BODIES = ("TTR", "KTNN", "THUE", "QLTT", "UBKT")
MILITARY_SHARE, OWN_SHARE = 0.003, 0.006


@dataclass(frozen=True, slots=True)
class Places:
    """Seats: the units that have dossiers in hand. Offices are numbers into `names`."""

    names: list[str]
    unit: Ints  # by seat, as all that follow
    police: Ints
    court: Ints
    higher: Ints  # unit that takes part in the appeal
    higher_court: Ints
    superior: Ints  # seat x rank -> the procuracy of that rank, or the unit where it ranks so
    level: Ints  # 0 region, 1 province, 2 military, 3 supreme (the procuracy's own agency)
    lower: list[Ints]  # seats that may be given a case to try
    group: Ints  # province; transfers mostly stay inside
    regions: Ints
    provinces: Ints
    military: Ints
    own: int
    assigned: Ints  # names of the assigned agencies, and of other state bodies
    bodies: Ints

    @classmethod
    def of(cls, definitions: Definitions, provinces: Sequence[str], on: date) -> Places:
        units = definitions.units
        names: dict[str, int] = {}

        def name(code: str) -> int:
            return names.setdefault(code, len(names))

        seats: list[tuple[int, int, int, int, int, int, int]] = []
        for code in sorted(provinces):
            appeals = 1 if int(code) <= NORTH else 2 if int(code) <= MIDDLE else 3
            top, police, court = name(f"T{code}"), name(f"CA-{code}"), name(f"TA-{code}")
            higher = name(f"TC-PT{appeals}"), name(f"TA-PT{appeals}")
            seats.append((top, police, court, *higher, 1, int(code)))
            for child in units.children(f"T{code}", on):
                if child.startswith("K"):
                    below = name(f"TA-{child[1:]}")
                    seats.append((name(child), police, below, top, court, 0, int(code)))
        top = name(OWN_SUPERVISOR)
        court = name(f"TA-{provinces[0]}")
        seats.append((top, name(OWN_AGENCY), court, name("TC-PT1"), name("TA-PT1"), 3, -1))
        for area in units.children("QS-TW", on):
            above = name("QS-TW"), name("TA-QS-TW")
            tail = area.removeprefix("QS-")
            seats.append((name(area), name(f"QD-{tail}"), name(f"TA-QS-{tail}"), *above, 2, -2))
        columns = np.array(seats, np.int64).T
        level, group = columns[5], columns[6]
        regions = np.flatnonzero(level == 0)
        lower = [
            regions[group[regions] == group[seat]] if level[seat] == 1
            else np.flatnonzero(level == 1) if level[seat] == 3
            else np.array([], np.int64)
            for seat in range(len(seats))
        ]  # fmt: skip
        own = int(np.flatnonzero(level == 3)[0])
        supreme = np.select([level == 3, level == 2], [columns[0], columns[3]], name("TC"))
        provincial = np.where(level == 0, columns[3], columns[0])
        tails = [f"-{code}" for code in provinces]
        assigned = np.array([name(a + tail) for a in ASSIGNED for tail in tails])
        bodies = np.array([name(a + tail) for a in STATE_BODIES for tail in tails])
        for code in ("CTN", "TA-TC", "TC", OWN_UNIT):
            name(code)
        return cls(
            names=list(names),
            unit=columns[0],
            police=columns[1],
            court=columns[2],
            higher=columns[3],
            higher_court=columns[4],
            superior=np.stack([columns[0], provincial, supreme], axis=1),
            level=level,
            lower=lower,
            group=group,
            regions=regions,
            provinces=np.flatnonzero(level == 1),
            military=np.flatnonzero(level == 2),
            own=own,
            assigned=assigned,
            bodies=bodies,
        )

    def number(self, code: str) -> int:
        return self.names.index(code)

    def draw(self, g: Random, pool: Ints, provincial: Flags) -> Ints:
        """A seat for each dossier: by the kind of its agency (POOL numbers) and its gravity."""
        n = len(pool)
        seats = self.regions[g.integers(0, len(self.regions), n)]
        above = self.provinces[np.searchsorted(self.group[self.provinces], self.group[seats])]
        seats = np.where(provincial, above, seats)
        seats = np.where(
            pool == MILITARY, self.military[g.integers(0, len(self.military), n)], seats
        )
        return np.where(pool == OWN, self.own, seats)

    def agency(self, g: Random, seat: Ints, pool: Ints) -> Ints:
        assigned = self.assigned[g.integers(0, len(self.assigned), len(seat))]
        return np.where(pool == ASSIGNED_POOL, assigned, self.police[seat])

    def elsewhere(self, g: Random, seat: Ints) -> Ints:
        """Where a dossier is transferred to: another seat, mostly of the same province."""
        out = np.empty(len(seat), np.int64)
        for level in np.unique(self.level[seat]):
            mine = np.flatnonzero(self.level[seat] == level)
            others = self.military if level == 2 else self.regions
            picked = others[g.integers(0, len(others), len(mine))]
            if level < 2:
                picked = self._near(g, seat[mine], picked)
            same = picked == seat[mine]
            picked[same] = others[(np.searchsorted(others, picked[same]) + 1) % len(others)]
            out[mine] = picked
        return out

    def below(self, g: Random, seat: Ints) -> Ints:
        """A lower seat to try the case, or the same."""
        out = seat.copy()
        for one in np.unique(seat):
            if len(self.lower[one]):
                mine = np.flatnonzero(seat == one)
                out[mine] = self.lower[one][g.integers(0, len(self.lower[one]), len(mine))]
        return out

    def _near(self, g: Random, seat: Ints, far: Ints) -> Ints:
        group = self.group[seat]
        first = np.searchsorted(self.group[self.regions], group)
        last = np.searchsorted(self.group[self.regions], group, side="right")
        near = first + (g.random(len(seat)) * (last - first)).astype(np.int64)
        stay = (g.random(len(seat)) < 0.6) & (last > first)
        return np.where(stay, self.regions[np.minimum(near, len(self.regions) - 1)], far)


POLICE, ASSIGNED_POOL, MILITARY, OWN = range(4)
POOL_NAMES = ("police", "assigned", "military", "procuracy_investigation")
POOL_ODDS = (1 - 0.02 - MILITARY_SHARE - OWN_SHARE, 0.02, MILITARY_SHARE, OWN_SHARE)
