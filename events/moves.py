"""Bước chuyển: events as columns, one row per event and subject.

The journal keeps these beside the bytes; histories and rebuilds read nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

import polars as pl

from events.shape import Record

MOVES: dict[str, pl.DataType] = {
    "event_id": pl.String(),
    "type": pl.String(),
    "corrects": pl.String(),
    "dossier": pl.String(),
    "unit": pl.String(),
    "agency": pl.String(),
    "agency_unit": pl.String(),
    "effective_on": pl.Date(),
    "sequence": pl.Int64(),
    "recorded_on": pl.Date(),
    "article": pl.String(),
    "ground": pl.String(),
    "extension_until": pl.Date(),
    "extension_months": pl.Int32(),
    "extension_days": pl.Int32(),
    "counterpart": pl.String(),
    "purpose": pl.String(),
    "link_event": pl.String(),
    "link_dossier": pl.String(),
    "acted_upon": pl.String(),
    "in_force_on": pl.Date(),
    "hearing": pl.String(),
    "appealed_by": pl.String(),
    "document_kind": pl.String(),
    "addressee": pl.String(),
    "level": pl.String(),
    "answer": pl.String(),
    "demands": pl.String(),
    "field": pl.String(),
    "violation": pl.String(),
    "violator": pl.String(),
    "violator_level": pl.String(),
    "object_kind": pl.String(),
    "object": pl.String(),
    "without_ground": pl.String(),
    "first_prosecuted_on": pl.Date(),
    "received_on": pl.Date(),
    "limitation_on": pl.Date(),
    "simplified": pl.String(),
    "key_case": pl.String(),
    "special_measures": pl.String(),
    "requested": pl.String(),
    "accepted": pl.String(),
    "attempt": pl.Int32(),
    "quantity": pl.Int64(),
    "money": pl.Int64(),
    "subject": pl.String(),
    "kind": pl.String(),
    "person": pl.String(),
    "stated_stage": pl.String(),
    "charges": pl.String(),
    "outcome": pl.String(),
    "charge_change": pl.String(),
    "penalty": pl.String(),
    "penalty_months": pl.Int32(),
    "penalty_suspended": pl.String(),
    "additional": pl.String(),
    "facility_kind": pl.String(),
    "lead": pl.String(),
    "legal_entity": pl.String(),
    "sex": pl.String(),
    "age_at_act": pl.Int32(),
    "ethnicity": pl.String(),
    "nationality": pl.String(),
    "education": pl.String(),
    "party_member": pl.String(),
    "manager": pl.String(),
    "recidivism": pl.String(),
    "official_of": pl.String(),
    "counsel": pl.String(),
    "judged": pl.String(),
}
"""Shape of a frame of moves: column -> type. Absent facts are null, yes/no facts `yes`, `no`."""

_HERE = timezone(timedelta(hours=7))
_NOTHING: Record = {}
_YES_NO = {True: "yes", False: "no", None: None}


def moves(records: Iterable[Record]) -> pl.DataFrame:
    """Bước chuyển của các sự kiện: one row per event and subject, one with null subject if none."""
    events: list[tuple[Any, ...]] = []
    subjects: list[tuple[Any, ...]] = []
    of: list[int] = []
    for number, record in enumerate(records):
        events.append(_of_event(record))
        for subject in record.get("subjects") or (None,):
            of.append(number)
            subjects.append(_NO_SUBJECT if subject is None else _of_subject(subject))
    said = _frame(_EVENT, events).select(pl.all().gather(pl.Series(of, dtype=pl.UInt32)))
    own = _frame(_SUBJECT, subjects)
    return said.hstack(own).select(
        pl.coalesce("own_ground", "ground", "custody_basis").alias(name)
        if name == "ground"
        else pl.coalesce(name, "custody_until").alias(name)
        if name == "extension_until"
        else name
        for name in MOVES
    )


# What a subject may state for itself goes with it, and before or after what the event states.
_OWN: dict[str, pl.DataType] = {
    "own_ground": pl.String(),
    "custody_basis": pl.String(),
    "custody_until": pl.Date(),
}
_FIRST = list(MOVES).index("subject")
_EVENT = dict(list(MOVES.items())[:_FIRST])
_SUBJECT = dict(list(MOVES.items())[_FIRST:]) | _OWN
_NO_SUBJECT = (None,) * len(_SUBJECT)


def _frame(shape: Mapping[str, pl.DataType], rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    columns = zip(*rows, strict=True) if rows else [()] * len(shape)
    return pl.DataFrame(
        [
            pl.Series(name, column, dtype=dtype)
            for (name, dtype), column in zip(shape.items(), columns, strict=True)
        ]
    )


def _of_event(record: Record) -> tuple[Any, ...]:
    """The columns of _EVENT. Most groups of facts are absent from most events."""
    get = record.get
    return (
        record["event_id"],
        record["type"],
        get("corrects"),
        record["dossier_id"],
        record["unit"],
        record["agency"],
        get("agency_unit"),
        record["effective_on"],
        record["sequence"],
        record["recorded_at"].astimezone(_HERE).date(),
        (get("decision") or _NOTHING).get("article"),
        get("ground"),
        *_facts(get("extension"), _EXTENSION),
        *_facts(get("transfer"), _TRANSFER),
        *_facts(get("link"), _LINK),
        (get("acted_upon") or _NOTHING).get("agency"),
        *(_NO_JUDGMENT if (judgment := get("judgment")) is None else _judgment(judgment)),
        *(_NO_DOCUMENT if (document := get("document")) is None else _document(document)),
        *(_NO_VIOLATION if (violation := get("violation")) is None else _violation(violation)),
        *_facts(get("dates"), _DATES),
        *(_NO_STATED if (stated := get("circumstances")) is None else _stated_of(stated)),
        get("quantity"),
        get("money"),
    )


_EXTENSION = ("until", "months", "days")
_TRANSFER = ("counterpart", "purpose")
_LINK = ("event_id", "dossier_id")
_DATES = ("first_prosecuted_on", "received_on", "limitation_on")
_CIRCUMSTANCES = (
    *("simplified", "key_case", "special_measures"),
    *("requested_by_procuracy", "accepted"),
)
_NO_JUDGMENT = (None,) * 3
_NO_DOCUMENT = (None,) * 6
_NO_VIOLATION = (None,) * 6
_NO_STATED = (None,) * 6
_NO_PENALTY = (None,) * 4
_NO_PERSON = (None,) * 10


def _facts(group: Record | None, names: tuple[str, ...]) -> tuple[Any, ...]:
    if group is None:
        return (None,) * len(names)
    return tuple([group.get(name) for name in names])


def _judgment(judgment: Record) -> tuple[Any, ...]:
    get = judgment.get
    return get("in_force_on"), _joined(get("hearing")), get("appealed_by")


def _document(document: Record) -> tuple[Any, ...]:
    get = document.get
    return (
        get("kind"),
        get("addressee"),
        _enum(get("level")),
        _enum(get("answer")),
        get("demands"),
        get("field"),
    )


def _violation(violation: Record) -> tuple[Any, ...]:
    get = violation.get
    return (
        get("code"),
        get("violator_kind"),
        get("violator_level"),
        get("object_kind"),
        get("object_id"),
        _YES_NO[get("without_ground", False)],
    )


def _stated_of(circumstances: Record) -> tuple[Any, ...]:
    get = circumstances.get
    return (*[_YES_NO[get(name)] for name in _CIRCUMSTANCES], get("attempt"))


def _of_subject(subject: Record) -> tuple[Any, ...]:
    """The columns of _SUBJECT."""
    get = subject.get
    charges = _ordered(get("charges"))
    custody = get("custody") or _NOTHING
    return (
        subject["id"],
        subject["kind"],
        get("person_ref"),
        get("stage"),
        ",".join(["*" * bool(c.get("main")) + _charge(c) for c in charges]) or None,
        get("outcome"),
        _enum(get("charge_change")),
        *(_NO_PENALTY if (penalty := get("penalty")) is None else _imposed(penalty)),
        custody.get("facility_kind"),
        _YES_NO[get("lead", False)],
        _YES_NO[get("legal_entity", False)],
        *(_NO_PERSON if (person := get("person")) is None else _person(person)),
        _judged(charges),
        get("ground"),
        custody.get("basis"),
        _last_whole_day(custody.get("expires_at")),
    )


def _imposed(penalty: Record) -> tuple[Any, ...]:
    get = penalty.get
    suspended = _YES_NO[get("suspended", False)]
    return penalty["kind"], get("months"), suspended, _joined(get("additional"))


def _person(person: Record) -> tuple[Any, ...]:
    get = person.get
    return (
        _enum(get("sex")),
        get("age_at_act"),
        get("ethnicity"),
        get("nationality"),
        get("education"),
        _YES_NO[get("party_member")],
        _YES_NO[get("manager")],
        get("recidivism"),
        get("official_of"),
        _joined(get("counsel")),
    )


def _last_whole_day(expires_at: datetime | None) -> date | None:
    """Who is still held at the end of the day on which the order runs out is held too long."""
    return None if expires_at is None else expires_at.astimezone(_HERE).date() - timedelta(days=1)


def _enum(symbol: str | None) -> str | None:
    """`unknown` stands for a symbol newer than our schema: as good as absent."""
    return None if symbol == "unknown" else symbol


def _joined(values: list[str] | None) -> str | None:
    return ",".join(sorted(set(values))) if values else None


def _charge(charge: Record) -> str:
    """`250.2.b`; under another code than that of 2015, with its name: `BLHS1999:194.2`."""
    text: str = charge["article"]
    if charge.get("clause") is not None:
        text += f".{charge['clause']}"
        if charge.get("point") is not None:
            text += f".{charge['point']}"
    code = charge.get("code", "BLHS2015")
    return text if code == "BLHS2015" else f"{code}:{text}"


def _ordered(charges: list[Record] | None) -> list[Record]:
    """By article as a number: documents list the same charges in any order."""
    if not charges or len(charges) == 1:
        return charges or []
    return sorted(charges, key=_place)


def _place(charge: Record) -> tuple[int, str]:
    article: str = charge["article"]
    digits = article.rstrip("abcdefghijklmnopqrstuvwxyz")
    return int(digits) if digits.isdecimal() else 0, _charge(charge)


def _judged(charges: list[Record]) -> str | None:
    """Per-charge outcomes and penalties, for forms that count a person under each crime."""
    said = [
        {"charge": _charge(charge)} | _stated(charge, ("outcome",)) | _penalty(charge)
        for charge in charges
        if charge.get("outcome") is not None or charge.get("penalty") is not None
    ]
    if not said:
        return None
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _penalty(charge: Record) -> Record:
    penalty = charge.get("penalty")
    return {} if penalty is None else {"penalty": _stated(penalty, penalty)}


def _stated(record: Record, names: Iterable[str]) -> Record:
    return {name: record[name] for name in names if record.get(name) not in (None, False, [])}
