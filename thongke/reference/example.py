"""Ví dụ: the smallest event of a type that the door lets in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from events.catalogue import EventType
from events.shape import Field, Record

_TOLD: Record = {
    "event_id": "hs01-2026-000123",
    "dossier_id": "VA-01-2026-0017",
    "corrects": "hs01-2026-000101",
    "unit": "K01-03",
    "agency": "K01-03",
    "sequence": 7,
    "effective_on": date(2026, 1, 15),
    "recorded_at": datetime(2026, 1, 15, 9, 30, tzinfo=UTC),
    "number": "12/QĐ-VKSKV3",
    "article": "250",
    "clause": "2",
    "months": 2,
    "stage": "investigating",
    "outcome": "convicted",
    "counterpart": "K01-04",
    "relation": "severed",
    "until": date(2026, 3, 15),
    "in_force_on": date(2026, 2, 15),
    "first_prosecuted_on": date(2026, 1, 10),
    "received_on": date(2026, 1, 14),
}
_BY_KIND: Record = {
    "boolean": True,
    "int": 1,
    "long": 1,
    "date": date(2026, 1, 15),
    "instant": datetime(2026, 1, 15, 9, 30, tzinfo=UTC),
}
_OWN: dict[tuple[str, str], str] = {("Penalty", "kind"): "prison"}


def example(type_: EventType, event: Field) -> Record:
    """An event of the type with what it must have, and a number of decision where it may."""
    record: Record = {f.name: _value(f, event) for f in event.fields if f.required}
    record["type"] = type_.name
    kinds = type_.kinds if type_.needs_subject or type_.requires else ()
    record["subjects"] = [{"id": _subject_id(kind), "kind": kind} for kind in kinds]
    paths = [path.split(".") for path in type_.requires]
    if "decision" in type_.allows:
        paths.append(["decision", "number"])
    for path in paths:
        if path[0] == "subjects":
            inner = _inner(event, "subjects")
            for subject in record["subjects"]:
                if path[1] not in type_.kinds:
                    _put(subject, inner, path[1:])
                elif path[1] == subject["kind"]:
                    _put(subject, inner, path[2:])
        else:
            _put(record, event, path)
    return record


def _subject_id(kind: str) -> str:
    return {"case": "vu", "accused": "bc1", "report": "tin"}.get(kind, f"{kind}-1")


def _put(record: Record, shape: Field, path: list[str]) -> None:
    """States the fact at a path, and what its group can't be without."""
    if not path:
        return
    field = _inner_field(shape, path[0])
    if field.kind == "record":
        group = record.get(field.name) or _value(field, shape)
        record[field.name] = group
        if len(path) > 1:
            _put(group, field, path[1:])
    elif record.get(field.name) in (None, []):
        record[field.name] = _value(field, shape)


def _value(field: Field, within: Field) -> Any:
    own = _OWN.get((within.type_name, field.name), _TOLD.get(field.name))
    if own is not None:
        return own
    match field.kind:
        case "record":
            told = [inner for inner in field.fields if inner.required] or [field.fields[0]]
            return {inner.name: _value(inner, field) for inner in told}
        case "array":
            assert field.item is not None
            return [_value(field.item, within)]
        case "enum":
            return field.symbols[1]
        case "string":
            return f"{field.name}-1" if field.name else "1"
        case kind:
            return _BY_KIND[kind]


def _inner_field(shape: Field, name: str) -> Field:
    return next(field for field in shape.fields if field.name == name)


def _inner(shape: Field, name: str) -> Field:
    item = _inner_field(shape, name).item
    assert item is not None
    return item
