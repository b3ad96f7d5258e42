"""A published schema is never changed, and a new one must read everything before it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from events.shape import Schema
from thongke import wire

Change = Callable[[Schema], None]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A directory of schemas in which version 1 has just been published."""
    ours = Path(__file__).parents[2] / "schemas" / "avro"
    shutil.copytree(ours / "shared", tmp_path / "shared")
    wire.publish(tmp_path)
    return tmp_path


def edit(home: Path, change: Change) -> None:
    path = home / "shared" / "event.avsc"
    schema = json.loads(path.read_text("utf-8"))
    change(schema)
    path.write_text(json.dumps(schema, ensure_ascii=False), encoding="utf-8")


def field(schema: Schema, path: str) -> Schema:
    """`subjects.person.sex`: the declaration of a field."""
    *groups, last = path.split(".")
    for name in groups:
        type_ = next(f["type"] for f in schema["fields"] if f["name"] == name)
        type_ = type_[1] if isinstance(type_, list) else type_
        schema = type_.get("items", type_)
    return next(f for f in schema["fields"] if f["name"] == last)


def test_our_schemas_hold() -> None:
    assert wire.check() == []


def test_an_optional_field_needs_only_to_be_published(home: Path) -> None:
    added = {"name": "weather", "type": ["null", "string"], "default": None, "doc": "Thời tiết."}
    edit(home, lambda schema: schema["fields"].append(added))
    found = wire.check(home)
    assert len(found) == 5
    assert found[0] == (
        "criminal: shared/event.avsc differs from criminal v1, compatibly. "
        "Remedy: `thongke schemas publish` records a new version"
    )
    old = (home / "history" / "criminal.v1.avsc").read_bytes()
    assert any(line.startswith("criminal v2: published") for line in wire.publish(home))
    assert wire.check(home) == []
    assert (home / "history" / "criminal.v1.avsc").read_bytes() == old
    assert "weather" in (home / "criminal.avsc").read_text("utf-8")


def test_publishing_twice_changes_nothing(home: Path) -> None:
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert wire.publish(home) == ["schemas: nothing has changed since the last publication"]
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_a_published_file_that_was_touched_is_refused(home: Path) -> None:
    path = home / "history" / "civil.v1.avsc"
    path.write_text(path.read_text("utf-8").replace("Vụ việc", "Việc"), encoding="utf-8")
    (said,) = wire.check(home)
    assert said.startswith("history/civil.v1.avsc: changed after it was published as civil v1.")
    with pytest.raises(wire.Unpublishable, match="civil v1"):
        wire.publish(home)


def test_a_published_file_that_was_lost_is_refused(home: Path) -> None:
    (home / "history" / "civil.v1.avsc").rename(home / "elsewhere.avsc")
    (said,) = wire.check(home)
    assert said == "history/civil.v1.avsc: published as civil v1, and missing. Remedy: put it back"


def test_a_handed_out_file_that_was_edited_is_refused(home: Path) -> None:
    path = home / "custody.avsc"
    path.write_text(path.read_text("utf-8") + "\n", encoding="utf-8")
    (said,) = wire.check(home)
    assert said.startswith("custody.avsc: not what was published as custody v1.")


def rename(schema: Schema) -> None:
    field(schema, "subjects.person.sex")["name"] = "gender"


def demand(schema: Schema) -> None:
    schema["fields"].append({"name": "colour", "type": "string", "doc": "Màu."})


def retype(schema: Schema) -> None:
    field(schema, "judgment.in_force_on")["type"] = ["null", "string"]


def undate(schema: Schema) -> None:
    field(schema, "judgment.in_force_on")["type"] = ["null", "int"]


def forbid_null(schema: Schema) -> None:
    ground = field(schema, "ground")
    ground["type"] = "string"
    del ground["default"]


def drop_symbol(schema: Schema) -> None:
    field(schema, "document.answer")["type"][1]["symbols"].remove("partly")


def change_default(schema: Schema) -> None:
    field(schema, "subjects.charges.code")["default"] = "BLHS2030"


def give_default(schema: Schema) -> None:
    field(schema, "decision.number")["default"] = ""


def swap(schema: Schema) -> None:
    fields = schema["fields"]
    fields[0], fields[1] = fields[1], fields[0]


def rename_type(schema: Schema) -> None:
    field(schema, "link")["type"][1]["name"] = "Bond"


def rename_space(schema: Schema) -> None:
    schema["namespace"] = "vn.other"


def silence(schema: Schema) -> None:
    field(schema, "link.relation")["doc"] = ""


def use_float(schema: Schema) -> None:
    field(schema, "money")["type"] = ["null", "double"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (rename, "subjects[].person.sex: published, and now taken away. Remedy: put it back"),
        (demand, "colour: added without a default: old events lack it. Remedy: give it a default"),
        (retype, "judgment.in_force_on: was date, now string. Remedy: keep it, and add another"),
        (undate, "judgment.in_force_on: was date, now int."),
        (forbid_null, "ground: null was allowed and no longer is"),
        (drop_symbol, "document.answer: symbols taken away: partly. Remedy: keep every symbol"),
        (change_default, "subjects[].charges[].code: its default was 'BLHS2015', now 'BLHS2030'"),
        (give_default, "decision.number: was required, now defaults to ''"),
        (swap, "event: published fields changed places, so JSON forms would change"),
        (rename_type, "link: type Link is now called Bond. Remedy: keep the name"),
        (rename_space, "namespace was vn.vks.events, now vn.other. Remedy: keep it"),
        (silence, "link.relation: has no doc. Remedy: say in Vietnamese what it is"),
        (use_float, "shared/event.avsc: money: unknown type 'double'"),
    ],
)
def test_a_breaking_change_is_refused_in_words(home: Path, change: Change, words: str) -> None:
    edit(home, change)
    found = wire.check(home)
    assert any(words in line for line in found), found
    before = (home / "published.lock").read_bytes()
    with pytest.raises(wire.Unpublishable) as caught:
        wire.publish(home)
    assert words in str(caught.value)
    assert (home / "published.lock").read_bytes() == before


def test_a_break_is_named_for_every_version_that_suffers(home: Path) -> None:
    """Compatible with the last version is not enough."""
    added = {"name": "weather", "type": ["null", "string"], "default": None, "doc": "Thời tiết."}
    edit(home, lambda schema: schema["fields"].append(added))
    wire.publish(home)
    edit(home, drop_symbol)
    found = [line for line in wire.check(home) if line.startswith("criminal")]
    assert [line.split(" could")[0] for line in found] == ["criminal v1", "criminal v2"]
