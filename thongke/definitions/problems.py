"""What does not hold together, gathered, so that one run names everything there is to mend."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal: where, what was found there, and what would be accepted instead."""

    file: str
    path: str
    found: str
    accepted: str
    line: int = 0

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        path = f" {self.path}:" if self.path else ""
        return f"{place}:{path} {self.found}; {self.accepted}"


class DefinitionError(Exception):
    """The definitions do not load; every problem of this load is listed, one a line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class Refused(Exception):
    """A part that cannot be read any further; its problem is already in the list."""


@dataclass(slots=True)
class Problems:
    """The list that a load fills."""

    found: list[Problem] = field(default_factory=list)

    def add(self, problem: Problem) -> None:
        if problem not in self.found:
            self.found.append(problem)

    def clean(self, *names: str) -> bool:
        """Nothing is found in files whose names begin so: what builds on them can be judged.

        A mistake is told once, where it stands, not again by everything that leans on it.
        """
        return not any(problem.file.startswith(names) for problem in self.found)

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Reads one part: a refusal inside ends that part only."""
        try:
            yield
        except Refused:
            return

    def stop_if_any(self) -> None:
        if self.found:
            raise DefinitionError(tuple(self.found))


def quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def nearest(name: str, accepted: Iterable[str]) -> str:
    """What would be accepted: the names most like the one found, or all when they are few."""
    names = sorted(set(accepted))
    if not names:
        return "nothing is accepted here"
    alike = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    if alike:
        return f"accepted: {quoted(alike)}" + (" …" if len(names) > len(alike) else "")
    return f"accepted: {quoted(names[:12])}" + (" …" if len(names) > 12 else "")
