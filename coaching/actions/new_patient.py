"""What a clinician fills in for a new patient, and everything that can be wrong with it."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from coaching.core.calendar import QuietHours, UnknownZone, local_date, zone
from coaching.core.events import Channel, Enrolled
from coaching.core.programme import DOSES, Programme
from coaching.models import Clinic, ContactPoint, Enrolment, EnrolmentEvent
from coaching.models.contact_point import address_index

COUNTRY: Final = "NL"
COUNTRIES: Final = frozenset({"NL"})
"""Where texts are sent; other countries would open the door to toll fraud."""
MOBILE: Final = frozenset({phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE})
LONGEST_NAME: Final = 80
"""Characters, once the space around and between the words is tidied."""
JOINERS: Final = frozenset("\u200c\u200d")
"""ZWNJ and ZWJ cannot be seen either, but Persian and Indian names are spelt with them."""
UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Unicode's categories of control and format characters, and of what is no character: they hide or turn round a text."""
EARLIEST: Final = timedelta(days=7)
LATEST: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class NewPatient:
    """The form. ``start_on`` None: today. ``phone`` as people write it; ``own_times`` by slot key, patient's zone.

    ``form_key`` names this one filled-in form, so that it is recognised when it is sent again; empty: never.
    """

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
    form_key: str = ""


class EnrolmentRefused(ValueError):
    """Nothing was saved. ``problems``: by the field's name, the key of what is wrong with it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__(", ".join(f"{name}: {problem}" for name, problem in problems.items()))


class SentAgain(EnrolmentRefused):
    """The same form was sent before, and then it enrolled the patient. Show ``enrolment``."""

    def __init__(self, enrolment: Enrolment, problems: Mapping[str, str]) -> None:
        self.enrolment = enrolment
        super().__init__(problems)


def check(new: NewPatient, clinic: Clinic, programme: Programme, at: datetime) -> None:
    """Raise :class:`EnrolmentRefused` with everything that is wrong, at most one problem a field.

    Raises :class:`SentAgain` when nothing is wrong but that this very form has done its work already.
    """
    problems: dict[str, str] = {}
    for name, problem in (
        *_about_the_person(new),
        *_about_reaching(new),
        *_about_the_plan(new, clinic, programme, at),
    ):
        problems.setdefault(name, problem)
    if not problems:
        _refuse_duplicates(new, clinic)
    if problems:
        raise EnrolmentRefused(problems)


def tidied(name: str) -> str:
    """The name with one space between its words and none around it."""
    return " ".join(name.split())


def ways(new: NewPatient) -> list[tuple[Channel, str]]:
    """Where the patient can be reached: each channel with its normalised address."""
    found = []
    if new.phone.strip():
        found.append((Channel.SMS, number_of(new.phone)))
    if new.email.strip():
        found.append((Channel.EMAIL, new.email.strip()))
    return found


def number_of(phone: str) -> str:
    """The number in E.164. Raises ``phonenumbers.NumberParseException``."""
    return phonenumbers.format_number(phonenumbers.parse(phone, COUNTRY), phonenumbers.PhoneNumberFormat.E164)


def _about_the_person(new: NewPatient) -> Iterator[tuple[str, str]]:
    name = tidied(new.name)
    if not name:
        yield "name", "name_missing"
    elif any(unicodedata.category(letter) in UNSEEN for letter in name if letter not in JOINERS):
        yield "name", "name_unreadable"
    elif len(name) > LONGEST_NAME or not any(letter.isalpha() for letter in name):
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


def _refuse_duplicates(new: NewPatient, clinic: Clinic) -> None:
    """Refuse a name that is being coached at this number or this address already. A shared phone is fine."""
    problems, live = {}, set()
    for way, value in ways(new):
        points = ContactPoint.objects.filter(
            clinic=clinic, address__channel=way, address__index=address_index(way, value)
        ).select_related("patient")
        same = [point.patient_id for point in points if _folded(point.patient.name) == _folded(new.name)]
        if found := set(Enrolment.objects.filter(patient__in=same, ended_at=None)):
            problems["phone" if way == Channel.SMS else "email"] = "duplicate"
            live |= found
    if not problems:
        return
    if new.form_key:
        begun = EnrolmentEvent.objects.filter(enrolment__in=live, kind=Enrolled.kind, details__seed=new.form_key)
        if first := begun.select_related("enrolment").first():
            raise SentAgain(first.enrolment, problems)
    raise EnrolmentRefused(problems)


def _folded(name: str) -> str:
    return tidied(name).casefold()
