"""How fast nudges go out, end to end, as a share of what twilio-python's bare client reaches in the same run.

``python -m bench.send [--nudges N] [--rounds R] [--latency-ms L …]``. End to end: due in the database → claimed,
rendered, handed over with twilio-python to a fast local sink, recorded as sent. The bare client: the same client, sink
and concurrency, and nothing else. Both in turn, several rounds; the median ratio counts, absolute figures only orient.
Everything stays on this machine, in a folder that is thrown away.
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
REPORT = PROJECT / "docs" / "performance.md"
START, END = "<!-- bench.send: begin -->", "<!-- bench.send: end -->"
BODY = "Demo load: Sta even op en loop een paar stappen. Gelukt? JA/NEE"


def main() -> int:
    """Measure, print, and write the table of docs/performance.md."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--nudges", type=int, default=2000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--latency-ms", type=int, nargs="+", default=[0, 50])
    given = asked.parse_args()
    rows = [measured(latency, given.nudges, given.rounds) for latency in given.latency_ms]
    table = "\n".join(
        ["| latency | bare client | end to end | share |", "|---|---|---|---|", *(row_of(*row) for row in rows)]
    )
    print(table)
    write_report(table, given.nudges, given.rounds)
    return 0


def row_of(latency: int, bare: list[float], ours: list[float]) -> str:
    """One line of the table: medians, and the range of the ratios."""
    ratios = [mine / theirs for mine, theirs in zip(ours, bare, strict=True)]
    return (
        f"| {latency} ms | {statistics.median(bare):.0f}/s | {statistics.median(ours):.0f}/s "
        f"| **{statistics.median(ratios):.0%}** ({min(ratios):.0%}–{max(ratios):.0%}) |"
    )


def measured(latency: int, nudges: int, rounds: int) -> tuple[int, list[float], list[float]]:
    """Rates a second of the bare client and of the whole way, round by round, in a process and folder of their own."""
    with tempfile.TemporaryDirectory(prefix="volhoud-bench-") as folder, sink(latency) as port:
        environment = {**os.environ, "ENVIRONMENT": "demo", "DATA_DIR": folder}
        environment |= {"TWILIO_API_URL": f"http://127.0.0.1:{port}", "DATABASE_URL": ""}
        done = subprocess.run(
            [sys.executable, "-m", "bench.send_rounds", str(nudges), str(rounds), str(port)],
            cwd=PROJECT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    rates = json.loads(done.stdout.splitlines()[-1])
    return latency, rates["bare"], rates["ours"]


@contextmanager
def sink(latency: int) -> Iterator[int]:
    """A Twilio-shaped server that takes everything and counts."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "simulator", "--sink", "--port", str(port), "--latency-ms", str(latency)]
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 15
        while True:
            try:
                count_at(port)
                break
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def count_at(port: int) -> int:
    """How many creates the sink has taken."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/count", timeout=5) as answer:
        return int(json.load(answer)["count"])


def write_report(table: str, nudges: int, rounds: int) -> None:
    """Put the table into docs/performance.md between its markers."""
    text = REPORT.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    note = f"{nudges} nudges a round, {rounds} rounds, SQLite, one sending process; sink on the same machine."
    REPORT.write_text(f"{before}{START}\n{table}\n\n{note}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
