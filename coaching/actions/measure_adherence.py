"""A patient's adherence, from what is stored and from what the planner says was skipped."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, cast

from coaching.actions.open_questions import ANSWERABLE_FOR, CHECK_IN_ANSWERABLE_FOR
from coaching.core.adherence import Adherence, Arrival, Nudged, adherence
from coaching.core.delivery_states import CHECKED_PURPOSES, Reason, State
from coaching.core.programme import Asks
from coaching.core.replies import Answer
from coaching.models import Delivery, Enrolment

ARRIVALS: Final[dict[State, Arrival]] = {
    State.SCHEDULED: "waiting",
    State.SENDING: "waiting",
    State.UNCONFIRMED: "waiting",
    State.SENT: "sent",
    State.DELIVERED: "delivered",
    State.FAILED: "not_delivered",
    State.EXPIRED: "not_delivered",
    State.CANCELLED: "skipped",
}


def adherence_of(enrolment: Enrolment, as_of: datetime) -> Adherence:
    """Adherence over the whole enrolment, as known at ``as_of``."""
    return adherence(nudged(planned_deliveries([enrolment.pk], as_of)), as_of)


def planned_deliveries(enrolments: Iterable[int], as_of: datetime) -> list[Delivery]:
    """The planned deliveries that were due by ``as_of``, without those that were planned anew."""
    return list(
        Delivery.objects.filter(enrolment__in=list(enrolments), purpose__in=CHECKED_PURPOSES, due_at__lte=as_of)
        .exclude(state=State.CANCELLED, reason=Reason.REPLANNED)
        .order_by("due_at", "id")
    )


def nudged(deliveries: Iterable[Delivery]) -> list[Nudged]:
    """Deliveries as adherence reads them."""
    return [_nudged(delivery) for delivery in deliveries]


def _nudged(delivery: Delivery) -> Nudged:
    if delivery.on_date is None:
        raise TypeError(f"delivery {delivery.pk} is not a planned one")
    is_check_in = delivery.asks == "days_0_7"
    open_for: timedelta = CHECK_IN_ANSWERABLE_FOR if is_check_in else ANSWERABLE_FOR
    answer = delivery.answer
    return Nudged(
        on_date=delivery.on_date,
        kind=delivery.kind,
        phase=delivery.phase,
        asked=delivery.asks != "none",
        delivery=ARRIVALS[State(delivery.state)],
        answer=None if is_check_in or not answer else Answer(answer),
        answerable_until=(delivery.sent_at or delivery.due_at) + open_for,
        question=cast(Asks, delivery.asks),
        days=int(answer) if is_check_in and answer else None,
    )
