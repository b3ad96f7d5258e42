"""Danh mục loại sự kiện: what may be published, and why an event is refused.

A new kind of decision is an entry of `schemas/events/*.yaml`; nothing here names one,
but for `event_annulled`, which takes another event out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Status = Literal["official", "carried_over", "inferred"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Hiệu lực, trạng thái, căn cứ: since when a definition holds, who vouches for it, on what text.

    `start` is the first day, `end` the first day no longer covered (None: still in force).
    """

    start: date
    end: date | None
    status: Status
    basis: tuple[str, ...]

    def holds_on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """Loại sự kiện tố tụng: one kind of decision or act that a platform may publish."""

    name: str
    label: str
    code: str | None  # the domain catalogue's code, e.g. `nt.khoito`
    topic: str  # criminal, custody, enforcement, civil, supervision
    articles: tuple[str, ...]
    kinds: tuple[str, ...]  # kinds of subject that it may list
    needs_subject: bool
    requires: tuple[str, ...]  # fact groups and subject facts that must be there
    allows: tuple[str, ...]
    provenance: Provenance
