"""limits/*.yaml, `extensions`: gia hạn."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from projections.definitions import Extension, Grant, Length
from projections.extensions import LEVELS
from thongke.definitions.problems import nearest, quoted
from thongke.definitions.reading import Cursor

ROW = ("by", "stages", "grants", "more", "each", "whole")


def read_extension(
    place: Cursor,
    scope: Mapping[str, frozenset[str]],
    classes: Collection[str],
    groups: Collection[str],
) -> Extension:
    """What documents may add to a limit; `scope`: its stages, and what lengthens it."""
    said = place.table(ROW, required=("by",))
    if (told := ("grants" in said) + ("each" in said)) != 1:
        raise place.refuse(f"found {told} of grants, each", "expected one of them")
    grants = _grants(said["grants"], classes) if "grants" in said else {}
    if "each" in said:
        grants["*"] = (_grant(said["each"]),)
    missing = sorted(set(classes) - grants.keys())
    if missing and "*" not in grants:
        raise place.refuse(f"no grants for {quoted(missing)}", 'expected every class, or "*"')
    more = said["more"].table() if "more" in said else {}
    for group, cursor in more.items():
        if group not in groups:
            raise cursor.refuse(f'unknown group "{group}"', nearest(group, groups))
    stages = said["stages"].items() if "stages" in said else []
    return Extension(
        by=frozenset(
            item.choice(scope["extended_by"], "event that extends it")
            for item in said["by"].items()
        ),
        stages=frozenset(item.choice(scope["stages"], "stage of this limit") for item in stages),
        grants=grants,
        more={group: _grants(cursor, classes) for group, cursor in more.items()},
        again="each" in said,
        whole="whole" in said and said["whole"].flag(),
    )


def _grants(cursor: Cursor, classes: Collection[str]) -> dict[str, tuple[Grant, ...]]:
    """The extensions of each class in turn."""
    return {
        name: tuple(_grant(item) for item in given.items())
        for name, given in by_class(cursor, classes).items()
    }


def _grant(cursor: Cursor) -> Grant:
    parts = cursor.table(("months", "days", "level"))
    level = parts["level"].choice(LEVELS, "level of procuracy") if "level" in parts else "region"
    return Grant(length=length_of(cursor, parts), level=level)


def by_class(cursor: Cursor, classes: Collection[str]) -> dict[str, Cursor]:
    """What is said for each class of crimes, `"*"`: for any."""
    said = cursor.table()
    for name, place in said.items():
        if name != "*" and name not in classes:
            raise place.refuse(f'unknown class "{name}"', nearest(name, ("*", *classes)))
    return said


def length_of(cursor: Cursor, parts: Mapping[str, Cursor]) -> Length:
    """`parts`: what the table at `cursor` says of months and days."""
    length = Length(
        months=parts["months"].number() if "months" in parts else 0,
        days=parts["days"].number() if "days" in parts else 0,
    )
    if length.months < 0 or length.days < 0 or length == Length():
        raise cursor.refuse("the length is not positive", "accepted: {months: 2}, {days: 20}")
    return length
