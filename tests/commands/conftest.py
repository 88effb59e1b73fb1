"""One clinic with the shipped programme, and a patient who confirmed on a Sunday; the tests live on the Monday after."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from coaching.actions.enrol import NewPatient, enrol
from coaching.actions.publish_programme import publish
from coaching.actions.read_programme_folder import read_programme_folder
from coaching.actions.record_event import record_event
from coaching.core.events import Confirmed
from coaching.models import Clinic, Enrolment, Programme, Staff
from coaching.models.staff import Role

LOW_BACK = Path(__file__).resolve().parents[2] / "templates" / "programmes" / "low_back"
SUNDAY = datetime(2026, 4, 26, 10, tzinfo=UTC)
MONDAY = datetime(2026, 4, 27, 12, tzinfo=UTC)

Ran = tuple[int, list[dict[str, Any]]]
RunJson = Callable[..., Ran]


@pytest.fixture
def run_json() -> RunJson:
    """Run a command with --json; give its exit code and its objects."""

    def run(*words: str) -> Ran:
        out = StringIO()
        try:
            call_command(*words, "--json", stdout=out)
        except SystemExit as ended:
            code = ended.code
        else:
            code = 0
        return int(code or 0), [json.loads(line) for line in out.getvalue().splitlines()]

    return run


@pytest.fixture
def monday_noon() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def programme(db: None) -> Programme:  # noqa: ARG001  (the database is open while it is used)
    clinic = Clinic.objects.create(
        name="Beweeg", short_name="Beweeg", phone="035 123 45 67", country="", created_at=SUNDAY
    )
    programme = Programme.objects.create(clinic=clinic, key="low_back")
    publish(programme, read_programme_folder(LOW_BACK), None, SUNDAY - timedelta(days=30), "first")
    return programme


@pytest.fixture
def staff(programme: Programme) -> Staff:
    return Staff.objects.create(username="admin", clinic=programme.clinic, role=Role.ADMIN)


@pytest.fixture
def enrolment(programme: Programme, staff: Staff) -> Enrolment:
    """On Mondays of this phase, one nudge: calm-walk, about 10:10 in Amsterdam."""
    new = NewPatient(
        name="Anna Proef",
        phone="06 12345678",
        email="",
        language="nl",
        channel="sms",
        phase="calm",
        consent=True,
    )
    enrolment = enrol(programme.clinic, programme, new, staff, SUNDAY)
    record_event(enrolment, Confirmed(recorded_at=SUNDAY + timedelta(minutes=5)))
    return enrolment
