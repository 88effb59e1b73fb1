"""Ways to ask a process whether it is ready. Each answers yes or no, never raises, and waits a second at most."""

import asyncio
from collections.abc import Awaitable
from pathlib import Path

from launch.plan import Probe

SECOND = 1.0
Connecting = Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]


def answers_http(port: int, path: str) -> Probe:
    """Yes when a GET of ``path`` on this machine is answered with 200."""
    request = f"GET {path} HTTP/1.0\r\nHost: localhost:{port}\r\n\r\n".encode()

    async def ask() -> bool:
        return (await _exchange(asyncio.open_connection("127.0.0.1", port), request))[8:13] == b" 200 "

    return ask


def answers_ping(socket: Path) -> Probe:
    """Yes when a Redis-protocol server at this Unix socket answers PING."""

    async def ask() -> bool:
        return (await _exchange(asyncio.open_unix_connection(str(socket)), b"PING\r\n")).startswith(b"+PONG")

    return ask


def has_touched(file: Path) -> Probe:
    """Yes when ``file`` is there."""

    async def ask() -> bool:
        return file.exists()  # noqa: ASYNC240  (one stat of a local file)

    return ask


async def _exchange(connecting: Connecting, request: bytes) -> bytes:
    """Send ``request``, return the first bytes of the answer; b"" when there is none."""
    try:
        async with asyncio.timeout(SECOND):
            reader, writer = await connecting
            try:
                writer.write(request)
                return await reader.readline()
            finally:
                writer.close()
    except (OSError, TimeoutError, ValueError):
        return b""
