"""Bản JSON của sự kiện: exactly one JSON text for every event.

`type` first, then fields in the schema's order; null, default and empty facts left out; compact.
Reading takes any order and accepts what writing leaves out, but nothing that the schema lacks.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from events.shape import EARLIEST, LATEST, Field, Record
from events.unreadable import Unreadable

_INT = {"int": 31, "long": 63}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})")


@dataclass(frozen=True, slots=True)
class Twin:
    """Writes and reads the JSON form of events of one shape."""

    fields: tuple[Field, ...]  # `type` first

    @classmethod
    def of(cls, event: Field) -> Twin:
        return cls(tuple(sorted(event.fields, key=lambda field: field.name != "type")))

    def to_json(self, record: Record) -> str:
        said = _said(self.fields, record)
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))

    def from_json(self, text: str) -> Record:
        try:
            said = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise Unreadable("not_json", f"không phải JSON hợp lệ: {error}") from None
        try:
            read: Record = _read_record(self.fields, said, "")
        except Unreadable as error:
            dossier = said.get("dossier_id") if isinstance(said, dict) else None
            error.dossier = dossier if isinstance(dossier, str) else None
            raise
        return read


def _said(fields: tuple[Field, ...], record: Record) -> Record:
    said: Record = {}
    for field in fields:
        value = record.get(field.name)
        if value is None or value == field.default:
            continue
        kind = field.kind
        if kind == "date":
            value = value.isoformat()
        elif kind == "instant":
            value = value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        elif kind == "record":
            value = _said(field.fields, value)
            if not value:
                continue
        elif kind == "array" and field.item is not None and field.item.kind == "record":
            inner = field.item.fields
            value = [_said(inner, item) for item in value]
        said[field.name] = value
    return said


def _once(pairs: list[tuple[str, Any]]) -> Record:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"trường {repeated!r} xuất hiện hai lần")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"giá trị {name} không được dùng")


def _read_record(fields: tuple[Field, ...], said: Any, path: str) -> Record:
    if not isinstance(said, dict):
        raise _wrong(path.rstrip(".") or "sự kiện", "đối tượng JSON", said)
    unknown = said.keys() - {field.name for field in fields}
    if unknown:
        accepted = ", ".join(field.name for field in fields)
        name = path + min(unknown)
        raise Unreadable("unknown_field", f"{name}: không có trường này; được nhận: {accepted}")
    return {f.name: _read_field(f, said.get(f.name), f.name in said, path + f.name) for f in fields}


def _read_field(field: Field, said: Any, present: bool, path: str) -> Any:
    if not present:
        if field.required:
            raise Unreadable("missing_field", f"{path}: thiếu trường bắt buộc")
        return list(field.default) if field.kind == "array" else field.default
    if said is None and field.nullable:
        return None
    return _read_value(field, said, path)


def _read_value(field: Field, said: Any, path: str) -> Any:
    match field.kind:
        case "record":
            return _read_record(field.fields, said, f"{path}.")
        case "array":
            assert field.item is not None
            if not isinstance(said, list):
                raise _wrong(path, "danh sách", said)
            return [_read_value(field.item, v, f"{path}[{i}]") for i, v in enumerate(said)]
        case "string":
            return _read_text(said, path)
        case "boolean":
            if not isinstance(said, bool):
                raise _wrong(path, "true hoặc false", said)
            return said
        case "int" | "long":
            limit = 1 << _INT[field.kind]
            if isinstance(said, bool) or not isinstance(said, int) or not -limit <= said < limit:
                raise _wrong(path, f"số nguyên {field.kind}", said)
            return said
        case "enum":
            if said not in field.symbols:
                raise _wrong(path, f"một trong {', '.join(field.symbols)}", said)
            return said
        case "date":
            return _read_date(said, path)
        case "instant":
            return _read_instant(said, path)


def _read_text(said: Any, path: str) -> str:
    if not isinstance(said, str):
        raise _wrong(path, "chuỗi ký tự", said)
    try:
        said.encode()
    except UnicodeEncodeError:  # half of a surrogate pair: JSON can say it, UTF-8 can't
        raise Unreadable("wrong_type", f"{path}: chuỗi có ký tự không hợp lệ") from None
    return said


def _read_date(said: Any, path: str) -> date:
    if not isinstance(said, str) or not _DATE.fullmatch(said):
        raise _wrong(path, "ngày dạng YYYY-MM-DD", said)
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise _wrong(path, "ngày có thật dạng YYYY-MM-DD", said) from None
    return _in_range(day, said, path)


def _read_instant(said: Any, path: str) -> datetime:
    if not isinstance(said, str) or not _INSTANT.fullmatch(said):
        raise _wrong(path, "thời điểm dạng YYYY-MM-DDThh:mm:ssZ", said)
    try:
        instant = datetime.fromisoformat(said).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _wrong(path, "thời điểm có thật", said) from None
    _in_range(instant.date(), said, path)
    return instant


def _in_range(day: date, said: str, path: str) -> date:
    if not EARLIEST <= day <= LATEST:
        reason = f"{path}: {said} ngoài khoảng {EARLIEST.year}–{LATEST.year}"
        raise Unreadable("date_out_of_range", reason)
    return day


def _wrong(path: str, accepted: str, found: Any) -> Unreadable:
    shown = json.dumps(found, ensure_ascii=False)
    if len(shown) > 60:
        shown = shown[:60] + "…"
    return Unreadable("wrong_type", f"{path}: phải là {accepted}, nhận được {shown}")
