"""Signed webhooks to the account's addresses: status callbacks from a bounded queue, inbound ones at once and once."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

from simulator.signing import signature

log = logging.getLogger(__name__)

WAITING_LIMIT = 10_000  # beyond it, SMS wait with their news
QUEUE_FULL_SECONDS = 0.2
AT_ONCE = 32
# The account's web server may start after us, or restart: five tries in about eight seconds.
RETRY_AFTER_SECONDS = (0.5, 1.0, 2.0, 4.0)
# Shorter than any server's, so that no POST goes out on a connection that is just being closed.
KEEP_ALIVE_SECONDS = 1.5
LIMIT = ClientTimeout(total=15)  # Twilio's own limit for a webhook
SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class Callback:
    url: str
    form: Mapping[str, str]
    tries: int = 0


class Callbacks:
    """Make it inside the running loop; `close()` ends it."""

    def __init__(self, auth_token: str) -> None:
        self.auth_token = auth_token
        self.waiting: asyncio.Queue[Callback] = asyncio.Queue(WAITING_LIMIT)
        self.session = ClientSession(
            connector=TCPConnector(limit=AT_ONCE, keepalive_timeout=KEEP_ALIVE_SECONDS),
            cookie_jar=DummyCookieJar(),
            timeout=LIMIT,
        )
        # An inbound webhook goes out once, so it gets a connection that nobody can have closed.
        self.fresh = ClientSession(connector=TCPConnector(force_close=True), cookie_jar=DummyCookieJar(), timeout=LIMIT)
        self.senders = [asyncio.create_task(self._send_for_ever()) for _ in range(AT_ONCE)]

    def offer(self, callback: Callback) -> None:
        """Takes a status callback; one that finds the queue full comes back by itself."""
        try:
            self.waiting.put_nowait(callback)
        except asyncio.QueueFull:
            asyncio.get_running_loop().call_later(QUEUE_FULL_SECONDS, self.offer, callback)

    async def deliver_inbound(self, url: str, form: Mapping[str, str]) -> str:
        """How it ended: the HTTP status, or `timeout` or `unreachable`. Twilio does not try again, so neither do we."""
        try:
            return str(await self._post(self.fresh, url, form))
        except TimeoutError:
            return "timeout"
        except ClientError:
            return "unreachable"

    async def close(self) -> None:
        for sender in self.senders:
            sender.cancel()
        await asyncio.gather(*self.senders, return_exceptions=True)
        await self.session.close()
        await self.fresh.close()

    async def _send_for_ever(self) -> None:
        while True:
            callback = await self.waiting.get()
            try:
                status = await self._post(self.session, callback.url, callback.form)
            except (ClientError, TimeoutError, ValueError) as error:
                self._try_again(callback, type(error).__name__)
            else:
                if status >= SERVER_ERROR:
                    self._try_again(callback, str(status))

    def _try_again(self, callback: Callback, reason: str) -> None:
        if callback.tries == len(RETRY_AFTER_SECONDS):
            log.warning("status callback given up: %s", reason)
            return
        again = Callback(callback.url, callback.form, callback.tries + 1)
        asyncio.get_running_loop().call_later(RETRY_AFTER_SECONDS[callback.tries], self.offer, again)

    async def _post(self, session: ClientSession, url: str, form: Mapping[str, str]) -> int:
        headers = {"X-Twilio-Signature": signature(self.auth_token, url, form), "User-Agent": "TwilioProxy/1.1"}
        async with session.post(url, data=form, headers=headers, allow_redirects=False) as answer:
            await answer.read()
            return answer.status
