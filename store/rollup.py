"""Gộp số liệu: what must be read beside the sum of several units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from sqlalchemy import Connection

from projections.calendar import Period
from projections.definitions import Definitions, Form, ListDefinition
from store.completeness import Completeness, completeness
from store.transfers import moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollup:
    """Transfers without those inside the area, who is on the way, and which units are silent."""

    net: Mapping[str, int]
    on_the_way: tuple[str, ...]  # dossiers, once for each subject on its way
    completeness: Completeness

    def as_json(self) -> dict[str, Any]:
        whole = self.completeness
        return {
            "net": dict(self.net),
            "on_the_way": list(self.on_the_way),
            "topics": list(whole.topics),
            "units": len(whole.sources),
            "silent": [
                {
                    "unit": source.unit,
                    "last": {topic: day.isoformat() for topic, day in source.last.items()},
                }
                for source in whole.silent
            ],
        }


def rollup(
    spans: Connection | pl.DataFrame,
    definitions: Definitions,
    asked: Form | ListDefinition,
    codes: Sequence[str],
    period: Period,
    cells: Mapping[str, int],
    as_of: int | None = None,
    told: pl.DataFrame | None = None,
) -> Rollup | None:
    """None of one unit alone: nothing is added up. Spans in memory go with the moves (`told`)."""
    if asked.counts_by == "agency_unit":
        codes = [code for code in codes if code in definitions.units.agencies(period.start)]
    if len(codes) < 2:
        return None
    source = spans if told is None else told
    found = completeness(source, definitions, codes, period, [asked], as_of)
    if not isinstance(asked, Form) or not asked.transfers:
        return Rollup(net={}, on_the_way=(), completeness=found)
    transfers = moved(spans, definitions, asked, codes, period, as_of)
    return Rollup(net=transfers.net(cells), on_the_way=transfers.on_the_way, completeness=found)
