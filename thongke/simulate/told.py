"""Sổ ghi mô phỏng: what the walk writes down, column by column."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from thongke.simulate.charges import Ints


@dataclass(slots=True)
class Told:
    """What the walk wrote down: columns of events, of their subjects, of sentences."""

    events: dict[str, list[Ints]] = field(default_factory=dict)
    subjects: dict[str, list[Ints]] = field(default_factory=dict)
    sentences: dict[str, list[Ints]] = field(default_factory=dict)
    number: int = 0
    listed: int = 0

    def event(self, **columns: Ints) -> Ints:
        """Adds events; gives their numbers."""
        for name, column in columns.items():
            self.events.setdefault(name, []).append(column)
        first, self.number = self.number, self.number + len(columns["dossier"])
        return np.arange(first, self.number)

    def subject(self, **columns: Ints) -> Ints:
        for name, column in columns.items():
            self.subjects.setdefault(name, []).append(column)
        first, self.listed = self.listed, self.listed + len(columns["event"])
        return np.arange(first, self.listed)

    def sentence(self, **columns: Ints) -> None:
        for name, column in columns.items():
            self.sentences.setdefault(name, []).append(column)
