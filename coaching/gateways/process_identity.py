"""Which process claimed something, and whether it can still act on it (Linux: /proc)."""

import os
import signal
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

START_FIELD = 19
DEAD = (b"Z", b"X")


class Whereabouts(StrEnum):
    """What can be said of a claimant from here."""

    ALIVE = "alive"
    GONE = "gone"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Claimant:
    """A process, unmistakably: the machine's boot, the pid namespace, the pid and when it started (ticks since boot)."""

    boot: str
    space: int
    pid: int
    started: int

    def __str__(self) -> str:
        return f"{self.boot} {self.space} {self.pid} {self.started}"

    @classmethod
    def parse(cls, text: str) -> "Claimant":
        """The claimant that ``str`` wrote."""
        boot, space, pid, started = text.split()
        return cls(boot, int(space), int(pid), int(started))

    @classmethod
    def this(cls) -> "Claimant":
        """The process that asks."""
        return cls(_boot(), _space(), os.getpid(), _started(os.getpid()) or 0)

    def whereabouts(self) -> Whereabouts:
        """Whether the process still runs. Another boot or namespace cannot be looked into."""
        if self.boot == "-" or self.boot != _boot() or self.space != _space():
            return Whereabouts.CANNOT_TELL
        return Whereabouts.ALIVE if _started(self.pid) == self.started else Whereabouts.GONE

    def end(self) -> None:
        """Kill exactly this process, never one that has got its number since."""
        try:
            descriptor = os.pidfd_open(self.pid)
        except ProcessLookupError:
            return
        try:
            if _started(self.pid) == self.started:
                signal.pidfd_send_signal(descriptor, signal.SIGKILL)
        except ProcessLookupError:
            return
        finally:
            os.close(descriptor)


def _boot() -> str:
    """The id of the machine's boot; "-" where there is no /proc, and then no claimant can be looked for."""
    source = Path("/proc/sys/kernel/random/boot_id")
    return source.read_text().strip() if source.exists() else "-"


def _space() -> int:
    source = Path("/proc/self/ns/pid")
    return source.stat().st_ino if source.exists() else 0


def _started(pid: int) -> int | None:
    """Ticks since boot; None when there is no such process or it is a zombie."""
    try:
        raw = Path(f"/proc/{pid}/stat").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = raw[raw.rindex(b")") + 2 :].split()  # the name before it may hold spaces and brackets
    return None if fields[0] in DEAD else int(fields[START_FIELD])
