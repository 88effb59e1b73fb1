"""Move the demonstration's clock, so that anyone can watch a week go by in minutes.

The clock walks: an hour at a time, and on only when what fell due in that hour has been sent. A jump over a day would
be the same as a system that was down for a day: its nudges would expire.
"""

from datetime import datetime, time, timedelta
from typing import Final

from django.db import transaction

from coaching.core.calendar import A_DAY, instant, local_date
from coaching.core.delivery_states import UNDER_WAY, State
from coaching.core.protocol_timing import Timing
from coaching.gateways.wakeups import wake
from coaching.models import Clinic, Delivery, DemoClock, Enrolment
from coaching.settings.environment import ENVIRONMENT

STRIDE: Final = timedelta(hours=1)
"""Shorter than the time after which any nudge expires."""


class ClockHeld(RuntimeError):
    """The clock cannot be moved now; the text says why and when it can."""


def move_clock(forward: timedelta | None, to_local: time | None, at: datetime) -> DemoClock:
    """Send the clock ``forward``, or to the next day's ``to_local`` at the clinic. It begins to walk at once.

    Raises :class:`ClockHeld` outside a demonstration and while the outcome of a hand-over is open: the proof that a
    text never arrived rests on time that really passed.
    """
    if not ENVIRONMENT.is_demo:
        raise ClockHeld("The clock moves in a demonstration only.")
    with transaction.atomic():
        if Delivery.objects.filter(state__in=UNDER_WAY).exists():
            raise ClockHeld("A text is on its way; the clock can be moved when its outcome is known.")
        clock, _ = DemoClock.objects.select_for_update().get_or_create()
        distance = forward if forward is not None else _until(to_local, at)
        clock.target_seconds = clock.offset_seconds + int(distance.total_seconds())
        clock.save()
    walk_clock(at)
    clock.refresh_from_db()
    return clock


def walk_clock(at: datetime) -> bool:
    """One stride towards the target, if everything that is due has been dealt with; whether it moved."""
    if not ENVIRONMENT.is_demo:
        return False
    with transaction.atomic():
        clock = DemoClock.objects.select_for_update().first()
        if clock is None or clock.offset_seconds >= clock.target_seconds:
            return False
        wake("plan_ahead", "bulk")
        wake("send_due", "bulk")
        if _something_is_due(at):
            return False
        clock.offset_seconds = min(clock.offset_seconds + _stride(at), clock.target_seconds)
        clock.save()
    return True


def _something_is_due(at: datetime) -> bool:
    """Whether a text is under way, waits for a worker, or an enrolment waits to be planned."""
    room = Timing.from_settle(ENVIRONMENT.settle_seconds).room_to_send
    waiting = Delivery.objects.filter(
        state=State.SCHEDULED, send_after__lte=at, expires_at__gt=at + room, address__opted_out_at=None
    )
    return (
        Delivery.objects.filter(state__in=UNDER_WAY).exists()
        or waiting.exists()
        or Enrolment.objects.filter(ended_at=None, plan_from_at__lte=at).exists()
    )


def _stride(at: datetime) -> int:
    """Seconds of the next stride: an hour, or up to a minute past the next due time when nothing is due for longer."""
    following = (
        Delivery.objects.filter(state=State.SCHEDULED, send_after__gt=at)
        .order_by("send_after")
        .values_list("send_after", flat=True)
        .first()
    )
    soon = following - at + timedelta(minutes=1) if following else STRIDE
    return int(max(min(soon, timedelta(hours=6)), STRIDE).total_seconds())


def _until(to_local: time | None, at: datetime) -> timedelta:
    clinic = Clinic.objects.order_by("id").first()
    place = clinic.zone if clinic else "Europe/Amsterdam"
    return instant(local_date(at, place) + A_DAY, to_local or time(8), place) - at
