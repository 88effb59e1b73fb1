"""What a made-up patient was sent, and what came back: the planner's nudges with answers from a simple model."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from coaching.actions.demo_people import DemoPerson, reply_of
from coaching.actions.plan_ahead import promise_of
from coaching.actions.planner_inputs import calendar_of, programmes_of
from coaching.actions.write_text import values_of
from coaching.core.calendar import days, local_date
from coaching.core.delivery_states import Purpose, Reason, State
from coaching.core.events import Channel, Event, Heard, situations
from coaching.core.planner import Asked, Planned, Remembered, Verdict, plan
from coaching.core.sms_text import measure
from coaching.core.wording import nudge_email, nudge_sms
from coaching.models import Address, Attempt, Delivery, Enrolment, Inbound
from coaching.models.delivery import TOKEN_BYTES

SILENT_FOR: Final = timedelta(days=7)
NOT_UNDERSTOOD: Final = "wo wel do nie"
UNDELIVERED_SHARE: Final = 0.02


@dataclass(slots=True)
class Past:
    """The rows of one patient's past, to be stored together."""

    deliveries: list[Delivery] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    inbounds: list[Inbound] = field(default_factory=list)

    def heard(self) -> list[Heard]:
        """Each answer, as the event that it is."""
        return [Heard(recorded_at=inbound.received_at) for inbound in self.inbounds]

    def history(self, zone: str) -> list[Remembered | Asked]:
        """What the planner remembers of it."""
        coached = (one for one in self.deliveries if one.purpose == Purpose.COACHING)
        arrived = (one for one in self.deliveries if one.asks != "none" and one.state != State.FAILED)
        return [
            *(Remembered(one.text_id, local_date(one.due_at, zone)) for one in coached),
            *(Asked(one.due_at, one.expires_at) for one in arrived),
        ]


def past_of(
    enrolment: Enrolment, address: Address, person: DemoPerson, events: list[Event], at: datetime, chance: Random
) -> Past:
    """What the planner would have sent until now, and what came back: day by day, for each answer changes what follows."""
    zone = enrolment.patient.zone
    programmes, calendar = programmes_of(enrolment), calendar_of(enrolment.clinic)
    past = Past()
    for on_date in days(local_date(events[0].recorded_at, zone), local_date(at, zone)):
        while planned := _next_of(on_date, past, plan(
            programmes, [*events, *past.heard()], calendar, past.history(zone), on_date, on_date, at
        ), at):  # fmt: skip
            _nudge(past, planned, enrolment, address, events, chance)
            if not (person.twist == "silent" and planned.due_at > at - SILENT_FOR):
                _reply(past, planned, person, at, chance)
    return past


def _next_of(on_date: date, past: Past, verdicts: list[Verdict], at: datetime) -> Planned | None:
    """The first nudge of that date that has not gone out yet; an answer to one may bring another."""
    gone = {(one.nudge_key, one.on_date) for one in past.deliveries}
    waiting = [
        one for one in verdicts if isinstance(one, Planned) and one.due_at < at and (one.nudge, on_date) not in gone
    ]
    return min(waiting, key=lambda one: one.due_at, default=None)


def _nudge(
    past: Past, planned: Planned, enrolment: Enrolment, address: Address, events: list[Event], chance: Random
) -> None:
    """One nudge of the past: delivered, now and then not."""
    delivery = promise_of(planned, enrolment, address, enrolment.programme.latest(), planned.due_at)
    delivery.sent_at = delivery.state_at = planned.due_at + timedelta(seconds=2)
    delivery.text_id = planned.text_id
    arrived = planned.channel is Channel.EMAIL or chance.random() > UNDELIVERED_SHARE
    delivery.state = State.SENT if planned.channel is Channel.EMAIL else State.DELIVERED
    if not arrived:
        delivery.state, delivery.reason = State.FAILED, Reason.BOUNCED
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
        settled_at=delivery.sent_at,
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


def _reply(past: Past, planned: Planned, person: DemoPerson, at: datetime, chance: Random) -> None:
    """The answer to the latest nudge, if this person gives one."""
    delivery = past.deliveries[-1]
    said = reply_of(person, planned.asks, chance) if delivery.state != State.FAILED else None
    if said is None:
        return
    text, answer = said
    came_at = planned.due_at + timedelta(minutes=chance.randint(2, 150))
    if came_at > at:
        return
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


def store(past: Past) -> None:
    Delivery.objects.bulk_create(past.deliveries)
    Attempt.objects.bulk_create(past.attempts)
    Inbound.objects.bulk_create(past.inbounds)


def unread_text(enrolment: Enrolment, address: Address, at: datetime) -> None:
    """A text that nobody understood yet, for the staff's first page."""
    latest = Delivery.objects.filter(enrolment=enrolment).order_by("due_at").last()
    if latest is None:
        return
    text = _inbound(latest, NOT_UNDERSTOOD, "", at - timedelta(minutes=25), "SM" + "0" * 31 + "1")
    text.delivery, text.needs_reading, text.address = None, True, address
    text.save()
