"""The clock of a crawl: real crawls use the machine's, a simulated web brings its own."""

import asyncio
import time
from datetime import datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, with its zone."""

    async def sleep(self, seconds: float) -> None: ...


class WallClock:
    """Begins at a given moment and goes on at the pace of the machine; a corrected system time does not disturb it."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._begun = time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._begun)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
