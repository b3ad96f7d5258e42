"""Đơn vị: the procuracies whose figures events move, as a dated tree."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from projections.calendar import Period, optional_day

UNKNOWN = "unknown"
"""Unit of what names no unit of the catalogue."""

BELOW = {"": "", "+": "", "+K": " – các đơn vị khu vực", "+P": " – văn phòng, các phòng, vụ"}
"""What may follow a code, and what it says besides “và các đơn vị cấp dưới”."""
# A province's own rooms, the nation's departments; and what stands lowest.
_ROOMS = frozenset({"department", "appellate", "investigation", "province_department"})
_LOWEST = frozenset({"region", "military_area"})


class UnknownUnit(ValueError):
    """A unit code that the catalogue does not know on the asked day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One version of a unit: `valid_to` is the first day on which it no longer is."""

    code: str
    label: str
    place: str
    level: str
    parent: str
    valid_from: date | None
    valid_to: date | None
    successor: str
    status: str

    def ended(self, on: date) -> bool:
        return self.valid_to is not None and self.valid_to <= on


@dataclass(frozen=True, slots=True)
class Units:
    """Danh mục đơn vị.

    What happened before a unit was set up is recorded under the unit that took it over, so a unit
    carries figures of any day until it ends. A code may be given again (24 was Bắc Giang, is Bắc
    Ninh): its versions stand in order of time.
    """

    versions: Mapping[str, tuple[Unit, ...]]

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, str]]) -> Units:
        versions: dict[str, tuple[Unit, ...]] = {}
        for row in rows:
            unit = _unit(row)
            earlier = versions.get(unit.code, ())
            if earlier and not (unit.valid_from and earlier[-1].ended(unit.valid_from)):
                raise ValueError(f"unit {unit.code}: two versions stand on {unit.valid_from}")
            versions[unit.code] = (*earlier, unit)
        for unit in (unit for standing in versions.values() for unit in standing):
            for name, code in (("parent", unit.parent), ("successor", unit.successor)):
                if code and code not in versions:
                    raise ValueError(f"unit {unit.code}: {name} {code!r} is not in the catalogue")
        return cls(versions)

    def __contains__(self, code: str) -> bool:
        return code in self.versions

    def unit(self, code: str, on: date) -> Unit | None:
        """The version that carries the code's figures of that day."""
        return next((unit for unit in self.versions.get(code, ()) if not unit.ended(on)), None)

    def known(self, code: str, on: date) -> bool:
        return self.unit(code, on) is not None

    def codes(self, on: date) -> tuple[str, ...]:
        """Every unit that carries figures of that day, in the order of the catalogue."""
        return tuple(code for code in self.versions if self.known(code, on))

    def label(self, code: str, on: date | None = None) -> str:
        """The name that day (default: the latest); the code itself when it is unknown."""
        found = self.unit(code, on) if on else self.versions.get(code, (None,))[-1]
        return found.label if found else code

    def children(self, code: str, on: date) -> tuple[str, ...]:
        units = ((child, self.unit(child, on)) for child in self.versions)
        return tuple(child for child, unit in units if unit and unit.parent == code)

    def ancestors(self, code: str, on: date) -> tuple[str, ...]:
        """From the parent up to the supreme procuracy."""
        above: list[str] = []
        unit = self.unit(code, on)
        while unit and unit.parent:
            above.append(unit.parent)
            unit = self.unit(unit.parent, on)
        return tuple(above)

    def resolve(self, text: str, on: date) -> tuple[str, ...]:
        """`T01`: the unit's own figures; `T01+`: with all below it; `TC+`: the nation.

        What is counted under no known unit (`unknown`) is counted in the nation, never dropped.
        """
        if text == UNKNOWN:
            return (UNKNOWN,)
        code = text.removesuffix("+")
        unit = self.unit(code, on)
        if unit is None:
            raise UnknownUnit(self._refusal(code, on))
        if not text.endswith("+"):
            return (code,)
        below = tuple(self._below(code, on))
        return below if unit.parent else (*below, UNKNOWN)

    def answering(self, text: str, period: Period) -> tuple[str, ...]:
        """The units whose figures make up what was asked, over a period.

        Besides `T01` and `T01+`: `T01+K` the regions below it, `T01+P` itself and its rooms, and
        any of these joined by commas. The tree is that of the period's last day; a unit that had
        ended by then is answered for by its successor, whose roll-up takes what still stands under
        the old code (merged provinces of 2025).
        """
        last = period.end - timedelta(days=1)
        found = [code for part in text.split(",") for code in self._part(part, period.start, last)]
        return tuple(dict.fromkeys(found))

    def rows(self, text: str, period: Period) -> dict[str, tuple[str, ...]]:
        """What was asked, part by part: each unit at its head by itself, those below it each with
        all below. The parts together are what `answering` says; each is asked for by its key, but
        for units that had ended."""
        whole = self.answering(text, period)
        code, below = _split(text)
        if "," in text or below != "+":
            named = text.split(",") if "," in text else whole
            return {part.strip(): self.answering(part, period) for part in named}
        last = period.end - timedelta(days=1)
        day = last if self.known(code, last) else period.start
        parts = {f"{child}+": self.answering(f"{child}+", period)
                 for child in self.children(code, day)}  # fmt: skip
        own = [c for c in whole if not any(c in codes for codes in parts.values())]
        found: dict[str, tuple[str, ...]] = {c: (c,) for c in own if c != UNKNOWN}
        found |= {key if len(codes) > 1 else codes[0]: codes for key, codes in parts.items()}
        return found | ({UNKNOWN: (UNKNOWN,)} if UNKNOWN in own else {})

    def asked_alone(self, part: str, period: Period) -> bool:
        """Whether a part of what was asked can be asked for: a unit that had ended cannot."""
        code, _ = _split(part)
        return code == UNKNOWN or self.known(code, period.end - timedelta(days=1))

    def agencies(self, on: date) -> tuple[str, ...]:
        """Cơ quan điều tra có biểu riêng: units that stand in the column `agency_unit`."""
        return tuple(c for c in self.codes(on) if self._latest(c).level == "investigation")

    def name(self, text: str, period: Period) -> str:
        """What was asked, for people, as it was called on the period's last day."""
        parts = text.split(",")
        if len(parts) > 1:
            named = "; ".join(self.name(part, period) for part in parts)
            return f"{len(parts)} đơn vị được chọn: {named}"
        code, below = _split(text)
        last = period.end - timedelta(days=1)
        label = self.label(code, last if self.known(code, last) else None)
        return label + BELOW.get(below, "")

    def level(self, text: str, on: date) -> str | None:
        """The level of what was asked: of the unit at its head, or of all that are listed."""
        found = {unit.level for code, _ in _parts(text) if (unit := self.unit(code, on))}
        return found.pop() if len(found) == 1 else None

    def near(self, code: str) -> tuple[str, ...]:
        """Codes that were perhaps meant."""
        return tuple(difflib.get_close_matches(code.upper(), self.versions, n=3, cutoff=0.6))

    def _below(self, code: str, on: date) -> Iterator[str]:
        children: dict[str, list[str]] = {}
        for child in self.versions:
            if unit := self.unit(child, on):
                children.setdefault(unit.parent, []).append(child)
        waiting = [code]
        while waiting:
            yield (standing := waiting.pop())
            waiting.extend(reversed(children.get(standing, ())))

    def _part(self, text: str, start: date, last: date) -> tuple[str, ...]:
        code, below = _split(text)
        if below not in BELOW:
            raise UnknownUnit(f"unit {text!r}; accepted after a code: +, +K, +P")
        if not below:
            day = start if self.known(code, start) else last
            return self.resolve(code, day)
        day = last if self.known(code, last) else start
        codes = self.resolve(code + "+", day)
        found = (*codes, *self._before(codes, day))
        if below == "+K":
            return tuple(c for c in found if self._latest(c).level in _LOWEST)
        if below == "+P":
            return tuple(c for c in found if self._is_office(c, code))
        return found

    def _before(self, codes: tuple[str, ...], on: date) -> Iterator[str]:
        """Units that had ended by then and were taken over by one of these."""
        inside = set(codes)
        for code in self.versions:
            if code not in inside and not self.known(code, on):
                follower: str = code
                while not self.known(follower, on):
                    follower = self.versions[follower][-1].successor
                if follower in inside:
                    yield code

    def _is_office(self, code: str, of: str) -> bool:
        """The unit itself, one that it took over, or a room of it."""
        unit = self._latest(code)
        is_room = unit.level in _ROOMS and unit.parent == of
        return is_room or unit.level == self._latest(of).level

    def _latest(self, code: str) -> Unit:
        known = self.versions.get(code)
        return known[-1] if known else _NOBODY

    def _refusal(self, code: str, on: date) -> str:
        if code in self.versions:
            last = self.versions[code][-1]
            return f"unit {code!r} ended on {last.valid_to}; accepted: {last.successor}"
        near = ", ".join(self.near(code)) or "T01, K01-03, TC, each with + for all below it"
        return f"unit {code!r} is not in the catalogue on {on}; accepted, for instance: {near}"


def _parts(text: str) -> list[tuple[str, str]]:
    return [_split(part) for part in text.split(",")]


def _split(text: str) -> tuple[str, str]:
    """`T01+K`: the code, and which of those below it."""
    code, plus, below = text.strip().partition("+")
    return code, plus + below


def _unit(row: Mapping[str, str]) -> Unit:
    return Unit(
        code=row["code"],
        label=row["label"],
        place=row["place"],
        level=row["level"],
        parent=row["parent"],
        valid_from=optional_day(row["valid_from"]),
        valid_to=optional_day(row["valid_to"]),
        successor=row["successor"],
        status=row["status"],
    )


_NOBODY = Unit(
    code=UNKNOWN,
    label="đơn vị chưa rõ",
    place="",
    level="",
    parent="",
    valid_from=None,
    valid_to=None,
    successor="",
    status="inferred",
)
