"""Load made-up, confirmed patients by the thousand, each with one nudge that falls due at one instant: for measuring."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from hashlib import blake2b
from types import MappingProxyType
from typing import Final

from django.db import transaction

from coaching.actions.enrol import CONSENT_WORDING
from coaching.actions.plan_ahead import plan_ahead
from coaching.actions.publish_programme import publish
from coaching.actions.read_programme_folder import read_programme_folder
from coaching.core.calendar import local_date, local_time
from coaching.core.events import Channel, Confirmed, Enrolled, Event, details_of
from coaching.core.programme import Kind, Nudge, Phase, Slot, Text, words
from coaching.core.programme import Programme as ProgrammeValue
from coaching.core.programme_file import read_programme, write_programme
from coaching.models import (
    Address,
    Clinic,
    Consent,
    ContactPoint,
    Enrolment,
    EnrolmentEvent,
    Patient,
    Programme,
    Sender,
)  # fmt: skip
from coaching.models.contact_point import address_index
from coaching.settings.environment import PROJECT_ROOT

CLINIC: Final = "Demo load"
ZONE: Final = "UTC"
"""Where these patients live: no clock changes there, so that the wall clock always names one instant."""
LANGUAGE: Final = "nl"
PHASE: Final = "load"
SLOT: Final = "now"
ROWS_AT_ONCE: Final = 250
"""Patients stored in one transaction: others who want to write wait only shortly."""
FIRST_NAMES: Final = ("Ada", "Bas", "Cato", "Daan", "Evi", "Floor", "Guus", "Hebe", "Iris", "Jip", "Kees", "Lotte")
MOST_PATIENTS: Final = 1_000_000
"""The last digit of a number is always 9, so seven digits hold so many."""


class TooMany(ValueError):
    """There are no more numbers for so many patients."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded. ``due_at``: UTC, whole seconds."""

    patients: int
    due_at: datetime
    clinic: str


def load_demo_patients(patients: int, due_in: timedelta, seed: int, at: datetime) -> Loaded:
    """Store them and plan them; the same for the same seed. Raises :class:`TooMany`.

    ``due_in`` is counted from ``at`` and is shorter than a week. Each call adds patients with numbers of their own.
    """
    due_at = _whole_second(at + due_in)
    clinic = _clinic(at)
    programme = _programme(clinic, local_date(due_at, ZONE), at)
    stored = 0
    while stored < patients:
        with transaction.atomic():
            Clinic.objects.select_for_update(no_key=True).get(pk=clinic.pk)  # two loads must not take the same numbers
            first = Address.objects.filter(clinic=clinic, channel=Channel.SMS).count()
            numbers = range(first, first + min(ROWS_AT_ONCE, patients - stored))
            if numbers.stop > MOST_PATIENTS:
                raise TooMany(
                    f"the clinic {CLINIC!r} holds {first} patients; {MOST_PATIENTS} have numbers of their own"
                )
            _store(clinic, programme, [_Person.of(number, seed) for number in numbers], due_at, at)
        stored += len(numbers)
    while plan_ahead(at):
        pass  # it plans some at a time
    return Loaded(patients, due_at, clinic.name)


def _whole_second(at: datetime) -> datetime:
    """The instant, or the next whole second after it: a wall clock shows no less."""
    cut = at.replace(microsecond=0)
    return cut if cut == at else cut + timedelta(seconds=1)


def _clinic(at: datetime) -> Clinic:
    """The clinic of all such patients; it is never quiet there."""
    clinic, _ = Clinic.objects.get_or_create(
        name=CLINIC,
        defaults={
            "short_name": CLINIC,
            "phone": "035 000 00 00",
            "zone": ZONE,
            "quiet_from": time(0),
            "quiet_until": time(0),
            "created_at": at,
        },
    )
    Sender.objects.get_or_create(clinic=clinic, channel=Channel.SMS)
    return clinic


def _programme(clinic: Clinic, on_date: date, at: datetime) -> Programme:
    """One programme a weekday, so that a later load leaves the plans of earlier patients alone."""
    key = f"demo_load_{on_date.isoweekday()}"
    programme, _ = Programme.objects.get_or_create(clinic=clinic, key=key)
    publish(programme, write_programme(_one_nudge(key, on_date.isoweekday())), None, at, "For measuring")
    return programme


def _one_nudge(key: str, weekday: int) -> ProgrammeValue:
    """The shipped programme's answers around a plan of one nudge."""
    shipped = read_programme(read_programme_folder(PROJECT_ROOT / "templates" / "programmes" / "low_back"))
    name = words(dict.fromkeys(shipped.languages, "Demo load"))
    body = {"nl": "Sta even op en loop een paar stappen.", "en": "Get up and walk a few steps."}
    return replace(
        shipped,
        key=key,
        name=name,
        phases=(Phase(PHASE, 1, name, name),),
        slots=(Slot(SLOT, name, time(12)),),
        kinds=(Kind("walk", name, "coaching", expires_after=timedelta(hours=4)),),
        nudges=(
            Nudge(
                key="load-walk",
                kind="walk",
                phase=PHASE,
                weekdays=frozenset({weekday}),
                slot=SLOT,
                at=None,
                window=timedelta(hours=4),
                jitter=timedelta(0),
                channels=(Channel.SMS.value,),
                asks="yes_no",
            ),
        ),
        texts=(Text("load-walk-1", "walk", PHASE, words({one: body[one] for one in shipped.languages})),),
        education=(),
        daily_cap=1,
        weekly_cap=None,
    )


@dataclass(frozen=True, slots=True)
class _Person:
    """Somebody who does not exist. ``seed`` is what makes their plan theirs."""

    first_name: str
    name: str
    phone: str
    seed: str

    @classmethod
    def of(cls, number: int, seed: int) -> "_Person":
        digest = blake2b(f"{seed} {number}".encode(), digest_size=8).hexdigest()
        first_name = FIRST_NAMES[int(digest, 16) % len(FIRST_NAMES)]
        return cls(first_name, f"{first_name} van Proef-{number + 1}", f"+3168{number * 10 + 9:07d}", digest)


def _store(clinic: Clinic, programme: Programme, people: Sequence[_Person], due_at: datetime, at: datetime) -> None:
    """All their rows: enrolled and confirmed at ``at``, their own time the due one."""
    patients = Patient.objects.bulk_create(
        Patient(
            clinic=clinic,
            name=person.name,
            first_name=person.first_name,
            language=LANGUAGE,
            zone=ZONE,
            is_demo=True,
            created_at=at,
        )
        for person in people
    )
    _make_reachable(clinic, patients, people, at)
    start_on = local_date(due_at, ZONE)
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(
            clinic=clinic,
            patient=patient,
            programme=programme,
            enrolled_at=at,
            phase=PHASE,
            phase_since_on=start_on,
            confirmed_at=at,
            plan_from_at=at,
        )
        for patient in patients
    )
    EnrolmentEvent.objects.bulk_create(
        EnrolmentEvent(
            clinic=clinic,
            enrolment=enrolment,
            kind=event.kind,
            details=details_of(event),
            recorded_at=event.recorded_at,
        )
        for enrolment, person in zip(enrolments, people, strict=True)
        for event in _events(person, due_at, at)
    )


def _events(person: _Person, due_at: datetime, at: datetime) -> tuple[Event, Event]:
    enrolled = Enrolled(
        recorded_at=at,
        seed=person.seed,
        start_on=local_date(due_at, ZONE),
        phase=PHASE,
        zone=ZONE,
        language=LANGUAGE,
        channels=(Channel.SMS,),
        own_times=MappingProxyType({SLOT: local_time(due_at, ZONE)}),
    )
    return enrolled, Confirmed(recorded_at=at)


def _make_reachable(clinic: Clinic, patients: list[Patient], people: Sequence[_Person], at: datetime) -> None:
    """A number each, and the consent that goes with it."""
    addresses = Address.objects.bulk_create(
        Address(
            clinic=clinic,
            channel=Channel.SMS,
            index=address_index(Channel.SMS, person.phone),
            value=person.phone,
        )
        for person in people
    )
    ContactPoint.objects.bulk_create(
        ContactPoint(clinic=clinic, patient=patient, address=address)
        for patient, address in zip(patients, addresses, strict=True)
    )
    wording = CONSENT_WORDING[LANGUAGE].format(clinic=clinic.name)
    Consent.objects.bulk_create(
        Consent(clinic=clinic, patient=patient, channel=Channel.SMS, what=what, wording=wording, at=at)
        for patient in patients
        for what in (Consent.What.RECORDED, Consent.What.CONFIRMED)
    )
