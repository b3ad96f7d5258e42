"""Đấu nối: all that a worker is given; it looks up nothing by itself."""

from __future__ import annotations

from dataclasses import dataclass

from events.avro import Codec
from events.catalogue import Catalogue
from projections.meaning import Meaning
from streams.topics import TOPICS


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """What a worker reads with, what it means, where it comes from and where it goes."""

    codec: Codec
    catalogue: Catalogue
    meaning: Meaning
    database_url: str
    broker: str  # host:port,…
    topics: tuple[str, ...] = TOPICS
    group: str = "thongke"
    # A name that the worker keeps over restarts: the group then waits for it and moves nothing.
    instance: str | None = None
    metrics_port: int | None = None
    # Seconds without progress, with work to do and servers to do it with, until it is restarted.
    patience: float = 120.0
    # Seconds that a halted worker still answers Prometheus, so that the alarm is seen.
    linger: float = 60.0
