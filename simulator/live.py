"""Tells open pages that something changed; they then fetch themselves anew."""

import asyncio

from aiohttp import web

BEAT_SECONDS = 10.0  # a comment line now and then, so that a closed page is noticed


class Live:
    def __init__(self) -> None:
        self.listeners: set[asyncio.Event] = set()
        self.closing = False

    def announce(self) -> None:
        for listener in self.listeners:
            listener.set()

    def close(self) -> None:
        self.closing = True
        self.announce()

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Server-Sent Events: one `changed` for any number of changes since the last."""
        answer = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await answer.prepare(request)
        changed = asyncio.Event()
        self.listeners.add(changed)
        try:
            await answer.write(b"retry: 1000\n\n")
            while not self.closing:
                await answer.write(await self._next(changed))
        except ConnectionResetError:
            pass  # the page was closed
        finally:
            self.listeners.discard(changed)
        return answer

    async def _next(self, changed: asyncio.Event) -> bytes:
        try:
            async with asyncio.timeout(BEAT_SECONDS):
                await changed.wait()
        except TimeoutError:
            return b": still here\n\n"
        changed.clear()
        return b"data: changed\n\n"
