"""Whose phone a number is, asked of the clinic; also of people who have had no SMS yet."""

import asyncio
import time
from collections.abc import Collection, Mapping

from aiohttp import ClientError, ClientSession, ClientTimeout

from simulator.phone_book import LONGEST_LABEL
from simulator.phone_numbers import as_number

# A page that is drawn waits for the names no longer than this, and then goes without the newest.
LIMIT = ClientTimeout(total=1)
FRESH_SECONDS = 5.0
OK = 200


class Names:
    """Make it inside the running loop; `close()` ends it. Without an address nobody is known.

    `known` is what the last usable answer told: names by number (E.164).
    """

    def __init__(self, url: str | None) -> None:
        self.url, self.known = url, dict[str, str]()
        self.session = ClientSession(timeout=LIMIT)
        self.one_look, self.looked_at = asyncio.Lock(), float("-inf")
        self.sought: set[str] = set()

    async def look(self) -> None:
        """Asks anew when the last look, whatever came of it, is some seconds old. Many who wait share one."""
        async with self.one_look:
            if self.url is not None and time.monotonic() - self.looked_at > FRESH_SECONDS:
                await self._ask(self.url)

    async def seek(self, nameless: Collection[str]) -> None:
        """Asks at once for numbers that turn up without a name: somebody was just enrolled. Once for each number."""
        async with self.one_look:
            if self.url is not None and not self.sought.issuperset(nameless):
                self.sought.update(nameless)
                await self._ask(self.url)

    async def close(self) -> None:
        await self.session.close()

    async def _ask(self, url: str) -> None:
        try:
            async with self.session.get(url) as answer:
                if answer.status == OK:
                    self.known = _told(await answer.json())
        except (ClientError, TimeoutError, ValueError):
            pass  # it is not up yet, or no clinic: numbers do without names
        finally:
            self.looked_at = time.monotonic()


def _told(said: object) -> dict[str, str]:
    """The phones of an answer; whatever in it is none is left out."""
    phones = said.get("phones") if isinstance(said, Mapping) else None
    listed = phones if isinstance(phones, list) else []
    pairs = [(phone.get("number"), phone.get("label")) for phone in listed if isinstance(phone, Mapping)]
    texts = [(number, label) for number, label in pairs if isinstance(number, str) and isinstance(label, str)]
    named = [(as_number(number), label.strip()[:LONGEST_LABEL]) for number, label in texts]
    return {number: label for number, label in named if number and label}
