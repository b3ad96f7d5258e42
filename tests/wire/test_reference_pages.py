"""The platforms' reference says what the door does."""

from __future__ import annotations

import json

import yaml
from wire_samples import CODEC, event_type

from events.catalogue import REFUSALS, Catalogue
from events.unreadable import UNREADABLE
from thongke import wire
from thongke.reference import generate_docs
from thongke.reference.example import example

TYPES = {
    type_.name: type_
    for type_ in [
        event_type(
            "case_prosecuted",
            requires=("subjects.accused.charges", "dates.first_prosecuted_on", "extension"),
            allows=("decision",),
        ),
        event_type(
            "event_annulled", kinds=(), needs_subject=False, requires=("corrects",), label="Rút bỏ"
        ),
    ]
}
PAGES = generate_docs(TYPES, CODEC.event, {"criminal": "Vụ án", "civil": "Dân sự"})


def test_every_example_is_let_in() -> None:
    catalogue = Catalogue.of(TYPES)
    for type_ in TYPES.values():
        text = CODEC.to_json(example(type_, CODEC.event))
        assert f"```json\n{text}\n```" in PAGES["events/reference.md"]
        assert catalogue.refusal(CODEC.from_json(text)) is None


def test_the_page_tells_term_articles_subjects_and_groups() -> None:
    page = PAGES["events/reference.md"]
    assert "### `case_prosecuted`: Quyết định khởi tố vụ án hình sự" in page
    assert "- Căn cứ: BLTTHS Đ.153" in page
    assert "- Áp dụng từ 01/01/2018; theo văn bản chính thức" in page
    assert "- Đối tượng: `case` (vụ án), `accused` (bị can, bị cáo); ít nhất một" in page
    assert "- Bắt buộc: `subjects.accused.charges`, `dates.first_prosecuted_on`" in page
    assert "| `subjects[].charges[].article` | chuỗi | có | Điều, ví dụ 250 hoặc 217a. |" in page
    for code in (*UNREADABLE, *REFUSALS):
        assert f"| `{code}` |" in page


def test_a_json_schema_asks_what_the_catalogue_asks() -> None:
    schema = json.loads(PAGES["events/json-schema/case_prosecuted.json"])
    assert schema["properties"]["type"] == {"const": "case_prosecuted"}
    assert "link" not in schema["properties"]
    assert schema["additionalProperties"] is False
    assert {"event_id", "subjects", "dates", "extension"} <= set(schema["required"])
    assert schema["properties"]["dates"]["$ref"] == "shared.json#/$defs/Dates"
    parts = schema["properties"]["subjects"]["items"]["allOf"]
    assert parts[1] == {"properties": {"kind": {"enum": ["case", "accused"]}}}
    assert parts[2] == {
        "if": {"properties": {"kind": {"const": "accused"}}},
        "then": {"required": ["charges"]},
    }
    annulled = json.loads(PAGES["events/json-schema/event_annulled.json"])
    assert "corrects" in annulled["required"]
    assert annulled["properties"]["subjects"] == {"type": "array", "maxItems": 0}


def test_every_reference_between_json_schemas_leads_somewhere() -> None:
    shared = json.loads(PAGES["events/json-schema/shared.json"])["$defs"]
    for name, text in PAGES.items():
        if name.endswith(".json"):
            for part in text.split('"$ref": "')[1:]:
                assert part.split('"')[0].rpartition("/")[2] in shared, name


def test_asyncapi_names_topics_key_headers_and_schemas() -> None:
    page = yaml.safe_load(PAGES["events/asyncapi.yaml"])
    assert page["asyncapi"] == "3.0.0"
    assert page["channels"]["criminal"]["address"] == "vks.criminal.events.v1"
    message = page["components"]["messages"]["criminal"]
    assert message["payload"]["schema"]["$ref"] == "../../schemas/avro/criminal.avsc"
    headers = page["components"]["schemas"]["criminal_headers"]
    assert headers["properties"]["ce_type"]["enum"] == ["case_prosecuted", "event_annulled"]
    assert {"ce_id", "ce_type", "ce_source", "ce_specversion"} <= set(headers["required"])


def test_a_fact_that_the_wire_lacks_is_named() -> None:
    wrong = {"x": event_type("x", requires=("subjects.accused.chages",), allows=("dates.born_on",))}
    assert wire.misnamed(wrong) == [
        "x: subjects.accused.chages: no such fact on the wire",
        "x: dates.born_on: no such fact on the wire",
    ]
    assert wire.misnamed(TYPES) == []
