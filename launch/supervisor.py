"""Starts what a plan says, keeps it running, and ends all of it.

One thread and one loop, so that everything that happens has one order. Never half alive: a child that ends is named and
started again; one that keeps ending, or cannot start, ends the whole with a sentence and an exit code that is not 0.
"""

import asyncio
import signal
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

from launch.child import Child
from launch.keeper import Keeper, could_not_start, in_words
from launch.lines import Lines
from launch.plan import ChildSpec, Plan, Step
from launch.problems import CannotStart

A_LOOK = 0.5  # seconds between two looks whether anybody still reads our lines
Answer = TypeVar("Answer")


class Stopped(Exception):
    """Somebody asked for the end while something else was under way."""


class Supervisor:
    """One run of a plan."""

    def __init__(self, plan: Plan, lines: Lines) -> None:
        self._plan = plan
        self._lines = lines
        self._keepers: dict[str, Keeper] = {}
        self._step: Child | None = None
        self._stopping = asyncio.Event()
        self._everything_ready = asyncio.Event()
        self._failure: str | None = None

    async def run(self) -> int:
        """Run until somebody asks for the end (0) or the plan cannot be kept (1)."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._ask_to_stop)
        try:
            await self._start_everything()
            await self._until_the_end()
        except Stopped:
            pass
        except (CannotStart, OSError) as problem:  # OSError: the disk is full, no more processes, …
            self._fail(str(problem))
        finally:
            await self._stop_everything()
        if self._failure:
            self._lines.own(self._failure)
        return 1 if self._failure else 0

    def _ask_to_stop(self) -> None:
        if self._stopping.is_set():
            self._lines.own("already stopping: what is being sent is finished first, 15 seconds at most")
            return
        self._lines.own("stopping")
        self._stopping.set()

    def _fail(self, sentence: str) -> None:
        """Remember the first thing that went wrong, and stop."""
        self._failure = self._failure or sentence
        self._stopping.set()

    async def _start_everything(self) -> None:
        before = self._start(self._plan.before)
        for step in self._plan.steps:
            await self._unless_stopping(self._take(step))
        front = self._start(self._plan.front)
        await self._wait_until_ready(before + front)
        self._plan.welcome()
        await self._wait_until_ready(self._start(self._plan.children))
        self._everything_ready.set()
        self._announce()

    async def _take(self, step: Step) -> None:
        self._step = Child(step.name, step.command, self._lines)
        self._step.start(self._plan.folder, self._plan.environment)
        if code := await self._step.ended():
            raise CannotStart(f"{step.name} failed ({in_words(code)}): its lines above say why.")
        self._step = None

    def _start(self, specs: Sequence[ChildSpec]) -> list[Keeper]:
        """Start all of these at once."""
        keepers = [Keeper(spec, self._plan, self._lines, restarted=self._announce) for spec in specs]
        for keeper in keepers:
            self._keepers[keeper.spec.name] = keeper
            keeper.start()
            keeping = asyncio.create_task(keeper.keep(self._everything_ready), name=keeper.spec.name)
            keeping.add_done_callback(self._no_longer_kept)
        return keepers

    async def _wait_until_ready(self, keepers: list[Keeper]) -> None:
        patience = self._plan.patience.ready
        try:
            async with asyncio.timeout(patience):
                for keeper in keepers:
                    await self._unless_stopping(keeper.was_ready.wait())
        except TimeoutError:
            late = ", ".join(keeper.spec.name for keeper in keepers if not keeper.was_ready.is_set())
            raise CannotStart(f"{late} did not get ready within {patience:.0f} seconds.") from None
        for keeper in keepers:
            if (code := keeper.child.exit_code()) is not None:
                raise CannotStart(could_not_start(keeper.spec.name, code))

    def _no_longer_kept(self, keeping: asyncio.Task[str | None]) -> None:
        if keeping.cancelled():
            return
        if error := keeping.exception():
            self._fail(f"{keeping.get_name()} cannot be kept running: {error}")
        elif sentence := keeping.result():
            self._fail(sentence)

    def _announce(self) -> None:
        if self._everything_ready.is_set():
            self._plan.announce({name: keeper.child.pid for name, keeper in self._keepers.items()})

    async def _until_the_end(self) -> None:
        """Wait for the end; a terminal or pipe that went away is one, too."""
        while not self._lines.closed:
            await self._unless_stopping(asyncio.sleep(A_LOOK))

    async def _unless_stopping(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        """Return what ``work`` answers; raise :class:`Stopped` if the end comes first."""
        task = asyncio.create_task(work)
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():
                raise Stopped
            return task.result()
        finally:
            task.cancel()
            stopping.cancel()

    async def _stop_everything(self) -> None:
        """Ask each once, wait, then end what is left. The broker goes last: the workers talk to it until their end."""
        self._stopping.set()
        last = {spec.name for spec in self._plan.before}
        for keeper in self._keepers.values():
            if keeper.spec.name not in last:
                keeper.ask_to_stop()
        if self._step:
            self._step.ask_to_stop()
        steps = [self._step] if self._step else []
        others = [keeper.child for name, keeper in self._keepers.items() if name not in last]
        await self._end([*steps, *others], self._plan.patience.stop)
        for name in last & set(self._keepers):
            self._keepers[name].ask_to_stop()
        await self._end(
            [self._keepers[name].child for name in last & set(self._keepers)], self._plan.patience.stop_last
        )

    async def _end(self, children: list[Child], seconds: float) -> None:
        """Wait for these to end; after ``seconds`` end them."""
        ends = {asyncio.create_task(child.ended()): child for child in children}
        if not ends:
            return
        _, left = await asyncio.wait(ends, timeout=seconds)
        for end in left:
            self._lines.own(f"{ends[end].name} did not stop within {seconds:.0f} seconds: ended it")
            ends[end].kill()
        await asyncio.gather(*ends)
