"""Trang tra cứu loại sự kiện: one page with every type, in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from events.catalogue import REFUSALS, EventType
from events.shape import Field
from events.twin import Twin
from events.unreadable import UNREADABLE
from thongke.reference.example import example

_STATUS = {
    "official": "theo văn bản chính thức",
    "carried_over": "chuyển tiếp từ chế độ trước",
    "inferred": "suy ra, chưa có văn bản chính thức",
}
_KIND = {
    "report": "tin báo",
    "case": "vụ án",
    "accused": "bị can, bị cáo",
    "document": "văn bản của Viện kiểm sát",
    "supervision": "cuộc kiểm sát",
    "petition": "đơn đề nghị kháng nghị giám đốc thẩm, tái thẩm",
    "measure": "biện pháp ngăn chặn, cưỡng chế",
    "examination": "giám định, định giá tài sản",
}
_TYPE = {
    "string": "chuỗi",
    "boolean": "true/false",
    "int": "số nguyên",
    "long": "số nguyên",
    "date": "ngày",
    "instant": "thời điểm",
    "enum": "một trong",
    "record": "nhóm",
    "array": "danh sách",
}

_INTRODUCTION = """\
<!-- Written by `thongke docs`; not edited by hand. -->
# Loại sự kiện tố tụng

Dành cho kỹ sư của các hệ thống nghiệp vụ: công bố sự kiện nào, với những dữ kiện gì.

- Mỗi sự kiện là một thông điệp Kafka; **khóa là mã hồ sơ** (`dossier_id`, UTF-8). Chủ đề, tiêu đề
  CloudEvents: [asyncapi.yaml](asyncapi.yaml). Lược đồ Avro: `schemas/avro/<chủ đề>.avsc`.
- Giá trị: `C3 01` + dấu vân tay CRC-64-AVRO của lược đồ (8 byte, little-endian) + thân Avro;
  hoặc, khi dùng schema registry, `00` + mã lược đồ (4 byte, big-endian) + thân Avro. Tối đa 1 MiB.
- Bản JSON: cùng tên trường, `type` đứng đầu, ngày ISO 8601, bỏ trường null hoặc mặc định. JSON
  Schema của từng loại: thư mục [json-schema](json-schema). Tệp sự kiện: mỗi dòng một bản JSON, hoặc
  tệp Avro.
- **Sửa sự kiện**: công bố sự kiện thay thế đầy đủ, đúng loại của nó, với `corrects` là mã sự kiện
  bị thay. **Rút bỏ**: `event_annulled` với `corrects`. Loại sự kiện nào cũng được có `corrects`.
- Quyết định về cả vụ án phải kê vụ án và **mọi bị can** mà nó có hiệu lực.
- Không gửi họ tên, ngày sinh, địa chỉ; nhân thân đã mã hóa nằm ở `sealed_identity`.
"""


def page(types: Mapping[str, EventType], event: Field, topics: Mapping[str, str]) -> str:
    twin = Twin.of(event)
    lines = [_INTRODUCTION, "## Các trường của sự kiện\n", *_fields(event), ""]
    lines += ["## Thông điệp bị giữ lại\n", *_refusals(), ""]
    for topic, words in topics.items():
        named = sorted((t for t in types.values() if t.topic == topic), key=lambda t: t.name)
        if not named:
            continue
        lines += [f"## {words} (`vks.{topic}.events.v1`)\n"]
        lines += [f"- [`{t.name}`](#{t.name}) {t.label}" for t in named]
        for type_ in named:
            lines += ["", *_type(type_, event, twin)]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _type(type_: EventType, event: Field, twin: Twin) -> Iterator[str]:
    yield f'<a id="{type_.name}"></a>'
    yield f"### `{type_.name}`: {type_.label}\n"
    if type_.articles:
        yield f"- Căn cứ: {'; '.join(type_.articles)}"
    ends = type_.provenance.end
    until = "" if ends is None else f" đến trước {ends:%d/%m/%Y}"
    yield f"- Áp dụng từ {type_.provenance.start:%d/%m/%Y}{until}; " + (
        f"{_STATUS[type_.provenance.status]}"
    )
    kinds = ", ".join(f"`{kind}` ({_KIND.get(kind, kind)})" for kind in type_.kinds)
    need = "ít nhất một" if type_.needs_subject else "không bắt buộc"
    yield f"- Đối tượng: {f'{kinds}; {need}' if kinds else 'không kê đối tượng nào'}"
    yield f"- Bắt buộc: {_codes(type_.requires)}"
    yield f"- Được gửi thêm: {_codes(type_.allows)}"
    yield f"- [JSON Schema](json-schema/{type_.name}.json)\n"
    yield f"```json\n{twin.to_json(example(type_, event))}\n```"


def _codes(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "không"


def _fields(event: Field) -> Iterator[str]:
    yield "Nhóm dữ kiện (ngoài các trường chung) chỉ được gửi khi loại sự kiện cho phép.\n"
    yield "| trường | kiểu | bắt buộc | nghĩa |"
    yield "|---|---|---|---|"
    yield from _rows(event, "")


def _rows(field: Field, path: str) -> Iterator[str]:
    for inner in field.fields:
        part = inner.item or inner
        kind = _TYPE[inner.kind]
        if inner.item is not None:
            kind += f" ({_TYPE[part.kind]})"
        if inner.symbols:
            kind += ": " + ", ".join(f"`{symbol}`" for symbol in inner.symbols)
        name = f"{path}{inner.name}{'[]' if inner.item is not None else ''}"
        yield f"| `{name}` | {kind} | {'có' if inner.required else ''} | {inner.doc} |"
        yield from _rows(part, f"{name}.")


def _refusals() -> Iterator[str]:
    yield "Thông điệp không nhận được thì bị giữ lại một mình nó; các thông điệp khác vẫn đi tiếp."
    yield "Hồ sơ của nó được đánh dấu chưa đầy đủ cho đến khi gửi lại đúng hoặc loại bỏ.\n"
    yield "| mã | nghĩa |"
    yield "|---|---|"
    for code, words in {**UNREADABLE, **REFUSALS}.items():
        yield f"| `{code}` | {words} |"
    yield "| `conflicting_duplicate` | Mã sự kiện đã có, với nội dung khác; giữ bản đến trước. |"
