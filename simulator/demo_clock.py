"""The demo's clock outside: its offset is taken over, and the two buttons move it.

It may walk hours within seconds, and whoever sends an SMS right after a step compares our stamps with the new time. So it is asked before
anything is stamped that comes from outside, and in between now and then, so that pages show it.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import ClientError, ClientSession, ClientTimeout

from simulator.clock import Clock

log = logging.getLogger(__name__)

FORWARD = ("1h", "tomorrow-08:00")
LOOK_AGAIN_SECONDS = 5.0
WALKING_SECONDS = 0.5
LOOKS_AFTER_A_STEP = 20
LIMIT = ClientTimeout(total=5)
# An SMS waits for the right time this long, far less than its sender waits for its answer.
LOOK_LIMIT = ClientTimeout(total=1)
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

    def __init__(self, url: str | None, clock: Clock, changed: Callable[[], None]) -> None:
        self.url, self.clock, self.changed = url, clock, changed
        self.answers, self.is_mute = False, False
        self.looks_begun, self.looking_now = 0, asyncio.Lock()
        self.quick_looks_left, self.stepped = 0, asyncio.Event()
        self.session = ClientSession(timeout=LIMIT)
        self.looking = asyncio.create_task(self._look_for_ever()) if url else None

    async def sharpen(self) -> None:
        """Brings the clock up to this moment. Many who ask share one look; a side that hangs is not waited for again and again."""
        if not self.is_mute:
            await self.refresh()

    async def refresh(self) -> None:
        """Asks for the offset, in a look that begins after this call."""
        known = self.looks_begun
        async with self.looking_now:
            if self.url is not None and self.looks_begun == known:
                self.looks_begun += 1
                self.answers = await self._look(self.url)

    async def _look(self, url: str) -> bool:
        """False when there was no usable answer."""
        try:
            async with self.session.get(url, timeout=LOOK_LIMIT) as answer:
                self.is_mute = False
                return answer.status == OK and self._take(await answer.json())
        except (ClientError, TimeoutError, ValueError) as problem:
            self.is_mute = isinstance(problem, TimeoutError)
            return False

    async def forward(self, step: str, language: str) -> Moved | NotMoved:
        if self.url is None:
            return NotMoved("")
        wish, headers = {"forward": step}, {"Accept-Language": language}
        try:
            # Not beside a look, whose answer could be older and arrive later.
            async with self.looking_now, self.session.post(self.url, data=wish, headers=headers) as answer:
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
        if offset != self.clock.offset:
            self.clock.offset = offset
            self.quick_looks_left = LOOKS_AFTER_A_STEP
            self.stepped.set()
            self.changed()
        return True

    async def _look_for_ever(self) -> None:
        while True:
            await self.refresh()
            self.quick_looks_left = max(self.quick_looks_left - 1, 0)
            walking = self.quick_looks_left or not self.answers
            self.stepped.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_AGAIN_SECONDS):
                    await (asyncio.sleep(WALKING_SECONDS) if walking else self.stepped.wait())
