"""Start the supervisor as a process of its own, and look at what is left of it."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
CHILDREN = HERE / "children.py"
PATIENCE = 20.0


@dataclass
class Run:
    process: subprocess.Popen[str]
    data: Path
    lines: list[str] = field(default_factory=list)

    def says(self, words: str) -> bool:
        return any(words in line for line in list(self.lines))

    def wait_until_ready(self) -> dict[str, Any]:
        until(lambda: (self.data / "run/address.json").exists() or self.process.poll() is not None, "the run is ready")
        address: dict[str, Any] = json.loads((self.data / "run/address.json").read_text())
        return address

    def wait_for(self, words: str) -> None:
        until(lambda: self.says(words), f"{words!r} in {self.lines}")

    def end(self) -> int:
        self.process.terminate()
        return self.process.wait(PATIENCE)


def until(condition: Callable[[], bool], what: str) -> None:
    """Wait for ``condition``, with an end."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.02)


@contextmanager
def running(plan: str, data: Path, **environment: str) -> Iterator[Run]:
    """Run the harmless plan ``plan`` of children.py; whatever is left at the end is ended."""
    process = subprocess.Popen(
        [sys.executable, "-u", str(CHILDREN), plan, str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **environment},
    )
    run = Run(process, data)
    reader = threading.Thread(target=_read, args=(run,), daemon=True)
    reader.start()
    try:
        yield run
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(PATIENCE)
        reader.join(PATIENCE)
        if process.stdout:
            process.stdout.close()


def _read(run: Run) -> None:
    for line in run.process.stdout or ():
        run.lines.append(line.rstrip("\n"))


def is_alive(pid: int) -> bool:
    """Whether the process runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except OSError:
        return False


def group_of(pid: int) -> list[int]:
    """Return all living processes of the group ``pid``."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, group = stat.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(group) == pid and state not in {"Z", "X"}:
            found.append(int(stat.parent.name))
    return found
