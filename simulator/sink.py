"""The fast sink for benchmarks: takes every create with the least work, and counts.

No page, no file, no callback, no check of credentials; `GET /count` tells how many were created. A bare protocol, because a web framework
would cost more than what is measured.
"""

import asyncio
import json
import secrets
from urllib.parse import parse_qs, quote

HEADERS_END = b"\r\n\r\n"
LARGEST_HEADERS = 65_536
ACCOUNTS = "/2010-04-01/Accounts/"


class Sink:
    """What all connections share. A sid is a random half for this run and a running number, so it is unique and cheap."""

    def __init__(self, latency_seconds: float) -> None:
        self.latency_seconds = latency_seconds
        self.count = 0
        self.run = secrets.token_hex(8)

    def create(self, account: str, form: bytes) -> bytes:
        self.count += 1
        sid = f"SM{self.run}{self.count:016x}"
        fields = parse_qs(form.decode("ascii", "replace"))
        here = f"/2010-04-01/Accounts/{account}/Messages/{sid}"
        return json.dumps({
            "account_sid": account, "api_version": "2010-04-01", "body": fields.get("Body", [""])[0],
            "date_created": "Mon, 23 Nov 2026 10:00:00 +0000", "date_sent": None,
            "date_updated": "Mon, 23 Nov 2026 10:00:00 +0000", "direction": "outbound-api",
            "error_code": None, "error_message": None, "from": fields.get("From", [None])[0],
            "messaging_service_sid": fields.get("MessagingServiceSid", [None])[0], "num_media": "0", "num_segments": "1",
            "price": None, "price_unit": "USD", "sid": sid, "status": "queued",
            "subresource_uris": {"media": f"{here}/Media.json"}, "to": fields.get("To", [""])[0], "uri": f"{here}.json",
        }).encode()  # fmt: skip


class SinkConnection(asyncio.Protocol):
    """HTTP/1.1 with Content-Length, kept alive: as much of it as the clients at hand speak."""

    transport: asyncio.Transport

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 -- a TCP server makes no other
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.read += data
        while (end := self.read.find(HEADERS_END)) >= 0:
            head = self.read[:end]
            length = content_length(head)
            start = end + len(HEADERS_END)
            if length is None:
                self.transport.write(answer(411, b'{"error": "Send a Content-Length."}'))
                self.transport.close()
                return
            if len(self.read) < start + length:
                return
            body, self.read = self.read[start : start + length], self.read[start + length :]
            self._answer(head.split(b"\r\n", 1)[0].decode("latin-1"), body)
        if len(self.read) > LARGEST_HEADERS:
            self.transport.abort()

    def _answer(self, line: str, body: bytes) -> None:
        method, _, rest = line.partition(" ")
        path = rest.partition(" ")[0].partition("?")[0]
        if method == "GET":
            found = {"/count": f'{{"count": {self.sink.count}}}', "/healthz": '{"ok": true}'}.get(path)
            self.transport.write(answer(200, found.encode()) if found else answer(404, b"{}"))
        elif method == "POST" and path.startswith(ACCOUNTS) and path.endswith("/Messages.json"):
            created = answer(201, self.sink.create(quote(path.split("/")[3], safe=""), body))
            if self.sink.latency_seconds:
                asyncio.get_running_loop().call_later(self.sink.latency_seconds, self.transport.write, created)
            else:
                self.transport.write(created)
        else:
            self.transport.write(answer(404, b"{}"))


def content_length(head: bytes) -> int | None:
    """How long the body is; None when that is not said or not as a number."""
    at = head.lower().find(b"\r\ncontent-length:")
    if at < 0:
        return None if b"\r\ntransfer-encoding:" in head.lower() else 0
    value = head[at + 17 :].partition(b"\r\n")[0].strip()
    return int(value) if value.isdigit() else None


def answer(status: int, body: bytes) -> bytes:
    return b"HTTP/1.1 %d -\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (
        status,
        len(body),
        body,
    )


async def start_sink(port: int, latency_seconds: float) -> asyncio.Server:
    sink = Sink(latency_seconds)
    return await asyncio.get_running_loop().create_server(lambda: SinkConnection(sink), "127.0.0.1", port)
