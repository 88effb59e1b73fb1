"""The simulator as a process of its own."""

import base64
import http.client
import json
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TypeVar

ACCOUNT = "AC" + "d" * 32
TOKEN = "demo-auth-token"
CLINIC = "+3197010200000"
ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 10

_numbers = count(1)
T = TypeVar("T")


def a_phone() -> str:
    """A Dutch mobile number that no other test uses."""
    return f"+31612{next(_numbers):06d}"


def a_magic_phone(ending: str) -> str:
    """A number that acts up as its last two digits say; new for each call is not needed, for it keeps no block."""
    return f"+316155500{ending}"


def real_now() -> datetime:
    """The simulator runs in a process of its own, by the real clock."""
    return datetime.now(UTC)  # noqa: TID251 -- there is no instant to be handed in


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def until(condition: Callable[[], T]) -> T:
    """Asks until the answer is true."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (answer := condition()):
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.02)
    return answer


@dataclass(frozen=True)
class Said:
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> dict:
        return json.loads(self.text)


def ask(
    port: int, method: str, path: str, body: str | bytes | None = None, headers: dict[str, str] | None = None
) -> Said:
    """One request on a connection of its own; redirects are not followed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request(method, path, body, headers or {})
        with connection.getresponse() as answer:
            return Said(answer.status, dict(answer.headers), answer.read().decode())
    finally:
        connection.close()


@dataclass(frozen=True)
class Simulator:
    """A running one."""

    port: int
    smtp_port: int
    process: subprocess.Popen

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, form: dict[str, str] | None = None, **headers: str) -> Said:
        """GET, or POST with a form."""
        body = urllib.parse.urlencode(form) if form is not None else None
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if form is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        return ask(self.port, "GET" if form is None else "POST", path, body, sent)

    @contextmanager
    def live(self) -> Iterator[http.client.HTTPResponse]:
        """The stream that open pages listen to."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            connection.request("GET", "/live")
            with connection.getresponse() as stream:
                yield stream
        finally:
            connection.close()

    def api(self, path: str = "/Messages.json", form: dict[str, str] | None = None, token: str = TOKEN) -> Said:
        credentials = base64.b64encode(f"{ACCOUNT}:{token}".encode()).decode()
        return self.ask(f"/2010-04-01/Accounts/{ACCOUNT}{path}", form, Authorization=f"Basic {credentials}")

    def send(self, to: str, body: str = "Hallo", **more: str) -> dict:
        said = self.api(form={"To": to, "From": CLINIC, "Body": body, **more})
        assert said.status == 201, said.text
        return said.json

    def answer(self, phone: str, body: str) -> dict:
        said = self.ask(f"/phones/{phone}/answer", {"body": body})
        assert said.status == 201, said.text
        return said.json

    def sms(self, **wanted: str) -> list[dict]:
        return self.ask(f"/messages.json?{urllib.parse.urlencode(wanted)}").json["messages"]

    def stop(self) -> float:
        """Seconds that the end took."""
        start = time.monotonic()
        self.process.terminate()
        self.process.wait(PATIENCE_SECONDS)
        return time.monotonic() - start


@contextmanager
def simulator_running(data: Path, inbound_url: str, *more: str) -> Iterator[Simulator]:
    port, smtp_port = free_port(), free_port()
    command = [
        sys.executable, "-W", "error", "-m", "simulator", "--port", str(port), "--smtp-port", str(smtp_port), "--data", str(data),
        "--account-sid", ACCOUNT, "--auth-token", TOKEN, "--number", f"{CLINIC}=MoveWell", "--inbound-url", inbound_url,
        "--sent-after", "0.05", "--delivered-after", "0.05", *more,
    ]  # fmt: skip
    with process_running(command) as process:
        yield Simulator(port, smtp_port, process)


@contextmanager
def process_running(command: list[str]) -> Iterator[subprocess.Popen]:
    """Waits for the one line that says it is ready, and ends the process at the end."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline()
        assert "ready" in line, f"it did not start: {line!r}"
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
