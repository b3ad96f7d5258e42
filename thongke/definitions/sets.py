"""Named sets of stages: `$active` stands for the list that the file's `sets` gives."""

from __future__ import annotations

from collections.abc import Mapping

from thongke.definitions.problems import nearest
from thongke.definitions.reading import Cursor

Sets = Mapping[str, tuple[str, ...]]


def read_sets(cursor: Cursor | None) -> Sets:
    """A set may use those above it."""
    sets: dict[str, tuple[str, ...]] = {}
    if cursor is None:
        return sets
    for name, members in cursor.table().items():
        with cursor.problems.gathering():
            sets[name] = expand(members, sets)
    return sets


def expand(cursor: Cursor, sets: Sets) -> tuple[str, ...]:
    """A list of names in which `$name` stands for a set."""
    names: list[str] = []
    for item in cursor.items():
        names.extend(members(item, item.text_or_empty(), sets))
    if not names:
        raise cursor.refuse("the list is empty", "expected at least one name")
    return tuple(dict.fromkeys(names))


def members(cursor: Cursor, name: str, sets: Sets) -> tuple[str, ...]:
    """The name itself, or the set's names when it begins with `$`."""
    if not name.startswith("$"):
        return (name,)
    if name[1:] not in sets:
        raise cursor.refuse(f'unknown set "{name}"', nearest(name, [f"${known}" for known in sets]))
    return sets[name[1:]]
