"""Whether a process still gives a sign of life."""

import asyncio
from pathlib import Path

A_LOOK = 1.0  # seconds between two looks at the file


async def falls_silent(file: Path, seconds: float, first: float) -> None:
    """Return when ``file`` has not been touched for ``seconds`` (for ``first`` before it is touched at all).

    Measured by the monotonic clock, which stands still while a laptop sleeps; what the file's own time says does not
    matter, only that it changes.
    """
    loop = asyncio.get_running_loop()
    seen, since = _touched(file), loop.time()
    begun = False
    while True:
        await asyncio.sleep(min(A_LOOK, seconds / 4))
        touched = _touched(file)
        if touched != seen:
            seen, since, begun = touched, loop.time(), True
        if loop.time() - since > (seconds if begun else max(seconds, first)):
            return


def _touched(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0
