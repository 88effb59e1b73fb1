"""The past of one made-up patient: enrolled, confirmed, moved through the phases, nudged by the planner, answering."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import Final

from coaching.actions.demo_past import past_of, store, unread_text
from coaching.actions.demo_people import DemoPerson
from coaching.actions.enrol import CONSENT_WORDING, first_name_of
from coaching.actions.planner_inputs import calendar_of, programmes_of
from coaching.actions.record_event import project
from coaching.actions.say import say
from coaching.core.calendar import A_DAY, instant, local_date, local_time
from coaching.core.delivery_states import Purpose
from coaching.core.events import (
    Channel,
    Confirmed,
    Enrolled,
    Event,
    OptedOut,
    Paused,
    PhaseChanged,
    TimesChanged,
    details_of,
)  # fmt: skip
from coaching.core.planner import Planned, plan
from coaching.models import (
    Address,
    Clinic,
    Consent,
    ContactPoint,
    Enrolment,
    EnrolmentEvent,
    Patient,
    Programme,
)  # fmt: skip
from coaching.models.contact_point import address_index

VISIT: Final = time(9, 30)
FIRST_NUDGE_AFTER: Final = timedelta(seconds=45)


def live_through(
    clinic: Clinic, programme: Programme, person: DemoPerson, number: int, at: datetime, chance: Random
) -> Enrolment:
    """Store the patient with everything that happened until ``at``."""
    patient, address = _patient(clinic, person, number, at)
    enrolled_at = instant(local_date(at, patient.zone) - person.days * A_DAY, VISIT, patient.zone)
    events = _events(person, number, enrolled_at, at, patient.zone)
    enrolment = Enrolment.objects.create(
        clinic=clinic,
        patient=patient,
        programme=programme,
        enrolled_at=enrolled_at,
        phase=person.phase,
        phase_since_on=enrolled_at.date(),
        plan_from_at=at,
    )
    if person.twist == "first":
        events = _with_a_nudge_soon(events, enrolment, at)
    _store_events(enrolment, events)
    project(enrolment, at)
    if person.twist == "unconfirmed":
        say(enrolment, Purpose.OPT_IN, "optin", cause=f"enrolment:{enrolment.pk}", at=at)
        return enrolment
    if person.twist == "stopped":
        Address.objects.filter(pk=address.pk).update(
            opted_out_at=events[-1].recorded_at, decided_at=events[-1].recorded_at
        )
    past = past_of(enrolment, address, person, events, at, chance)
    store(past)
    _store_events(enrolment, past.heard())
    if person.twist == "unread":
        unread_text(enrolment, address, at)
    return enrolment


def _patient(clinic: Clinic, person: DemoPerson, number: int, at: datetime) -> tuple[Patient, Address]:
    """The patient at an address that belongs to nobody: the demonstration sends to this machine only."""
    patient = Patient.objects.create(
        clinic=clinic,
        name=person.name,
        first_name=first_name_of(person.name),
        language=person.language,
        is_demo=True,
        created_at=at,
    )
    mail = f"{first_name_of(person.name).lower()}@voorbeeld.example"
    value = mail if person.channel is Channel.EMAIL else f"+316123456{number:02d}"
    address = Address.objects.create(
        clinic=clinic, channel=person.channel, index=address_index(person.channel, value), value=value
    )
    ContactPoint.objects.create(clinic=clinic, patient=patient, address=address)
    Consent.objects.create(
        clinic=clinic,
        patient=patient,
        channel=person.channel,
        what=Consent.What.RECORDED,
        wording=CONSENT_WORDING[person.language].format(clinic=clinic.name),
        at=at - person.days * A_DAY,
    )
    return patient, address


def _events(person: DemoPerson, number: int, enrolled_at: datetime, at: datetime, zone: str) -> list[Event]:
    start_on = local_date(enrolled_at, zone)
    path = [phase for phase, _ in person.phases] + [person.phase]
    events: list[Event] = [
        Enrolled(
            recorded_at=enrolled_at,
            seed=f"demo-{number}",
            start_on=start_on,
            phase=path[0],
            zone=zone,
            language=person.language,
            channels=(person.channel,),
            exercises=frozenset({"calm_breathing", "pelvic_tilt", "cat_camel", "bird_dog", "bridge", "side_plank"}),
            walk_minutes={"calm": 8, "build": 15, "keep": 30}[person.phase],
        )
    ]
    if person.twist == "unconfirmed":
        return events
    events.append(Confirmed(recorded_at=enrolled_at + timedelta(minutes=20)))
    from_on = start_on
    for (_, days), following in zip(person.phases, path[1:], strict=True):
        from_on += days * A_DAY
        moved_at = instant(from_on, VISIT, zone)
        events.append(PhaseChanged(recorded_at=moved_at, phase=following, from_on=from_on))
    return events + _twist(person, at, zone)


def _twist(person: DemoPerson, at: datetime, zone: str) -> list[Event]:
    if person.twist == "paused":
        from_on = local_date(at, zone) - 2 * A_DAY
        return [Paused(recorded_at=at - 2 * A_DAY, from_on=from_on, until_on=from_on + 6 * A_DAY)]
    if person.twist == "stopped":
        return [OptedOut(recorded_at=at - 5 * A_DAY, channel=person.channel)]
    return []


def _with_a_nudge_soon(events: list[Event], enrolment: Enrolment, at: datetime) -> list[Event]:
    """The same events and an own time from today on, so that today's first nudge falls due in less than a minute."""
    zone = enrolment.patient.zone
    today = local_date(at, zone)
    published = programmes_of(enrolment)
    verdicts = plan(published, events, calendar_of(enrolment.clinic), [], today, today, at)
    programme = published[-1].programme
    for verdict in verdicts:
        if isinstance(verdict, Planned) and (key := programme.nudge(verdict.nudge).slot):
            shift = verdict.due_at - instant(today, programme.slot(key).time, zone)
            wished = local_time(at + FIRST_NUDGE_AFTER - shift, zone).replace(microsecond=0)
            return [*events, TimesChanged(recorded_at=at - timedelta(minutes=10), own_times={key: wished})]
    return events


def _store_events(enrolment: Enrolment, events: Sequence[Event]) -> None:
    EnrolmentEvent.objects.bulk_create(
        EnrolmentEvent(
            clinic_id=enrolment.clinic_id,
            enrolment=enrolment,
            kind=event.kind,
            details=details_of(event),
            recorded_at=event.recorded_at,
        )
        for event in events
    )
