"""Mã hóa Avro: events as bytes, in both framings, from every schema ever published.

With a registry a value is 0x00, the schema's id in 4 bytes (big-endian), the body; without one
0xC3 0x01, the CRC-64-AVRO fingerprint of the schema in 8 bytes (little-endian), the body.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from typing import Literal

from fastavro import schemaless_reader, schemaless_writer
from fastavro.schema import fingerprint as avro_fingerprint
from fastavro.schema import parse_schema, to_parsing_canonical_form

from events.growth import Growth, grow, growth
from events.shape import EARLIEST, LATEST, Dated, Field, Record, Schema, dated, out_of_range, shape
from events.twin import Twin
from events.unreadable import Unreadable

Framing = Literal["single_object", "confluent"]

MAX_BYTES = 1 << 20
_CONFLUENT = b"\x00"
_SINGLE_OBJECT = b"\xc3\x01"


def fingerprint(schema: Schema) -> bytes:
    """Dấu vân tay của lược đồ: CRC-64-AVRO of its canonical form, in the order of the wire."""
    return bytes.fromhex(avro_fingerprint(to_parsing_canonical_form(schema), "CRC-64-AVRO"))


@dataclass(frozen=True, slots=True)
class Writer:
    """A schema that bytes may have been written with, and what the newest has besides."""

    topic: str
    schema: Schema
    growth: Growth


@dataclass(frozen=True, slots=True)
class Codec:
    """Bộ đọc, ghi sự kiện. Built once by `Codec.of`; then it only reads and writes."""

    writers: Mapping[bytes, Writer]  # by fingerprint
    newest: Mapping[str, bytes]  # topic -> fingerprint
    registered: Mapping[int, bytes]  # a registry's id -> fingerprint
    event: Field
    twin: Twin
    dates: Dated

    @classmethod
    def of(cls, published: Mapping[str, Sequence[Schema]]) -> Codec:
        """`published`: topic -> every version of its schema, oldest first."""
        writers: dict[bytes, Writer] = {}
        newest: dict[str, bytes] = {}
        shapes: dict[str, tuple[Field, ...]] = {}
        for topic, versions in published.items():
            newest[topic], latest = fingerprint(versions[-1]), shape(versions[-1])
            for version in versions:
                since = growth(shape(version), latest)
                writers[fingerprint(version)] = Writer(topic, _parsed(version), since)
            shapes[topic] = latest.fields
        event = shape(next(iter(published.values()))[-1])
        other = next((topic for topic, fields in shapes.items() if fields != event.fields), None)
        if other is not None:  # the JSON twin does not say its topic
            raise ValueError(f"topic {other!r}: all topics must have the same fields")
        return cls(writers, newest, {}, event, Twin.of(event), dated(event))

    def with_registry(self, registered: Mapping[int, Schema]) -> Codec:
        """The same codec, knowing under which ids a registry holds the published schemas."""
        ids = {schema_id: fingerprint(schema) for schema_id, schema in registered.items()}
        return replace(self, registered=ids)

    def decode(self, value: bytes, key: bytes | None, event_id: bytes | None = None) -> Record:
        """The event of a message: its value, its key, its header `ce_id` when it has one."""
        dossier = _dossier(key)
        if len(value) > MAX_BYTES:
            raise Unreadable("oversized", f"{len(value)} byte, tối đa {MAX_BYTES}", dossier)
        writer, start = self._writer(value, dossier)
        record = _read(writer, value, start, dossier)
        if dossier != record["dossier_id"]:
            found = "không có khóa" if key is None else f"khóa là {key[:100]!r}"
            reason = f"{found}, dossier_id là {record['dossier_id']!r}"
            raise Unreadable("key_mismatch", reason, dossier or record["dossier_id"])
        if event_id is not None and event_id != record["event_id"].encode():
            reason = f"ce_id là {event_id[:100]!r}, event_id là {record['event_id']!r}"
            raise Unreadable("id_mismatch", reason, dossier)
        for path, day in out_of_range(self.dates, record):
            reason = f"{path}: {day} ngoài khoảng {EARLIEST.year}–{LATEST.year}"
            raise Unreadable("date_out_of_range", reason, dossier)
        return record

    def encode(
        self,
        record: Record,
        framing: Framing = "single_object",
        schema_id: int | None = None,
        topic: str = "criminal",
    ) -> bytes:
        """The value to publish. Confluent framing needs the registry's id of the newest schema."""
        out = BytesIO()
        if framing == "confluent":
            if schema_id is None:
                raise ValueError("confluent framing needs the schema_id of the registry")
            out.write(_CONFLUENT + schema_id.to_bytes(4, "big"))
        else:
            out.write(_SINGLE_OBJECT + self.newest[topic])
        schema = self.writers[self.newest[topic]].schema
        schemaless_writer(out, schema, record, strict_allow_default=True)
        return out.getvalue()

    def to_json(self, record: Record) -> str:
        return self.twin.to_json(record)

    def from_json(self, text: str) -> Record:
        return self.twin.from_json(text)

    def content_hash(self, record: Record) -> str:
        """The same for the same facts, whatever framing or schema version carried them."""
        return sha256(self.twin.to_json(record).encode()).hexdigest()

    def _writer(self, value: bytes, dossier: str | None) -> tuple[Writer, int]:
        """Which schema wrote a value, and where its body begins."""
        if value[:1] == _CONFLUENT:
            if len(value) < 5:
                raise Unreadable("truncated", "thiếu mã lược đồ ở đầu thông điệp", dossier)
            schema_id = int.from_bytes(value[1:5], "big")
            mark, name, start = self.registered.get(schema_id), f"số {schema_id}", 5
        elif value[:2] == _SINGLE_OBJECT:
            if len(value) < 10:
                raise Unreadable("truncated", "thiếu dấu vân tay lược đồ ở đầu", dossier)
            mark, name, start = value[2:10], f"có dấu vân tay {value[2:10].hex()}", 10
        elif len(value) < 2 and _SINGLE_OBJECT.startswith(value):
            raise Unreadable("truncated", "thông điệp rỗng hoặc chỉ có một byte", dossier)
        else:
            reason = f"phải bắt đầu bằng 00 hoặc c301, nhận được {value[:2].hex()}"
            raise Unreadable("not_avro", reason, dossier)
        writer = None if mark is None else self.writers.get(mark)
        if writer is None:
            raise Unreadable("unknown_schema", f"lược đồ {name} chưa được công bố", dossier)
        return writer, start


def _parsed(schema: Schema) -> Schema:
    parsed = parse_schema(schema, named_schemas={})
    assert isinstance(parsed, dict)
    return parsed


def _dossier(key: bytes | None) -> str | None:
    try:
        return key.decode() if key else None
    except UnicodeDecodeError:
        return None


def _read(writer: Writer, value: bytes, start: int, dossier: str | None) -> Record:
    body = BytesIO(value)
    body.seek(start)
    try:
        record = schemaless_reader(body, writer.schema, None)
    except EOFError:
        raise Unreadable("truncated", "hết dữ liệu giữa sự kiện", dossier) from None
    except UnicodeDecodeError as error:
        raise Unreadable("not_avro", f"chuỗi không phải UTF-8: {error}", dossier) from None
    except (OverflowError, ValueError) as error:  # a day that no calendar has
        raise Unreadable("date_out_of_range", f"ngày không có thật: {error}", dossier) from None
    except Exception as error:  # whatever a damaged body makes the decoder stumble over
        if body.tell() == len(value):
            raise Unreadable("truncated", "hết dữ liệu giữa sự kiện", dossier) from None
        raise Unreadable("not_avro", f"dữ liệu hỏng: {error!r}", dossier) from None
    if body.tell() != len(value):
        left = len(value) - body.tell()
        raise Unreadable("trailing_bytes", f"thừa {left} byte sau sự kiện", dossier)
    assert isinstance(record, dict)
    grow(writer.growth, record)
    return record
