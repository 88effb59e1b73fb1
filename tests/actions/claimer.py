"""A worker of its own: claims what is due, says which deliveries it has, and holds them until it is told to go on.

``python -m tests.actions.claimer ROUNDS MOST`` with the environment of :func:`claiming`.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).parents[2]


@contextmanager
def claiming(rounds: int = 1, most: int = 100) -> Iterator[subprocess.Popen[str]]:
    """Such a process on the test's database. Its first line is "ready"; it begins when it reads a line."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.actions.claimer", str(rounds), str(most)],
        cwd=PROJECT, env={**os.environ, "DATABASE_URL": _database_url()},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait(10)
        process.stdin.close()
        process.stdout.close()


def told(process: subprocess.Popen[str]) -> list[int]:
    """Let it go on, and the deliveries that it says it has."""
    assert process.stdin
    assert process.stdout
    process.stdin.write("go\n")
    process.stdin.flush()
    return [int(one) for one in process.stdout.readline().split()]


def _database_url() -> str:
    from django.db import connection  # noqa: PLC0415  (the process itself sets Django up first)

    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    return f"postgresql://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"


def main(rounds: int, most: int) -> None:
    import django  # noqa: PLC0415  (only here: a test that imports this module has Django already)

    django.setup()
    from coaching.actions.claim import claim  # noqa: PLC0415
    from coaching.core.delivery_states import CHECKED_PURPOSES  # noqa: PLC0415
    from coaching.core.protocol_timing import Timing  # noqa: PLC0415

    print("ready", flush=True)  # noqa: T201  (this is how it speaks)
    sys.stdin.readline()
    room = Timing.from_settle(60).room_to_send
    taken = [one.delivery_id for _ in range(rounds) for one in claim(CHECKED_PURPOSES, most, room)]
    print(*taken, flush=True)  # noqa: T201
    sys.stdin.readline()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
