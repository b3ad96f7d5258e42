"""Danh mục loại sự kiện: what may be published, and why an event is refused.

A new kind of decision is an entry of `schemas/events/*.yaml`; nothing here names one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from events.shape import Record

HEAD = frozenset(
    [
        *("event_id", "type", "corrects", "dossier_id", "unit", "agency", "agency_unit"),
        *("effective_on", "sequence", "recorded_at", "subjects"),
    ]
)
"""Fields of every event; what a record has besides is a fact group, for its type to allow."""

Status = Literal["official", "carried_over", "inferred"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Hiệu lực, trạng thái, căn cứ: since when a definition holds, who vouches for it, on what.

    `start` is the first day, `end` the first day no longer covered (None: still in force).
    """

    start: date
    end: date | None
    status: Status
    basis: tuple[str, ...]

    def holds_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """Loại sự kiện tố tụng: one kind of decision or act that a platform may publish."""

    name: str
    label: str
    code: str | None  # the domain catalogue's code, e.g. `nt.khoito`
    topic: str  # criminal, custody, enforcement, civil, supervision
    articles: tuple[str, ...]
    kinds: tuple[str, ...]  # kinds of subject that it may list
    needs_subject: bool
    requires: tuple[str, ...]  # fact groups and subject facts that must be there
    allows: tuple[str, ...]
    provenance: Provenance
    finer: tuple[str, ...] = ()  # parts of its subjects that are read as subjects of their own


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an event that could be read is not taken. `code` for programs, `reason` for people."""

    code: str
    reason: str


REFUSALS: dict[str, str] = {
    "unknown_type": "Loại sự kiện không có trong danh mục.",
    "empty_id": "Mã sự kiện, mã hồ sơ hoặc mã đối tượng để trống.",
    "corrects_itself": "Sự kiện tự thay thế chính mình.",
    "missing_subject": "Thiếu đối tượng: loại sự kiện này phải kê ít nhất một đối tượng.",
    "repeated_subject": "Một đối tượng được kê hai lần.",
    "subject_kind_not_allowed": "Loại đối tượng không được kê trong loại sự kiện này.",
    "missing_group": "Thiếu nhóm dữ kiện bắt buộc của loại sự kiện này.",
    "group_not_allowed": "Có nhóm dữ kiện mà loại sự kiện này không được gửi.",
}
"""Code -> what it says, for the reference page."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """An event type, made ready to be asked of many events."""

    kinds: frozenset[str]
    needs_subject: bool
    fields: frozenset[str]  # that a record of the type may fill
    of_event: tuple[tuple[str, ...], ...]  # paths of facts that must be there
    # of each subject, or of each of one kind ("": any)
    of_subject: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Danh mục loại sự kiện. Asks one event at a time; knows no other event."""

    types: Mapping[str, EventType]
    rules: Mapping[str, _Rule]

    @classmethod
    def of(cls, types: Mapping[str, EventType]) -> Catalogue:
        return cls(types, {name: _rule(type_) for name, type_ in types.items()})

    def topic(self, record: Record) -> str:
        """The topic that events of this type are published to; that of an unknown one is moot."""
        type_ = self.types.get(record["type"])
        return "criminal" if type_ is None else type_.topic

    def refusal(self, record: Record) -> Refusal | None:
        name = record["type"]
        rule = self.rules.get(name)
        if rule is None:
            return Refusal("unknown_type", f"loại sự kiện {name!r} không có trong danh mục")
        subjects = record.get("subjects") or []
        refusal = _identity(record, subjects)
        if refusal is None:
            refusal = _subjects(name, rule, subjects)
        return refusal or _groups(name, rule, record, subjects)


def _rule(type_: EventType) -> _Rule:
    paths = [tuple(path.split(".")) for path in type_.requires]
    named = {path.split(".")[0] for path in (*type_.requires, *type_.allows)}
    return _Rule(
        kinds=frozenset(type_.kinds),
        needs_subject=type_.needs_subject,
        fields=HEAD | named,
        of_event=tuple(path for path in paths if path[0] != "subjects"),
        of_subject=tuple(
            _of_kind(path[1:], type_.kinds) for path in paths if path[0] == "subjects"
        ),
    )


def _of_kind(path: tuple[str, ...], kinds: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """`accused.charges`: charges of every accused; `charges`, `penalty`: of every subject."""
    return (path[0], path[1:]) if len(path) > 1 and path[0] in kinds else ("", path)


def _identity(record: Record, subjects: list[Record]) -> Refusal | None:
    for name in ("event_id", "dossier_id"):
        if not record[name].strip():
            return Refusal("empty_id", f"{name} để trống")
    if record.get("corrects") == record["event_id"]:
        return Refusal("corrects_itself", f"corrects là chính sự kiện {record['event_id']!r}")
    seen: set[str] = set()
    for index, subject in enumerate(subjects):
        name = subject["id"]
        if not name.strip():
            return Refusal("empty_id", f"subjects[{index}].id để trống")
        if name in seen:
            return Refusal("repeated_subject", f"subjects[{index}].id {name!r} đã kê ở trên")
        seen.add(name)
    return None


def _subjects(name: str, rule: _Rule, subjects: list[Record]) -> Refusal | None:
    if rule.needs_subject and not subjects:
        return Refusal("missing_subject", f"{name} phải kê ít nhất một đối tượng")
    for index, subject in enumerate(subjects):
        if subject["kind"] not in rule.kinds:
            accepted = ", ".join(sorted(rule.kinds)) or "không loại nào"
            reason = f"subjects[{index}].kind là {subject['kind']!r}; {name} nhận: {accepted}"
            return Refusal("subject_kind_not_allowed", reason)
    return None


def _groups(name: str, rule: _Rule, record: Record, subjects: list[Record]) -> Refusal | None:
    for path in rule.of_event:
        if _has(record, path) or (path == ("ground",) and subjects and _each(subjects, path)):
            continue
        return Refusal("missing_group", f"{name} phải có {'.'.join(path)}")
    for kind, path in rule.of_subject:
        for index, subject in enumerate(subjects):
            if kind in ("", subject["kind"]) and not _has(subject, path):
                reason = f"{name} phải có subjects[{index}].{'.'.join(path)}"
                return Refusal("missing_group", reason)
    for field, value in record.items():
        if value is not None and field not in rule.fields and _says(value):
            return Refusal("group_not_allowed", f"{name} không được gửi {field}")
    return None


def _each(subjects: list[Record], path: tuple[str, ...]) -> bool:
    """Whether every subject states for itself what the event as a whole does not."""
    return all(_has(subject, path) for subject in subjects)


def _has(record: Record, path: tuple[str, ...]) -> bool:
    value: Any = record
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return _says(value)


def _says(value: Any) -> bool:
    """Whether a value says anything: a group of nulls does not, a `False` does."""
    if isinstance(value, dict):
        return any(_says(inner) for inner in value.values())
    return value is not None and value != "" and value != []
