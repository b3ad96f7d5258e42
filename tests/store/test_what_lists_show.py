"""What the journal keeps for lists: the prosecutor, clause and point, and where people are held."""

from __future__ import annotations

from datetime import date

from happenings import batch, event
from sqlalchemy import Engine, text

from store.detentions import Detention
from store.documents import documents
from store.recorder import record
from thongke.assembly import assemble

DECIDED = {"number": "1/KT", "article": "153", "clause": "1", "point": "a"}


def test_what_no_column_can_hold_goes_to_quarantine_alone(engine: Engine) -> None:
    bad = [
        event("E1", "case_prosecuted", "D1", "01-05", handlers={"prosecutor": "KSV\x00"}),
        event("E2", "case_prosecuted", "D2", "01-05", decision=DECIDED | {"clause": "1\x07"}),
    ]
    good = event("E3", "case_prosecuted", "D3", "01-05", handlers={"prosecutor": "KSV-1"})
    with engine.begin() as connection:
        record(connection, batch(*bad, good), assemble().meaning)
        kept = connection.execute(text("SELECT event_id, prosecutor FROM journal")).all()
        refused = connection.execute(text("SELECT dossier, reason_code FROM quarantine")).all()
    assert [tuple(row) for row in kept] == [("E3", "KSV-1")]
    assert sorted(tuple(row) for row in refused) == [
        ("D1", "unstorable_text"),
        ("D2", "unstorable_text"),
    ]


def test_a_document_says_its_provision_its_prosecutor_and_its_places(engine: Engine) -> None:
    held = {"id": "d", "kind": "detainee", "custody": {"basis": "caught", "facility": "NTG-1"}}
    told = event("E1", "custody_ordered", "D1", "01-05", decision=DECIDED)
    told |= {"subjects": [held], "handlers": {"prosecutor": "KSV-1"}}
    with engine.begin() as connection:
        record(connection, batch(told), assemble().meaning)
        (document,) = documents(connection, ["D1"])["D1"]
    assert (document.article, document.prosecutor) == ("153.1.a", "KSV-1")
    assert [concern.facility for concern in document.concerns] == ["NTG-1"]


def test_days_held_count_both_ends_and_none_while_still_held() -> None:
    stay = Detention("D", date(2026, 2, 3), date(2026, 2, 3), None, None, frozenset())
    assert stay.days == 1
    assert Detention("D", date(2026, 2, 3), None, None, None, frozenset()).days is None


def test_a_stay_meets_the_days_that_it_shares() -> None:
    stay = Detention("D", date(2026, 2, 3), date(2026, 2, 20), None, None, frozenset())
    assert stay.meets(date(2026, 2, 20), date(2026, 2, 21))
    assert not stay.meets(date(2026, 2, 21), date(2026, 3, 1))
    assert not stay.meets(date(2026, 1, 1), date(2026, 2, 2))
