"""JSON Schema (2020-12) of the JSON form of events: shared parts, and one page per event type."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from events.catalogue import HEAD, EventType
from events.shape import EARLIEST, LATEST, Field, Record

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SIMPLE: Record = {
    "string": {"type": "string"},
    "boolean": {"type": "boolean"},
    "int": {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    "long": {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1},
    "date": {"type": "string", "format": "date"},
    "instant": {"type": "string", "format": "date-time"},
}


def shared_schema(event: Field) -> str:
    """Every named type of the wire, for the pages of the types to point to."""
    found: dict[str, Any] = {}
    _collect(event, found)
    note = f"Ngày trong khoảng {EARLIEST.year}–{LATEST.year}."
    return _text({"$schema": _DIALECT, "description": note, "$defs": found})


def type_schema(type_: EventType, event: Field) -> str:
    """What an event of this type may and must say."""
    paths = [path.split(".") for path in type_.requires]
    allowed = HEAD | {path[0] for path in paths} | {path.split(".")[0] for path in type_.allows}
    properties = {f.name: _property(f) for f in event.fields if f.name in allowed}
    for name in {path[0] for path in paths} & properties.keys():
        properties[name] = _property(replace(_named(event, name), nullable=name == "ground"))
    properties["type"] = {"const": type_.name}
    needed = [f.name for f in event.fields if f.required]
    needed += [path[0] for path in paths if path[0] != "ground" and path[0] not in needed]
    properties["subjects"] = _subjects(type_, paths)
    if type_.needs_subject and "subjects" not in needed:
        needed.append("subjects")
    return _text(
        {
            "$schema": _DIALECT,
            "title": type_.name,
            "description": f"{type_.label}. {'; '.join(type_.articles)}".rstrip(". "),
            "type": "object",
            "properties": properties,
            "required": needed,
            "additionalProperties": False,
        }
    )


def _named(event: Field, name: str) -> Field:
    return next(field for field in event.fields if field.name == name)


def _subjects(type_: EventType, paths: list[list[str]]) -> Record:
    own = [path[1:] for path in paths if path[0] == "subjects"]
    narrowed: Record = {"properties": {"kind": {"enum": list(type_.kinds)}}}
    parts: list[Record] = [{"$ref": "shared.json#/$defs/Subject"}, narrowed]
    # `subjects.penalty` is the fact of every subject, `subjects.penalty.outcome` of that kind.
    facts = sorted({path[0] for path in own if len(path) == 1 or path[0] not in type_.kinds})
    if facts:
        narrowed["required"] = facts
    for kind in type_.kinds:
        of_kind = sorted({path[1] for path in own if len(path) > 1 and path[0] == kind})
        if of_kind:
            condition = {"properties": {"kind": {"const": kind}}}
            parts.append({"if": condition, "then": {"required": of_kind}})
    every = {"allOf": parts}
    found: Record = {"type": "array", "items": every, "minItems": int(type_.needs_subject)}
    if not type_.kinds:
        found = {"type": "array", "maxItems": 0}
    return found


def _collect(field: Field, found: dict[str, Any]) -> None:
    for inner in field.fields:
        part = inner.item or inner
        if part.type_name and part.type_name not in found:
            found[part.type_name] = _definition(part)
            _collect(part, found)


def _definition(field: Field) -> Record:
    if field.kind == "enum":
        return {"enum": list(field.symbols)}
    properties = {inner.name: _property(inner, "") for inner in field.fields}
    required = [inner.name for inner in field.fields if inner.required]
    found: Record = {"type": "object", "properties": properties, "additionalProperties": False}
    return found | ({"required": required} if required else {})


def _property(field: Field, home: str = "shared.json") -> Record:
    found = _value(field, home)
    if field.nullable:
        found = {"anyOf": [found, {"type": "null"}]}
    return {"description": field.doc, **found}


def _value(field: Field, home: str) -> Record:
    if field.type_name:
        return {"$ref": f"{home}#/$defs/{field.type_name}"}
    if field.item is not None:
        return {"type": "array", "items": _value(field.item, home)}
    return dict(_SIMPLE[field.kind])


def _text(schema: Record) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
