"""Who notices a changed definition: worlds without a mistake, and stories worked by hand."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl
from law import groups_unlike_the_law, limits_unlike_the_law
from stories_at_once import StoriesAtOnce
from walks import walks
from worlds import MONTHS, YEAR, World, blocking, cell, homes, lines, of_all, operand_cell

from projections.calendar import Period, previous
from projections.checks import holds, name, needs
from projections.definitions import Check, Definitions, Line, ListDefinition
from projections.meaning import Meaning
from store.figures import figures_of
from thongke.assembly import Assembly, assemble
from thongke.definitions import load

PERIODS = (MONTHS[8], YEAR)
Cells = Mapping[str, Mapping[str, int]]  # label -> cell -> number


@dataclass
class Known:
    """A world under the law as published: what it answers, of the nation and of two units."""

    moves: pl.DataFrame
    world: World
    labels: Mapping[str, Sequence[str]]
    answers: dict[Period, Cells] = field(default_factory=dict)

    @classmethod
    def of(cls, world: World) -> Known:
        busy = world.spans["unit"].value_counts(sort=True)["unit"].to_list()[:2]
        names = ("TC+", *busy, *(label for label in world.labels if label.startswith("TC-C")))
        labels = {name: world.labels[name] for name in names if name in world.labels}
        known = cls(world.moves, world, labels)
        asked = lines().values()
        for period in periods():
            known.answers[period] = answered(world.spans, asked, labels, period)
        return known


def periods() -> list[Period]:
    return list(dict.fromkeys(p for period in PERIODS for p in (period, previous(period))))


def answered(
    spans: pl.DataFrame, asked: Sequence[Line], labels: Mapping[str, Sequence[str]], period: Period
) -> Cells:
    return of_all(lambda some: figures_of(spans, some, labels, period), asked)


class Trial:
    """Everything that needs no second reading, read once under the law as published."""

    def __init__(self, published: Path, stories: Sequence[Path]) -> None:
        self.published = published
        self.assembly = assemble()
        definitions = self.assembly.definitions
        walked = World.of(walks(29, 2500, definitions))
        worlds = (
            World.simulated(500, 30, noise=False),
            walked.without(walked.disorders["dossier"]),
        )
        self.worlds = [Known.of(world) for world in worlds]
        self.lines = lines(definitions)
        self.checks = {(h.id, c.id): c for h, c in blocking(definitions)}
        self.stories = StoriesAtOnce(stories, self.assembly) if stories else None

    def noticed(self, file: str, number: int, after: str) -> str | None:
        """Who noticed, in a few words."""
        try:
            definitions = self._load_with(file, number, after)
        except Exception as error:
            if type(error).__name__ != "DefinitionError":
                raise
            return "loader"
        if file.startswith(("forms", "lists")):
            return self._in_rows(definitions)
        if wrong := next(groups_unlike_the_law(definitions.offences), None):
            return f"group {wrong}"
        meaning = Meaning.of(definitions)
        if wrong := next(limits_unlike_the_law(meaning), None):
            return f"limit {wrong}"
        return self._in_stories(definitions, meaning) or self._in_worlds(definitions, meaning)

    def _in_rows(self, definitions: Definitions) -> str | None:
        """Changed rows alone are asked again; all else is as it was."""
        asked = lines(definitions)
        changed = {c: line for c, line in asked.items() if self.lines.get(c) != line}
        checks = {(h.id, c.id): c for h, c in blocking(definitions)}
        if not changed and checks == self.checks:
            return self._in_stories(definitions, None)
        for known in self.worlds:
            answers = {
                period: overlaid(
                    cells, answered(known.world.spans, changed.values(), known.labels, period)
                )
                for period, cells in known.answers.items()
            }
            if wrong := next(wrongs(answers, definitions), None):
                return wrong
        return self._in_stories(definitions, None, frozenset(c.split(":")[0] for c in changed))

    def _in_worlds(self, definitions: Definitions, meaning: Meaning) -> str | None:
        for known in self.worlds:
            world = World.of(known.moves, meaning)
            if len(world.disorders):
                return f"finding {world.disorders['code'][0]}"
            if world.spans.equals(known.world.spans):
                continue
            asked = lines(definitions).values()
            answers = {p: answered(world.spans, asked, known.labels, p) for p in known.answers}
            if wrong := next(wrongs(answers, definitions), None):
                return wrong
        return None

    def _in_stories(
        self, definitions: Definitions, meaning: Meaning | None, forms: frozenset[str] | None = None
    ) -> str | None:
        """`meaning`: documents mean something else; `forms`: nothing else has changed."""
        if self.stories is None:
            return None
        spans = self.stories.spans if meaning is None else self.stories.spans_by(meaning)
        if meaning is not None and spans.equals(self.stories.spans):
            return None
        asked = [
            a
            for a in self.stories.asked
            if forms is None or str(a.expected["form"]).removeprefix("B") in forms
        ]
        assembly: Assembly = replace(self.assembly, definitions=definitions)
        failed = self.stories.failed(spans, assembly, asked)
        return f"stories {', '.join(failed)}" if failed else None

    def _load_with(self, file: str, number: int, after: str) -> Definitions:
        with tempfile.TemporaryDirectory(prefix="thongke-mutation-") as directory:
            copy = Path(directory) / "schemas"
            left_out = shutil.ignore_patterns("__pycache__", "avro")
            shutil.copytree(self.published, copy, ignore=left_out)
            path = copy / file
            written = path.read_text(encoding="utf-8").splitlines()
            written[number] = after
            path.write_text("\n".join(written) + "\n", encoding="utf-8")
            return load(copy)


def overlaid(before: Cells, after: Cells) -> Cells:
    return {label: {**cells, **after.get(label, {})} for label, cells in before.items()}


def wrongs(answers: Mapping[Period, Cells], definitions: Definitions) -> Iterator[str]:
    """Checks that fail, lists unlike their cells."""
    for period in PERIODS:
        for home, check in blocking(definitions):
            for label in answers[period]:
                if not _holds(check, home.id, answers, period, label):
                    yield f"check {home.id} {check.id}"
        for label, known in answers[period].items():
            for home in homes(definitions):
                for e in home.equals if isinstance(home, ListDefinition) else ():
                    counted = sum(known[f"{e.form}:{c}"] for c in e.cells)
                    if known[cell(home, e.line)] != counted:
                        yield f"list {home.id} {label}"


def _holds(
    check: Check, home: str, answers: Mapping[Period, Cells], period: Period, label: str
) -> bool:
    values = {}
    for o in needs(check):
        when = previous(period) if o.shape == "previous" else period
        values[name(o)] = answers[when][label][operand_cell(home, o)]
    return holds(check, values)
