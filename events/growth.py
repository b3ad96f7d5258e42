"""Lớn thêm: what the newest schema has and an older one lacks, and how it is made up for.

Published schemas only grow (thongke/compatibility.py), so an older event becomes one of the newest
schema by what was added since, at its default. Reading it by both schemas takes twice as long.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from events.shape import Field, Record

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Growth:
    """By field: defaults of those added, symbols that the newest knows, and what grew inside."""

    added: tuple[tuple[str, Any], ...]
    symbols: tuple[tuple[str, frozenset[str]], ...]
    records: tuple[tuple[str, Growth], ...]
    arrays: tuple[tuple[str, Growth], ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.symbols or self.records or self.arrays)


def growth(old: Field, new: Field) -> Growth:
    """From the shape of a record to the newest shape of it."""
    before = {field.name: field for field in old.fields}
    kept = [(before[field.name], field) for field in new.fields if field.name in before]
    records = ((f.name, growth(was, f)) for was, f in kept if f.kind == "record")
    arrays = ((f.name, growth(was.item, f.item)) for was, f in kept if was.item and f.item)
    return Growth(
        added=tuple((f.name, f.default) for f in new.fields if f.name not in before),
        symbols=tuple(
            (f.name, frozenset(f.symbols)) for was, f in kept if set(was.symbols) - set(f.symbols)
        ),
        records=tuple((name, plan) for name, plan in records if plan),
        arrays=tuple((name, plan) for name, plan in arrays if plan),
    )


def grow(plan: Growth, record: Record) -> None:
    """Add what the record's schema lacked; a symbol that the newest lacks is unknown to us."""
    for name, default in plan.added:
        record[name] = list(default) if isinstance(default, list) else default
    for name, known in plan.symbols:
        if record[name] is not None and record[name] not in known:
            record[name] = UNKNOWN
    for name, inner in plan.records:
        if record[name] is not None:
            grow(inner, record[name])
    for name, inner in plan.arrays:
        for item in record[name]:
            grow(inner, item)
