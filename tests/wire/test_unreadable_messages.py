"""What cannot be read says why, and whose it is."""

from __future__ import annotations

from datetime import date

import pytest
from wire_samples import CODEC, PROSECUTED, told

from events.unreadable import UNREADABLE, Unreadable

VALUE = CODEC.encode(PROSECUTED)
KEY = b"D-1"


def refused(value: bytes, key: bytes | None = KEY, event_id: bytes | None = None) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        CODEC.decode(value, key, event_id)
    assert caught.value.code in UNREADABLE
    return caught.value


def test_every_cut_of_a_message_is_truncated() -> None:
    for length in range(len(VALUE)):
        error = refused(VALUE[:length])
        assert (error.code, error.dossier) == ("truncated", "D-1"), length


def test_an_unknown_fingerprint_is_an_unknown_schema() -> None:
    error = refused(b"\xc3\x01" + b"\x01" * 8 + VALUE[10:])
    assert (error.code, error.dossier) == ("unknown_schema", "D-1")
    assert "0101010101010101" in error.reason


def test_an_unregistered_id_is_an_unknown_schema() -> None:
    error = refused(CODEC.encode(PROSECUTED, "confluent", 999))
    assert error.code == "unknown_schema"
    assert "999" in error.reason


def test_a_byte_too_many_is_told() -> None:
    error = refused(VALUE + b"\x00")
    assert error.code == "trailing_bytes"
    assert "thừa 1 byte" in error.reason


def test_a_message_over_one_mebibyte_is_not_read() -> None:
    fits = told(subjects=[{"id": "x" * 1_000_000, "kind": "case"}])
    assert CODEC.decode(CODEC.encode(fits), KEY) == fits
    over = told(subjects=[{"id": "x" * (1 << 20), "kind": "case"}])
    assert refused(CODEC.encode(over)).code == "oversized"


def test_the_key_must_be_the_dossier() -> None:
    error = refused(VALUE, b"D-2")
    assert (error.code, error.dossier) == ("key_mismatch", "D-2")
    assert "D-1" in error.reason


def test_a_message_without_a_key_belongs_to_the_dossier_that_it_names() -> None:
    error = refused(VALUE, None)
    assert (error.code, error.dossier) == ("key_mismatch", "D-1")


def test_the_id_in_the_header_must_be_the_event() -> None:
    assert CODEC.decode(VALUE, KEY, "E-khởi-tố".encode()) == PROSECUTED
    assert refused(VALUE, KEY, b"E-other").code == "id_mismatch"


@pytest.mark.parametrize("day", [date(1944, 12, 31), date(2101, 1, 1)])
def test_a_day_out_of_range_is_named_by_its_path(day: date) -> None:
    person = {"act_on": day}
    bad = told(
        subjects=[{"id": "v", "kind": "case"}, {"id": "b", "kind": "accused", "person": person}]
    )
    error = refused(CODEC.encode(bad))
    assert error.code == "date_out_of_range"
    assert f"subjects[1].person.act_on: {day}" in error.reason


@pytest.mark.parametrize("day", [date(1945, 1, 1), date(2100, 12, 31)])
def test_the_first_and_the_last_day_are_in_range(day: date) -> None:
    record = told(effective_on=day)
    assert CODEC.decode(CODEC.encode(record), KEY) == record


def test_a_day_that_no_calendar_has_is_out_of_range() -> None:
    head = CODEC.encode(told())
    at = head.index(b"\x0aCA-01\x00") + 7  # effective_on follows the agency and a null
    forged = head[:at] + b"\xfe\xff\xff\xff\x0f" + head[at + 3 :]  # day 2147483647
    assert refused(forged).code == "date_out_of_range"


@pytest.mark.parametrize("value", [b"{}", b"\xc3\x02" + VALUE[2:], b"\xff" * 40])
def test_other_bytes_are_not_avro(value: bytes) -> None:
    assert refused(value).code == "not_avro"


def test_a_damaged_string_is_not_avro() -> None:
    assert refused(VALUE.replace(b"K01-03", b"K01-\xff\xff")).code == "not_avro"


def test_a_key_that_is_not_text_tells_no_dossier() -> None:
    assert refused(b"{}", b"\xff\xfe").dossier is None
