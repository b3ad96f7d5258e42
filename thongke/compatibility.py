"""Tương thích: whether everything ever published can still be read, and means the same.

By Avro's rules for reading with a newer schema, and by two of ours: the JSON form of an old event
and the hash of its content may not change, so fields keep their order and their defaults.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from events.shape import Field


@dataclass(frozen=True, slots=True)
class Break:
    """What a newer schema would break, and what to do instead."""

    path: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}: {self.what}. Remedy: {self.remedy}"


def breaks(old: Field, new: Field, path: str = "") -> Iterator[Break]:
    """Everything that stops `new` from reading what was written by `old`."""
    here = path or new.type_name or "event"
    if old.kind != new.kind and (old.kind, new.kind) != ("int", "long"):
        yield Break(here, f"was {old.kind}, now {new.kind}", _ADD_ANOTHER)
        return
    if old.nullable and not new.nullable:
        yield Break(here, "null was allowed and no longer is", 'keep ["null", …]')
    if path and old.type_name != new.type_name:
        yield Break(here, f"type {old.type_name} is now called {new.type_name}", "keep the name")
    gone = [symbol for symbol in old.symbols if symbol not in new.symbols]
    if gone:
        yield Break(here, f"symbols taken away: {', '.join(gone)}", "keep every symbol")
    if old.item is not None and new.item is not None:
        yield from breaks(old.item, new.item, f"{path}[]")
    yield from _fields(old, new, f"{path}." if path else "")


_ADD_ANOTHER = "keep it, and add another field, with a default"


def _fields(old: Field, new: Field, prefix: str) -> Iterator[Break]:
    before = {field.name: field for field in old.fields}
    after = {field.name: field for field in new.fields}
    for name, field in before.items():
        if name not in after:
            yield Break(prefix + name, "published, and now taken away", "put it back")
        else:
            yield from _default(field, after[name], prefix + name)
            yield from breaks(field, after[name], prefix + name)
    for name, field in after.items():
        if name not in before and field.required:
            remedy = 'give it a default ("default": null, with null in its type)'
            yield Break(prefix + name, "added without a default: old events lack it", remedy)
    kept = [name for name in before if name in after]
    if kept != [name for name in after if name in before]:
        remedy = f"keep the published order: {', '.join(kept)}"
        where = prefix.rstrip(".") or "event"
        yield Break(where, "published fields changed places, so JSON forms would change", remedy)


def _default(old: Field, new: Field, path: str) -> Iterator[Break]:
    """An absent field must mean what it meant; a stated one must stay stated."""
    if not old.required and (new.required or old.default != new.default):
        now = "none" if new.required else repr(new.default)
        what = f"its default was {old.default!r}, now {now}: events that left it out would change"
        yield Break(path, what, "keep the default")
    if old.required and not new.required and new.default is not None:
        what = f"was required, now defaults to {new.default!r}: JSON forms would change"
        yield Break(path, what, "keep it without a default, or let it be null")
