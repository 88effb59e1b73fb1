"""The demo's clock outside: its offset is taken over, and the two buttons move it."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import ClientError, ClientSession, ClientTimeout

from simulator.clock import Clock
from simulator.live import Live

log = logging.getLogger(__name__)

FORWARD = ("1h", "tomorrow-08:00")
UNREACHABLE_RETRY_SECONDS = 0.5
# It may be moved from elsewhere, too (a test, a staff page).
LOOK_AGAIN_SECONDS = 5.0
LIMIT = ClientTimeout(total=5)
OK = 200
LARGEST_OFFSET_SECONDS = 100 * 366 * 86_400  # beyond it dates run out


@dataclass(frozen=True, slots=True)
class Moved:
    """The clock stands where it was asked to."""


@dataclass(frozen=True, slots=True)
class NotMoved:
    """It stayed; `reason` are the other side's own words, empty when it could not be asked."""

    reason: str


class DemoClock:
    """Make it inside the running loop; `close()` ends it. Without an address the clock is real time."""

    def __init__(self, url: str | None, clock: Clock, live: Live) -> None:
        self.url, self.clock, self.live = url, clock, live
        self.known = url is None
        self.session = ClientSession(timeout=LIMIT)
        self.looking = asyncio.create_task(self._look_for_ever()) if url else None

    async def refresh(self) -> bool:
        """Asks for the offset; False when there was no usable answer."""
        if self.url is None:
            return True
        try:
            async with self.session.get(self.url) as answer:
                return answer.status == OK and self._take(await answer.json())
        except (ClientError, TimeoutError, ValueError):
            return False

    async def forward(self, step: str, language: str) -> Moved | NotMoved:
        if self.url is None:
            return NotMoved("")
        try:
            async with self.session.post(
                self.url, data={"forward": step}, headers={"Accept-Language": language}
            ) as answer:
                said = await answer.json()
                if answer.status == OK and self._take(said):
                    return Moved()
                return NotMoved(str(said.get("error", "")) if isinstance(said, Mapping) else "")
        except (ClientError, TimeoutError, ValueError):
            return NotMoved("")

    async def close(self) -> None:
        if self.looking:
            self.looking.cancel()
            await asyncio.gather(self.looking, return_exceptions=True)
        await self.session.close()

    def _take(self, said: object) -> bool:
        seconds = said.get("offset_seconds") if isinstance(said, Mapping) else None
        if not isinstance(seconds, int | float) or not abs(seconds) < LARGEST_OFFSET_SECONDS:
            return False
        offset = timedelta(seconds=seconds)
        if offset != self.clock.offset or not self.known:
            self.clock.offset, self.known = offset, True
            self.live.announce()
        return True

    async def _look_for_ever(self) -> None:
        while True:
            await self.refresh()
            await asyncio.sleep(LOOK_AGAIN_SECONDS if self.known else UNREACHABLE_RETRY_SECONDS)
