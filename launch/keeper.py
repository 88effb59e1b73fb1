"""Keeps one child running, and says what happens to it."""

import asyncio
import signal
from collections import deque
from collections.abc import Callable

from launch.child import Child
from launch.heartbeat import falls_silent
from launch.lines import Lines
from launch.plan import ChildSpec, Plan

A_LOOK = 0.05  # seconds between two questions whether it is ready


class Keeper:
    """The whole life of one child of a plan: started, ready, ended, started again; or given up."""

    def __init__(self, spec: ChildSpec, plan: Plan, lines: Lines, *, restarted: Callable[[], None]) -> None:
        self.spec = spec
        self.child = Child(spec.name, spec.command, lines, spec.hush)
        self.was_ready = asyncio.Event()  # once is enough: from then on an end is an accident, not a failure to start
        self._plan = plan
        self._lines = lines
        self._restarted = restarted
        self._stopping = asyncio.Event()
        self._mended = False
        self._ends: deque[float] = deque(maxlen=plan.patience.restarts)

    def start(self) -> None:
        """Start the child."""
        if self.spec.heartbeat:
            self.spec.heartbeat.unlink(missing_ok=True)
        self.child = Child(self.spec.name, self.spec.command, self._lines, self.spec.hush)
        self.child.start(self.spec.folder or self._plan.folder, {**self._plan.environment, **self.spec.environment})

    async def keep(self, everything_ready: asyncio.Event) -> str | None:
        """Keep it running. Returns a sentence when that cannot be done, None when it ended because it should."""
        while True:
            getting_ready = asyncio.create_task(self._get_ready())
            code = await self._until_it_ends()
            got_ready = getting_ready.done()
            getting_ready.cancel()
            if self._stopping.is_set():
                return None
            if not got_ready and self._mend():
                pass
            elif not everything_ready.is_set():
                return could_not_start(self.spec.name, code)
            elif self._too_often():
                return f"{self.spec.name} ended again and again ({in_words(code)}): its lines above say why."
            else:
                self._lines.own(f"{self.spec.name} ended ({in_words(code)}): starting it again")
            await asyncio.sleep(self._plan.patience.before_restart)
            if self._stopping.is_set():
                return None
            self.start()
            self._restarted()

    def ask_to_stop(self) -> None:
        """Ask the child to end, and let it rest."""
        self._stopping.set()
        self.child.ask_to_stop()

    async def _get_ready(self) -> None:
        while self.spec.ready and not await self.spec.ready():  # noqa: ASYNC110  (another process gets ready, no Event does)
            await asyncio.sleep(A_LOOK)
        self.was_ready.set()

    async def _until_it_ends(self) -> int:
        """Wait for the child's end, and bring it about when it no longer gives a sign of life."""
        ended = asyncio.create_task(self.child.ended())
        if self.spec.heartbeat:
            first = self._plan.patience.first_heartbeat
            silent = asyncio.create_task(falls_silent(self.spec.heartbeat, self.spec.silence, first))
            await asyncio.wait({ended, silent}, return_when=asyncio.FIRST_COMPLETED)
            if silent.done() and not self._stopping.is_set():
                self._lines.own(f"{self.spec.name} gave no sign of life for {self.spec.silence:.0f} seconds: ending it")
                self.child.kill()
            silent.cancel()
        return await ended

    def _mend(self) -> bool:
        """Put right, once, what keeps it from starting."""
        if self._mended or not self.spec.mend:
            return False
        self._mended = True
        done = self.spec.mend()
        if done:
            self._lines.own(done)
        return bool(done)

    def _too_often(self) -> bool:
        """Note this end; whether it is one too many within a minute."""
        moment = asyncio.get_running_loop().time()
        often = len(self._ends) == self._ends.maxlen and moment - self._ends[0] < self._plan.patience.restarts_within
        self._ends.append(moment)
        return often


def could_not_start(name: str, code: int) -> str:
    """Return the sentence for a child that ended before it was ready."""
    return f"{name} could not start ({in_words(code)}): its lines above say why."


def in_words(code: int) -> str:
    """Return an exit code as a person reads it."""
    return f"exit code {code}" if code >= 0 else f"ended by {signal.Signals(-code).name}"
