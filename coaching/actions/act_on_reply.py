"""Do what a patient's text says: opt-out first, then commands, then the answer to the question, else a person reads it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction

from coaching.actions.obey import confirm, enrolments_at, note_start, obey_commands, opt_in, opt_out
from coaching.actions.open_questions import Asked, hear, open_questions
from coaching.actions.record_event import record_event
from coaching.actions.say import say
from coaching.core.delivery_states import Purpose
from coaching.core.events import Channel, Heard
from coaching.core.red_flags import red_flag
from coaching.core.replies import Command, Understanding
from coaching.models import Address, Delivery, Enrolment, Inbound
from coaching.models.locks import lock_addresses


def act_on_reply(inbound: Inbound, at: datetime) -> None:
    """Act on a stored text, all or nothing, once. The address is locked first: a STOP orders itself with every claim."""
    with transaction.atomic():
        found = Address.objects.filter(
            clinic=inbound.clinic_id, channel=inbound.channel, index=bytes(inbound.sender_index)
        ).first()
        address = lock_addresses([found.pk])[0] if found else None
        inbound = Inbound.objects.select_for_update(of=("self",)).get(pk=inbound.pk)
        if inbound.acted_at is not None:
            return
        inbound.acted_at = at
        if address is None:
            inbound.needs_reading = True  # nobody of ours: staff sees it, nothing is answered
        else:
            _act(inbound, address, at)
        inbound.save()


def _act(inbound: Inbound, address: Address, at: datetime) -> None:
    inbound.address = address
    enrolments = enrolments_at(address)
    asked, said = hear(inbound.body, enrolments, inbound.sent_at)
    inbound.meaning = _as_json(said)
    if len(enrolments) == 1:
        inbound.enrolment = enrolments[0]
    _heed_red_flag(inbound, enrolments, at)
    if Command.STOP in said.commands:
        opt_out(address, enrolments, inbound.sent_at, at)
        return
    wants_back = Command.START in said.commands or said.says_yes
    if address.opted_out_at is not None and not (wants_back and opt_in(address, enrolments, inbound.sent_at, at)):
        inbound.needs_reading = True
        return
    if not said.auto_reply:
        for enrolment in enrolments:  # a shared phone: whoever it was, nobody there is taken for silent
            record_event(enrolment, Heard(recorded_at=at))
    if Command.START in said.commands:
        note_start(address, inbound.sent_at)
    if enrolments:
        _act_for(enrolments, inbound, asked, said, at)
    else:
        inbound.needs_reading = True


def _act_for(
    enrolments: Sequence[Enrolment], inbound: Inbound, asked: Asked, said: Understanding, at: datetime
) -> None:
    """Commands hold for everybody at that phone; a yes and an answer for the one whose question it was."""
    cause, channel = f"inbound:{inbound.pk}", Channel(inbound.channel)
    obeyed = obey_commands(enrolments, said, channel, cause, at)
    if Command.CONFIRM in said.commands and asked.enrolment is not None:
        confirm(asked.enrolment, channel, cause, at)
        inbound.enrolment, obeyed = asked.enrolment, True
        # From a shared phone it may as well have been somebody else's answer: a person looks.
        others = open_questions(enrolments, inbound.sent_at)
        inbound.needs_reading = inbound.needs_reading or any(not other.answer for other in others)
    if said.answer is not None and asked.delivery is not None:
        _attach(asked.delivery, inbound, str(said.answer), at)
    elif not obeyed and not said.auto_reply:
        not_handled = said.unclear or said.answer is not None or bool(said.commands) or said.time is not None
        inbound.needs_reading = inbound.needs_reading or not_handled
        if not_handled and not inbound.red_flag and not _answered_lately(enrolments, at):
            say(enrolments[0], Purpose.ANSWER, "unparsed", cause=cause, at=at, channel=channel)


def _heed_red_flag(inbound: Inbound, enrolments: Sequence[Enrolment], at: datetime) -> None:
    """Heed a sign of trouble before everything else, also before a STOP.

    A person reads it first, and the patient gets the safe answer of its tier at once, the way the text came (a shared
    phone gets it once).
    """
    flag = red_flag(inbound.body)
    if flag is None:
        return
    inbound.red_flag, inbound.needs_reading = flag.tier, True
    if enrolments:
        cause, channel = f"inbound:{inbound.pk}", Channel(inbound.channel)
        say(enrolments[0], Purpose.SAFETY, flag.tier.value, cause=cause, at=at, channel=channel)


def _attach(delivery: Delivery, inbound: Inbound, answer: str, at: datetime) -> None:
    """The answer belongs to the question; a later one corrects an earlier one."""
    inbound.delivery, inbound.answer, inbound.enrolment = delivery, answer, delivery.enrolment
    Delivery.objects.filter(pk=delivery.pk).update(answer=answer, answered_at=at)


def _answered_lately(enrolments: Sequence[Enrolment], at: datetime) -> bool:
    """Whether the fallback went out in the last day: nobody is to be answered by a machine again and again."""
    return Delivery.objects.filter(
        enrolment__in=enrolments, purpose=Purpose.ANSWER, step="unparsed", due_at__gte=at - timedelta(days=1)
    ).exists()


def _as_json(said: Understanding) -> dict[str, object]:
    """What was understood, with the words and rules that made it, for staff to see."""
    meaning = asdict(said)
    meaning["time"] = said.time.isoformat("minutes") if said.time else None
    return meaning
