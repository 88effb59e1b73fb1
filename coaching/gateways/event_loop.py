"""One event loop in one thread of a process: network calls of a batch run in it side by side."""

import asyncio
import os
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

Result = TypeVar("Result")


class LoopThread:
    """An event loop that runs for as long as its process."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, name="event-loop", daemon=True).start()

    def start(self, coroutine: Coroutine[Any, Any, Result]) -> Future[Result]:
        """Start ``coroutine`` in the loop; the future has its result."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop)

    def run(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        """Run ``coroutine`` in the loop and wait for its result; a time limit that strikes here ends it as well."""
        future = self.start(coroutine)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise


_threads: dict[int, LoopThread] = {}
_guard = threading.Lock()


def loop_thread() -> LoopThread:
    """This process's loop; a forked child gets one of its own."""
    with _guard:
        if os.getpid() not in _threads:
            _threads[os.getpid()] = LoopThread()
        return _threads[os.getpid()]
