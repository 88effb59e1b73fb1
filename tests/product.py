"""The whole product, started as a person starts it, on free ports and with a data folder of its own."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

PROJECT = Path(__file__).resolve().parents[1]
SECONDS_TO_START = 60
Found = TypeVar("Found")


def wait_for(what: str, look: Callable[[], Found], seconds: float = 60) -> Found:
    """What ``look`` finds, as soon as it finds something; fails with ``what`` when it does not in time."""
    end = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < end, f"waited {seconds:.0f} s in vain for: {what}"
        time.sleep(0.1)
    return found


@dataclass
class Product:
    process: subprocess.Popen[str]
    environment: dict[str, str]
    data: Path
    web: str
    phones: str

    def pids(self) -> dict[str, int]:
        """The processes under the supervisor, by name."""
        pids: dict[str, int] = json.loads((self.data / "run" / "address.json").read_text())["pids"]
        return pids

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command line in the same environment."""
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=PROJECT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def ledger(self) -> dict[str, Any]:
        """The ledger; its exit code must agree with it."""
        done = self.manage("ledger", "--json")
        counted: dict[str, Any] = json.loads(done.stdout)
        assert done.returncode == (1 if counted["unaccounted"] or counted["doubles"] else 0), done.stderr
        return counted

    def messages(self, number: str = "") -> list[dict[str, Any]]:
        """What the provider has, oldest first; with a number only what went to it or came from it."""
        listed: list[dict[str, Any]] = _get(f"{self.phones}/messages.json")["messages"]
        return [one for one in listed if not number or number in {one["to"], one["from"]}]

    def sent_to(self, number: str) -> list[dict[str, Any]]:
        """What we sent to a number over the provider's API."""
        return [one for one in self.messages(number) if one["direction"] == "outbound-api"]

    def answer(self, number: str, text: str) -> None:
        """Answer from a phone."""
        body = urllib.parse.urlencode({"body": text}).encode()
        with urllib.request.urlopen(f"{self.phones}/phones/{urllib.parse.quote(number)}/answer", body, timeout=15):
            pass

    def now(self) -> datetime:
        """The demonstration's clock."""
        return datetime.fromisoformat(_get(f"{self.web}/demo/clock")["now"])

    def walk_to(self, forward: str) -> None:
        """Move the clock ("1h", "tomorrow-08:00") and wait until it has arrived and everything due has gone out."""
        before = self.now()
        wait_for("the clock lets itself be moved", lambda: self._move(forward))
        if forward == "1h":
            wait_for("the hour", lambda: (self.now() - before).total_seconds() >= 3600)
            return
        day = before.date()
        wait_for("the next morning", lambda: self.now().date() > day and self.now().hour >= 6, seconds=120)

    def _move(self, forward: str) -> bool:
        body = urllib.parse.urlencode({"forward": forward}).encode()
        try:
            with urllib.request.urlopen(f"{self.web}/demo/clock", body, timeout=15):
                return True
        except urllib.error.HTTPError as refused:
            assert refused.code == 409, refused  # noqa: PT017  (only this refusal is expected: a text is on its way)
            return False


def _get(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=15) as answer:
        return json.load(answer)


@contextmanager
def running_product(data: Path, port: int, **more: str) -> Iterator[Product]:
    """``make run``'s own supervisor; ended at the end, and nothing of it may be left."""
    environment = {
        **{name: value for name, value in os.environ.items() if name not in {"TWILIO_API_URL", "EMAIL_URL"}},
        "DATA_DIR": str(data),
        "PORT": str(port),
        "NO_BROWSER": "1",
        **more,
    }
    log = (data.parent / f"{data.name}.log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "launch"], cwd=PROJECT, env=environment, stdout=log, stderr=subprocess.STDOUT, text=True
    )
    try:
        address = data / "run" / "address.json"
        wait_for("the product to start", lambda: address.exists() or process.poll() is not None, SECONDS_TO_START)
        log.seek(0)
        assert address.exists(), log.read()
        told = json.loads(address.read_text())
        yield Product(process, environment, data, told["web"], told["phones"])
    finally:
        process.terminate()
        process.wait(20)
        log.close()
