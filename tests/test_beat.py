"""The wake-ups: each names a task that exists, and one that finds the last one still running does no harm."""

import threading
from pathlib import Path
from typing import Any

import pytest

from beat_schedule import BEAT_SCHEDULE, every
from coaching import tasks
from coaching.gateways.watch import Watch
from coaching.settings.environment import ENVIRONMENT
from worker import app

QUEUES = {"urgent", "bulk"}


@pytest.mark.parametrize("name", BEAT_SCHEDULE)
def test_each_entry_wakes_a_task_that_exists_on_a_queue_that_somebody_reads(name: str) -> None:
    app.loader.import_default_modules()
    entry: dict[str, Any] = BEAT_SCHEDULE[name]
    assert entry["task"] in app.tasks
    assert entry["options"]["queue"] in QUEUES
    assert entry["options"]["expires"] == entry["schedule"] > 0


def test_every_task_of_ours_is_woken_by_beat() -> None:
    app.loader.import_default_modules()
    ours = {
        name
        for name, task in app.tasks.items()
        if type(task).__module__.startswith("coaching") or "coaching" in task.run.__module__
    }
    assert {entry["task"] for entry in BEAT_SCHEDULE.values()} == ours


def test_an_entry_says_all_of_itself() -> None:
    assert every(2, "send_due", "bulk") == {
        "task": "send_due", "schedule": 2, "options": {"queue": "bulk", "expires": 2},
    }  # fmt: skip


def test_no_task_carries_anything() -> None:
    app.loader.import_default_modules()
    for entry in BEAT_SCHEDULE.values():
        assert "args" not in entry
        assert "kwargs" not in entry
        assert app.tasks[str(entry["task"])].run.__code__.co_argcount == 0


@pytest.mark.parametrize(
    "task",
    [
        tasks.send_urgent,
        tasks.act_on_what_came_in,
        tasks.send_due,
        tasks.plan_ahead,
        tasks.settle_unconfirmed,
        tasks.walk_the_clock,
    ],
)
def test_a_task_that_finds_the_last_one_running_does_nothing(
    task: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No database is asked for in this test: a task that did its work would fail."""
    watch = Watch(lambda: None, tmp_path / "heartbeat")
    monkeypatch.setattr(tasks, "_watch", [watch])
    began, go_on = threading.Event(), threading.Event()

    def busy() -> None:
        began.set()
        assert go_on.wait(10)

    running = threading.Thread(target=watch.asked, args=(busy,))
    running.start()
    assert began.wait(10)
    try:
        assert task.apply().state == "SUCCESS"
    finally:
        go_on.set()
        running.join(10)


def test_beat_shows_that_it_is_alive() -> None:
    pulse = ENVIRONMENT.data_dir / "run" / "beat.heartbeat"
    pulse.unlink(missing_ok=True)
    tasks.beat_seen.apply()
    assert pulse.exists()
