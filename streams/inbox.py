"""Hộp chờ: what was taken from the stream and is not yet in hand."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from events.door import Arrival
from streams.consumer import Due


@dataclass(frozen=True, slots=True)
class Taken:
    """A message as fetched: what came, under which claim, and the offset that was due."""

    arrival: Arrival
    due: Due | None
    published_at: float  # seconds since 1970, the broker's or publisher's clock


def taken(record: Any) -> Taken:
    """From a stamped record of aiokafka (streams/consumer.py)."""
    arrival = Arrival(
        record.topic,
        record.partition,
        record.offset,
        record.key,
        record.value or b"",
        {name: value or b"" for name, value in record.headers},
    )
    return Taken(arrival, record.checksum, record.timestamp / 1000)


class Inbox:
    """Batches grow by themselves: all that comes while one is recorded makes the next."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._waiting: list[Taken] = []
        self._came, self._left = asyncio.Event(), asyncio.Event()

    def __len__(self) -> int:
        return len(self._waiting)

    async def put(self, messages: list[Taken]) -> None:
        """Waits while the box is full, which in turn holds Faust's reading back."""
        while len(self._waiting) >= self._most:
            self._left.clear()
            await self._left.wait()
        self._waiting += messages
        self._came.set()

    async def take(self) -> list[Taken]:
        """Everything that waits, once there is something."""
        while not self._waiting:
            self._came.clear()
            await self._came.wait()
        batch, self._waiting = self._waiting, []
        self._left.set()
        return batch
