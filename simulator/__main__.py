"""`python -m simulator`: starts it, says one line when it is ready, ends on SIGTERM or SIGINT."""

import asyncio
import logging
import signal
import sqlite3
import sys
from contextlib import AsyncExitStack

from simulator.options import Options, SinkOptions, read_options
from simulator.server import CannotListen, start_pages, start_smtp
from simulator.sink import start_sink
from simulator.world import make_world


def main() -> int:
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    options = read_options()
    try:
        asyncio.run(run_sink(options) if isinstance(options, SinkOptions) else run(options))
    except CannotListen as problem:
        return _failed(str(problem))
    except (OSError, sqlite3.Error) as problem:
        return _failed(f"The simulator cannot use its folder: {problem}. Give another one with --data.")
    return 0


async def run(options: Options) -> None:
    async with AsyncExitStack() as stack:
        world = await make_world(options)
        stack.push_async_callback(world.close)
        await start_pages(world, stack)
        ready = f"simulator ready: http://localhost:{options.port}"
        if options.smtp_port:
            await start_smtp(world, options.smtp_port, stack)
            ready += f", SMTP on port {options.smtp_port}"
        _say(ready)
        await _told_to_stop()


async def run_sink(options: SinkOptions) -> None:
    try:
        server = await start_sink(options.port, options.latency_seconds)
    except OSError as problem:
        raise CannotListen(options.port) from problem
    _say(f"simulator's sink ready: http://localhost:{options.port}")
    await _told_to_stop()
    server.close()


async def _told_to_stop() -> None:
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    await told.wait()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _failed(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
