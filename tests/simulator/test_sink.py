import json
import socket
import sys
import time
import urllib.parse
from collections.abc import Iterator

import pytest

from tests.simulator.running import ACCOUNT, CLINIC, ask, free_port, process_running

PATH = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"


def request(body: str = "Hallo é") -> bytes:
    form = urllib.parse.urlencode({"To": "+31612345678", "From": CLINIC, "Body": body}).encode()
    return b"POST %b HTTP/1.1\r\nHost: x\r\ncontent-length: %d\r\n\r\n%b" % (PATH.encode(), len(form), form)


@pytest.fixture
def sink() -> Iterator[int]:
    port = free_port()
    with process_running([sys.executable, "-m", "simulator", "--sink", "--port", str(port)]):
        yield port


def count(port: int) -> int:
    return ask(port, "GET", "/count").json["count"]


def exchange(port: int, pieces: list[bytes], answers: int) -> list[dict]:
    """Sends the pieces over one connection and reads that many answers."""
    with socket.create_connection(("127.0.0.1", port)) as connection, connection.makefile("rb") as reader:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in pieces:
            connection.sendall(piece)
        found = []
        for _ in range(answers):
            assert reader.readline().startswith(b"HTTP/1.1 201")
            length = 0
            while line := reader.readline().strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            found.append(json.loads(reader.read(length)))
        return found


def test_the_sink_answers_as_twilio_and_counts(sink: int) -> None:
    [first, second] = exchange(sink, [request(), request("Nog een")], 2)
    assert (first["to"], first["from"], first["body"], first["status"]) == ("+31612345678", CLINIC, "Hallo é", "queued")
    assert first["sid"] != second["sid"]
    assert len(first["sid"]) == 34
    assert count(sink) == 2


def test_a_request_in_pieces_and_two_in_one_are_read_right(sink: int) -> None:
    both = request() + request()
    assert len(exchange(sink, [both[:30], both[30:150], both[150:]], 2)) == 2
    assert count(sink) == 2


def test_what_is_no_create_is_not_counted(sink: int) -> None:
    for method, path in (("POST", "/2010-04-01/Accounts/x/Calls.json"), ("GET", "/nothing"), ("PUT", PATH)):
        assert ask(sink, method, path, b"a=b").status == 404
    assert count(sink) == 0


def test_the_latency_is_kept() -> None:
    port = free_port()
    with process_running([sys.executable, "-m", "simulator", "--sink", "--port", str(port), "--latency-ms", "120"]):
        start = time.monotonic()
        exchange(port, [request()], 1)
        assert time.monotonic() - start >= 0.12
