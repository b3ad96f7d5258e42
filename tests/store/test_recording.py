"""What is recorded is what the events say, whatever came when and how often."""

from __future__ import annotations

import random
from typing import Any

import pytest
from happenings import a_case, arrival, batch, event, through_the_door
from sqlalchemy import Connection, Engine, text

from events.door import Arrival
from store import quarantine
from store.audit import audit
from store.recorder import Recorded, record
from store.release import release
from store.spans import standing
from thongke.assembly import assemble


def told(engine: Engine, *records: dict[str, Any]) -> Recorded:
    with engine.begin() as connection:
        return record(connection, batch(*records), assemble().meaning)


def spans(engine: Engine, *dossiers: str) -> list[tuple[Any, ...]]:
    """Stage, first day, day of leaving of each span, in order."""
    with engine.begin() as connection:
        found = standing(connection, dossiers).sort("dossier", "since", "until", nulls_last=True)
        of_the_case = found.filter(found["track"] == "case").select(
            "stage", found["since"].dt.to_string("%m-%d"), found["until"].dt.to_string("%m-%d")
        )
        return of_the_case.rows()


def count(connection: Connection, table: str) -> int:
    return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


WHOLE_STORY = [
    ("investigating", "01-05", "01-20"),
    ("concluded", "01-20", "01-21"),
    ("prosecuting", "01-21", "01-28"),
    ("indicted", "01-28", None),
]


def test_a_case_becomes_its_stays(engine: Engine) -> None:
    recorded = told(engine, *a_case("D1"))
    assert (recorded.position, recorded.added, recorded.repeated) == (1, 4, 0)
    assert spans(engine, "D1") == WHOLE_STORY


@pytest.mark.parametrize("seed", range(3))
def test_any_order_and_any_batches_lead_to_the_same_spans(engine: Engine, seed: int) -> None:
    r = random.Random(seed)
    records = a_case("D1") * 2
    r.shuffle(records)
    while records:
        size = r.randrange(1, 4)
        told(engine, *records[:size])
        records = records[size:]
    assert spans(engine, "D1") == WHOLE_STORY
    with engine.begin() as connection:
        assert count(connection, "journal") == 4
        assert audit(connection, assemble().meaning).differences == 0


def test_the_same_again_is_counted_and_moves_nothing(engine: Engine) -> None:
    told(engine, *a_case("D1"))
    again = told(engine, *a_case("D1"))
    assert (again.position, again.added, again.repeated) == (None, 0, 4)
    assert (again.asserted, again.retracted) == (0, 0)


def test_the_same_twice_in_one_batch_is_one(engine: Engine) -> None:
    first = a_case("D1")[0]
    recorded = told(engine, first, first)
    assert (recorded.added, recorded.repeated) == (1, 1)


@pytest.mark.parametrize("together", [True, False])
def test_an_id_told_again_with_other_content_waits_in_quarantine(
    engine: Engine, together: bool
) -> None:
    """The first stands; its dossier is incomplete until the other is decided on."""
    first = event("E1", "case_prosecuted", "D1", "01-05")
    other = event("E1", "case_prosecuted", "D1", "01-06")
    if together:
        recorded = told(engine, first, other)
    else:
        told(engine, first)
        recorded = told(engine, other)
    assert recorded.quarantined == 1
    assert recorded.reasons == {"conflicting_duplicate": 1}
    assert spans(engine, "D1") == [("investigating", "01-05", None)]
    with engine.begin() as connection:
        (waiting,) = quarantine.waiting(connection)
        assert (waiting.code, waiting.dossier) == ("conflicting_duplicate", "D1")
        assert incomplete(connection) == {"D1": 1}
        quarantine.reject(connection, waiting.id, "gửi nhầm")
        assert incomplete(connection) == {}
        assert quarantine.waiting(connection) == []


def incomplete(connection: Connection) -> dict[str, int]:
    rows = connection.execute(text("SELECT dossier, incomplete FROM dossier WHERE incomplete > 0"))
    return {row.dossier: row.incomplete for row in rows}


def test_a_correction_replaces_what_it_names_and_keeps_what_was_said_before(engine: Engine) -> None:
    first = told(engine, *a_case("D1"))
    told(engine, event("E9", "case_prosecuted", "D1", "01-07", corrects="D1-0"))
    assert spans(engine, "D1")[0] == ("investigating", "01-07", "01-20")
    with engine.begin() as connection:
        before = standing(connection, ["D1"], as_of=first.position)
        days = before.filter(before["stage"] == "investigating")["since"].to_list()
    assert [day.isoformat() for day in days] == ["2026-01-05"]


def test_a_correction_from_another_dossier_changes_nothing_and_is_found(engine: Engine) -> None:
    """A dossier means what its own events say: who filed wrongly annuls there, and files anew."""
    told(engine, event("E1", "case_prosecuted", "D1", "01-05"))
    told(engine, event("E2", "case_prosecuted", "D2", "01-05", corrects="E1"))
    for dossier in ("D1", "D2"):
        assert spans(engine, dossier) == [("investigating", "01-05", None)]
    with engine.begin() as connection:
        found = connection.execute(text("SELECT dossier, code, event_id FROM finding")).all()
        assert ("D2", "corrects_unknown", "E2") in [tuple(row) for row in found]
        assert audit(connection, assemble().meaning).differences == 0


def test_an_annulment_that_comes_first_waits_for_its_event(engine: Engine) -> None:
    told(engine, event("E2", "event_annulled", "D1", "01-06", subject=None, corrects="E1"))
    told(engine, event("E1", "case_prosecuted", "D1", "01-05"))
    assert spans(engine, "D1") == []


def test_bytes_that_cannot_be_read_wait_with_their_dossier_marked(engine: Engine) -> None:
    good = arrival(a_case("D1")[0])
    torn = Arrival(good.source, 0, 1, b"D1", good.value[:20], {"x\x00": b"\xff"})
    nameless = Arrival(good.source, 0, 2, b"\x00\xff", b"\x01", {})
    with engine.begin() as connection:
        recorded = record(connection, through_the_door(torn, good, nameless), assemble().meaning)
    assert (recorded.added, recorded.quarantined) == (1, 2)
    with engine.begin() as connection:
        assert incomplete(connection) == {"D1": 1}
        kept = quarantine.waiting(connection)
        assert [q.arrival.value for q in kept] == [torn.value, nameless.value]
        assert [q.arrival.key for q in kept] == [torn.key, nameless.key]


def test_text_that_no_column_can_hold_goes_to_quarantine_alone(engine: Engine) -> None:
    records = [
        *a_case("D1"),
        event("E\x00", "case_prosecuted", "D2", "01-05"),
        event("E3", "case_prosecuted", "D3", "01-05", subject="C\x01"),
        event("E" * 3000, "case_prosecuted", "D4", "01-05"),
    ]
    recorded = told(engine, *records)
    assert (recorded.added, recorded.quarantined) == (4, 3)
    assert spans(engine, "D1") == WHOLE_STORY


def test_a_message_released_from_quarantine_is_recorded_as_if_it_had_come_now(
    engine: Engine,
) -> None:
    """Refused for a key that is not its dossier; the platform's operator mends the row's key."""
    good = arrival(a_case("D1")[0])
    stray = Arrival(good.source, 0, 7, b"D0", good.value, good.headers)
    a = assemble()
    with engine.begin() as connection:
        record(connection, through_the_door(stray), a.meaning)
        (waiting,) = quarantine.waiting(connection)
        again = release(connection, waiting.id, a.codec, a.catalogue, a.meaning)
        assert again is not None and again.code == waiting.code
        connection.execute(text("UPDATE quarantine SET key = convert_to('D1', 'UTF8')"))
        assert release(connection, waiting.id, a.codec, a.catalogue, a.meaning) is None
        assert not quarantine.show(connection, waiting.id).waiting
        with pytest.raises(quarantine.NotWaiting):
            release(connection, waiting.id, a.codec, a.catalogue, a.meaning)
    assert spans(engine, "D1") == [("investigating", "01-05", None)]


def test_sealed_identities_are_kept_apart_from_moves(engine: Engine) -> None:
    told_once = event("E1", "case_prosecuted", "D1", "01-05")
    told_once["subjects"][0]["sealed_identity"] = "c2VhbGVk"
    told(engine, told_once)
    with engine.begin() as connection:
        sealed = connection.execute(
            text("SELECT event_id, dossier, subject, sealed FROM identity.sealed_identity")
        ).all()
        assert [tuple(row) for row in sealed] == [("E1", "D1", "C1", "c2VhbGVk")]
        moves = connection.execute(text("SELECT to_jsonb(m)::text FROM move m")).scalar_one()
        assert "c2VhbGVk" not in moves
