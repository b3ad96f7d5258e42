"""What if the law were written down wrongly? One change at a time, and whether anything notices.

python tests/promises/soak/mutations.py HOW_MANY SEED [STORIES …] prints each change with what
noticed it: the loader, a limit, a story, a finding or a failing check where nothing is wrong, a
list unlike its cell, a table worked by hand (tests/meaning). Survivors are what no promise, no
story and no table holds to anything. Every form and list has its share of the changes; procedures,
limits and groups of offences have the others.

What is unchanged is reckoned once: a change of a form asks the changed rows only, of the spans that
stand; a change of a procedure, a limit or a group reads all documents anew.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import tables
from noticing import Trial

import schemas

PUBLISHED = Path(schemas.__file__).parent
OURS = Path(__file__).resolve().parents[2] / "stories"
THEIRS = Path(__file__).resolve().parents[4] / "shared" / "domain" / "stories-open.yaml"
# Of every ten changes: rows of forms, of lists; transitions; limits; groups of offences.
SHARES = {
    "forms/*.yaml": 6, "lists/*.yaml": 1, "procedures/*.yaml": 2, "limits/*.yaml": 0.5,
    "catalogues/offence-groups.yaml": 0.5,
}  # fmt: skip
ASKS = ("opening", "entered", "left", "closing")
_MANNER = re.compile(r"^    (?:in|out): (\w+)")
_SET = re.compile(r"(\w+): \[([^\[\]{}]+)\]")
_ASK = re.compile(r"\bask: (\w+)")
_LENGTH = re.compile(r"\b(?:months|days): (\d+)")
_RANGE = re.compile(r'"\d+(?:-\d+)?(?=")')
_NO_FILTER = ("basis", "kinds", "columns", "cells", "events", "articles", "for")
_TRIES = 2000


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
    """Seeded changes: a manner of a transition, a value of a filter, a question, a limit, a group.

    The files of a folder take turns, so that no long form takes the share of a short one.
    """
    r = random.Random(seed)
    found: dict[tuple[str, int], Mutation] = {}
    for pattern, share in SHARES.items():
        wanted = len(found) + max(1, round(count * share / sum(SHARES.values())))
        files = sorted(PUBLISHED.glob(pattern))
        r.shuffle(files)
        for turn in range(_TRIES):
            if len(found) >= wanted:
                break
            change = _changed(r, files[turn % len(files)])
            if change is not None:
                found[change.file, change.number] = change
    return list(found.values())[:count]


def _changed(r: random.Random, path: Path) -> Mutation | None:
    lines = path.read_text(encoding="utf-8").splitlines()
    for _ in range(len(lines)):
        number = r.randrange(len(lines))
        after = mutated(r, lines[number], lines)
        if after is not None and after != lines[number]:
            return Mutation(str(path.relative_to(PUBLISHED)), number, lines[number], after)
    return None


def mutated(r: random.Random, line: str, lines: Sequence[str]) -> str | None:
    """The line with one thing changed, or None where nothing of ours stands on it."""
    if "divides: true" in line and "articles" in line:
        return _last_offence_left_out(line)
    if line.lstrip().startswith(("#", "basis", "label", "says", "- {id", "- {code")):
        return None
    places = [m for p in (_MANNER, _ASK, _LENGTH) for m in p.finditer(line)]
    places += [m for m in _SET.finditer(line) if m[1] not in _NO_FILTER]
    if not places:
        return None
    m = r.choice(places)
    group = 2 if m.re is _SET else 1
    return line[: m.start(group)] + other(r, m, lines) + line[m.end(group) :]


def _last_offence_left_out(line: str) -> str | None:
    m = next(iter(_RANGE.finditer(line)), None)
    first, dash, last = m[0].strip('"').partition("-") if m else ("", "", "")
    if m is None or not dash:
        return None
    return line[: m.start()] + f'"{first}-{int(last) - 1}' + line[m.end() :]


def other(r: random.Random, m: re.Match[str], lines: Sequence[str]) -> str:
    if m.re is _LENGTH:
        return str(int(m[1]) + 1)
    if m.re is _ASK:
        return r.choice([ask for ask in ASKS if ask != m[1]])
    if m.re is _MANNER:
        named = sorted({n[1] for x in lines if (n := _MANNER.match(x))} - {m[1]})
        return r.choice(named) if named else m[1]
    values = [v.strip() for v in m[2].split(",")]
    alike = [n[2] for x in lines for n in _SET.finditer(x) if n[1] == m[1]]
    strange = sorted({v.strip() for text in alike for v in text.split(",")} - set(values))
    place = r.randrange(len(values))
    if strange and (len(values) == 1 or r.random() < 0.5):
        values[place] = r.choice(strange)
    elif len(values) > 1:
        del values[place]
    return ", ".join(values)


def tried(trial: Trial, changes: Sequence[Mutation]) -> Iterator[tuple[Mutation, str | None]]:
    """Every change with what noticed it, told as it comes."""
    by = Counter[str]()
    for n, change in enumerate(changes, 1):
        noticed = trial.noticed(change.file, change.number, change.after)
        # Last, for they take longest: every test of a table is collected anew.
        noticed = noticed or tables.noticed(PUBLISHED, change.file, change.number, change.after)
        by[noticed.split()[0] if noticed else "nobody"] += 1
        print(f"{n}. {noticed or 'NOBODY NOTICED'}: {change}", flush=True)
        yield change, noticed
    print(", ".join(f"{who} {times}" for who, times in by.most_common()))


def report(results: Sequence[tuple[Mutation, str | None]]) -> str:
    """Survivors by file, then each of them."""
    lived = [change for change, noticed in results if noticed is None]
    tried_of = Counter(change.file for change, _ in results)
    lived_of = Counter(change.file for change in lived)
    caught = len(results) - len(lived)
    table = [f"{file:40}{tried_of[file]:>5}{lived_of[file]:>5}" for file in sorted(tried_of)]
    share = 100 * caught / max(len(results), 1)
    head = f"\n{'file':40}{'tried':>5} survived"
    last = f"{caught} of {len(results)} caught ({share:.1f} %), {len(lived)} survived"
    return "\n".join([head, *table, last, *map(str, lived)])


def main(count: int, seed: int, stories: Sequence[Path]) -> int:
    trial = Trial(PUBLISHED, [path for path in stories if path.exists()])
    results = list(tried(trial, mutations(count, seed)))
    print(report(results))
    return 1 if any(noticed is None for _, noticed in results) else 0


if __name__ == "__main__":
    given = sys.argv[1:]
    files = [Path(name) for name in given[2:]] or [*sorted(OURS.glob("*.yaml")), THEIRS]
    sys.exit(main(int(given[0]), int(given[1]), files))
