"""What a patient does on the own page: confirm, answer the last question, stop."""

from datetime import datetime

from django.db import transaction

from coaching.actions.obey import confirm, opt_out
from coaching.actions.open_questions import open_questions
from coaching.actions.planner_inputs import addresses_of
from coaching.actions.record_event import record_event, standing_of
from coaching.core.events import Heard
from coaching.core.replies import Answer
from coaching.models import Delivery, Enrolment
from coaching.models.locks import lock_addresses

DAYS = frozenset(str(days) for days in range(8))
YES_NO = frozenset(answer.value for answer in Answer)


class NotAnAnswer(ValueError):
    """There is no such answer to what was asked; nothing was stored."""


def open_question(enrolment: Enrolment, at: datetime) -> Delivery | None:
    """The last question that can still be answered."""
    return next(iter(open_questions([enrolment], at)), None)


def answer_on_page(enrolment: Enrolment, answer: str, at: datetime) -> Delivery:
    """Store the answer to the open question; pressing another button corrects it. Raises :class:`NotAnAnswer`."""
    asked = open_question(enrolment, at)
    allowed = frozenset[str]() if asked is None else DAYS if asked.asks == "days_0_7" else YES_NO
    if asked is None or answer not in allowed:
        raise NotAnAnswer("This question can no longer be answered in this way.")
    with transaction.atomic():
        record_event(enrolment, Heard(recorded_at=at))
        Delivery.objects.filter(pk=asked.pk).update(answer=answer, answered_at=at)
    return asked


def confirm_on_page(enrolment: Enrolment, at: datetime) -> None:
    """The yes to the opt-in; a second press changes nothing."""
    if enrolment.confirmed_at is None:
        confirm(enrolment, standing_of(enrolment).channels[0], f"page:{enrolment.pk}", at)


def stop_on_page(enrolment: Enrolment, at: datetime) -> None:
    """Nothing more over the channel of this enrolment, for everybody at that address."""
    address = addresses_of(enrolment).get(standing_of(enrolment).channels[0])
    if address is None:
        return
    with transaction.atomic():
        locked = lock_addresses([address.pk])[0]
        if locked.opted_out_at is None:
            sharing = Enrolment.objects.filter(patient__contact_points__address=locked, ended_at=None)
            live = list(sharing.select_related("patient", "clinic", "programme").distinct())
            opt_out(locked, live, at, at)
