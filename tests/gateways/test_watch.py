"""A worker's pulse, and one piece of work at a time."""

import threading
from pathlib import Path

import pytest

from coaching.gateways import watch as module
from coaching.gateways.watch import Watch
from tests.waiting import until


def nothing() -> None:
    """A scan that finds no work."""


def test_what_is_asked_while_it_works_is_left_out_and_harms_nothing(tmp_path: Path) -> None:
    watch = Watch(nothing, tmp_path / "heartbeat")
    began, go_on, done = threading.Event(), threading.Event(), []

    def slowly() -> None:
        began.set()
        assert go_on.wait(10)
        done.append("slow")

    first = threading.Thread(target=watch.asked, args=(slowly,))
    first.start()
    assert began.wait(10)
    for _ in range(5):
        watch.asked(lambda: done.append("at once"))
    go_on.set()
    first.join(10)
    assert done == ["slow"]
    watch.asked(lambda: done.append("later"))
    assert done == ["slow", "later"]


def test_of_many_at_the_same_time_one_works(tmp_path: Path) -> None:
    watch, begin, done = Watch(nothing, tmp_path / "heartbeat"), threading.Barrier(8), []
    go_on = threading.Event()

    def work() -> None:
        done.append(1)
        assert go_on.wait(10)

    def ask() -> None:
        begin.wait(10)
        watch.asked(work)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    until(lambda: sum(thread.is_alive() for thread in threads) == 1)
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert done == [1]


def test_work_that_fails_leaves_the_way_free(tmp_path: Path) -> None:
    watch = Watch(nothing, tmp_path / "heartbeat")

    def fail() -> None:
        raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError):
        watch.asked(fail)
    done: list[int] = []
    watch.asked(lambda: done.append(1))
    assert done == [1]


def test_it_ends_after_what_is_running_and_begins_nothing_new(tmp_path: Path) -> None:
    watch, began, go_on = Watch(nothing, tmp_path / "heartbeat"), threading.Event(), threading.Event()
    done: list[str] = []

    def slowly() -> None:
        began.set()
        assert go_on.wait(10)
        done.append("slow")

    worker = threading.Thread(target=watch.asked, args=(slowly,))
    worker.start()
    assert began.wait(10)
    assert watch.finish(0.01) is False
    watch.asked(lambda: done.append("new"))
    go_on.set()
    worker.join(10)
    assert watch.finish(10) is True
    watch.asked(lambda: done.append("new"))
    assert done == ["slow"]


def test_without_wake_ups_it_scans_by_itself_and_a_failure_does_not_end_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BEAT_SECONDS", 0.01)
    monkeypatch.setattr(module, "QUIET_SECONDS", 0.02)
    scans: list[int] = []

    def scan() -> None:
        scans.append(1)
        raise RuntimeError("on purpose")

    watch = Watch(scan, tmp_path / "run" / "heartbeat")
    watch.start()
    try:
        until(lambda: len(scans) >= 3)
        assert (tmp_path / "run" / "heartbeat").exists()
    finally:
        assert watch.finish(10)


def test_who_no_longer_hears_the_broker_asks_for_a_new_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BEAT_SECONDS", 0.01)
    monkeypatch.setattr(module, "QUIET_SECONDS", 0.02)
    anew = threading.Event()
    watch = Watch(nothing, tmp_path / "heartbeat", wake_ups_wait=lambda: True, start_anew=anew.set)
    watch.start()
    try:
        assert anew.wait(10)
    finally:
        assert watch.finish(10)


def test_who_has_no_wake_ups_waiting_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BEAT_SECONDS", 0.01)
    monkeypatch.setattr(module, "QUIET_SECONDS", 0.02)
    scans: list[int] = []
    anew = threading.Event()
    watch = Watch(lambda: scans.append(1), tmp_path / "heartbeat", wake_ups_wait=lambda: False, start_anew=anew.set)
    watch.start()
    try:
        until(lambda: len(scans) >= 5)
        assert not anew.is_set()
    finally:
        assert watch.finish(10)


def test_the_pulse_goes_on_while_a_scan_takes_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BEAT_SECONDS", 0.01)
    monkeypatch.setattr(module, "QUIET_SECONDS", 0.02)
    heartbeat, scanning, go_on = tmp_path / "heartbeat", threading.Event(), threading.Event()

    def scan() -> None:
        scanning.set()
        go_on.wait(10)

    watch = Watch(scan, heartbeat)
    watch.start()
    try:
        assert scanning.wait(10)
        until(heartbeat.exists)
        heartbeat.unlink()
        until(heartbeat.exists)
    finally:
        go_on.set()
        assert watch.finish(10)
