"""Bản ghi mô phỏng: rows of columns as event records, the way a platform would publish them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np
import polars as pl

from events.shape import Record
from thongke.simulate.charges import Ints
from thongke.simulate.columns import probation

AT_ONCE = 20_000
_SAID = {"yes": True, "no": False, None: None}


def records(events: pl.DataFrame, subjects: pl.DataFrame, deliveries: Ints) -> Iterator[Record]:
    """One record a delivery; what is delivered twice says the same twice."""
    many = np.bincount(subjects["event"].to_numpy(), minlength=len(events))
    first = np.concatenate([[0], np.cumsum(many)])
    for start in range(0, len(deliveries), AT_ONCE):
        rows = deliveries[start : start + AT_ONCE]
        known = np.unique(rows)
        listed = np.concatenate([np.arange(first[row], first[row + 1]) for row in known.tolist()])
        heads = dict(zip(known.tolist(), events[known].iter_rows(named=True), strict=True))
        by_event: dict[int, list[Record]] = {}
        for subject in subjects[listed].iter_rows(named=True):
            by_event.setdefault(subject["event"], []).append(
                _subject(subject, heads[subject["event"]])
            )
        for row in rows.tolist():
            yield _event(heads[row], by_event.get(row, []))


def _event(e: Record, subjects: list[Record]) -> Record:
    annulled = e["type"] == "event_annulled"
    record: Record = {
        "event_id": e["event_id"],
        "type": e["type"],
        "corrects": e["corrects"],
        "dossier_id": e["dossier"],
        "unit": e["unit"],
        "agency": e["agency"],
        "agency_unit": e["agency_unit"],
        "effective_on": e["effective_on"],
        "sequence": e["sequence"],
        "recorded_at": datetime.fromtimestamp(e["recorded_at"], UTC),
        "decision": {"number": str(e["number"]), "article": e["article"]},
        "subjects": subjects,
        "ground": None if held(e["type"]) else e["ground"],
        "extension": _group(
            months=e["extension_months"], days=e["extension_days"], until=e["extension_until"]
        ),
        "transfer": _group(counterpart=e["counterpart"], purpose=e["purpose"]),
        "link": e["relation"]
        and _group(event_id=e["link_event"], dossier_id=e["link_dossier"], relation=e["relation"]),
        "acted_upon": _group(agency=e["acted_upon"]),
        "judgment": _group(
            in_force_on=e["in_force_on"],
            hearing=e["hearing"] and e["hearing"].split(","),
            appealed_by=e["appealed_by"],
        ),
        "document": _group(
            kind=e["document_kind"],
            addressee=e["addressee"],
            level=e["level"],
            answer=e["answer"],
            demands=e["demands"],
            field=e["field"],
        ),
        "violation": _group(
            code=e["violation"],
            violator_kind=e["violator"],
            object_kind=e["object_kind"],
            object_id=e["object"],
        ),
        "quantity": e["quantity"],
        "dates": _group(
            first_prosecuted_on=e["first_prosecuted_on"],
            received_on=e["received_on"],
            limitation_on=e["limitation_on"],
        ),
        "circumstances": _group(
            simplified=_SAID[e["simplified"]],
            key_case=_SAID[e["key_case"]],
            special_measures=_SAID[e["special_measures"]],
            requested_by_procuracy=_SAID[e["requested"]],
            accepted=_SAID[e["accepted"]],
            attempt=e["attempt"],
        ),
        "handlers": None if annulled else {"prosecutor": f"ksv-{e['officer']}"},
    }
    return {name: value for name, value in record.items() if value is not None}


def _subject(s: Record, e: Record) -> Record:
    person = _group(
        sex=s["sex"],
        age_at_act=s["age_at_act"],
        ethnicity=s["ethnicity"],
        nationality=s["nationality"],
        education=s["education"],
        party_member=_SAID[s["party_member"]],
        manager=_SAID[s["manager"]],
        recidivism=s["recidivism"],
        official_of=s["official_of"],
        counsel=s["counsel"] and s["counsel"].split(","),
    )
    record: Record = {
        "id": s["subject"],
        "kind": s["kind"],
        "person_ref": s["person"],
        "stage": s["stated_stage"],
        "charges": _charges(s["charges"], s["judged"]),
        "penalty": _penalty(s),
        "outcome": s["outcome"],
        "charge_change": s["charge_change"],
        "lead": s["lead"] == "yes",
        "legal_entity": s["legal_entity"] == "yes",
        "person": person,
        "custody": _group(
            basis=e["ground"] if held(e["type"]) else None, facility_kind=s["facility_kind"]
        ),
        "sealed_identity": _sealed(s["person"]) if s["sealed"] else None,
    }
    return {name: value for name, value in record.items() if value is not None}


def _penalty(s: Record) -> Record | None:
    if s["penalty"] is None:
        return None
    suspended = s["penalty_suspended"] == "yes"
    known = suspended and s["penalty_months"] is not None
    return {
        "kind": s["penalty"],
        "months": s["penalty_months"],
        "suspended": suspended,
        "probation_months": int(probation(s["penalty_months"])) if known else None,
        "additional": s["additional"].split(",") if s["additional"] else [],
    }


def held(event: str) -> bool:
    """Whether the ground is that on which somebody is held: a fact of the subject's custody."""
    return event in ("arrested", "custody_ordered", "custody_carried_in", "detainee_transferred_in")


@lru_cache(maxsize=50_000)
def _spelled(text: str | None) -> tuple[tuple[str, str | None, str | None, bool], ...]:
    found = []
    for part in (text or "").split(","):
        if part:
            article, clause, point = (*part.lstrip("*").split("."), None, None)[:3]
            found.append((article or "", clause, point, part.startswith("*")))
    return tuple(found)


def _charges(text: str | None, judged: str | None) -> list[Record] | None:
    charges: list[Record] = [
        {"code": "BLHS2015", "article": article, "clause": clause, "point": point, "main": main}
        for article, clause, point, main in _spelled(text)
    ]
    if judged is not None:
        for charge, said in zip(charges, json.loads(judged), strict=True):
            charge["outcome"], charge["penalty"] = said["outcome"], said.get("penalty")
    return charges or None


def _sealed(person: str) -> str:
    """Stands for an encrypted identity: bytes without meaning, the same for the same person."""
    return base64.b64encode(blake2b(person.encode(), digest_size=48).digest()).decode()


def _group(**facts: Any) -> Record | None:
    said = {name: value for name, value in facts.items() if value is not None}
    return said or None
