"""Do what a patient's text says: opt-out first, then commands, then the answer to the question, else a person reads it."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from coaching.actions.obey import confirm, enrolments_at, note_start, obey_commands, opt_in, opt_out
from coaching.actions.say import say
from coaching.core.delivery_states import Purpose, State
from coaching.core.red_flags import red_flag
from coaching.core.replies import Command, Context, Understanding, understand
from coaching.models import Address, Delivery, Enrolment, Inbound
from coaching.models.locks import lock_addresses

ANSWERABLE_FOR: Final = timedelta(hours=36)
"""A yes or a no belongs to the question of this day or the day before, and to no older one."""
CHECK_IN_ANSWERABLE_FOR: Final = timedelta(days=3)
ARRIVED: Final = (State.SENT, State.DELIVERED, State.UNCONFIRMED, State.SENDING)


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that a text can answer: what it was, and the delivery that asked it (none for the opt-in)."""

    context: Context
    delivery: Delivery | None = None


NOTHING_ASKED: Final = Asked(Context.NONE)


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
    asked = question_for(enrolments, inbound.sent_at)
    language = enrolments[0].patient.language if enrolments else "nl"
    said = understand(inbound.body, asked.context, language)
    inbound.meaning = _as_json(said)
    if len(enrolments) == 1:
        inbound.enrolment = enrolments[0]
    _heed_red_flag(inbound, enrolments, at)
    if Command.STOP in said.commands:
        opt_out(address, enrolments, inbound.sent_at, at)
        return
    if address.opted_out_at is not None:
        if Command.START in said.commands or said.says_yes:
            opt_in(address, enrolments, inbound.sent_at, at)
        else:
            inbound.needs_reading = True
        return
    if Command.START in said.commands:
        note_start(address, inbound.sent_at)
    if len(enrolments) != 1:
        inbound.needs_reading = True  # a shared phone: nobody guesses whose answer it is
        return
    _act_for(enrolments[0], inbound, asked, said, at)


def _act_for(enrolment: Enrolment, inbound: Inbound, asked: Asked, said: Understanding, at: datetime) -> None:
    cause = f"inbound:{inbound.pk}"
    obeyed = obey_commands(enrolment, said, cause, at)
    if Command.CONFIRM in said.commands and enrolment.confirmed_at is None:
        confirm(enrolment, inbound.channel, cause, at)
        obeyed = True
    if said.answer is not None and asked.delivery is not None:
        _attach(asked.delivery, inbound, str(said.answer), at)
    elif not obeyed and not said.auto_reply:
        not_handled = said.unclear or said.answer is not None or bool(said.commands) or said.time is not None
        inbound.needs_reading = inbound.needs_reading or not_handled
        if not_handled and not inbound.red_flag and not _answered_lately(enrolment, at):
            say(enrolment, Purpose.ANSWER, "unparsed", cause=cause, at=at)


def _heed_red_flag(inbound: Inbound, enrolments: list[Enrolment], at: datetime) -> None:
    """Heed a sign of trouble before everything else, also before a STOP.

    A person reads it first, and the patient gets the safe answer of its tier at once (a shared phone gets it once).
    """
    flag = red_flag(inbound.body)
    if flag is None:
        return
    inbound.red_flag, inbound.needs_reading = flag.tier, True
    if enrolments:
        say(enrolments[0], Purpose.SAFETY, flag.tier.value, cause=f"inbound:{inbound.pk}", at=at)


def _attach(delivery: Delivery, inbound: Inbound, answer: str, at: datetime) -> None:
    """The answer belongs to the question; a later one corrects an earlier one."""
    inbound.delivery, inbound.answer = delivery, answer
    Delivery.objects.filter(pk=delivery.pk).update(answer=answer, answered_at=at)


def question_for(enrolments: list[Enrolment], sent_at: datetime) -> Asked:
    """The last question before ``sent_at`` that can still be answered."""
    if len(enrolments) == 1 and enrolments[0].confirmed_at is None:
        return Asked(Context.CONFIRM)
    recent = Q(asks="yes_no", sent_at__gte=sent_at - ANSWERABLE_FOR) | Q(
        asks="days_0_7", sent_at__gte=sent_at - CHECK_IN_ANSWERABLE_FOR
    )
    under_way = Q(sent_at=None, state__in=[State.SENDING, State.UNCONFIRMED]) & ~Q(asks="none")
    latest = (
        Delivery.objects.filter(recent | under_way, enrolment__in=enrolments, state__in=ARRIVED)
        .filter(Q(sent_at=None) | Q(sent_at__lte=sent_at))
        .order_by("due_at", "id")
        .last()
    )
    return Asked(Context(latest.asks), latest) if latest else NOTHING_ASKED


def _answered_lately(enrolment: Enrolment, at: datetime) -> bool:
    """Whether the fallback went out in the last day: nobody is to be answered by a machine again and again."""
    return Delivery.objects.filter(
        enrolment=enrolment, purpose=Purpose.ANSWER, step="unparsed", due_at__gte=at - timedelta(days=1)
    ).exists()


def _as_json(said: Understanding) -> dict[str, object]:
    """What was understood, with the words and rules that made it, for staff to see."""
    meaning = asdict(said)
    meaning["time"] = said.time.isoformat("minutes") if said.time else None
    return meaning
