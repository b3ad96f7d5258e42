"""limits/*.yaml, `notices`: báo trước, đề nghị trước khi hết hạn."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, cast

from projections.definitions import Notice
from thongke.definitions.reading import Cursor

ROW = ("by", "day", "days", "stages", "basis")
REQUIRED = ("by", "day", "days", "basis")
DAYS = ("received_on", "effective_on")


def read_notice(place: Cursor, stages: Collection[str], events: Collection[str]) -> Notice:
    """What must be there before a limit ends; `stages`: the limit's, `events`: of its track."""
    said = place.table(ROW, required=REQUIRED)
    days = said["days"].number()
    if days < 0:
        raise said["days"].refuse("the notice comes after the limit", "accepted: 0, 1, 10")
    here = said["stages"].items() if "stages" in said else []
    day = said["day"].choice(DAYS, "day of a document")
    return Notice(
        by=frozenset(item.choice(events, "event of this track") for item in said["by"].items()),
        day=cast(Literal["received_on", "effective_on"], day),
        days=days,
        stages=frozenset(item.choice(stages, "stage of this limit") for item in here),
        basis=said["basis"].texts(),
    )
