"""One running process: started in a session of its own, listened to, ended with everything it started itself."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from launch.lines import Lines, LineSplitter

TETHER = Path(__file__).with_name("tether.py")
A_LOOK = 0.05  # seconds between two looks whether it has ended: too short for a person to notice
CHUNK = 65_536


class Child:
    """A process and its group.

    A session of its own, so that Ctrl-C in the terminal reaches the supervisor alone, which then asks each child to stop
    once: a second SIGTERM would cut off what a worker is sending.
    """

    def __init__(self, name: str, command: tuple[str, ...], lines: Lines, hush: tuple[str, ...] = ()) -> None:
        self.name = name
        self._command = command
        self._lines = lines
        self._hush = hush
        self._splitter = LineSplitter()
        self._asked = self._buried = False
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, folder: Path, environment: Mapping[str, str]) -> None:
        """Start it. Call from the main thread: its death is what the tether waits for."""
        tether = (sys.executable, "-I", "-S", str(TETHER), str(os.getpid()))
        self._process = subprocess.Popen(  # noqa: S603  (the commands are our own table)
            (*tether, *self._command),
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        os.set_blocking(self._output, False)
        asyncio.get_running_loop().add_reader(self._output, self._listen)

    @property
    def pid(self) -> int:
        """Its process id, which is its group's as well."""
        return self._running.pid

    def exit_code(self) -> int | None:
        """Return how it ended (negative: by which signal); None while it runs."""
        return self._running.poll()

    async def ended(self) -> int:
        """Wait for its end, end what it left behind, and return its exit code (negative: the signal that ended it)."""
        while (code := self.exit_code()) is None:  # noqa: ASYNC110  (a process ends, no Event does)
            await asyncio.sleep(A_LOOK)
        if not self._buried:
            self._buried = True
            self.kill()
            self._hear_out()
        return code

    def ask_to_stop(self) -> None:
        """Send SIGTERM, once and to the process alone: it knows how to end its own children."""
        if not self._asked and self._running.poll() is None:
            self._asked = True
            self._running.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the whole group at once."""
        with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS: EPERM for a group of zombies
            os.killpg(self.pid, signal.SIGKILL)

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError(f"{self.name} was not started")
        return self._process

    @property
    def _output(self) -> int:
        stream = self._running.stdout
        if stream is None:
            raise RuntimeError(f"{self.name} has no output")
        return stream.fileno()

    def _listen(self) -> None:
        try:
            data = os.read(self._output, CHUNK)
        except BlockingIOError:
            return
        if not data:
            asyncio.get_running_loop().remove_reader(self._output)
        self._pass_on(self._splitter.feed(data))

    def _hear_out(self) -> None:
        """Print its last words and close the pipe."""
        asyncio.get_running_loop().remove_reader(self._output)
        with contextlib.suppress(BlockingIOError):
            while data := os.read(self._output, CHUNK):
                self._pass_on(self._splitter.feed(data))
        self._pass_on(self._splitter.end())
        if self._running.stdout:
            self._running.stdout.close()

    def _pass_on(self, lines: list[str]) -> None:
        for line in filter(str.strip, lines):
            if not any(word in line for word in self._hush):
                self._lines.of(self.name, line)
