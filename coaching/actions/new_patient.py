"""What a clinician fills in for a new patient, and everything that can be wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from coaching.core.calendar import QuietHours, UnknownZone, local_date, zone
from coaching.core.events import Channel
from coaching.core.programme import DOSES, Programme
from coaching.models import Clinic, ContactPoint, Enrolment
from coaching.models.contact_point import address_index

COUNTRY: Final = "NL"
COUNTRIES: Final = frozenset({"NL"})
"""Where texts are sent; other countries would open the door to toll fraud."""
MOBILE: Final = frozenset({phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE})
LONGEST_NAME: Final = 80
EARLIEST: Final = timedelta(days=7)
LATEST: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class NewPatient:
    """The form. ``start_on`` None: today. ``phone`` as people write it; ``own_times`` by slot key, patient's zone."""

    name: str
    phone: str
    email: str
    language: str
    channel: str
    phase: str
    consent: bool
    own_times: Mapping[str, time] = field(default_factory=dict)
    days_off: frozenset[int] = frozenset()
    exercises: frozenset[str] = frozenset()
    zone: str = "Europe/Amsterdam"
    start_on: date | None = None
    walk_minutes: int = 10
    dose: str = "programme"


class EnrolmentRefused(ValueError):
    """Nothing was saved. ``problems``: by the field's name, the key of what is wrong with it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__(", ".join(f"{name}: {problem}" for name, problem in problems.items()))


def check(new: NewPatient, clinic: Clinic, programme: Programme, at: datetime) -> None:
    """Raise :class:`EnrolmentRefused` with everything that is wrong, at most one problem a field."""
    problems: dict[str, str] = {}
    for name, problem in (
        *_about_the_person(new),
        *_about_reaching(new),
        *_about_the_plan(new, clinic, programme, at),
    ):
        problems.setdefault(name, problem)
    if not problems and _is_enrolled(new, clinic):
        problems["phone" if new.channel == Channel.SMS else "email"] = "duplicate"
    if problems:
        raise EnrolmentRefused(problems)


def number_of(phone: str) -> str:
    """The number in E.164. Raises ``phonenumbers.NumberParseException``."""
    return phonenumbers.format_number(phonenumbers.parse(phone, COUNTRY), phonenumbers.PhoneNumberFormat.E164)


def _about_the_person(new: NewPatient) -> Iterator[tuple[str, str]]:
    if not new.name.strip():
        yield "name", "name_missing"
    elif len(new.name) > LONGEST_NAME or not any(letter.isalpha() for letter in new.name):
        yield "name", "name_impossible"
    if not new.consent:
        yield "consent", "consent_missing"


def _about_reaching(new: NewPatient) -> Iterator[tuple[str, str]]:
    if new.channel not in set(Channel):
        yield "channel", "channel_unknown"
    if new.channel == Channel.SMS and not new.phone.strip():
        yield "phone", "contact_missing"
    if new.channel == Channel.EMAIL and not new.email.strip():
        yield "email", "contact_missing"
    if new.phone.strip() and (problem := _phone_problem(new.phone)):
        yield "phone", problem
    if new.email.strip():
        try:
            validate_email(new.email.strip())
        except ValidationError:
            yield "email", "email_invalid"


def _phone_problem(phone: str) -> str | None:
    try:
        number = phonenumbers.parse(phone, COUNTRY)
    except phonenumbers.NumberParseException:
        return "phone_invalid"
    if not phonenumbers.is_valid_number(number):
        return "phone_invalid"
    if phonenumbers.region_code_for_number(number) not in COUNTRIES:
        return "phone_country"
    return None if phonenumbers.number_type(number) in MOBILE else "phone_not_mobile"


def _about_the_plan(new: NewPatient, clinic: Clinic, programme: Programme, at: datetime) -> Iterator[tuple[str, str]]:
    if new.language not in programme.languages:
        yield "language", "language_unknown"
    if new.phase not in {phase.key for phase in programme.phases}:
        yield "phase", "phase_unknown"
    if new.dose not in DOSES:
        yield "dose", "dose_unknown"
    try:
        zone(new.zone)
    except UnknownZone:
        yield "zone", "zone_unknown"
        return
    today = local_date(at, new.zone)
    if new.start_on and not today - EARLIEST <= new.start_on <= today + LATEST:
        yield "start_on", "date_impossible"
    quiet = QuietHours(clinic.quiet_from, clinic.quiet_until)
    slots = {slot.key for slot in programme.slots}
    if any(quiet.cover(wished) or slot not in slots for slot, wished in new.own_times.items()):
        yield "own_times", "time_outside_window"


def _is_enrolled(new: NewPatient, clinic: Clinic) -> bool:
    """Whether somebody of this name is being coached at this number or address already. A shared phone is fine."""
    way, value = (Channel.SMS, number_of(new.phone)) if new.channel == Channel.SMS else (Channel.EMAIL, new.email)
    points = ContactPoint.objects.filter(
        clinic=clinic, address__channel=way, address__index=address_index(way, value)
    ).select_related("patient")
    same = [point.patient_id for point in points if _folded(point.patient.name) == _folded(new.name)]
    return Enrolment.objects.filter(patient__in=same, ended_at=None).exists()


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
