"""A small clinic on a real database, the clock at a time that suits, and the ways out pointed at a server of the test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import count
from typing import Any

from coaching.actions.enrol import NewPatient, enrol
from coaching.actions.plan_ahead import plan_ahead
from coaching.actions.publish_programme import publish
from coaching.actions.read_programme_folder import read_programme_folder
from coaching.actions.record_event import record_event
from coaching.actions.send_due import gateways, send_due
from coaching.core.calendar import instant
from coaching.core.delivery_states import CHECKED_PURPOSES, URGENT_PURPOSES, Purpose
from coaching.core.events import Channel, Confirmed, Enrolled, details_of
from coaching.core.programme import Nudge
from coaching.core.programme import Programme as Plan
from coaching.core.programme_file import read_programme, write_programme
from coaching.core.protocol_timing import Timing
from coaching.gateways.event_loop import loop_thread
from coaching.models import (
    Address,
    Clinic,
    ContactPoint,
    Delivery,
    DemoClock,
    Enrolment,
    EnrolmentEvent,
    Patient,
    Programme,
    ProgrammeVersion,
    Sender,
    Staff,
)  # fmt: skip
from coaching.models.clock import machine_now, now
from coaching.models.contact_point import address_index
from coaching.settings.environment import ENVIRONMENT, PROJECT_ROOT

AMSTERDAM = "Europe/Amsterdam"
MONDAY = date(2026, 9, 7)
PUBLISHED_AT = datetime(2026, 1, 1, tzinfo=UTC)
TIMING = Timing.from_settle(60)
TEN_PAST = time(10, 10)  # when the walk of every test falls due
_numbers = count(1)


def at_clock(wall: time, on_date: date = MONDAY) -> datetime:
    return instant(on_date, wall, AMSTERDAM)


def set_clock(wall: time, on_date: date = MONDAY) -> None:
    """Let our clock and the database's show that time from now on."""
    ahead = int((at_clock(wall, on_date) - machine_now()).total_seconds())
    DemoClock.objects.update_or_create(pk=1, defaults={"offset_seconds": ahead, "target_seconds": ahead})


def pass_time(duration: timedelta) -> None:
    """Let so much time go by on our clock."""
    clock = DemoClock.objects.get()
    clock.offset_seconds += int(duration.total_seconds())
    clock.save()


@cache
def shipped() -> Plan:
    return read_programme(read_programme_folder(PROJECT_ROOT / "templates" / "programmes" / "low_back"))


def a_plan(**changes: Any) -> Plan:
    """The shipped programme with four nudges a day in place of its week: at most two of coaching, without shifts."""
    every_day = {"weekdays": frozenset(), "jitter": timedelta(0), "window": timedelta(hours=1)}
    nudges = (
        Nudge(key="walk", kind="walk", phase="calm", slot="morning", at=None, asks="yes_no", priority=10, **every_day),  # type: ignore[arg-type]
        Nudge(key="sit", kind="sitting_break", phase="calm", slot="afternoon", at=None, **every_day),  # type: ignore[arg-type]
        Nudge(key="week", kind="check_in", phase="calm", slot=None, at=time(17), asks="days_0_7", **every_day),  # type: ignore[arg-type]
        Nudge(key="build-walk", kind="walk", phase="build", slot="midday", at=None, asks="yes_no", **every_day),  # type: ignore[arg-type]
    )
    return replace(shipped(), **{"daily_cap": 2, "nudges": nudges, **changes})


def publish_plan(programme: Programme, plan: Plan, at: datetime = PUBLISHED_AT) -> None:
    publish(programme, write_programme(plan), None, at, "")


def open_clinic(plan: Plan | None = None) -> Programme:
    """A clinic with one chiropractor and a programme; it is Monday, ten o'clock."""
    set_clock(time(10))
    clinic = Clinic.objects.create(
        name="MoveWell", short_name="MoveWell", phone="035 123 45 67", created_at=PUBLISHED_AT
    )
    for channel in ("sms", "email"):
        Sender.objects.create(clinic=clinic, channel=channel)
    Staff.objects.create(username="chiropractor", clinic=clinic)
    programme = Programme.objects.create(clinic=clinic, key="low_back")
    if plan:
        publish_plan(programme, plan)
        return programme
    files, content_hash = _usual_files()
    ProgrammeVersion.objects.create(
        clinic=clinic, programme=programme, number=1, files=files, content_hash=content_hash, published_at=PUBLISHED_AT
    )
    return programme


@cache
def _usual_files() -> tuple[dict[str, str], str]:
    """As publishing would store them; read once, for every test has a clinic of its own."""
    files = write_programme(a_plan())
    return files, read_programme(files).content_hash


def a_phone() -> str:
    """A Dutch mobile number that no other test uses."""
    return f"+31613{next(_numbers):06d}"


def enrol_somebody(programme: Programme, phone: str = "", *, confirmed: bool = True, **changes: Any) -> Enrolment:
    """Enrolled on the Sunday before, and (unless told otherwise) confirmed: nothing but the plan is waiting."""
    values: dict[str, Any] = {"name": "Anna Bakker", "phone": phone or a_phone(), "email": "", "language": "nl", "channel": "sms",
                              "phase": "calm", "consent": True}  # fmt: skip
    at = at_clock(time(18), MONDAY - timedelta(days=1))
    new = NewPatient(**{**values, **changes})
    enrolment = enrol(programme.clinic, programme, new, Staff.objects.get(clinic=programme.clinic), at)
    if confirmed:
        enrolment.deliveries.all().delete()
        record_event(enrolment, Confirmed(recorded_at=at + timedelta(minutes=1)))
    return enrolment


def enrol_many(programme: Programme, number: int) -> list[Enrolment]:
    """Confirmed patients with a phone each, stored together."""
    at, clinic = at_clock(time(18), MONDAY - timedelta(days=1)), programme.clinic
    phones = [a_phone() for _ in range(number)]
    patients = Patient.objects.bulk_create(
        Patient(clinic=clinic, name="Anna Bakker", first_name="Anna", created_at=at) for _ in phones
    )
    addresses = Address.objects.bulk_create(
        Address(clinic=clinic, channel="sms", index=address_index("sms", phone), value=phone) for phone in phones
    )
    ContactPoint.objects.bulk_create(
        ContactPoint(clinic=clinic, patient=patient, address=address)
        for patient, address in zip(patients, addresses, strict=True)
    )
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(
            clinic=clinic, patient=patient, programme=programme, enrolled_at=at, phase="calm", phase_since_on=MONDAY,
            confirmed_at=at, plan_from_at=at,
        )
        for patient in patients
    )  # fmt: skip
    enrolled = [
        Enrolled(
            recorded_at=at, seed=str(each.pk), start_on=MONDAY, phase="calm", zone=AMSTERDAM, language="nl",
            channels=(Channel.SMS,),
        )
        for each in enrolments
    ]  # fmt: skip
    EnrolmentEvent.objects.bulk_create(
        EnrolmentEvent(clinic=clinic, enrolment=each, kind=event.kind, details=details_of(event), recorded_at=at)
        for each, first in zip(enrolments, enrolled, strict=True)
        for event in (first, Confirmed(recorded_at=at))
    )
    return enrolments


def many_due(programme: Programme, number: int) -> None:
    """The walks of so many patients, due ten minutes ago."""
    enrol_many(programme, number)
    set_clock(time(10, 20))
    plan_ahead(now())


def one_due(programme: Programme | None = None, phone: str = "", **changes: Any) -> Delivery:
    """The walk of one patient, due ten minutes ago."""
    enrolment = enrol_somebody(programme or open_clinic(), phone, **changes)
    set_clock(time(10, 20))
    plan_ahead(now())
    return enrolment.deliveries.get(nudge_key="walk", on_date=MONDAY)


def send(*purposes: Purpose) -> int:
    return send_due(purposes or CHECKED_PURPOSES, now)


def send_urgent() -> int:
    return send_due(URGENT_PURPOSES, now)


def fresh(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)


def state_of(delivery: Delivery) -> tuple[str, str]:
    row = fresh(delivery)
    return str(row.state), str(row.reason)


def address_of(enrolment: Enrolment) -> Address:
    return Address.objects.get(contact_points__patient=enrolment.patient_id)


@contextmanager
def pointed_at(**changes: object) -> Iterator[None]:
    """The environment with other addresses, as if the process had been started so; its gateways are built anew."""
    before = {name: getattr(ENVIRONMENT, name) for name in changes}
    _forget_gateways()
    _set(changes)
    try:
        yield
    finally:
        _forget_gateways()
        _set(before)


def _set(values: dict[str, object]) -> None:
    for name, value in values.items():
        object.__setattr__(ENVIRONMENT, name, value)


def _forget_gateways() -> None:
    if gateways.cache_info().currsize:
        loop_thread().run(gateways().sms.close())
    gateways.cache_clear()


Clock = Callable[[], datetime]
