"""The past of one made-up patient: enrolled, confirmed, moved through the phases, nudged by the planner, answering."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from typing import Final

from coaching.actions.demo_people import DemoPerson, reply_of
from coaching.actions.enrol import CONSENT_WORDING, first_name_of
from coaching.actions.planner_inputs import calendar_of, programmes_of
from coaching.actions.record_event import project
from coaching.actions.say import say
from coaching.actions.write_text import values_of
from coaching.core.calendar import A_DAY, instant, local_date, local_time
from coaching.core.delivery_states import Purpose, Reason, State
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
    situations,
)  # fmt: skip
from coaching.core.planner import Planned, plan
from coaching.core.sms_text import measure
from coaching.core.wording import nudge_email, nudge_sms
from coaching.models import (
    Address,
    Attempt,
    Clinic,
    Consent,
    ContactPoint,
    Delivery,
    Enrolment,
    EnrolmentEvent,
    Inbound,
    Patient,
    Programme,
)  # fmt: skip
from coaching.models.contact_point import address_index
from coaching.models.delivery import TOKEN_BYTES

VISIT: Final = time(9, 30)
FIRST_NUDGE_AFTER: Final = timedelta(seconds=45)
SILENT_FOR: Final = timedelta(days=7)
NOT_UNDERSTOOD: Final = "wo wel do nie"
UNDELIVERED_SHARE: Final = 0.02


@dataclass(slots=True)
class Past:
    """The rows of one patient's past, to be stored together."""

    deliveries: list[Delivery] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    inbounds: list[Inbound] = field(default_factory=list)


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
    _store(_past(enrolment, address, person, events, at, chance))
    if person.twist == "unread":
        _unread_text(enrolment, address, at)
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


def _store_events(enrolment: Enrolment, events: list[Event]) -> None:
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


def _past(
    enrolment: Enrolment, address: Address, person: DemoPerson, events: list[Event], at: datetime, chance: Random
) -> Past:
    """What the planner would have sent until now, and what came back."""
    zone = enrolment.patient.zone
    first_on = local_date(events[0].recorded_at, zone)
    verdicts = plan(
        programmes_of(enrolment), events, calendar_of(enrolment.clinic), [], first_on, local_date(at, zone), at
    )
    past = Past()
    for verdict in verdicts:
        if isinstance(verdict, Planned) and verdict.due_at < at:
            _nudge(past, verdict, enrolment, address, events, chance)
            if not (person.twist == "silent" and verdict.due_at > at - SILENT_FOR):
                _reply(past, verdict, person, chance)
    return past


def _nudge(
    past: Past, planned: Planned, enrolment: Enrolment, address: Address, events: list[Event], chance: Random
) -> None:
    """One nudge of the past: delivered, now and then not."""
    version = enrolment.programme.latest()
    sent_at = planned.due_at + timedelta(seconds=2)
    arrived = planned.channel is Channel.EMAIL or chance.random() > UNDELIVERED_SHARE
    state = State.SENT if planned.channel is Channel.EMAIL else State.DELIVERED if arrived else State.FAILED
    delivery = Delivery(
        clinic_id=enrolment.clinic_id,
        enrolment=enrolment,
        address=address,
        channel=planned.channel,
        purpose=planned.purpose,
        nudge_key=planned.nudge,
        kind=planned.kind,
        phase=planned.phase,
        on_date=planned.on_date,
        version=version,
        asks=planned.asks,
        text_id=planned.text_id,
        due_at=planned.due_at,
        send_after=planned.due_at,
        expires_at=planned.expires_at,
        state=state,
        reason="" if arrived else Reason.BOUNCED,
        state_at=sent_at,
        sent_at=sent_at,
    )
    body = _body(planned, enrolment, events)
    attempt = Attempt(
        clinic_id=enrolment.clinic_id,
        delivery=delivery,
        token=chance.randbytes(TOKEN_BYTES),
        body=body,
        claimed_at=planned.due_at,
        claimed_real_at=planned.due_at,
        claimant="-",
        segments=0 if planned.channel is Channel.EMAIL else measure(body).segments,
        outcome="accepted",
        provider_id=f"SM{chance.getrandbits(128):032x}",
        settled_at=sent_at,
    )
    past.deliveries.append(delivery)
    past.attempts.append(attempt)


def _body(planned: Planned, enrolment: Enrolment, events: list[Event]) -> str:
    programme = enrolment.programme.latest().value()
    standing = situations(events)[-1][1]
    values = values_of(enrolment.patient, enrolment.clinic, standing)
    text = next(text for text in programme.texts if text.id == planned.text_id)
    if planned.channel is Channel.EMAIL:
        return nudge_email(text, standing.language, values)
    return nudge_sms(programme, programme.nudge(planned.nudge), text, standing.language, values)


def _reply(past: Past, planned: Planned, person: DemoPerson, chance: Random) -> None:
    """The answer to the latest nudge, if this person gives one."""
    delivery = past.deliveries[-1]
    said = reply_of(person, planned.asks, chance) if delivery.state != State.FAILED else None
    if said is None:
        return
    text, answer = said
    came_at = planned.due_at + timedelta(minutes=chance.randint(2, 150))
    delivery.answer, delivery.answered_at = answer, came_at
    past.inbounds.append(_inbound(delivery, text, answer, came_at, f"SM{chance.getrandbits(128):032x}"))


def _inbound(delivery: Delivery, text: str, answer: str, came_at: datetime, provider_id: str) -> Inbound:
    return Inbound(
        clinic_id=delivery.clinic_id,
        channel=delivery.channel,
        provider_id=provider_id,
        sender=delivery.address.value,
        sender_index=delivery.address.index,
        body=text,
        raw="{}",
        sent_at=came_at,
        received_at=came_at,
        acted_at=came_at,
        address=delivery.address,
        enrolment=delivery.enrolment,
        delivery=delivery,
        answer=answer,
    )


def _store(past: Past) -> None:
    Delivery.objects.bulk_create(past.deliveries)
    Attempt.objects.bulk_create(past.attempts)
    Inbound.objects.bulk_create(past.inbounds)


def _unread_text(enrolment: Enrolment, address: Address, at: datetime) -> None:
    """A text that nobody understood yet, for the staff's first page."""
    latest = Delivery.objects.filter(enrolment=enrolment).order_by("due_at").last()
    if latest is None:
        return
    text = _inbound(latest, NOT_UNDERSTOOD, "", at - timedelta(minutes=25), "SM" + "0" * 31 + "1")
    text.delivery, text.needs_reading, text.address = None, True, address
    text.save()
