"""Every event has exactly one JSON form, and nothing else is taken for one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from wire_samples import ANNULLED, CODEC, PROSECUTED, SAMPLES, records, told

from events.shape import Record
from events.unreadable import UNREADABLE, Unreadable


@settings(max_examples=60, deadline=None)
@given(records())
def test_record_to_json_to_record_to_avro_to_record_is_the_same(record: Record) -> None:
    text = CODEC.to_json(record)
    again = CODEC.from_json(text)
    assert again == record
    record["dossier_id"] = "D-1"
    assert CODEC.decode(CODEC.encode(record), b"D-1") == record
    assert text == CODEC.to_json(again)


@settings(max_examples=40, deadline=None)
@given(records(), records())
def test_two_events_share_a_form_or_a_hash_only_when_they_are_one(a: Record, b: Record) -> None:
    assert (a == b) == (CODEC.to_json(a) == CODEC.to_json(b))
    assert (a == b) == (CODEC.content_hash(a) == CODEC.content_hash(b))


def test_the_form_begins_with_the_type_and_leaves_out_what_is_not_said() -> None:
    assert CODEC.to_json(ANNULLED) == (
        '{"type":"event_annulled","event_id":"E-2","corrects":"E-1","dossier_id":"D-1",'
        '"unit":"K01-03","agency":"CA-01","effective_on":"1970-01-02","sequence":1,'
        '"recorded_at":"1970-01-01T00:00:00.000001Z"}'
    )


def test_a_group_that_says_nothing_is_left_out() -> None:
    assert CODEC.to_json(told(dates={})) == CODEC.to_json(told())


def test_composed_and_decomposed_letters_stay_two_ids() -> None:
    composed, decomposed = told(event_id="ệ"), told(event_id="e\u0323\u0302")
    assert CODEC.to_json(composed) != CODEC.to_json(decomposed)
    assert CODEC.from_json(CODEC.to_json(decomposed)) == decomposed


def test_nulls_defaults_order_and_other_time_zones_are_read() -> None:
    said: Record = {"ground": None, "subjects": [], "recorded_at": "2026-01-05T19:00:00+07:00"}
    text = json.dumps(json.loads(CODEC.to_json(told())) | said, sort_keys=True)
    assert CODEC.from_json(text) == told()


def test_the_hash_does_not_depend_on_the_framing() -> None:
    for record in SAMPLES.values():
        read = CODEC.decode(CODEC.encode(record), b"D-1")
        assert CODEC.content_hash(read) == CODEC.content_hash(CODEC.from_json(CODEC.to_json(read)))


def changed(**facts: object) -> str:
    return json.dumps(json.loads(CODEC.to_json(PROSECUTED)) | facts)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("{", "not_json", "không phải JSON"),
        ('{"type":"a","type":"b"}', "not_json", "'type' xuất hiện hai lần"),
        ("[]", "wrong_type", "sự kiện: phải là đối tượng JSON"),
        (changed(colour=1), "unknown_field", "colour: không có trường này; được nhận: type,"),
        (changed(subjects=[{"id": "v"}]), "missing_field", "subjects[0].kind: thiếu"),
        (
            changed(subjects=[{"id": "v", "kind": "case", "charges": [{"artikel": "1"}]}]),
            "unknown_field",
            "subjects[0].charges[0].artikel",
        ),
        (changed(sequence=True), "wrong_type", "sequence: phải là số nguyên long, nhận được true"),
        (changed(sequence=1.0), "wrong_type", "nhận được 1.0"),
        (changed(sequence=2**63), "wrong_type", "sequence"),
        (changed(unit=None), "wrong_type", "unit: phải là chuỗi ký tự, nhận được null"),
        (changed(unit="\ud800"), "wrong_type", "unit: chuỗi có ký tự không hợp lệ"),
        (changed(subjects={}), "wrong_type", "subjects: phải là danh sách"),
        (changed(subjects=None), "wrong_type", "subjects: phải là danh sách"),
        (changed(effective_on="05/01/2026"), "wrong_type", 'YYYY-MM-DD, nhận được "05/01/2026"'),
        (changed(effective_on="20260105"), "wrong_type", "effective_on"),
        (changed(effective_on="2026-02-30"), "wrong_type", "effective_on: phải là ngày có thật"),
        (changed(effective_on="1899-01-01"), "date_out_of_range", "effective_on: 1899-01-01"),
        (
            changed(recorded_at="2026-01-05T12:00:00"),
            "wrong_type",
            "recorded_at: phải là thời điểm",
        ),
        (
            changed(document={"kind": "protest", "answer": "maybe"}),
            "wrong_type",
            'answer: phải là một trong unknown, accepted, partly, refused, nhận được "maybe"',
        ),
        (changed(quantity=float("nan")), "not_json", "NaN"),
    ],
)
def test_what_is_no_event_is_refused_with_its_path(text: str, code: str, words: str) -> None:
    with pytest.raises(Unreadable) as caught:
        CODEC.from_json(text)
    assert caught.value.code == code
    assert code in UNREADABLE
    assert words in caught.value.reason


def test_a_refused_line_still_names_its_dossier() -> None:
    with pytest.raises(Unreadable) as caught:
        CODEC.from_json(changed(colour=1))
    assert caught.value.dossier == "D-1"
