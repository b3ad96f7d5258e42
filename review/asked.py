"""Điều được hỏi: unit, period and position as an address names them, or why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from sqlalchemy import Connection

from projections.calendar import Calendar, Period, UnknownPeriod, parse_period
from projections.definitions import Definitions, Form, Line, ListDefinition
from projections.units import UnknownUnit
from store.journal import position_now, recorded_at

PERIODS = "2026-01 (tháng), 2026-Q1 (quý), 2026-H1 (6 tháng), 2026-Y (năm), 2025-10-01..2026-01-01"


class NotAccepted(Exception):
    """What was asked can't be shown: an HTTP status, what was found, what would be accepted."""

    def __init__(self, status: int, found: str, accepted: str) -> None:
        super().__init__(found)
        self.status, self.found, self.accepted = status, found, accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Tính đến: the facts that a page is made of. `position` None: all that is known."""

    position: int | None
    now: int
    recorded_at: str | None

    @classmethod
    def of(cls, connection: Connection, parameters: Mapping[str, str]) -> Known:
        now = position_now(connection)
        asked = parameters.get("vi_tri")
        if asked is not None and not (asked.isdecimal() and int(asked) <= now):
            raise NotAccepted(400, f"Không có vị trí “{asked}” trong nhật ký.", f"từ 0 đến {now}")
        position = int(asked) if asked is not None else now
        moment = recorded_at(connection, position)
        return cls(
            position=None if position == now else position,
            now=now,
            recorded_at=moment.isoformat() if moment else None,
        )

    @property
    def shown(self) -> int:
        return self.now if self.position is None else self.position

    def dossier(self, name: str) -> dict[str, str]:
        """A dossier and its address, by what is known here."""
        return {"dossier": name, "href": f"/ho-so/{quote(name, safe='')}?vi_tri={self.shown}"}

    def as_json(self) -> dict[str, Any]:
        return {
            "position": self.shown,
            "recorded_at": self.recorded_at,
            "newer": self.now if self.shown < self.now else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which units' figures, of which period."""

    unit: str
    codes: tuple[str, ...]
    period: Period
    named: str  # the period as the address names it
    known: Known

    @classmethod
    def of(
        cls, connection: Connection, definitions: Definitions, parameters: Mapping[str, str]
    ) -> Asked:
        named, period = _period(definitions.calendar, parameters)
        unit, codes = _unit(definitions, parameters, period)
        known = Known.of(connection, parameters)
        return cls(unit=unit, codes=codes, period=period, named=named, known=known)

    def query(self, **more: str | int) -> str:
        """The query of an address that stays with this unit and period."""
        return urlencode({"don_vi": self.unit, "ky": self.named, **more})

    def as_known(self, **more: str | int) -> str:
        """The same, and with what is known here: so that a list has the size of its cell."""
        return self.query(vi_tri=self.known.shown, **more)

    def as_json(self, definitions: Definitions) -> dict[str, Any]:
        return {
            "unit": self.unit,
            "unit_name": definitions.units.name(self.unit, self.period),
            "with_below": self.unit.endswith("+"),
            "period": self.named,
            "period_name": period_name(self.named),
            "from": self.period.start.isoformat(),
            "to": (self.period.end - timedelta(days=1)).isoformat(),
            "known": self.known.as_json(),
            "choose": f"/?{self.query()}",
        }


def form_of(definitions: Definitions, id: str, period: Period) -> Form:
    found = definitions.form(id, period.start)
    if found is None:
        raise _nothing("biểu", id, {f.id for f in definitions.forms}, period)
    return found


def list_of(definitions: Definitions, id: str, period: Period) -> ListDefinition:
    found = definitions.list(id, period.start)
    if found is None:
        raise _nothing("danh sách", id, {d.id for d in definitions.lists}, period)
    return found


def line_of(home: Form | ListDefinition, id: str) -> Line:
    found = home.line(id)
    if found is None:
        near = ", ".join([line.id for line in home.lines if line.id.startswith(id[:7])][:8])
        near = near or ", ".join(line.id for line in home.lines[:8])
        what = "Biểu" if isinstance(home, Form) else "Danh sách"
        raise NotAccepted(404, f"{what} {home.id} không có dòng “{id}”.", near)
    if found.not_from_events is not None:
        said = f"Dòng {found.code or id} không lấy từ sự kiện: {found.not_from_events}."
        raise NotAccepted(404, said, f"số do {found.supplied_by} cung cấp")
    return found


def page_of(parameters: Mapping[str, str]) -> int:
    asked = parameters.get("trang", "1")
    if not asked.isdecimal() or int(asked) < 1 or len(asked) > 6:
        raise NotAccepted(400, f"Không có trang “{asked}”.", "1, 2, 3, …")
    return int(asked)


def period_name(named: str) -> str:
    """`2026-01`: Tháng 01/2026."""
    year, _, part = named.partition("-")
    match part:
        case "H1":
            return f"6 tháng đầu năm công tác {year}"
        case "H2":
            return f"6 tháng cuối năm công tác {year}"
        case "Y":
            return f"Năm công tác {year}"
        case "Q1" | "Q2" | "Q3" | "Q4":
            return f"Quý {part[1]} năm công tác {year}"
        case _ if len(part) == 2:
            return f"Tháng {part}/{year}"
        case _:
            return "Kỳ tự chọn"


def _period(calendar: Calendar, parameters: Mapping[str, str]) -> tuple[str, Period]:
    named = parameters.get("ky", "")
    try:
        return named, parse_period(named, calendar)
    except UnknownPeriod:
        found = f"Không có kỳ “{named}”." if named else "Chưa chọn kỳ."
        raise NotAccepted(400, found, PERIODS) from None


def _unit(
    definitions: Definitions, parameters: Mapping[str, str], period: Period
) -> tuple[str, tuple[str, ...]]:
    code = parameters.get("don_vi", "")
    if not code:
        raise NotAccepted(400, "Chưa chọn đơn vị.", "T01, T01+ (cả cấp dưới), K01-03, TC+")
    try:
        return code, definitions.units.answering(code, period)
    except UnknownUnit:
        near = ", ".join(definitions.units.near(code)) or "T01, T01+, K01-03, TC+"
        found = f"Không có đơn vị “{code}” vào ngày {period.start:%d/%m/%Y}."
        raise NotAccepted(404, found, near) from None


def _nothing(what: str, id: str, known: set[str], period: Period) -> NotAccepted:
    found = f"Không có {what} “{id}” cho kỳ bắt đầu ngày {period.start:%d/%m/%Y}."
    return NotAccepted(404, found, ", ".join(sorted(known)) or "chưa có định nghĩa nào")
