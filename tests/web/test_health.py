"""Whether the program is alive and ready, and the demonstration's clock over HTTP."""

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from coaching.models import Delivery, DemoClock, Enrolment
from coaching.settings.environment import ENVIRONMENT
from coaching.web import health

from .conftest import MONDAY, Practice


def test_alive_asks_nothing() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"alive": True})


def test_ready_names_what_does_not_answer(db: None, settings: pytest.FixtureRequest, free_port: int) -> None:
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{free_port}/0"  # type: ignore[attr-defined]
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["ready"] is False
    assert answer.json()["checks"] | {"broker": False} == answer.json()["checks"]
    assert (answer.json()["checks"]["database"], answer.json()["checks"]["migrations"]) == (True, True)


def test_a_migration_that_is_missing_is_noticed(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *_: ["one"])
    assert health.migrations() is False


def test_a_beat_that_fell_silent_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(health, "ENVIRONMENT", replace(ENVIRONMENT, data_dir=tmp_path))
    assert health.beat() is False, "never seen"
    heartbeat = tmp_path / "run" / "beat.heartbeat"
    heartbeat.parent.mkdir()
    heartbeat.touch()
    assert health.beat() is True
    long_ago = heartbeat.stat().st_mtime - 600
    os.utime(heartbeat, (long_ago, long_ago))
    assert health.beat() is False


def test_the_clock_tells_the_time_and_is_moved(ours: Practice) -> None:
    Delivery.objects.all().delete()
    Enrolment.objects.update(plan_from_at=MONDAY + timedelta(days=9))
    client, an_hour_later = Client(), (MONDAY + timedelta(hours=1)).isoformat()
    assert client.get("/demo/clock").json() == {"now": MONDAY.isoformat(), "offset_seconds": 0, "target_seconds": 0}
    moved = client.post("/demo/clock", {"forward": "1h"}).json()
    assert moved == {"now": an_hour_later, "offset_seconds": 3600, "target_seconds": 3600}
    morning = client.post("/demo/clock", {"forward": "tomorrow-08:00"}).json()
    assert MONDAY + timedelta(seconds=morning["target_seconds"]) == datetime(2026, 4, 28, 6, tzinfo=UTC), (
        "8:00 in Amsterdam"
    )


def test_the_clock_is_held_while_a_text_is_on_its_way(ours: Practice) -> None:
    Delivery.objects.filter(nudge_key="calm-walk").update(state="sending")
    refused = Client(headers={"Accept-Language": "nl"}).post("/demo/clock", {"forward": "1h"})
    assert refused.status_code == 409
    assert "onderweg" in refused.json()["error"]


@pytest.mark.parametrize("forward", ["", "-1h", "0h", "999h", "1", "tomorrow", "tomorrow-25:00", "1h; drop"])
def test_an_unknown_wish_moves_nothing(db: None, forward: str) -> None:
    answer = Client().post("/demo/clock", {"forward": forward})
    assert answer.status_code == 400
    assert "write a number of hours" in answer.json()["error"]
    assert not DemoClock.objects.filter(offset_seconds__gt=0).exists()


def test_the_clock_is_for_this_machine_only(db: None) -> None:
    assert Client(REMOTE_ADDR="192.0.2.7").get("/demo/clock").status_code == 404
    assert Client(headers={"Origin": "https://evil.example"}).post("/demo/clock", {"forward": "1h"}).status_code == 404
    assert Client(headers={"Origin": "null"}).post("/demo/clock", {"forward": "1h"}).status_code == 404
    assert Client(headers={"Origin": "http://localhost:8001"}).get("/demo/clock").status_code == 200
