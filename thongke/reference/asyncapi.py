"""AsyncAPI 3: where events are published, under which key, with which headers and schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from events.catalogue import EventType

_HEAD = "# Written by `thongke docs`; not edited by hand.\n"


def asyncapi(types: Mapping[str, EventType], topics: Mapping[str, str]) -> str:
    document: dict[str, Any] = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Sự kiện tố tụng",
            "version": "1.0.0",
            "description": "Sự kiện mà các hệ thống nghiệp vụ công bố cho hệ thống thống kê. "
            "Từng loại sự kiện: reference.md.",
        },
        "defaultContentType": "application/avro",
        "channels": {topic: _channel(topic, words) for topic, words in topics.items()},
        "operations": {
            f"receive_{topic}": {
                "action": "receive",
                "summary": f"Hệ thống thống kê nhận: {words}.",
                "channel": {"$ref": f"#/channels/{topic}"},
            }
            for topic, words in topics.items()
        },
        "components": {
            "messages": {topic: _message(topic, words) for topic, words in topics.items()},
            "schemas": {
                f"{topic}_headers": _headers(
                    [type_.name for type_ in types.values() if type_.topic == topic]
                )
                for topic in topics
            },
        },
    }
    return _HEAD + yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)


def _channel(topic: str, words: str) -> dict[str, Any]:
    return {
        "address": f"vks.{topic}.events.v1",
        "description": f"{words}. Giữ mãi mãi; một hồ sơ luôn ở một phân vùng.",
        "messages": {"event": {"$ref": f"#/components/messages/{topic}"}},
        "bindings": {
            "kafka": {"topicConfiguration": {"cleanup.policy": ["delete"], "retention.ms": -1}}
        },
    }


def _message(topic: str, words: str) -> dict[str, Any]:
    return {
        "name": f"{topic}_event",
        "title": words,
        "contentType": "application/avro",
        "headers": {"$ref": f"#/components/schemas/{topic}_headers"},
        "payload": {
            "schemaFormat": "application/vnd.apache.avro+json;version=1.9.0",
            "schema": {"$ref": f"../../schemas/avro/{topic}.avsc"},
        },
        "bindings": {
            "kafka": {
                "key": {"type": "string", "description": "Mã hồ sơ (dossier_id), UTF-8."},
            }
        },
    }


def _headers(names: list[str]) -> dict[str, Any]:
    """CloudEvents 1.0, binary mode."""
    texts: dict[str, dict[str, Any]] = {
        "ce_specversion": {"const": "1.0"},
        "ce_id": {"description": "Mã sự kiện, như event_id."},
        "ce_type": {"description": "Loại sự kiện, như type."} | ({"enum": names} if names else {}),
        "ce_source": {"description": "Hệ thống nghiệp vụ công bố.", "format": "uri-reference"},
        "ce_time": {"description": "Thời điểm công bố.", "format": "date-time"},
        "content-type": {"const": "application/avro"},
    }
    return {
        "type": "object",
        "properties": {name: {"type": "string", **facts} for name, facts in texts.items()},
        "required": ["ce_specversion", "ce_id", "ce_type", "ce_source"],
    }
