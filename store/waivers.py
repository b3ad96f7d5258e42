"""Bỏ qua: findings that somebody let pass, with who and why. Figures and findings stay as they are.

A waiver is of one code on one document; it stands until it is withdrawn, and both stay on record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from projections.definitions import Definitions


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """One that stands."""

    event_id: str
    code: str
    who: str
    why: str
    waived_at: datetime


class NotWaivable(ValueError):
    """What cannot be waived, or not withdrawn, and why."""


def waive(
    connection: Connection, definitions: Definitions, event_id: str, code: str, who: str, why: str
) -> None:
    """Let a finding on a document pass. Only errors that somebody may waive, by their register."""
    known = definitions.errors_of(code)
    if not known:
        raise NotWaivable(f"không có điều cần xem {code!r}")
    if not any(error.waived_by for error in known):
        ids = ", ".join(error.id for error in known)
        raise NotWaivable(f"{code} ({ids}) không ai được bỏ qua: phải sửa dữ liệu")
    if not who.strip() or not why.strip():
        raise NotWaivable("phải ghi ai bỏ qua và vì sao")
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
