"""Hình dạng của sự kiện: an Avro schema read once, for all that must walk a record.

Our schemas use a small part of Avro: records, arrays, nullable values, strings, booleans, whole
numbers, dates, instants and enums. What else stands in a schema is refused here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

Record: TypeAlias = dict[str, Any]
"""A decoded event: field names as in Avro, `date` for dates, `datetime` in UTC for instants."""

Schema: TypeAlias = dict[str, Any]
"""An Avro schema as parsed from its JSON text."""

Kind = Literal["string", "boolean", "int", "long", "date", "instant", "enum", "record", "array"]

EARLIEST, LATEST = date(1945, 1, 1), date(2100, 12, 31)

_PRIMITIVES: dict[str, Kind] = {k: k for k in ("string", "boolean", "int", "long")}
_LOGICAL: dict[tuple[Any, Any], Kind] = {
    ("int", "date"): "date",
    ("long", "timestamp-micros"): "instant",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a record (or the items of an array, or the whole event)."""

    name: str
    doc: str
    kind: Kind
    nullable: bool = False
    required: bool = True  # has no default
    default: Any = None
    type_name: str = ""  # of a record or enum
    symbols: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    item: Field | None = None


def shape(schema: Schema) -> Field:
    """The event record of a schema, with everything in it."""
    return _field("", str(schema.get("doc", "")), schema, {}, {})


def _field(name: str, doc: str, type_: Any, known: dict[str, Field], extra: Record) -> Field:
    nullable = isinstance(type_, list)
    if nullable:
        others = [branch for branch in type_ if branch != "null"]
        if len(others) != 1 or len(type_) != 2 or extra.get("default", 0) is not None:
            raise ValueError(f"{name}: a union must be null and one type, with default null")
        type_ = others[0]
    facts: Record = {"name": name, "doc": doc, "nullable": nullable, **extra}
    if isinstance(type_, str):
        if type_ in _PRIMITIVES:
            return Field(kind=_PRIMITIVES[type_], **facts)
        if type_ not in known:
            raise ValueError(f"{name}: unknown type {type_!r}")
        same = known[type_]
        return Field(
            kind=same.kind, type_name=type_, symbols=same.symbols, fields=same.fields, **facts
        )
    if (type_.get("type"), type_.get("logicalType")) in _LOGICAL:
        return Field(kind=_LOGICAL[type_["type"], type_["logicalType"]], **facts)
    match type_["type"]:
        case "record":
            fields = tuple(_member(member, known) for member in type_["fields"])
            found = Field(kind="record", type_name=type_["name"], fields=fields, **facts)
        case "enum":
            symbols = tuple(type_["symbols"])
            found = Field(kind="enum", type_name=type_["name"], symbols=symbols, **facts)
        case "array":
            item = _field("", "", type_["items"], known, {})
            return Field(kind="array", item=item, **facts)
        case other:
            raise ValueError(f"{name}: type {other!r} is not used by our schemas")
    known[type_["name"]] = found
    return found


def _member(member: Mapping[str, Any], known: dict[str, Field]) -> Field:
    extra: Record = {"required": "default" not in member}
    if "default" in member:
        extra["default"] = member["default"]
    return _field(member["name"], member.get("doc", ""), member["type"], known, extra)


@dataclass(frozen=True, slots=True)
class Dated:
    """The parts of a record in which dates can stand: a plan for the range check."""

    dates: tuple[str, ...]
    instants: tuple[str, ...]
    records: tuple[tuple[str, Dated], ...]
    arrays: tuple[tuple[str, Dated], ...]

    def __bool__(self) -> bool:
        return bool(self.dates or self.instants or self.records or self.arrays)


def dated(field: Field) -> Dated:
    """The date-bearing part of a record's shape."""
    names = {kind: tuple(f.name for f in field.fields if f.kind == kind) for kind in _DATED}
    records = ((f.name, dated(f)) for f in field.fields if f.kind == "record")
    arrays = ((f.name, dated(f.item)) for f in field.fields if f.item is not None)
    return Dated(
        names["date"],
        names["instant"],
        tuple((name, plan) for name, plan in records if plan),
        tuple((name, plan) for name, plan in arrays if plan),
    )


_DATED: tuple[Kind, ...] = ("date", "instant")


def out_of_range(plan: Dated, record: Record, path: str = "") -> Iterator[tuple[str, date]]:
    """Every date of a record that no procedure of ours can have, with its path."""
    for name in plan.dates:
        day = record.get(name)
        if day is not None and not EARLIEST <= day <= LATEST:
            yield path + name, day
    for name in plan.instants:
        instant: datetime | None = record.get(name)
        if instant is not None and not EARLIEST <= instant.date() <= LATEST:
            yield path + name, instant
    for name, inner in plan.records:
        group = record.get(name)
        if group is not None:
            yield from out_of_range(inner, group, f"{path}{name}.")
    for name, inner in plan.arrays:
        for index, item in enumerate(record.get(name) or ()):
            yield from out_of_range(inner, item, f"{path}{name}[{index}].")
