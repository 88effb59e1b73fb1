"""How twilio-python reaches Twilio from us: one origin, real time limits, no number in any log.

twilio-python's own asynchronous client hands ``timeout=None`` to every request, which switches all limits off, logs
numbers, and calls the real Twilio when its base address is set too late. This transport is complete once it exists and
can reach its one origin only.
"""

import logging
from typing import Any

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector, encode_basic_auth
from twilio.http import AsyncHttpClient
from twilio.http.response import Response

IN_ALL_SECONDS = 8
CONNECT_SECONDS = 3
KEEP_ALIVE_SECONDS = 4
"""Shorter than any server's, so that no request goes out on a connection that the server has just closed."""
SERVER_ERROR = 500
CONNECTIONS = 256
"""The largest wave: waiting for a free connection counts as time of the request and would look like a lost answer."""


class ServerFailed(Exception):
    """The provider answered 5xx. Nothing that such an answer says of itself counts: it may have been taken or not."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status


class TwilioTransport(AsyncHttpClient):  # type: ignore[misc]  # twilio has no types
    """Built inside the running loop. ``origin``: scheme, host and port, the only place that it can ever reach."""

    def __init__(self, origin: str) -> None:
        super().__init__(logging.getLogger(__name__), True)  # noqa: FBT003  (twilio's signature: is_async)
        self.origin = origin
        self.session = ClientSession(
            connector=TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEEP_ALIVE_SECONDS),
            cookie_jar=DummyCookieJar(),
            timeout=ClientTimeout(total=IN_ALL_SECONDS, connect=CONNECT_SECONDS, ceil_threshold=60),
        )

    async def request(  # noqa: PLR0913, PLR0917  (twilio's signature)
        self,
        method: str,
        url: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109  (twilio always says None)
        allow_redirects: bool = False,  # noqa: ARG002, FBT001, FBT002  (a redirect would be a second hand-over)
    ) -> Response:
        """One request, no retry, no redirect. Raises :class:`ServerFailed`, and whatever aiohttp raises."""
        sent_headers = dict(headers or {})
        if auth:
            sent_headers["Authorization"] = encode_basic_auth(*auth)
        path = url.split("/", 3)[3]
        async with self.session.request(
            method,
            f"{self.origin}/{path}",
            params=_words(params),
            data=_words(data),
            headers=sent_headers,
            allow_redirects=False,
        ) as answer:
            if answer.status >= SERVER_ERROR:
                raise ServerFailed(answer.status)
            return Response(answer.status, await answer.text(), answer.headers)

    async def close(self) -> None:
        """Close the connections."""
        await self.session.close()


def _words(values: dict[str, object] | None) -> dict[str, Any] | None:
    return None if values is None else {name: value for name, value in values.items() if value is not None}
