"""Messages are taken or refused one by one."""

from __future__ import annotations

from wire_samples import ANNULLED, CODEC, JUDGED, PROSECUTED, event_type, told

from events.catalogue import Catalogue
from events.door import Arrival, admit, admit_records

CATALOGUE = Catalogue.of(
    {
        "case_prosecuted": event_type(
            "case_prosecuted", allows=("decision", "dates", "handlers"), topic="custody"
        ),
        "event_annulled": event_type(
            "event_annulled", kinds=(), needs_subject=False, requires=("corrects",)
        ),
    }
)


def arrival(offset: int, value: bytes, key: bytes | None = b"D-1", **headers: bytes) -> Arrival:
    return Arrival("vks.criminal.events.v1", 3, offset, key, value, headers)


def test_bad_messages_harm_no_others_and_keep_their_dossier() -> None:
    good, annulled = CODEC.encode(PROSECUTED), CODEC.encode(ANNULLED)
    arrivals = [
        arrival(10, good, ce_id="E-khởi-tố".encode()),
        arrival(11, good[:40]),
        arrival(12, b"", b"D-3"),
        arrival(13, good, b"D-9"),
        arrival(14, good, ce_id=b"E-x"),
        arrival(15, CODEC.encode(JUDGED)),
        arrival(16, b"\x00\x00\x00\x00\x07abc", b"\xff"),
        arrival(17, annulled),
    ]
    batch = admit(arrivals, CODEC, CATALOGUE)
    assert [(a.arrival.offset, a.record) for a in batch.accepted] == [
        (10, PROSECUTED),
        (17, ANNULLED),
    ]
    assert [(r.arrival.offset, r.code, r.dossier) for r in batch.refused] == [
        (11, "truncated", "D-1"),
        (12, "truncated", "D-3"),
        (13, "key_mismatch", "D-9"),
        (14, "id_mismatch", "D-1"),
        (15, "unknown_type", "D-1"),
        (16, "unknown_schema", None),
    ]
    assert batch.accepted[0].content_hash == CODEC.content_hash(PROSECUTED)
    assert batch.moves()["subject"].to_list() == ["v", "b1", None]


def test_records_of_a_file_come_through_the_same_door_with_their_bytes() -> None:
    batch = admit_records([(1, PROSECUTED), (4, told(type="eclipse"))], "a.jsonl", CODEC, CATALOGUE)
    (accepted,) = batch.accepted
    assert (accepted.arrival.source, accepted.arrival.offset) == ("a.jsonl", 1)
    assert accepted.arrival.value[:10] == b"\xc3\x01" + CODEC.newest["custody"]
    again = admit([accepted.arrival], CODEC, CATALOGUE)
    assert again.accepted == batch.accepted
    assert [(r.arrival.offset, r.code) for r in batch.refused] == [(4, "unknown_type")]


def test_nothing_is_a_batch_too() -> None:
    batch = admit([], CODEC, CATALOGUE)
    assert (batch.accepted, batch.refused, batch.moves().height) == ([], [], 0)
