"""What a patient's commands do: say yes, stop, start again, pause, go on, fewer, more, ask for help."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import Q

from coaching.actions.pause import DEFAULT_DAYS, pause, resume
from coaching.actions.record_event import record_event, standing_of
from coaching.actions.say import say
from coaching.actions.take_due import UNHINDERED
from coaching.actions.write_text import values_of
from coaching.core.delivery_states import Purpose, Reason, State
from coaching.core.events import Channel, Confirmed, DoseChanged, OptedIn, OptedOut
from coaching.core.replies import Command, Understanding
from coaching.core.wording import dose_words, pause_words, system_email
from coaching.models import Address, Consent, Delivery, Enrolment
from coaching.models.locks import lock_addresses


def opt_out(address: Address, enrolments: Sequence[Enrolment], said_at: datetime, at: datetime) -> None:
    """Nothing more to this address, for all its patients, from now on. The caller holds its lock.

    The order is that of the provider's clock: an older START that is found later never undoes it. The provider itself
    confirms the word, so nothing of ours is sent.
    """
    if address.decided_at is not None and address.decided_at > said_at:
        return
    Address.objects.filter(pk=address.pk).update(opted_out_at=said_at, decided_at=said_at)
    address.opted_out_at = address.decided_at = said_at
    waiting = Delivery.objects.filter(address=address, state=State.SCHEDULED).exclude(purpose__in=UNHINDERED)
    # What has fallen due, or was made for this moment, is called off for good; what a START may bring back, by the plan.
    gone = waiting.filter(Q(due_at__lte=at) | Q(nudge_key=None))
    gone.update(state=State.CANCELLED, reason=Reason.NO_CONSENT, state_at=at)
    waiting.update(state=State.CANCELLED, reason=Reason.REPLANNED, state_at=at)
    for enrolment in enrolments:
        record_event(enrolment, OptedOut(recorded_at=at, channel=Channel(address.channel)))
        _note_consent(enrolment, address.channel, Consent.What.WITHDRAWN, at)


def note_opt_out_at_provider(delivery_id: int, at: datetime) -> None:
    """The provider blocks this number: our own record is kept in step with it, as if the patient had told us."""
    with transaction.atomic():
        address = lock_addresses([Delivery.objects.values_list("address_id", flat=True).get(pk=delivery_id)])[0]
        if address.opted_out_at is None:
            opt_out(address, enrolments_at(address), at, at)


def enrolments_at(address: Address) -> list[Enrolment]:
    """The live enrolments of everybody who is reached there."""
    live = Enrolment.objects.filter(patient__contact_points__address=address, ended_at=None)
    return list(live.select_related("patient", "clinic", "programme").order_by("id").distinct())


def opt_in(address: Address, enrolments: Sequence[Enrolment], said_at: datetime, at: datetime) -> bool:
    """The patient wants messages again. False when not: an opt-out of the same instant or later stands."""
    if address.decided_at is not None and address.decided_at >= said_at:
        return False
    Address.objects.filter(pk=address.pk).update(opted_out_at=None, decided_at=said_at)
    for enrolment in enrolments:
        record_event(enrolment, OptedIn(recorded_at=at, channel=Channel(address.channel)))
        _note_consent(enrolment, address.channel, Consent.What.CONFIRMED, at)
    return True


def note_start(address: Address, said_at: datetime) -> None:
    """Remember when somebody who is on already said START: a STOP from before it that is found later undoes nothing."""
    Address.objects.filter(Q(decided_at=None) | Q(decided_at__lt=said_at), pk=address.pk).update(decided_at=said_at)


def confirm(enrolment: Enrolment, channel: Channel, cause: str, at: datetime) -> None:
    """The yes to the opt-in: from now on there are nudges, and a welcome that says what will come."""
    record_event(enrolment, Confirmed(recorded_at=at))
    _note_consent(enrolment, channel, Consent.What.CONFIRMED, at)
    programme = enrolment.programme.latest().value()
    words = dose_words(programme, standing_of(enrolment).dose, enrolment.patient.language)
    say(enrolment, Purpose.ANSWER, "welcome", cause=cause, at=at, channel=channel, dose_words=words)


def obey_commands(
    enrolments: Sequence[Enrolment], said: Understanding, channel: Channel, cause: str, at: datetime
) -> bool:
    """Carry out what was asked for, for everybody at that phone or mailbox; False when nothing was.

    One answer over ``channel`` confirms what now holds.
    """
    if Command.PAUSE in said.commands:
        days = said.pause_days or DEFAULT_DAYS
        for enrolment in enrolments:
            pause(enrolment, days, None, at)
        programme = enrolments[0].programme.latest().value()
        words = pause_words(programme, days, enrolments[0].patient.language)
        say(enrolments[0], Purpose.ANSWER, "pause", cause=cause, at=at, channel=channel, pause_words=words)
        return True
    if Command.RESUME in said.commands:
        for enrolment in enrolments:
            resume(enrolment, None, at)
        say(enrolments[0], Purpose.ANSWER, "resumed", cause=cause, at=at, channel=channel)
        return True
    if Command.LESS in said.commands or Command.MORE in said.commands:
        to: Literal["less", "more"] = "less" if Command.LESS in said.commands else "more"
        for enrolment in enrolments:
            record_event(enrolment, DoseChanged(recorded_at=at, to=to))
        say(enrolments[0], Purpose.ANSWER, to, cause=cause, at=at, channel=channel)
        return True
    if Command.HELP in said.commands:
        say(enrolments[0], Purpose.ANSWER, "help", cause=cause, at=at, channel=channel)
        return True
    # START of somebody who is on already: nothing changes, and the provider has answered the word.
    return Command.START in said.commands and any(enrolment.confirmed_at is not None for enrolment in enrolments)


def _note_consent(enrolment: Enrolment, channel: str, what: Consent.What, at: datetime) -> None:
    programme = enrolment.programme.latest().value()
    values = {**values_of(enrolment.patient, enrolment.clinic, standing_of(enrolment)), "by_email": channel == "email"}
    text_id = "stop" if what is Consent.What.WITHDRAWN else "optin"
    Consent.objects.create(
        clinic_id=enrolment.clinic_id,
        patient=enrolment.patient,
        channel=channel,
        what=what,
        wording=system_email(programme, text_id, enrolment.patient.language, values),
        at=at,
    )
