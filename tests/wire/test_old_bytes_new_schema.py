"""What was written by an older schema is read by the newest, and is the same event."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from wire_samples import CODEC, PROSECUTED, told

from events.avro import Codec
from events.shape import Schema
from events.unreadable import Unreadable
from thongke.wire import composed

HOME = Path(__file__).parents[2] / "schemas" / "avro"
V1: Schema = json.loads((HOME / "history" / "criminal.v1.avsc").read_text("utf-8"))
V2: Schema = json.loads(composed(HOME)["criminal"])


def without(schema: Schema, *paths: str) -> Schema:
    """The schema before these fields were added."""
    older = copy.deepcopy(schema)
    for path in paths:
        fields = older["fields"]
        *groups, last = path.split(".")
        for name in groups:
            type_: Any = next(f["type"] for f in fields if f["name"] == name)
            type_ = type_[1] if isinstance(type_, list) else type_
            fields = type_.get("items", type_)["fields"]
        fields.remove(next(f for f in fields if f["name"] == last))
    return older


V0 = without(V1, "money", "agency_unit", "subjects.legal_entity", "subjects.charges.code",
             "subjects.person.counsel")  # fmt: skip
OLD, NEW = Codec.of({"criminal": [V0]}), Codec.of({"criminal": [V0, V1]})

GOLDEN_V0 = bytes.fromhex(
    (Path(__file__).parent / "golden" / "prosecuted.v0.single.hex").read_text()
)

EVENT = told(
    subjects=[
        {"id": "v", "kind": "case"},
        {
            "id": "b1",
            "kind": "accused",
            "charges": [{"article": "250"}, {"article": "251"}],
            "person": {"sex": "male"},
        },
    ]
)


def test_fields_added_since_are_read_as_their_defaults() -> None:
    assert NEW.decode(GOLDEN_V0, b"D-1") == EVENT


def test_the_content_hash_outlives_the_schema_version() -> None:
    old = OLD.decode(GOLDEN_V0, b"D-1")
    assert OLD.content_hash(old) == NEW.content_hash(NEW.decode(GOLDEN_V0, b"D-1"))
    assert OLD.content_hash(old) == CODEC.content_hash(EVENT)


def test_the_newest_version_writes() -> None:
    assert NEW.encode(EVENT)[:10] == Codec.of({"criminal": [V1]}).encode(EVENT)[:10]
    assert NEW.encode(EVENT)[:10] != GOLDEN_V0[:10]


def test_what_the_second_version_added_is_null_in_events_of_the_first() -> None:
    event = told(type="document_issued", document={"kind": "protest"})
    assert event["document"]["field"] is None
    older = copy.deepcopy(event)
    del older["document"]["field"]
    written = Codec.of({"criminal": [V1]}).encode(older)
    assert CODEC.decode(written, b"D-1") == event
    assert "field" not in CODEC.to_json(event)


def test_what_the_second_version_added_is_carried() -> None:
    event = told(type="document_issued", document={"kind": "protest", "field": "custody"})
    assert CODEC.decode(CODEC.encode(event), b"D-1") == event
    assert CODEC.encode(event) == Codec.of({"criminal": [V2]}).encode(event)


def test_a_codec_that_lacks_a_version_does_not_guess() -> None:
    with pytest.raises(Unreadable) as caught:
        OLD.decode(CODEC.encode(PROSECUTED), b"D-1")
    assert caught.value.code == "unknown_schema"


def test_a_symbol_newer_than_ours_is_read_as_unknown() -> None:
    """A schema may gain symbols; the default symbol stands for those that a reader lacks."""
    wider = json.loads(json.dumps(V1).replace('"male", "female"', '"male", "female", "other"'))
    writer = Codec.of({"criminal": [wider]})
    both = Codec.of({"criminal": [wider, V1]})
    event = told(subjects=[{"id": "b", "kind": "accused", "person": {"sex": "male"}}])
    event["subjects"][0]["person"]["sex"] = "other"
    read = both.decode(writer.encode(event), b"D-1")
    assert read["subjects"][0]["person"]["sex"] == "unknown"


def test_topics_of_different_shapes_are_refused() -> None:
    """The JSON form does not say its topic, so all topics have the same fields."""
    with pytest.raises(ValueError, match="civil"):
        Codec.of({"criminal": [V1], "civil": [V0]})
