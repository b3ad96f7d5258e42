"""Danh sách sau một số liệu: the subjects that a cell counts, each opening to its dossier."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import polars as pl
from sqlalchemy import Connection

from projections.definitions import Definitions, Form, Line
from projections.words import STATUSES
from review.asked import Asked
from review.doubts import doubts
from review.paging import PER_PAGE, pages, within
from store.explain import Explained, explain
from store.figures import rows


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
    first = within(len(keys), number)
    shown = keys.slice(first, PER_PAGE)
    explained = explain(
        connection, definitions, found.filter(pl.col("key").is_in(shown.implode())), position
    )
    return {
        "form": form.id,
        "form_href": f"/bieu/{form.id}?{asked.query()}",
        "line": line.id,
        "code": line.code,
        "label": line.label,
        "status": line.provenance.status,
        "note": STATUSES[line.provenance.status],
        **asked.as_json(definitions),
        "size": found["quantity"].sum() if line.count.what == "sum" else len(keys),
        "counts": line.count.of or "span",
        "page": number,
        "pages": pages(len(keys)),
        "href": f"/bieu/{form.id}/{line.id}?{asked.as_known()}",
        "rows": [
            {"number": place, "spans": [_span(one, asked) for one in same]}
            for place, (_, same) in enumerate(groupby(explained, lambda one: one.key), first + 1)
        ],
        **doubts(connection, asked),
    }


def _span(one: Explained, asked: Asked) -> dict[str, Any]:
    return {**one.as_json(), "ask_name": one.asked, **asked.known.dossier(one.span["dossier"])}
