"""Enrol a patient after a visit: all of it is stored or nothing, the opt-in text goes out, and the plan is made."""

import secrets
from datetime import datetime

from django.db import transaction

from coaching.actions.new_patient import EnrolmentRefused, NewPatient, SentAgain, check, tidied, ways
from coaching.actions.record_event import record_event
from coaching.actions.say import say
from coaching.core.calendar import local_date
from coaching.core.delivery_states import Purpose
from coaching.core.events import Channel, Enrolled
from coaching.core.programme import DOSES
from coaching.models import Address, Clinic, Consent, ContactPoint, Enrolment, Patient, Programme, Staff
from coaching.models.contact_point import address_index

__all__ = [
    "CONSENT_WORDING", "EnrolmentRefused", "NewPatient", "SentAgain", "enrol", "enrolled_event", "first_name_of",
]  # fmt: skip

CONSENT_WORDING = {
    "nl": (
        "Ik wil van {clinic} korte beweegtips en vragen krijgen per sms of e-mail. De praktijk bewaart mijn antwoorden "
        "in mijn dossier. Ik kan altijd stoppen met het woord STOP. De berichten zijn niet voor spoed."
    ),
    "en": (
        "I want to get short movement tips and questions from {clinic} by text or email. The clinic keeps my answers "
        "in my record. I can stop at any time with the word STOP. The messages are not for emergencies."
    ),
}


def enrol(clinic: Clinic, programme: Programme, new: NewPatient, by: Staff, at: datetime) -> Enrolment:
    """Enrol ``new``; raises :class:`EnrolmentRefused` and saves nothing when something is wrong.

    One enrolment of a clinic at a time: a form that is sent twice at once meets the patient whom it made
    (:class:`SentAgain`), and so does a colleague who enrols the same one.
    """
    with transaction.atomic():
        # On SQLite the IMMEDIATE transaction is the lock.
        Clinic.objects.select_for_update(no_key=True).get(pk=clinic.pk)
        check(new, clinic, programme.latest().value(), at)
        patient = Patient.objects.create(
            clinic=clinic,
            name=tidied(new.name),
            first_name=first_name_of(new.name),
            language=new.language,
            zone=new.zone,
            created_at=at,
        )
        for channel, value in ways(new):
            _reach(patient, channel, value, by, at)
        event = enrolled_event(new, at)
        enrolment = Enrolment.objects.create(
            clinic=clinic,
            patient=patient,
            programme=programme,
            enrolled_at=at,
            phase=new.phase,
            phase_since_on=event.start_on,
            plan_from_at=at,
        )
        record_event(enrolment, event, by)
        say(enrolment, Purpose.OPT_IN, "optin", cause=f"enrolment:{enrolment.pk}", at=at)
    return enrolment


def enrolled_event(new: NewPatient, at: datetime) -> Enrolled:
    """The event that begins everything. Its seed makes what looks random the same every time.

    It is the form's key if there is one: by it a repeat is recognised, and the preview looks like what will come.
    """
    preferred = Channel(new.channel)
    return Enrolled(
        recorded_at=at,
        seed=new.form_key or secrets.token_hex(8),
        start_on=new.start_on or local_date(at, new.zone),
        phase=new.phase,
        zone=new.zone,
        language=new.language,
        channels=(preferred,),
        own_times=new.own_times,
        days_off=new.days_off,
        exercises=new.exercises,
        walk_minutes=new.walk_minutes,
        dose=next((dose for dose in DOSES if dose == new.dose), "programme"),
    )


def first_name_of(name: str) -> str:
    """How messages address somebody: the first word of the name."""
    return name.split(maxsplit=1)[0]


def _reach(patient: Patient, channel: Channel, value: str, by: Staff, at: datetime) -> None:
    """The address (shared, if somebody has it already), and the consent that the clinician recorded for it."""
    clinic = patient.clinic
    address, _ = Address.objects.get_or_create(
        clinic=clinic, channel=channel, index=address_index(channel, value), defaults={"value": value}
    )
    ContactPoint.objects.create(clinic=clinic, patient=patient, address=address)
    Consent.objects.create(
        clinic=clinic,
        patient=patient,
        channel=channel,
        what=Consent.What.RECORDED,
        wording=CONSENT_WORDING[patient.language].format(clinic=clinic.name),
        at=at,
        by=by,
    )
