"""Which questions are still open when a text comes in, and which of them it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from coaching.core.delivery_states import Purpose, State
from coaching.core.replies import Command, Context, Understanding, understand
from coaching.models import Attempt, Delivery, Enrolment

ANSWERABLE_FOR: Final = timedelta(hours=36)
"""A yes or a no belongs to the question of this day or the day before, and to no older one."""
CHECK_IN_ANSWERABLE_FOR: Final = timedelta(days=3)
ARRIVED: Final = (State.SENT, State.DELIVERED, State.UNCONFIRMED, State.SENDING)
LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that a text can answer.

    ``delivery`` asked it; None for the opt-in, and where nobody can say whose of several patients' questions is meant.
    ``enrolment`` is whose yes to the opt-in it would be.
    """

    context: Context
    delivery: Delivery | None = None
    enrolment: Enrolment | None = None


NOTHING_ASKED: Final = Asked(Context.NONE)


def open_questions(enrolments: Sequence[Enrolment], said_at: datetime) -> list[Delivery]:
    """What was asked before ``said_at`` and can still be answered, the newest first; answered ones can be corrected."""
    recent = Q(asks="yes_no", asked_at__gte=said_at - ANSWERABLE_FOR) | Q(
        asks="days_0_7", asked_at__gte=said_at - CHECK_IN_ANSWERABLE_FOR
    )
    return list(_gone_out(enrolments, said_at).filter(recent).order_by("-asked_at", "-id"))


def _gone_out(enrolments: Sequence[Enrolment], said_at: datetime) -> QuerySet[Any]:
    """What may have reached them by then, with ``asked_at``: when its hand-over began.

    A reply can overtake our own record of the hand-over, and a send that the provider's list settled is recorded late.
    """
    began = Attempt.objects.filter(delivery=OuterRef("pk"), token=OuterRef("token")).values("claimed_at")[:1]
    arrived = Delivery.objects.filter(enrolment__in=enrolments, state__in=ARRIVED)
    return arrived.annotate(asked_at=Coalesce(Subquery(began), "sent_at")).filter(asked_at__lte=said_at)


def hear(body: str, enrolments: Sequence[Enrolment], said_at: datetime) -> tuple[Asked, Understanding]:
    """What a text says, and the question that it fits: the newest whose kind of answer it holds.

    Where it fits none, it is read as a reply to the newest.
    """
    languages = {enrolment.pk: enrolment.patient.language for enrolment in enrolments}
    usual = enrolments[0].patient.language if enrolments else "nl"
    heard = []
    for asked in _askable(enrolments, said_at):
        whose = asked.delivery.enrolment_id if asked.delivery else asked.enrolment.pk if asked.enrolment else None
        said = understand(body, asked.context, languages.get(whose or 0, usual))
        if said.answer is not None or {Command.CONFIRM, Command.DECLINE} & set(said.commands):
            return asked, said
        heard.append((asked, said))
    return heard[0]


def _askable(enrolments: Sequence[Enrolment], said_at: datetime) -> list[Asked]:
    """The questions in the order in which a text is tried on them: the opt-in, then one of each kind, newest first."""
    questions = open_questions(enrolments, said_at)
    one_patients = of_one_patient(questions)
    newest = {Context(question.asks): question for question in reversed(one_patients or questions)}
    order = sorted(newest, key=lambda context: questions.index(newest[context]))
    asked = [Asked(context, newest[context] if one_patients else None) for context in order]
    if unconfirmed := _to_confirm(enrolments, questions, said_at):
        asked.insert(0, Asked(Context.CONFIRM, enrolment=unconfirmed))
    return asked or [NOTHING_ASKED]


def of_one_patient(questions: Sequence[Delivery]) -> list[Delivery]:
    """The questions that a text from a shared phone can be about without a guess; empty when they are several patients'.

    Whoever has answered is no longer waited for, while somebody else is.
    """
    unanswered = [question for question in questions if not question.answer]
    for some in (questions, unanswered):
        if len({question.enrolment_id for question in some}) == 1:
            return list(some)
    return []


def _to_confirm(enrolments: Sequence[Enrolment], questions: Sequence[Delivery], said_at: datetime) -> Enrolment | None:
    """Whose yes to the opt-in a text would be: of several the one who was asked last."""
    waiting = [enrolment for enrolment in enrolments if enrolment.confirmed_at is None]
    opt_ins = _gone_out(waiting, said_at).filter(purpose=Purpose.OPT_IN).order_by("asked_at", "id")
    asked_at: dict[int, datetime] = dict(opt_ins.values_list("enrolment_id", "asked_at"))
    if any(not question.answer for question in questions):
        # Somebody else at this phone was asked something: a yes is for the opt-in only when that has gone out too.
        waiting = [enrolment for enrolment in waiting if enrolment.pk in asked_at]
    return max(waiting, key=lambda one: (asked_at.get(one.pk, LONG_AGO), one.enrolled_at, one.pk), default=None)
