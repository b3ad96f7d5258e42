"""Danh sách sau một số liệu: the subjects that a cell counts, each opening to its dossier."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import polars as pl
from sqlalchemy import Connection

from projections.definitions import Definitions, Form, Line
from projections.words import STATUSES
from review.asked import Asked, NotAccepted
from review.doubts import doubts
from store.explain import ASKS, Explained, explain
from store.figures import rows

PER_PAGE = 200


def page(
    connection: Connection,
    definitions: Definitions,
    form: Form,
    line: Line,
    asked: Asked,
    number: int,
) -> dict[str, Any]:
    position = asked.known.position
    found = rows(connection, line, asked.codes, asked.period, position)
    keys = found["key"].unique(maintain_order=True)
    shown = paged(keys, number)
    explained = explain(
        connection, definitions, found.filter(pl.col("key").is_in(shown.implode())), position
    )
    first = 1 + (number - 1) * PER_PAGE
    return {
        "form": form.id,
        "form_href": f"/bieu/{form.id}?{asked.query()}",
        "line": line.id,
        "code": line.code,
        "label": line.label,
        "status": line.provenance.status,
        "note": STATUSES[line.provenance.status],
        **asked.as_json(definitions),
        "size": len(keys),
        "counts": line.count.of or "span",
        "page": number,
        "pages": pages(len(keys)),
        "href": f"/bieu/{form.id}/{line.id}?{asked.as_known()}",
        "rows": [
            {"number": place, "spans": [_span(one, asked) for one in same]}
            for place, (_, same) in enumerate(groupby(explained, lambda one: one.key), first)
        ],
        **doubts(connection, asked),
    }


def paged(keys: pl.Series, number: int) -> pl.Series:
    last = pages(len(keys))
    if number > last:
        raise NotAccepted(404, f"Không có trang {number}.", f"từ 1 đến {last}")
    return keys.slice((number - 1) * PER_PAGE, PER_PAGE)


def pages(size: int) -> int:
    return max(1, -(-size // PER_PAGE))


def _span(one: Explained, asked: Asked) -> dict[str, Any]:
    return {**one.as_json(), "ask_name": ASKS[one.ask], **asked.known.dossier(one.span["dossier"])}
