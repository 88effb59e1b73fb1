"""``python -m launch``: run the product until Ctrl-C."""

import asyncio
import os
import sys
from pathlib import Path

from launch.broker import EmbeddedBroker
from launch.data_folder import DataFolder
from launch.lines import Lines
from launch.problems import CannotStart
from launch.processes import plan_of
from launch.setup import asked_for, data_folder, set_up
from launch.supervisor import Supervisor
from launch.welcome import welcome

PROJECT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Return the exit code; a problem is one sentence on stderr."""
    try:
        asked = asked_for(PROJECT, os.environ)
        folder = DataFolder.take(data_folder(PROJECT, asked))
        try:
            return _run(folder, asked)
        finally:
            folder.release()
    except CannotStart as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _run(folder: DataFolder, asked: dict[str, str]) -> int:
    setup = set_up(PROJECT, folder.path, asked)
    broker = None if setup.redis_url else EmbeddedBroker.prepare(folder.path)
    lines = Lines()
    plan = plan_of(setup, folder, broker, lambda: welcome(setup, lines))
    try:
        return asyncio.run(Supervisor(plan, lines).run())
    finally:
        if broker:
            broker.clean_up()


if __name__ == "__main__":
    sys.exit(main())
