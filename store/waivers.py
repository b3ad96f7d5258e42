"""Bỏ qua: findings and formulas that somebody let pass, with who and why. Figures and findings
stay as they are.

A waiver is of one code on one document, or of one formula of a form or list for one unit, as it was
asked, and period. It stands until it is withdrawn, and both stay on record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from projections import register
from projections.calendar import Period
from projections.definitions import Definitions
from projections.register import Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One that stands."""

    event_id: str
    code: str
    who: str
    why: str
    waived_at: datetime

    @property
    def spelled(self) -> str:
        return f"{self.who}: {self.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaWaiver:
    """One of a formula that stands."""

    unit: str
    formula: str
    said: str  # what the formula said when it was waived
    who: str
    why: str
    waived_at: datetime

    @property
    def spelled(self) -> str:
        return f"{self.who}: {self.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A formula of a form or list, of one unit (its label and plain codes) and period."""

    home: str
    id: str
    unit: str
    codes: Sequence[str]
    period: Period

    def as_json(self) -> dict[str, Any]:
        return {
            "home": self.home, "formula": self.id, "unit": self.unit, "codes": list(self.codes),
            "since": self.period.start, "until": self.period.end,
        }  # fmt: skip


class NotWaivable(ValueError):
    """What cannot be waived, or not withdrawn, and why."""


def waive(
    connection: Connection, definitions: Definitions, event_id: str, code: str, who: str, why: str
) -> None:
    """Let a finding on a document pass. Only errors that somebody may waive, by their register."""
    known = register.of_finding(definitions, code)
    if not known.errors:
        raise NotWaivable(f"không có điều cần xem {code!r}")
    _must_be_waivable(code, known, who, why)
    dossier = _dossier(connection, definitions, event_id, code)
    if dossier is None:
        raise NotWaivable(f"sự kiện {event_id!r} không có điều cần xem {code}")
    written = connection.execute(
        text(
            "INSERT INTO waiver (event_id, code, dossier, who, why)"
            " VALUES (:event, :code, :dossier, :who, :why)"
            " ON CONFLICT (event_id, code) WHERE withdrawn_at IS NULL DO NOTHING"
        ),
        {"event": event_id, "code": code, "dossier": dossier, "who": who, "why": why},
    )
    if not written.rowcount:
        raise NotWaivable(f"{code} của {event_id} đã được bỏ qua")


def _must_be_waivable(name: str, known: Known, who: str, why: str) -> None:
    if not known.waived_by:
        said = f" ({known.ids})" if known.errors else ""
        raise NotWaivable(f"{name}{said} không ai được bỏ qua: phải sửa dữ liệu")
    if not who.strip() or not why.strip():
        raise NotWaivable("phải ghi ai bỏ qua và vì sao")


def _dossier(
    connection: Connection, definitions: Definitions, event_id: str, code: str
) -> str | None:
    """Of a document on which the finding stands; what the journal's rules find is not kept."""
    of_journal = code in {rule.code for rule in definitions.journal_rules}
    told = (
        "SELECT dossier FROM journal WHERE event_id = :event"
        if of_journal
        else "SELECT dossier FROM finding"
        " WHERE event_id = :event AND code = :code AND retracted_at IS NULL LIMIT 1"
    )
    found: str | None = connection.execute(text(told), {"event": event_id, "code": code}).scalar()
    return found


def withdraw(connection: Connection, event_id: str, code: str, who: str) -> None:
    """From now on the finding is to be looked at again."""
    if not who.strip():
        raise NotWaivable("phải ghi ai rút")
    ended = connection.execute(
        text(
            "UPDATE waiver SET withdrawn_by = :who, withdrawn_at = now()"
            " WHERE event_id = :event AND code = :code AND withdrawn_at IS NULL"
        ),
        {"event": event_id, "code": code, "who": who},
    )
    if not ended.rowcount:
        raise NotWaivable(f"{code} của {event_id} chưa được bỏ qua")


def standing(connection: Connection, events: Iterable[str]) -> dict[tuple[str, str], Waiver]:
    """Waivers that stand, by event and code."""
    found = connection.execute(
        text(
            "SELECT event_id, code, who, why, waived_at FROM waiver"
            " WHERE withdrawn_at IS NULL AND event_id = ANY(:events)"
        ),
        {"events": sorted(set(events))},
    )
    return {(row["event_id"], row["code"]): Waiver(**row) for row in found.mappings()}


def waive_formula(
    connection: Connection, formula: Formula, known: Known, said: str, who: str, why: str
) -> None:
    """Let a formula that does not hold pass. `said`: what it says as its figures stand."""
    _must_be_waivable(formula.id, known, who, why)
    written = connection.execute(
        text(
            "INSERT INTO formula_waiver"
            " (home, formula, unit, codes, since, until, spelled, who, why)"
            " VALUES (:home, :formula, :unit, :codes, :since, :until, :said, :who, :why)"
            " ON CONFLICT (home, formula, unit, since, until) WHERE withdrawn_at IS NULL DO NOTHING"
        ),
        {**formula.as_json(), "said": said, "who": who, "why": why},
    )
    if not written.rowcount:
        raise NotWaivable(f"{formula.id} của {formula.unit} đã được bỏ qua")


def withdraw_formula(connection: Connection, formula: Formula, who: str) -> None:
    """From now on the formula is to be looked at again."""
    if not who.strip():
        raise NotWaivable("phải ghi ai rút")
    ended = connection.execute(
        text(
            "UPDATE formula_waiver SET withdrawn_by = :who, withdrawn_at = now()"
            " WHERE home = :home AND formula = :formula AND unit = :unit"
            " AND since = :since AND until = :until AND withdrawn_at IS NULL"
        ),
        {**formula.as_json(), "who": who},
    )
    if not ended.rowcount:
        raise NotWaivable(f"{formula.id} của {formula.unit} chưa được bỏ qua")


def formulas_waived(
    connection: object, home: str, period: Period
) -> dict[tuple[str, str], FormulaWaiver]:
    """Waivers of the formulas of a form or list in a period that stand, by unit and formula.

    Spans in memory have none: only a store remembers.
    """
    if not isinstance(connection, Connection):
        return {}
    found = connection.execute(
        text(
            "SELECT unit, formula, spelled AS said, who, why, waived_at FROM formula_waiver"
            " WHERE withdrawn_at IS NULL AND home = :home AND since = :since AND until = :until"
        ),
        {"home": home, "since": period.start, "until": period.end},
    )
    return {(row["unit"], row["formula"]): FormulaWaiver(**row) for row in found.mappings()}
