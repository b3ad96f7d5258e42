"""Chọn: which unit, which period, which form or list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from projections.calendar import UnknownPeriod, add_months, months
from projections.definitions import Definitions
from projections.units import Units
from review.asked import period_name


def page(definitions: Definitions, chosen: Mapping[str, str], today: date) -> dict[str, Any]:
    """Everything that can be chosen, and what the address says was chosen last."""
    unit = chosen.get("don_vi", "")
    last_month = add_months(today.replace(day=1), -1)
    return {
        "units": _units(definitions.units, today),
        "periods": _periods(definitions, today),
        "forms": [
            {"id": form.id, "title": form.title, "status": form.provenance.status}
            for form in {f.id: f for f in definitions.forms}.values()
        ],
        "lists": [
            {"id": one.id, "title": one.title, "status": one.provenance.status}
            for one in {d.id: d for d in definitions.lists}.values()
        ],
        "series": list(dict.fromkeys(group.series for group in definitions.indicators)),
        "chosen": {
            "many": unit if "," in unit or unit.endswith(("+K", "+P")) else "",
            "unit": unit.removesuffix("+"),
            "with_below": unit.endswith("+"),
            "period": chosen.get("ky") or f"{last_month:%Y-%m}",
            "form": chosen.get("bieu", ""),
        },
    }


def target(definitions: Definitions, chosen: Mapping[str, str]) -> str:
    """The address of what was chosen; what is unknown is told there."""
    unit = chosen.get("don_vi", "").removesuffix("+")
    unit += "+" if unit and chosen.get("cap_duoi") else ""
    unit = chosen.get("nhieu", "").strip() or unit
    id = chosen.get("bieu", "")
    unit = _filing(definitions, id, unit)
    kind = "danh-sach" if any(one.id == id for one in definitions.lists) else "bieu"
    kind = "chi-tieu" if any(one.series == id for one in definitions.indicators) else kind
    query = urlencode({"don_vi": unit, "ky": chosen.get("ky", "")})
    return f"/{kind}/{id or '01'}?{query}"


def _filing(definitions: Definitions, id: str, unit: str) -> str:
    """Forms of agencies are filed by one: whoever chooses such a form for a single unit that is
    none is shown that of the agency."""
    agencies = {f.id for f in definitions.forms if f.counts_by == "agency_unit"}
    if id not in agencies or not unit or unit.endswith("+") or "," in unit:
        return unit
    filing = definitions.units.agencies(date.max)
    return unit if unit in filing else next(iter(filing), unit)


def _units(units: Units, on: date) -> list[dict[str, Any]]:
    """The supreme procuracy, each province with its own below it, the military line."""
    groups: dict[str, list[str]] = {}
    for code in units.codes(on):
        unit = units.unit(code, on)
        above = units.ancestors(code, on)
        top = above[-2] if len(above) > 1 else code
        is_group = unit is not None and unit.level in ("province", "military_central")
        groups.setdefault(top if len(above) > 1 or is_group else "TC", []).append(code)
    return [
        {
            "group": units.label(top, on),
            "units": [{"code": code, "label": units.label(code, on)} for code in codes],
        }
        for top, codes in groups.items()
    ]


def _periods(definitions: Definitions, today: date) -> list[dict[str, Any]]:
    """Statistical years since the first form began, the latest first."""
    first = min((form.provenance.start for form in definitions.forms), default=today)
    groups = []
    for year in range(today.year + 1, first.year, -1):
        try:
            period = definitions.calendar.year(year)
        except UnknownPeriod:
            continue
        if period.start > today or period.end <= first:
            continue
        named = [f"{year}-{part}" for part in ("Y", "H1", "H2", "Q1", "Q2", "Q3", "Q4")]
        named += [str(month) for month in months(period) if month.start <= today]
        periods = [{"id": name, "label": period_name(name)} for name in named]
        groups.append({"group": f"Năm công tác {year}", "periods": periods})
    return groups
