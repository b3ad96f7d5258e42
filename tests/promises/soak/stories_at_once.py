"""Case stories asked all at once, in memory: what each expectation counts by some definitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl
from worlds import of_all

from events.door import admit_records
from events.moves import moves
from projections.calendar import Period
from projections.definitions import Line
from projections.meaning import Meaning
from projections.units import UnknownUnit
from store.figures import figures_of
from thongke.assembly import Assembly
from thongke.errors import Refused
from thongke.stories.run import definition, line_of, period_of, stories
from thongke.stories.telling import Telling
from thongke.stories.words import UnknownWord, unit_code

Counted = dict[tuple[str, int], int]  # story, number of the expectation -> what was counted


@dataclass(frozen=True)
class Asked:
    """An expectation of what stands, as it can be asked."""

    story: str
    number: int
    expected: Mapping[str, Any]
    period: Period
    units: tuple[str, ...]
    value: str

    @property
    def label(self) -> str:
        return f"{self.story}|{','.join(self.units)}"


class StoriesAtOnce:
    """Stories told once; each keeps to itself, since its dossiers and units carry its name."""

    def __init__(self, files: Iterable[Path], assembly: Assembly) -> None:
        told = [story for file in files for story in stories(file)]
        self.assembly = assembly
        self.moves = pl.concat([_moves(story, assembly) for story in told])
        self.asked = [asked for story in told for asked in _asked(story, assembly)]
        self.spans = self.spans_by(assembly.meaning)
        known = self.counted(self.spans, assembly, self.asked)
        # What does not pass as published, or can't be asked so, is nothing that a change may break.
        self.asked = [a for a in self.asked if str(known.get((a.story, a.number))) == a.value]

    def spans_by(self, meaning: Meaning) -> pl.DataFrame:
        spans = meaning.derive(self.moves).spans
        story = pl.col("dossier").str.split("|").list.first()
        return spans.with_columns(
            pl.concat_str(story, pl.lit("|"), c).alias(c) for c in ("unit", "agency_unit")
        )

    def failed(self, spans: pl.DataFrame, assembly: Assembly, asked: Sequence[Asked]) -> list[str]:
        found = self.counted(spans, assembly, asked)
        return sorted({a.story for a in asked if str(found.get((a.story, a.number))) != a.value})

    def counted(self, spans: pl.DataFrame, assembly: Assembly, asked: Sequence[Asked]) -> Counted:
        found: Counted = {}
        for period in dict.fromkeys(a.period for a in asked):
            here = [a for a in asked if a.period == period]
            lines = {}
            for a in here:
                line = _line(a, assembly)
                if line is not None:
                    lines[a.story, a.number] = line
            labels = {a.label: [f"{a.story}|{u}" for u in a.units] for a in here}
            cells = of_all(
                lambda some: figures_of(spans, some, labels, period),  # noqa: B023
                {line.id: line for line in lines.values()}.values(),
            )
            for a in here:
                line = lines.get((a.story, a.number))
                if line is not None:
                    found[a.story, a.number] = cells[a.label][line.id]
        return found


def _line(asked: Asked, assembly: Assembly) -> Line | None:
    """The asked row, under a name that tells it from the rows of other forms."""
    form = str(asked.expected["form"])
    try:
        line = line_of(definition(assembly, form, asked.period), dict(asked.expected))
    except (Refused, KeyError):
        return None
    return None if line.not_from_events else replace(line, id=f"{form}:{line.id}")


def _moves(story: Mapping[str, Any], assembly: Assembly) -> pl.DataFrame:
    records = [m.record for m in Telling(dict(story)).messages() if m.record is not None]
    batch = admit_records(enumerate(records), "story", assembly.codec, assembly.catalogue)
    told = moves({a.record["event_id"]: a.record for a in batch.accepted}.values())
    return told.with_columns(
        pl.concat_str(pl.lit(f"{story['id']}|"), c).alias(c)
        for c in ("dossier", "event_id", "corrects", "link_dossier", "link_event")
    )


def _asked(story: Mapping[str, Any], assembly: Assembly) -> Iterable[Asked]:
    for number, expected in enumerate(story["expect"]):
        if expected.get("view", "current") != "current":
            continue
        try:
            period = period_of(str(expected["period"]), assembly)
            units = assembly.definitions.units.resolve(unit_code(expected["unit"]), period.start)
        except (Refused, UnknownWord, UnknownUnit, ValueError, KeyError):
            continue
        value = str(expected.get("value"))
        yield Asked(str(story["id"]), number, expected, period, tuple(units), value)
