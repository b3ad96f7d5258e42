"""Tài liệu cho kỹ sư của các hệ thống nghiệp vụ: pages written from schemas and catalogue.

Never edited by hand: `thongke docs` writes them, and CI refuses stale ones.
"""

from __future__ import annotations

from collections.abc import Mapping

from events.catalogue import EventType
from events.shape import Field
from thongke.reference.asyncapi import asyncapi
from thongke.reference.json_schema import shared_schema, type_schema
from thongke.reference.page import page


def generate_docs(
    types: Mapping[str, EventType], event: Field, topics: Mapping[str, str]
) -> dict[str, str]:
    """Path under `docs/` -> text. `topics`: name -> what it carries, in Vietnamese."""
    home = "events/json-schema"
    return {
        "events/reference.md": page(types, event, topics),
        "events/asyncapi.yaml": asyncapi(types, topics),
        f"{home}/shared.json": shared_schema(event),
        **{f"{home}/{name}.json": type_schema(type_, event) for name, type_ in types.items()},
    }
