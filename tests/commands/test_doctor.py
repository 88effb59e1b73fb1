"""What production lacks is named with its mend, and nothing else stops the list."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from coaching.actions.check_up import CHECKS, check_up
from coaching.models import Sender, Staff
from coaching.settings.environment import ENVIRONMENT, Environment
from tests.commands.conftest import RunJson

PROJECT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "ENVIRONMENT": "production", "SECRET_KEY": "k" * 50, "FIELD_KEYS": "1:" + "ab" * 32,
    "PUBLIC_URL": "https://coach.example", "EMAIL_URL": "smtp://u:p@mail.example:587",
    "EMAIL_FROM": "Coach <coach@clinic.example>", "TWILIO_ACCOUNT_SID": "AC" + "1" * 32, "TWILIO_AUTH_TOKEN": "token",
    "TWILIO_FROM": "+31612345678", "REDIS_URL": "redis://127.0.0.1:9/0",
}  # fmt: skip


def missing(environment: Environment) -> dict[str, str]:
    return {found.name: found.mend for found in check_up(environment) if not found.is_well}


@pytest.mark.django_db
def test_a_demonstration_is_no_production(run_json: RunJson) -> None:
    code, rows = run_json("doctor")
    assert code == 1
    assert [row["check"] for row in rows] == list(CHECKS)
    lacking = {row["check"]: row["mend"] for row in rows if row["state"] == "missing"}
    assert lacking["environment"] == "This is a demonstration: set ENVIRONMENT=production."
    assert {"secret key", "field keys", "public address", "SMS sender", "administrator"} <= set(lacking)
    assert next(row for row in rows if row["check"] == "migrations") == {
        "check": "migrations", "state": "ok", "mend": None,
    }  # fmt: skip


@pytest.mark.usefixtures("staff")
def test_a_whole_production_lacks_only_what_does_not_answer_here() -> None:
    # Nobody listens on port 9.
    lacking = missing(Environment.read(PRODUCTION))
    assert set(lacking) == {"broker"}
    assert "mend REDIS_URL" in lacking["broker"]


@pytest.mark.usefixtures("staff")
def test_an_assistant_is_no_administrator() -> None:
    Staff.objects.update(role="assistant")
    assert "administrator" in missing(Environment.read(PRODUCTION))


def test_a_sender_that_was_stopped_is_named(staff: Staff) -> None:
    at = staff.date_joined
    Sender.objects.create(clinic=staff.clinic, channel="sms", stopped_at=at, stopped_reason="401 from the provider")
    assert "sms" in missing(Environment.read(PRODUCTION))["senders go on"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("secret key", {"secret_key": "short"}),
        ("field keys", {"field_keys": "1:" + "64656d6f" * 8}),
        ("public address", {"public_url": "http://coach.example"}),
        ("SMS sender", {"twilio_account_sid": "AC123"}),
        ("SMS sender", {"twilio_auth_tokens": ()}),
        ("SMS sender", {"twilio_from": ""}),
        ("settle time", {"settle_seconds": 20}),
        ("settle time", {"settle_seconds": 60}),
        ("settle time", {"settle_seconds": 86_400}),
    ],
)
def test_each_setting_that_cannot_be_right_is_named(name: str, changed: dict[str, object]) -> None:
    environment = replace(Environment.read(PRODUCTION), **changed)  # type: ignore[arg-type]
    assert missing(environment)[name].endswith(".")


def test_a_database_that_does_not_answer_stops_no_other_check() -> None:
    nowhere = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:9/nowhere"}
    ended = subprocess.run(
        [sys.executable, "manage.py", "doctor", "--json"],
        cwd=PROJECT, env=nowhere, capture_output=True, text=True, check=False,
    )  # fmt: skip
    rows = [json.loads(line) for line in ended.stdout.splitlines()]
    assert (ended.returncode, ended.stderr) == (1, "")
    assert [row["check"] for row in rows] == list(CHECKS)
    assert "DATABASE_URL" in next(row["mend"] for row in rows if row["check"] == "database")


@pytest.mark.django_db
def test_a_person_reads_one_line_a_check() -> None:
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", stdout=out)
    lines = out.getvalue().splitlines()
    assert ended.value.code == 1
    assert len(lines) == len(CHECKS)
    assert all(line.startswith(("ok ", "missing ")) for line in lines)
    assert ENVIRONMENT.secret_key not in out.getvalue()
