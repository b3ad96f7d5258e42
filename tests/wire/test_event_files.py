"""Files of events: JSON lines or Avro containers, told apart by content."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastavro import parse_schema, writer
from wire_samples import CODEC, SAMPLES, told

from thongke.files import UnreadableFile, read_events, write_container, write_json_lines

EVENTS = list(SAMPLES.values())


def test_json_lines_come_back_with_their_line_numbers(tmp_path: Path) -> None:
    path = tmp_path / "events.data"
    assert write_json_lines(path, EVENTS, CODEC) == len(EVENTS)
    path.write_bytes(b"\n" + path.read_bytes())
    assert list(read_events(path, CODEC)) == list(enumerate(EVENTS, 2))


def test_containers_come_back_with_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "events.data"
    write_container(path, EVENTS, CODEC, topic="civil")
    assert list(read_events(path, CODEC)) == list(enumerate(EVENTS, 1))


def test_an_unreadable_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    line = CODEC.to_json(EVENTS[0])
    path.write_text(f'{line}\n{line[:-1]},"colour":1}}\n', encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"events.jsonl:2: unknown_field: colour") as caught:
        list(read_events(path, CODEC))
    assert caught.value.place == 2


def test_bytes_that_are_no_text_are_named_by_line(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(UnreadableFile, match=r"photo.png:1: not UTF-8"):
        list(read_events(path, CODEC))


def test_a_cut_container_is_named_by_event(tmp_path: Path) -> None:
    path = tmp_path / "events.avro"
    write_container(path, EVENTS, CODEC)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(UnreadableFile, match=r"events.avro:\d+: not_avro"):
        list(read_events(path, CODEC))


def test_a_container_of_another_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.avro"
    fields = [{"name": "id", "type": "string"}]
    schema = parse_schema({"type": "record", "name": "Other", "fields": fields})
    with path.open("wb") as file:
        writer(file, schema, [{"id": "1"}])
    with pytest.raises(UnreadableFile, match=r"other.avro: unknown_schema: .*'Other'"):
        list(read_events(path, CODEC))


def test_a_day_out_of_range_in_a_container_is_named(tmp_path: Path) -> None:
    path = tmp_path / "events.avro"
    old = told(effective_on=told()["effective_on"].replace(year=1900))
    write_container(path, [EVENTS[0], old], CODEC)
    with pytest.raises(UnreadableFile, match=r"events.avro:2: date_out_of_range: effective_on"):
        list(read_events(path, CODEC))
