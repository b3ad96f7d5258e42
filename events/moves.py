"""Bước chuyển: events as columns, one row per event and subject.

The journal keeps these beside the bytes; histories and rebuilds read nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
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
    rows: list[tuple[Any, ...]] = []
    for record in records:
        before, ground, until, after = _of_event(record)
        subjects = record.get("subjects")
        if not subjects:
            rows.append((*before, ground, until, *after, *_NO_SUBJECT))
            continue
        for subject in subjects:
            own, last = subject.get("ground"), until
            own = ground if own is None else own
            custody = subject.get("custody")
            if custody is not None:
                own = custody.get("basis") if own is None else own
                last = _last_whole_day(custody.get("expires_at")) if last is None else last
            rows.append((*before, own, last, *after, *_of_subject(subject)))
    columns = zip(*rows, strict=True) if rows else [()] * len(MOVES)
    return pl.DataFrame(
        [
            pl.Series(name, column, dtype=dtype)
            for (name, dtype), column in zip(MOVES.items(), columns, strict=True)
        ]
    )


def _of_event(
    record: Record,
) -> tuple[tuple[Any, ...], str | None, date | None, tuple[Any, ...]]:
    """The event's columns, and between them its ground and the last day that it states.

    These two a subject may state for itself.
    """
    get = record.get
    extension = get("extension") or _NOTHING
    link = get("link") or _NOTHING
    judgment = get("judgment") or _NOTHING
    document = get("document") or _NOTHING
    dates = get("dates") or _NOTHING
    stated = get("circumstances") or _NOTHING
    transfer = get("transfer") or _NOTHING
    violation = get("violation") or _NOTHING
    before = (
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
    )
    after = (
        extension.get("months"),
        extension.get("days"),
        transfer.get("counterpart"),
        transfer.get("purpose"),
        link.get("event_id"),
        link.get("dossier_id"),
        (get("acted_upon") or _NOTHING).get("agency"),
        judgment.get("in_force_on"),
        _joined(judgment.get("hearing")),
        judgment.get("appealed_by"),
        document.get("kind"),
        document.get("addressee"),
        _enum(document.get("level")),
        _enum(document.get("answer")),
        document.get("demands"),
        document.get("field"),
        violation.get("code"),
        violation.get("violator_kind"),
        violation.get("violator_level"),
        violation.get("object_kind"),
        violation.get("object_id"),
        _YES_NO[violation.get("without_ground", False)] if violation else None,
        dates.get("first_prosecuted_on"),
        dates.get("received_on"),
        dates.get("limitation_on"),
        _YES_NO[stated.get("simplified")],
        _YES_NO[stated.get("key_case")],
        _YES_NO[stated.get("special_measures")],
        _YES_NO[stated.get("requested_by_procuracy")],
        _YES_NO[stated.get("accepted")],
        stated.get("attempt"),
        get("quantity"),
        get("money"),
    )
    return before, get("ground"), extension.get("until"), after


def _of_subject(subject: Record) -> tuple[Any, ...]:
    get = subject.get
    charges = _ordered(get("charges"))
    penalty = get("penalty")
    person = get("person") or _NOTHING
    return (
        subject["id"],
        subject["kind"],
        get("person_ref"),
        get("stage"),
        ",".join(["*" * bool(c.get("main")) + _charge(c) for c in charges]) or None,
        get("outcome"),
        _enum(get("charge_change")),
        penalty and penalty["kind"],
        penalty and penalty.get("months"),
        penalty and _YES_NO[penalty.get("suspended", False)],
        penalty and _joined(penalty.get("additional")),
        (get("custody") or _NOTHING).get("facility_kind"),
        _YES_NO[get("lead", False)],
        _YES_NO[get("legal_entity", False)],
        _enum(person.get("sex")),
        person.get("age_at_act"),
        person.get("ethnicity"),
        person.get("nationality"),
        person.get("education"),
        _YES_NO[person.get("party_member")],
        _YES_NO[person.get("manager")],
        person.get("recidivism"),
        person.get("official_of"),
        _joined(person.get("counsel")),
        _judged(charges),
    )


_NO_SUBJECT = (None,) * 25


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
