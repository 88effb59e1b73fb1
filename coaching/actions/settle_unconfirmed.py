"""Settle what nobody is sure of: sweep what a dead worker held, then let the provider's list decide.

Nothing goes straight back to ``scheduled``: first it must be certain that the claimant can send no more (then it is
``unconfirmed``), and then the provider's list must show, in two complete readings after the settle time, that the text
never arrived there.
"""

import logging
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from coaching.actions.guard import called_off
from coaching.actions.record_outcome import Settled, record
from coaching.actions.send_due import account, gateways
from coaching.core.delivery_states import MOST_ABSENCES, UNDER_WAY, News, Reason, State
from coaching.core.evidence import Finding, Listed, Sought, judge
from coaching.core.protocol_timing import Timing
from coaching.gateways.event_loop import loop_thread
from coaching.gateways.process_identity import Claimant, Whereabouts
from coaching.gateways.twilio_sms import ListUnreadable
from coaching.models import Attempt, Delivery, Receipt
from coaching.models.delivery import receipt_key
from coaching.models.insert_once import insert_once

log = logging.getLogger(__name__)

READINGS: Final = 2
"""Clean complete readings of the list that prove absence."""
AT_ONCE: Final = 100


def sweep(at: datetime, timing: Timing) -> int:
    """Make ``unconfirmed`` what a claimant that is surely gone still held; returns how many."""
    held = Attempt.objects.filter(
        delivery__state=State.SENDING, delivery__state_at__lte=at - timing.sweep_after, settled_at=None
    )
    lost = [
        Settled(attempt.delivery_id, attempt.pk, bytes(attempt.token), News.LOST, Reason.OUTCOME_UNKNOWN)
        for attempt in held[:AT_ONCE]
        if _can_send_no_more(attempt, at, timing)
    ]
    record(lost, at)
    if lost:
        log.warning("swept claims of workers that are gone count=%s", len(lost))
    return len(lost)


def _can_send_no_more(attempt: Attempt, at: datetime, timing: Timing) -> bool:
    claimant = Claimant.parse(attempt.claimant)
    if claimant == Claimant.this():
        return True  # this process sends or sweeps, never both: what it still holds was left behind by an error
    found = claimant.whereabouts()
    if found is Whereabouts.ALIVE:
        claimant.end()  # it had its time; the next pass finds it gone
        return False
    return found is Whereabouts.GONE or attempt.claimed_at <= at - timing.lease


def reconcile(at: datetime, timing: Timing) -> int:
    """Read the provider's list for what is unconfirmed and settle what it decides; returns how many were looked at.

    Who was looked at longest ago comes first. When the list cannot be read the pass ends: the next one tries another.
    """
    ready = Q(last_read_at=None) | Q(last_read_at__lte=at - timing.read_gap)
    open_attempts = (
        Attempt.objects.filter(ready, delivery__state=State.UNCONFIRMED, delivery__token=F("token"))
        .filter(unconfirmed_at__lte=at - timing.settle)
        .select_related("delivery__address", "delivery__enrolment")
        .order_by(F("last_read_at").asc(nulls_first=True), "id")
    )
    looked_at = 0
    for attempt in open_attempts[:AT_ONCE]:
        looked_at += 1
        if attempt.delivery.channel == "email":
            _give_up(attempt, at)  # SMTP has no list to look into
        elif not _read_and_settle(attempt, at, timing):
            break
    return looked_at


def _read_and_settle(attempt: Attempt, at: datetime, timing: Timing) -> bool:
    """Settle one by the list; False when the list cannot be read."""
    delivery = attempt.delivery
    Attempt.objects.filter(pk=attempt.pk).update(last_read_at=at)
    try:
        rows = loop_thread().run(gateways().sms.sent_to(account(), delivery.address.value))
    except ListUnreadable as unreadable:
        log.warning("the provider's list cannot be read because=%s", unreadable)
        if at >= delivery.expires_at:
            _give_up(attempt, at)
        return False
    _settle_by(rows, attempt, at, timing)
    return True


def _settle_by(rows: list[Listed], attempt: Attempt, at: datetime, timing: Timing) -> None:
    """What a complete reading of the list decides."""
    delivery = attempt.delivery
    finding, ids = judge(rows, _sought(attempt, timing))
    if finding is Finding.FOUND:
        _settle(attempt, News.ACCEPTED, Reason.NONE, at, provider_id=ids[0])
    elif finding is Finding.DOUBLED:
        log.error("double: the provider holds one text several times delivery=%s count=%s", delivery.pk, len(ids))
        _keep_as_evidence(attempt, ids, at)
        _settle(attempt, News.ACCEPTED, Reason.NONE, at, provider_id=ids[0])
    elif finding is Finding.ABSENT:
        _count_clean_reading(attempt, at, timing)
    elif at >= delivery.expires_at:
        _give_up(attempt, at)


def _keep_as_evidence(attempt: Attempt, ids: list[str], at: datetime) -> None:
    """Every id that the list showed: the ledger counts the double."""
    rows = [
        Receipt(
            clinic_id=attempt.clinic_id,
            attempt=attempt,
            key=receipt_key(bytes(attempt.token), provider_id, "listed"),
            status="listed",
            raw="{}",
            received_at=at,
            applied_at=at,
        )
        for provider_id in ids
    ]
    insert_once(rows, "one_receipt_a_key")


def _sought(attempt: Attempt, timing: Timing) -> Sought:
    to_this_address = Attempt.objects.filter(delivery__address=attempt.delivery.address_id)
    unresolved = Q(delivery__state__in=UNDER_WAY, delivery__token=F("token"))
    others = to_this_address.filter(unresolved).exclude(pk=attempt.pk)
    sender = account()
    return Sought(
        body=attempt.body,
        senders={sender.from_number, sender.messaging_service_sid} - {""},
        since=attempt.claimed_real_at - timing.clock_slack,
        known_ids=set(to_this_address.exclude(provider_id="").values_list("provider_id", flat=True)),
        other_bodies=[other.body for other in others],
    )


def _count_clean_reading(attempt: Attempt, at: datetime, timing: Timing) -> None:
    readings = attempt.clean_reads + 1
    Attempt.objects.filter(pk=attempt.pk).update(clean_reads=readings)
    if readings < READINGS:
        return
    delivery = attempt.delivery
    if delivery.absences + 1 >= MOST_ABSENCES:
        log.error("a text never arrived at the provider delivery=%s times=%s", delivery.pk, MOST_ABSENCES)
        _settle(attempt, News.EXHAUSTED, Reason.EXHAUSTED, at)
    elif delivery.expires_at - at < timing.room_to_send:
        _settle(attempt, News.ABSENT_AND_LAPSED, Reason.TOO_LATE, at)
    elif reason := called_off(delivery, at):
        _settle(attempt, News.ABSENT_AND_CALLED_OFF, reason, at)
    else:
        with transaction.atomic():
            _settle(attempt, News.ABSENT, Reason.NONE, at, send_after=at)
            Delivery.objects.filter(pk=delivery.pk).update(absences=delivery.absences + 1)


def _give_up(attempt: Attempt, at: datetime) -> None:
    """It stays unknown: never resent, and a person is told."""
    log.error("outcome stays unknown delivery=%s", attempt.delivery_id)
    _settle(attempt, News.LAPSED, Reason.OUTCOME_UNKNOWN, at)


def _settle(
    attempt: Attempt,
    news: News,
    reason: Reason,
    at: datetime,
    provider_id: str = "",
    send_after: datetime | None = None,
) -> None:
    record(
        [
            Settled(
                attempt.delivery_id,
                attempt.pk,
                bytes(attempt.token),
                news,
                reason,
                provider_id=provider_id,
                send_after=send_after,
            )
        ],
        at,
    )
