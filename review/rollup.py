"""Gộp số liệu: what a page of several units must be read with."""

from __future__ import annotations

from typing import Any

from projections.definitions import Definitions
from review.asked import Asked
from store.completeness import Completeness
from store.rollup import Rollup

MOST = 40  # silent units named one by one


def beside(found: Rollup | None, definitions: Definitions, asked: Asked) -> dict[str, Any]:
    """Who is on the way, and how whole the sum is; nothing of one unit alone."""
    if found is None:
        return {"on_the_way": None, "whole": None}
    return {
        "on_the_way": {
            "count": len(found.on_the_way),
            "dossiers": [asked.known.dossier(name) for name in dict.fromkeys(found.on_the_way)],
        }
        if found.net
        else None,
        "whole": whole(found.completeness, definitions, asked),
    }


def whole(found: Completeness, definitions: Definitions, asked: Asked) -> dict[str, Any]:
    """Độ đầy đủ: silent units, those that told something before one by one."""
    missed = [source for source in found.silent if source.last]
    never = [source.unit for source in found.silent if not source.last]
    units = definitions.units
    return {
        "units": len(found.sources),
        "silent": len(found.silent),
        "topics": [TOPICS.get(topic, topic) for topic in found.topics],
        "missed": [
            {
                "unit": source.unit,
                "name": units.name(source.unit, asked.period),
                "last": [
                    {"topic": TOPICS.get(topic, topic), "on": on.isoformat()}
                    for topic, on in sorted(source.last.items())
                ],
            }
            for source in missed[:MOST]
        ],
        "more_missed": max(0, len(missed) - MOST),
        "never": never[:MOST],
        "more_never": max(0, len(never) - MOST),
    }


TOPICS = {
    "criminal": "vụ án, nguồn tin",
    "custody": "tạm giữ, tạm giam",
    "enforcement": "thi hành án hình sự",
    "supervision": "vi phạm trong hoạt động tư pháp",
    "civil": "dân sự",
}
