"""The last look before the bytes leave: who was too slow, opted out, paused or ran out of time is not sent."""

from collections.abc import Sequence
from datetime import datetime

from coaching.actions.claim import Claimed
from coaching.actions.record_outcome import Settled, record
from coaching.actions.take_due import UNHINDERED
from coaching.core.delivery_states import CHECKED_PURPOSES, News, Reason, State
from coaching.core.protocol_timing import Timing
from coaching.models import Delivery


def still_wanted(wave: Sequence[Claimed], seconds_held: float, timing: Timing, at: datetime) -> list[Claimed]:
    """Those of the wave that may still go; the others are released, called off or lapsed, and recorded as such.

    ``seconds_held``: since the claim, by a clock that also runs while the machine sleeps. One query for the wave.
    """
    rows = Delivery.objects.filter(id__in=[one.delivery_id for one in wave]).select_related("address", "enrolment")
    stored = {row.pk: row for row in rows}
    held = [one for one in wave if _is_held(one, stored.get(one.delivery_id))]
    refused = [
        (one, *verdict)
        for one in held
        if (verdict := _refusal(one, stored.get(one.delivery_id), seconds_held, timing, at))
    ]
    if refused:
        record([Settled(one.delivery_id, one.attempt_id, one.token, news, reason) for one, news, reason in refused], at)
    gone = {one.delivery_id for one, _, _ in refused}
    return [one for one in held if one.delivery_id not in gone]


def _is_held(one: Claimed, row: Delivery | None) -> bool:
    """Whether the claim still holds: late news of an earlier attempt may have settled the delivery meanwhile."""
    return row is None or (row.state == State.SENDING and bytes(row.token or b"") == one.token)


def _refusal(
    one: Claimed, row: Delivery | None, seconds_held: float, timing: Timing, at: datetime
) -> tuple[News, Reason] | None:
    """Why it must not go now, or None."""
    if row is None:
        return News.CALLED_OFF, Reason.ENDED
    if seconds_held >= timing.guard.total_seconds():
        return News.RELEASED, Reason.TOO_SLOW
    if one.expires_at - at < timing.room_to_send:
        return News.LAPSED, Reason.TOO_LATE
    reason = called_off(row, at)
    return (News.CALLED_OFF, reason) if reason else None


def called_off(delivery: Delivery, at: datetime) -> Reason | None:
    """Why a delivery is no longer wanted at that instant, by its purpose; None when it is."""
    if delivery.purpose not in UNHINDERED and delivery.address.opted_out_at is not None:
        return Reason.NO_CONSENT
    if delivery.purpose not in CHECKED_PURPOSES or delivery.enrolment is None:
        return None
    if delivery.enrolment.ended_at is not None:
        return Reason.ENDED
    return Reason.PAUSED if delivery.enrolment.paused_at(at) else None
