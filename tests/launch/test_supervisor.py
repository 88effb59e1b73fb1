"""The supervisor with real, harmless processes: it starts them, keeps them, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .runs import CHILDREN, group_of, is_alive, running, until

pytestmark = pytest.mark.processes


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_signal_ends_everything_and_counts_as_well_done(tmp_path: Path, asked: signal.Signals) -> None:
    with running("family", tmp_path) as run:
        pids = run.wait_until_ready()["pids"]
        until(lambda: len(group_of(pids["parent"])) == 2, "the child has a child of its own")
        run.process.send_signal(asked)
        assert run.process.wait(15) == 0
        assert [pid for name in pids for pid in group_of(pids[name])] == []
    assert not (tmp_path / "run/address.json").exists()


def test_a_child_that_will_not_stop_is_ended(tmp_path: Path) -> None:
    with running("deaf", tmp_path) as run:
        pids = run.wait_until_ready()["pids"]
        run.wait_for("deaf      | deaf")
        begun = time.monotonic()
        assert run.end() == 0
        assert 2 <= time.monotonic() - begun < 5  # this plan's patience is 2 seconds
        assert not is_alive(pids["deaf"])
    assert run.says("deaf did not stop within 2 seconds: ended it")


def test_asking_twice_does_not_hurry_a_child(tmp_path: Path) -> None:
    with running("counting", tmp_path) as run:
        run.wait_until_ready()
        run.wait_for("counts")
        run.process.send_signal(signal.SIGINT)
        run.wait_for("stopping")
        run.process.send_signal(signal.SIGINT)
        run.wait_for("already stopping")
        assert run.process.wait(15) == 0
    assert run.says("asked 1 times")


def test_nothing_outlives_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    with running("calm", tmp_path) as run:
        pids = run.wait_until_ready()["pids"]
        run.process.kill()
        run.process.wait(5)
        until(lambda: not any(is_alive(pid) for pid in pids.values()), "no orphan")
    with running("calm", tmp_path) as again:
        assert again.wait_until_ready()["pids"].keys() == pids.keys()


def test_a_child_that_dies_is_named_and_started_again(tmp_path: Path) -> None:
    with running("calm", tmp_path) as run:
        before = run.wait_until_ready()["pids"]["sleeper"]
        os.kill(before, signal.SIGKILL)
        run.wait_for("sleeper ended (ended by SIGKILL): starting it again")
        until(lambda: run.wait_until_ready()["pids"]["sleeper"] != before, "another process")
        assert is_alive(run.wait_until_ready()["pids"]["sleeper"])


def test_what_a_dead_child_left_behind_goes_with_it(tmp_path: Path) -> None:
    with running("family", tmp_path) as run:
        parent = run.wait_until_ready()["pids"]["parent"]
        until(lambda: len(group_of(parent)) == 2, "the child has a child of its own")
        os.kill(parent, signal.SIGKILL)
        run.wait_for("parent ended")
        assert group_of(parent) == []


def test_a_child_that_keeps_dying_ends_the_whole(tmp_path: Path) -> None:
    with running("dying", tmp_path) as run:
        assert run.process.wait(15) == 1
    assert run.says("dying ended again and again (exit code 7)")
    assert sum("starting it again" in line for line in run.lines) == 5


def test_a_silent_child_is_ended_and_started_again(tmp_path: Path) -> None:
    with running("frozen", tmp_path) as run:
        pids = run.wait_until_ready()["pids"]
        run.wait_for("frozen gave no sign of life for 1 seconds")
        run.wait_for("frozen ended (ended by SIGKILL): starting it again")
        assert is_alive(pids["steady"])
    assert not run.says("steady gave no sign")


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        ("broken", "broken could not start (exit code 3)"),
        ("missing", "missing could not start (exit code 1)"),
        ("bad-step", "second failed (exit code 4)"),
    ],
)
def test_what_cannot_start_ends_the_whole_with_its_name(tmp_path: Path, plan: str, sentence: str) -> None:
    with running(plan, tmp_path) as run:
        assert run.process.wait(15) == 1
    assert run.says(sentence)
    assert not run.says("welcome")


def test_a_second_one_on_the_same_data_is_refused(tmp_path: Path) -> None:
    with running("calm", tmp_path) as run:
        run.wait_until_ready()
        with running("calm", tmp_path) as second:
            assert second.process.wait(10) != 0
        assert second.says("Already running at nowhere")
        assert run.wait_until_ready()["web"] == "nowhere"


def test_a_reader_that_goes_away_ends_the_run(tmp_path: Path) -> None:
    command = f"{sys.executable} -u {CHILDREN} chatty {tmp_path} | head -n 3"
    begun = time.monotonic()
    shown = subprocess.run(
        ["/bin/bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=False
    )
    assert len(shown.stdout.splitlines()) == 3
    assert shown.returncode == 0, shown.stderr
    assert time.monotonic() - begun < 15
    assert not (tmp_path / "run/address.json").exists()
