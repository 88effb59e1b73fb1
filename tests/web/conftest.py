"""Two clinics that know nothing of each other, each with its people, the shipped programme and a patient."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from coaching.actions.enrol import NewPatient, enrol
from coaching.actions.publish_programme import publish
from coaching.actions.read_programme_folder import read_programme_folder
from coaching.actions.record_event import record_event
from coaching.core.events import Confirmed
from coaching.models import Address, Clinic, Enrolment, Inbound, Programme, Sender, Staff
from coaching.models.staff import Role

LOW_BACK = Path(__file__).resolve().parents[2] / "templates" / "programmes" / "low_back"
SUNDAY = datetime(2026, 4, 26, 10, tzinfo=UTC)
MONDAY = datetime(2026, 4, 27, 12, tzinfo=UTC)


@cache
def low_back() -> dict[str, str]:
    return read_programme_folder(LOW_BACK)


@dataclass(frozen=True, slots=True)
class Practice:
    """One clinic as the tests see it. ``text`` is of its patient, and nobody understood it."""

    clinic: Clinic
    programme: Programme
    enrolment: Enrolment
    text: Inbound

    def staff(self, role: Role) -> Staff:
        return self.clinic.staff.get(role=role)


def open_practice(name: str, phone: str) -> Practice:
    clinic = Clinic.objects.create(
        name=name, short_name=name[:20], phone="035 123 45 67", country="", created_at=SUNDAY
    )
    for channel in ("sms", "email"):
        Sender.objects.create(clinic=clinic, channel=channel)
    for role in Role:
        Staff.objects.create(username=f"{role} of {name}", clinic=clinic, role=role, language="en")
    programme = Programme.objects.create(clinic=clinic, key="low_back")
    publish(programme, low_back(), None, SUNDAY - timedelta(days=30), "first")
    enrolment = enrol_somebody(clinic, programme, f"Anna of {name}", phone)
    return Practice(clinic, programme, enrolment, unread_text(enrolment, "wo wel do nie"))


def enrol_somebody(clinic: Clinic, programme: Programme, name: str, phone: str) -> Enrolment:
    new = NewPatient(name, phone, "", "nl", "sms", "calm", consent=True)
    enrolment = enrol(clinic, programme, new, clinic.staff.get(role=Role.CHIROPRACTOR), SUNDAY)
    record_event(enrolment, Confirmed(recorded_at=SUNDAY + timedelta(minutes=5)))
    return enrolment


def unread_text(enrolment: Enrolment, body: str) -> Inbound:
    address = Address.objects.get(contact_points__patient=enrolment.patient)
    return Inbound.objects.create(
        clinic=enrolment.clinic,
        channel="sms",
        provider_id=f"SM{Inbound.objects.count():032d}",
        sender=address.value,
        sender_index=bytes(address.index),
        body=body,
        raw="{}",
        sent_at=MONDAY,
        received_at=MONDAY,
        acted_at=MONDAY,
        address=address,
        enrolment=enrolment,
        needs_reading=True,
    )


@pytest.fixture(autouse=True)
def monday_noon(request: pytest.FixtureRequest) -> Iterator[None]:
    """It is Monday noon wherever a test uses the database; the others do not ask for the time."""
    if "db" not in request.fixturenames:
        yield
        return
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def ours(db: None) -> Practice:
    return open_practice("Ours", "06 12345601")


@pytest.fixture
def theirs(db: None) -> Practice:
    return open_practice("Theirs", "06 12345602")


@pytest.fixture
def logged_in(ours: Practice) -> Callable[..., Client]:
    def log_in(role: Role, language: str = "en", **headers: str) -> Client:
        person = ours.staff(role)
        Staff.objects.filter(pk=person.pk).update(language=language)
        client = Client(headers=headers)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in


@pytest.fixture
def chiropractor(logged_in: Callable[..., Client]) -> Client:
    client: Client = logged_in(Role.CHIROPRACTOR)
    return client


@pytest.fixture
def admin(logged_in: Callable[..., Client]) -> Client:
    client: Client = logged_in(Role.ADMIN)
    return client
