"""Events that the wire's tests share, and how to make any event that the schema allows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from events.catalogue import EventType, Provenance
from events.shape import Field, Record
from thongke import wire

CODEC = wire.codec()
NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


def told(**facts: Any) -> Record:
    """A complete record: what is not said is null or default, as after decoding."""
    said: Record = {
        "event_id": "E-1",
        "type": "case_prosecuted",
        "dossier_id": "D-1",
        "unit": "K01-03",
        "agency": "CA-01",
        "effective_on": date(2026, 1, 5),
        "sequence": 1,
        "recorded_at": NOON,
        **facts,
    }
    return complete(CODEC.event, said)


def complete(field: Field, said: Record) -> Record:
    """Fills nulls and defaults, independently of the codec."""
    record: Record = {}
    for inner in field.fields:
        value = said.get(inner.name, inner.default)
        if inner.kind == "record" and value is not None:
            value = complete(inner, value)
        elif inner.item is not None:
            records = inner.item.kind == "record"
            value = [complete(inner.item, v) if records else v for v in value]
        record[inner.name] = value
    assert said.keys() <= record.keys()
    return record


PROSECUTED = told(
    event_id="E-khởi-tố",
    decision={"number": "12/QĐ", "article": "153", "clause": "1", "point": "a"},
    subjects=[
        {"id": "v", "kind": "case", "charges": [{"article": "250", "clause": "2", "main": True}]},
        {
            "id": "b1",
            "kind": "accused",
            "person_ref": "P-77",
            "charges": [{"article": "250", "clause": "2", "point": "b", "main": True}],
            "lead": True,
            "person": {
                "sex": "female",
                "age_at_act": 17,
                "act_on": date(2025, 12, 24),
                "ethnicity": "tay",
                "nationality": "VN",
                "party_member": False,
                "counsel": ["legal_aid"],
            },
            "custody": {"facility": "TG-01", "expires_at": datetime(2026, 1, 8, 2, 30, tzinfo=UTC)},
            "sealed_identity": "c2VhbGVk",
        },
    ],
    dates={"first_prosecuted_on": date(2026, 1, 5)},
    handlers={"prosecutor": "KSV-9"},
)

JUDGED = told(
    event_id="E-bản-án",
    type="first_instance_judged",
    agency="TA-01",
    effective_on=date(2026, 3, 31),
    sequence=9,
    recorded_at=datetime(2026, 3, 31, 18, 0, 0, 123456, tzinfo=UTC),
    subjects=[
        {
            "id": "b1",
            "kind": "accused",
            "outcome": "convicted",
            "charge_change": "lighter",
            "penalty": {"kind": "prison", "months": 186, "additional": ["fine"]},
            "charges": [
                {
                    "article": "251",
                    "outcome": "convicted",
                    "penalty": {"kind": "prison", "months": 36, "suspended": True},
                },
                {"article": "250", "clause": "4", "main": True, "outcome": "convicted"},
            ],
        }
    ],
    judgment={"level": "first", "in_force_on": date(2026, 5, 1), "hearing": ["online", "mobile"]},
    circumstances={"in_absentia": True, "attempt": 2},
)

ANNULLED = told(
    event_id="E-2",
    type="event_annulled",
    corrects="E-1",
    effective_on=date(1970, 1, 2),
    recorded_at=datetime(1970, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
)

PROTESTED = told(
    event_id="E-kháng-nghị",
    type="appeal_protested",
    agency="K01-03",
    agency_unit="C01",
    ground="336.1",
    subjects=[{"id": "kn1", "kind": "document"}],
    document={
        "kind": "protest",
        "level": "higher",
        "answer": "partly",
        "answered_on": date(2026, 2, 1),
    },
    violation={"code": "VP-01", "without_ground": True},
    acted_upon={"agency": "TA-01", "decision": "3/HS-ST", "event_id": "E-bản-án"},
    link={"dossier_id": "D-2", "relation": "severed"},
    transfer={"counterpart": "K01-04", "purpose": "jurisdiction"},
    extension={"months": 2, "days": 15, "until": date(2026, 4, 1)},
    quantity=3,
    money=5_000_000_000,
)

SAMPLES = {
    "prosecuted": PROSECUTED,
    "judged": JUDGED,
    "annulled": ANNULLED,
    "protested": PROTESTED,
}


def event_type(name: str, **facts: Any) -> EventType:
    known: dict[str, Any] = {
        "label": "Quyết định khởi tố vụ án hình sự",
        "code": None,
        "topic": "criminal",
        "articles": ("BLTTHS Đ.153",),
        "kinds": ("case", "accused"),
        "needs_subject": True,
        "requires": (),
        "allows": (),
        "provenance": Provenance(
            start=date(2018, 1, 1), end=None, status="official", basis=("BLTTHS Đ.153",)
        ),
    }
    return EventType(name=name, **(known | facts))


_BY_KIND: dict[str, st.SearchStrategy[Any]] = {
    "string": st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
    "boolean": st.booleans(),
    "int": st.integers(-(2**31), 2**31 - 1),
    "long": st.integers(-(2**63), 2**63 - 1),
    "date": st.dates(date(1945, 1, 1), date(2100, 12, 31)),
    "instant": st.datetimes(
        datetime(1945, 1, 1), datetime(2100, 12, 31, 23, 59), timezones=st.just(UTC)
    ),
}


def records(field: Field = CODEC.event) -> st.SearchStrategy[Record]:
    """Any record of the shape whose optional groups are absent or say something."""
    return st.fixed_dictionaries({inner.name: _values(inner) for inner in field.fields})


def _values(field: Field) -> st.SearchStrategy[Any]:
    if field.kind == "record":
        found: st.SearchStrategy[Any] = records(field)
        if all(not inner.required for inner in field.fields):
            found = found.filter(
                lambda group: any(group[inner.name] != inner.default for inner in field.fields)
            )
    elif field.item is not None:
        found = st.lists(_values(field.item), max_size=2)
    elif field.kind == "enum":
        found = st.sampled_from(field.symbols)
    else:
        found = _BY_KIND[field.kind]
    return st.none() | found if field.nullable else found
