"""Ghi được hay không: what the tables can't hold is told before a whole batch stumbles over it.

PostgreSQL refuses NUL in text and keys of some thousand bytes; one such message must go to
quarantine alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

from events.door import Accepted, Refused
from events.shape import Record

_LONGEST_ID = 500
_CODE = "unstorable_text"
_CONTROL = re.compile(r"[\x00-\x1f]")


def well_named(accepted: Iterable[Accepted]) -> tuple[list[Accepted], list[Refused]]:
    """Events whose ids can be keys, and those whose ids can't."""
    good, bad = [], []
    for a in accepted:
        wrong = next((name for name in _IDS if not _can_be_key(a.record.get(name))), None)
        if wrong is None:
            good.append(a)
        else:
            reason = (
                f"{wrong} có ký tự điều khiển hoặc dài quá {_LONGEST_ID} ký tự:"
                " không lưu được, hãy gửi mã khác"
            )
            bad.append(Refused(a.arrival, _CODE, reason, a.record["dossier_id"]))
    return good, bad


_IDS = ("event_id", "dossier_id", "corrects", "unit")


def well_written(
    accepted: Iterable[Accepted], moves: pl.DataFrame
) -> tuple[list[Accepted], list[Refused]]:
    """Events whose texts can be columns, and those with control characters in them."""
    said = [c.name for c in moves.get_columns() if c.dtype == pl.String and c.count()]
    texts = [pl.col(name).str.contains(r"[\x00-\x1f]") for name in said]
    too_long = pl.col("subject").str.len_chars() > _LONGEST_ID
    wrong = set(moves.filter(pl.any_horizontal(*texts, too_long).fill_null(False))["event_id"])
    good, bad = [], []
    for a in accepted:
        number = (a.record.get("decision") or {}).get("number")
        if a.record["event_id"] in wrong or not _can_be_key(number) or _unprintable(a.record):
            reason = "có ký tự điều khiển trong một trường văn bản: không lưu được"
            bad.append(Refused(a.arrival, _CODE, reason, a.record["dossier_id"]))
        else:
            good.append(a)
    return good, bad


def _unprintable(record: Record) -> bool:
    """Of what the journal keeps besides the columns of moves."""
    decision, handlers = (record.get(group) or {} for group in ("decision", "handlers"))
    texts = (decision.get("clause"), decision.get("point"), handlers.get("prosecutor"))
    return any(_CONTROL.search(text) for text in texts if text)


def dossier_of(refused: Refused) -> str | None:
    """The dossier to mark incomplete, unless no dossier can be called so."""
    return refused.dossier if refused.dossier and _can_be_key(refused.dossier) else None


def printable(words: str) -> str:
    """Words that a column can hold, whatever they quote."""
    return "".join(c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" for c in words)


def _can_be_key(name: object) -> bool:
    return name is None or (
        isinstance(name, str) and name.isprintable() and len(name) <= _LONGEST_ID
    )
