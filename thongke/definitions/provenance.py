"""Hiệu lực, trạng thái, căn cứ: the head that every file has, and that any row may override."""

from __future__ import annotations

from datetime import date
from typing import Literal, cast

from events.catalogue import Provenance
from thongke.definitions.problems import quoted
from thongke.definitions.reading import Cursor

HEAD = ("valid", "status", "basis")
STATUSES = ("official", "carried_over", "inferred")

Status = Literal["official", "carried_over", "inferred"]


def head(top: dict[str, Cursor]) -> Provenance:
    """Of a file, where all three must be stated."""
    start, end = _valid(top["valid"])
    return Provenance(
        start=start, end=end, status=_status(top["status"]), basis=_basis(top["basis"])
    )


def of_row(row: dict[str, Cursor], file: Provenance) -> Provenance:
    """Of a row: what it states itself, else the file's."""
    if not any(key in row for key in HEAD):
        return file
    start, end = _valid(row["valid"]) if "valid" in row else (file.start, file.end)
    return Provenance(
        start=start,
        end=end,
        status=_status(row["status"]) if "status" in row else file.status,
        basis=_basis(row["basis"]) if "basis" in row else file.basis,
    )


def overlap(one: Provenance, other: Provenance) -> bool:
    """Whether some day is covered by both."""
    return (one.end is None or other.start < one.end) and (
        other.end is None or one.start < other.end
    )


def _valid(cursor: Cursor) -> tuple[date, date | None]:
    parts = cursor.table(("from", "to"), required=("from", "to"))
    start = parts["from"].day()
    end = None if parts["to"].empty else parts["to"].day()
    if end is not None and end <= start:
        raise parts["to"].refuse(
            f"ends on {end}, not after its first day {start}",
            "accepted: the first day no longer covered, or null",
        )
    return start, end


def _status(cursor: Cursor) -> Status:
    value = cursor.text()
    if value not in STATUSES:
        raise cursor.refuse(f'unknown status "{value}"', f"accepted: {quoted(STATUSES)}")
    return cast(Status, value)


def _basis(cursor: Cursor) -> tuple[str, ...]:
    texts = cursor.texts()
    if not texts:
        raise cursor.refuse("no basis is given", "expected at least one text of law or rule")
    return texts
