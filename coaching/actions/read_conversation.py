"""A patient's conversation: what was sent and what came back, oldest first."""

from dataclasses import dataclass
from datetime import datetime

from coaching.core.delivery_states import State
from coaching.models import Delivery, Enrolment, Inbound


@dataclass(frozen=True, slots=True)
class Turn:
    """One text of the conversation. Exactly one of ``inbound`` and ``delivery``. ``at``: UTC."""

    at: datetime
    from_patient: bool
    text: str
    channel: str
    purpose: str
    state: str
    reason: str
    segments: int
    answer: str
    needs_reading: bool
    inbound: Inbound | None = None
    delivery: Delivery | None = None


def conversation(enrolment: Enrolment, most: int = 200) -> list[Turn]:
    """The latest ``most`` texts either way; what has not been tried yet is not part of it."""
    sent = (
        Delivery.objects.filter(enrolment=enrolment)
        .exclude(state__in=[State.SCHEDULED, State.CANCELLED, State.EXPIRED])
        .prefetch_related("attempts")
        .order_by("-due_at", "-id")[:most]
    )
    came = Inbound.objects.filter(enrolment=enrolment).order_by("-received_at", "-id")[:most]
    turns = [*map(_sent, sent), *map(_came, came)]
    return sorted(turns, key=lambda turn: turn.at)[-most:]


def _sent(delivery: Delivery) -> Turn:
    attempts = list(delivery.attempts.all())
    last = attempts[-1] if attempts else None
    return Turn(
        at=delivery.sent_at or delivery.state_at,
        from_patient=False,
        text=last.body if last else delivery.body or "",
        channel=delivery.channel,
        purpose=delivery.purpose,
        state=delivery.state,
        reason=delivery.reason,
        segments=last.segments if last else 0,
        answer=delivery.answer,
        needs_reading=False,
        delivery=delivery,
    )


def _came(inbound: Inbound) -> Turn:
    return Turn(
        at=inbound.received_at,
        from_patient=True,
        text=inbound.body,
        channel=inbound.channel,
        purpose="",
        state="",
        reason="",
        segments=0,
        answer=inbound.answer,
        needs_reading=inbound.needs_reading and inbound.read_at is None,
        inbound=inbound,
    )
