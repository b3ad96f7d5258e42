"""Bytes that were once published are read for ever, and written the same."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from wire_samples import ANNULLED, CODEC, SAMPLES

from events.avro import Codec, fingerprint
from events.shape import Schema

GOLDEN = Path(__file__).parent / "golden"
CRIMINAL_V1 = "fee61c70c045f84c"
CRIMINAL_V2 = "e8bb9a909cb444df"


def golden(name: str) -> bytes:
    return bytes.fromhex((GOLDEN / name).read_text())


def criminal_v1() -> Schema:
    home = Path(__file__).parents[2] / "schemas" / "avro"
    schema: Schema = json.loads((home / "history" / "criminal.v1.avsc").read_text("utf-8"))
    return schema


REGISTERED = CODEC.with_registry({4711: criminal_v1()})


@pytest.mark.parametrize("name", SAMPLES)
def test_single_object_bytes_are_read(name: str) -> None:
    key = SAMPLES[name]["dossier_id"].encode()
    assert CODEC.decode(golden(f"{name}.v1.single.hex"), key) == SAMPLES[name]


@pytest.mark.parametrize("name", SAMPLES)
def test_confluent_bytes_are_read(name: str) -> None:
    key = SAMPLES[name]["dossier_id"].encode()
    assert REGISTERED.decode(golden(f"{name}.v1.confluent.hex"), key) == SAMPLES[name]


@pytest.mark.parametrize("name", SAMPLES)
def test_events_are_written_as_the_golden_bytes(name: str) -> None:
    record = copy.deepcopy(SAMPLES[name])
    (record["document"] or {}).pop("field", None)  # of the second version
    v1 = Codec.of({"criminal": [criminal_v1()]})
    assert v1.encode(record) == golden(f"{name}.v1.single.hex")
    assert v1.encode(record, "confluent", 4711) == golden(f"{name}.v1.confluent.hex")


@pytest.mark.parametrize("name", SAMPLES)
def test_the_json_form_and_the_content_hash_stay(name: str) -> None:
    text, known_hash = (GOLDEN / f"{name}.json").read_text("utf-8").splitlines()
    assert CODEC.to_json(SAMPLES[name]) == text
    assert CODEC.content_hash(SAMPLES[name]) == known_hash


def test_an_annulment_is_spelled_byte_by_byte() -> None:
    """Worked by hand from the Avro specification: lengths and numbers are zig-zag varints."""
    by_hand = b"".join(
        [
            b"\xc3\x01",
            bytes.fromhex(CRIMINAL_V1),
            b"\x06E-2",  # length 3 -> 6
            b"\x1cevent_annulled",  # length 14 -> 28
            b"\x02\x06E-1",  # corrects: branch 1 -> 2
            b"\x06D-1",
            b"\x0cK01-03",
            b"\x0aCA-01",
            b"\x00",  # agency_unit: null
            b"\x02",  # 1970-01-02: day 1 -> 2
            b"\x02",  # sequence 1 -> 2
            b"\x02",  # one microsecond -> 2
            b"\x00",  # decision
            b"\x00",  # subjects: no block
            b"\x00" * 13,  # ground … handlers: thirteen nulls
        ]
    )
    assert Codec.of({"criminal": [criminal_v1()]}).encode(ANNULLED) == by_hand
    second = bytes.fromhex(CRIMINAL_V2) + by_hand[10:]  # added in a group that is null
    assert CODEC.encode(ANNULLED) == by_hand[:2] + second


def test_the_fingerprint_is_that_of_the_avro_specification() -> None:
    """Avro's own table gives 0x7275d51a3f395c8f for `"int"`; the wire is little-endian."""
    assert fingerprint("int") == bytes.fromhex("8f5c393f1ad57572")  # type: ignore[arg-type]
    assert fingerprint(criminal_v1()).hex() == CRIMINAL_V1


def test_the_confluent_id_is_big_endian() -> None:
    assert CODEC.encode(ANNULLED, "confluent", 0x01020304)[:5] == b"\x00\x01\x02\x03\x04"
