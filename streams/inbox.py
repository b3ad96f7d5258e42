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


def taken(message: Any, published_at: float) -> Taken:
    """From a record of aiokafka or a message of Faust; both name these fields alike."""
    arrival = Arrival(
        message.topic,
        message.partition,
        message.offset,
        message.key,
        message.value or b"",
        {name: value or b"" for name, value in message.headers or ()},
    )
    return Taken(arrival, message.checksum, published_at)


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
