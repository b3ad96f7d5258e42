"""What if the law were written down wrongly? One change at a time, and whether anything notices.

python tests/promises/soak/mutations.py HOW_MANY SEED [STORIES] prints each change with what
noticed it: the loader, a limit, a finding or a failing check where nothing is wrong, a list unlike
its cell, or a story. Survivors are what no promise and no story holds to anything.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from law import limits_unlike_the_law
from walks import walks
from worlds import MONTHS, YEAR, Answers, World, failures, unequal

import schemas
from ops.local import LocalPostgres
from projections.definitions import Definitions
from projections.meaning import Meaning
from thongke.assembly import Assembly, assemble
from thongke.definitions import load
from thongke.errors import Refused
from thongke.stories.run import run_on
from thongke.stories.run import stories as stories_of

PUBLISHED = Path(schemas.__file__).parent
STORIES = Path(__file__).resolve().parents[4] / "shared" / "domain" / "stories-open.yaml"
FOLDERS = ("procedures", "forms", "lists", "limits")
ASKS = ("opening", "entered", "left", "closing")
_MANNER = re.compile(r"^    (?:in|out): (\w+)")
_SET = re.compile(r"(\w+): \[([^\[\]{}]+)\]")
_ASK = re.compile(r"\bask: (\w+)")
_LENGTH = re.compile(r"\b(?:months|days): (\d+)")


@dataclass(frozen=True)
class Mutation:
    """One line of one file, written otherwise."""

    file: str
    number: int
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.file}:{self.number + 1}\n  - {self.before.strip()}\n  + {self.after.strip()}"


def mutations(count: int, seed: int) -> list[Mutation]:
    """Seeded changes: a manner of a transition, a value of a filter, a question, a limit."""
    r = random.Random(seed)
    texts = {
        str(path.relative_to(PUBLISHED)): path.read_text(encoding="utf-8").splitlines()
        for folder in FOLDERS
        for path in sorted((PUBLISHED / folder).glob("*.yaml"))
    }
    found: dict[tuple[str, int], Mutation] = {}
    while len(found) < count:
        file = r.choice(sorted(texts))
        number = r.randrange(len(texts[file]))
        line = texts[file][number]
        after = mutated(r, line, texts[file])
        if after is not None and after != line:
            found[file, number] = Mutation(file, number, line, after)
    return list(found.values())


def mutated(r: random.Random, line: str, lines: Sequence[str]) -> str | None:
    """The line with one thing changed, or None where nothing of ours stands on it."""
    if line.lstrip().startswith(("#", "basis", "label", "says", "- {id")):
        return None
    places = [m for p in (_MANNER, _ASK, _LENGTH) for m in p.finditer(line)]
    places += [m for m in _SET.finditer(line) if m[1] not in ("basis", "kinds", "columns", "cells")]
    if not places:
        return None
    m = r.choice(places)
    group = 2 if m.re is _SET else 1
    return line[: m.start(group)] + other(r, m, lines) + line[m.end(group) :]


def other(r: random.Random, m: re.Match[str], lines: Sequence[str]) -> str:
    if m.re is _LENGTH:
        return str(int(m[1]) + 1)
    if m.re is _ASK:
        return r.choice([ask for ask in ASKS if ask != m[1]])
    if m.re is _MANNER:
        return r.choice(sorted({n[1] for x in lines if (n := _MANNER.match(x))} - {m[1]}))
    values = [v.strip() for v in m[2].split(",")]
    alike = [n[2] for x in lines for n in _SET.finditer(x) if n[1] == m[1]]
    named = {v.strip() for text in alike for v in text.split(",")}
    strange = sorted(named - set(values))
    place = r.randrange(len(values))
    if strange and (len(values) == 1 or r.random() < 0.5):
        values[place] = r.choice(strange)
    elif len(values) > 1:
        del values[place]
    return ", ".join(values)


class Trial:
    """Worlds without a mistake, under the law as published; each mutation reads them anew."""

    def __init__(self, server: LocalPostgres | None, stories: Path) -> None:
        self.assembly = assemble()
        definitions = self.assembly.definitions
        walked = World.of(walks(29, 2500, definitions))
        self.worlds = (
            World.simulated(500, 30, noise=False),
            walked.without(walked.disorders["dossier"]),
        )
        self.server = server
        self.told = stories_of(stories) if server is not None else []

    def noticed(self, mutation: Mutation) -> str | None:
        """Who noticed, in a few words."""
        try:
            definitions = load_with(mutation)
        except Exception as error:
            if type(error).__name__ != "DefinitionError":
                raise
            return "loader"
        meaning = Meaning.of(definitions)
        if wrong := next(limits_unlike_the_law(meaning), None):
            return f"limit {wrong}"
        return self._in_worlds(definitions, meaning) or self._in_stories(definitions, meaning)

    def _in_worlds(self, definitions: Definitions, meaning: Meaning) -> str | None:
        for moves in (world.moves for world in self.worlds):
            world = World.of(moves, meaning)
            if len(world.disorders):
                return f"finding {world.disorders['code'][0]}"
            answers = Answers(world.spans, world.labels, definitions)
            periods = (MONTHS[8], YEAR)
            if failed := next(failures(answers, periods), None):
                return f"check {failed.home.id} {failed.check.id}"
            if different := next(unequal(answers, periods), None):
                return f"list {different.split()[0]}"
        return None

    def _in_stories(self, definitions: Definitions, meaning: Meaning) -> str | None:
        if self.server is None:
            return None
        known = self.assembly
        assembly = Assembly(
            definitions=definitions, meaning=meaning, catalogue=known.catalogue, codec=known.codec
        )
        try:
            report = run_on(self.server.url, self.told, assembly)
        except Refused as error:
            return f"stories: {error}"
        failed = {o.story for o in report.failed}
        return f"stories {', '.join(sorted(failed))}" if failed or report.problems else None


def load_with(mutation: Mutation) -> Definitions:
    with tempfile.TemporaryDirectory(prefix="thongke-mutation-") as directory:
        copy = Path(directory) / "schemas"
        shutil.copytree(PUBLISHED, copy, ignore=shutil.ignore_patterns("__pycache__", "avro"))
        path = copy / mutation.file
        lines = path.read_text(encoding="utf-8").splitlines()
        lines[mutation.number] = mutation.after
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return load(copy)


def survivors(trial: Trial, changes: Sequence[Mutation]) -> list[Mutation]:
    """Tries every change, tells who noticed, gives back what nobody noticed."""
    lived, by = [], Counter[str]()
    for n, change in enumerate(changes, 1):
        noticed = trial.noticed(change)
        by[noticed.split()[0] if noticed else "nobody"] += 1
        print(f"{n}. {noticed or 'NOBODY NOTICED'}: {change}", flush=True)
        if noticed is None:
            lived.append(change)
    print(", ".join(f"{who} {times}" for who, times in by.most_common()))
    return lived


def main(count: int, seed: int, stories: Path) -> int:
    changes = mutations(count, seed)
    if not stories.exists():
        print(f"no stories at {stories}: promises alone are asked", file=sys.stderr)
        return len(survivors(Trial(None, stories), changes)) > 0
    with (
        tempfile.TemporaryDirectory(prefix="thongke-mutations-") as directory,
        LocalPostgres(Path(directory)) as server,
    ):
        lived = survivors(Trial(server, stories), changes)
    print(f"\n{len(lived)} of {count} survived", *lived, sep="\n")
    return 1 if lived else 0


if __name__ == "__main__":
    given = sys.argv[1:]
    where = Path(given[2]) if len(given) > 2 else STORIES
    sys.exit(main(int(given[0]), int(given[1]), where))
