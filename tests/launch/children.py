"""A run with harmless children for the tests of the supervisor: ``python children.py PLAN DATA_DIR``."""

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from launch.broker import EmbeddedBroker
from launch.data_folder import DataFolder
from launch.lines import Lines
from launch.plan import ChildSpec, Patience, Plan, Step
from launch.probes import has_touched
from launch.supervisor import Supervisor

SLEEP = "import signal, time; print('up', flush=True); time.sleep(600)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
PARENT = f"import subprocess, sys; print('parent', flush=True); subprocess.run([sys.executable, '-c', {SLEEP!r}])"
BEAT = "import pathlib, sys, time\nfile = pathlib.Path(sys.argv[1])\nwhile True: file.touch(); time.sleep(0.1)"
COUNT = """
import signal, time
asked = []
signal.signal(signal.SIGTERM, lambda *_: asked.append(1))
print("counts", flush=True)
while not asked: time.sleep(0.01)
time.sleep(1)
print(f"asked {len(asked)} times", flush=True)
"""
CHAT = "import time\nwhile True: print('chat', flush=True); time.sleep(0.05)"
FREEZE = "import pathlib, sys, time; pathlib.Path(sys.argv[1]).touch(); time.sleep(600)"


def python(code: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code, *arguments)


def children(name: str, folder: DataFolder) -> tuple[ChildSpec, ...]:
    beat = folder.heartbeat("steady")
    steady = ChildSpec("steady", python(BEAT, str(beat)), ready=has_touched(beat), heartbeat=beat, silence=5)
    extra = {
        "calm": ChildSpec("sleeper", python(SLEEP)),
        "counting": ChildSpec("counting", python(COUNT)),
        "chatty": ChildSpec("chatty", python(CHAT)),
        "deaf": ChildSpec("deaf", python(DEAF)),
        "family": ChildSpec("parent", python(PARENT)),
        "broken": ChildSpec("broken", python("import sys; print('no way'); sys.exit(3)")),
        "missing": ChildSpec("missing", ("/nowhere/program",)),
        "frozen": ChildSpec(
            "frozen",
            python(FREEZE, str(folder.heartbeat("frozen"))),
            ready=has_touched(folder.heartbeat("frozen")),
            heartbeat=folder.heartbeat("frozen"),
            silence=1,
        ),
        "dying": ChildSpec(
            "dying",
            python(
                "import pathlib, sys, time\nfile = pathlib.Path(sys.argv[1])\nif file.exists(): sys.exit(7)\n"
                "file.touch()\ntime.sleep(0.5)",
                str(folder.run / "once"),
            ),
            ready=has_touched(folder.run / "once"),
        ),
    }
    return (steady, extra[name]) if name in extra else (steady,)


def main(name: str, data: str) -> int:
    folder = DataFolder.take(Path(data))
    broker = EmbeddedBroker.prepare(folder.path) if name == "broker" else None

    def announce(pids: Mapping[str, int]) -> None:
        folder.announce({"web": "nowhere", "pids": dict(pids), "redis": broker.url if broker else ""})

    lines = Lines()  # one for all: whoever finds the reader gone, everybody knows
    steps = (Step("first", python("print('a step')")),)
    if name == "bad-step":
        steps = (*steps, Step("second", python("raise SystemExit(4)")))
    plan = Plan(
        folder=folder.path,
        environment=dict(os.environ),
        before=(broker.child(),) if broker else (),
        steps=steps,
        front=children(name, folder),
        announce=announce,
        welcome=lambda: lines.plain("welcome"),
        patience=Patience(stop=2.0, before_restart=0.05),
    )
    try:
        return asyncio.run(Supervisor(plan, lines).run())
    finally:
        folder.release()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
