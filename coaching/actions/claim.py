"""Claim what is due: one short transaction, committed before any byte leaves.

Two statements. The first chooses by due time and locks the addresses; the second checks everything again in its own
snapshot and changes the state, at most one planned delivery an address. Only rows that it returns are sent. In one
statement, a STOP that commits meanwhile would not be seen.
"""

import logging
import os
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from coaching.actions.planner_inputs import texts_used_by
from coaching.actions.take_due import addresses_with_work, let_lapse, take
from coaching.actions.write_text import NoFreshText, Written, write_nudge, write_own
from coaching.core.calendar import QuietHours
from coaching.core.delivery_states import CHECKED_PURPOSES, Purpose, Reason, State
from coaching.core.events import Situation, situations
from coaching.core.rendering import RenderingRefused
from coaching.core.sms_text import measure
from coaching.gateways.process_identity import Claimant
from coaching.models import Attempt, Clinic, Delivery, EnrolmentEvent, ProgrammeVersion
from coaching.models.clock import database_now, offset
from coaching.models.delivery import TOKEN_BYTES
from coaching.models.locks import lock_free_addresses
from coaching.models.sealed import CannotUnseal

log = logging.getLogger(__name__)

CHOICE: Final = 4
"""So many times more addresses are looked at than are wanted: other workers hold some of them."""
TRY_AGAIN_AFTER: Final = timedelta(minutes=5)
"""What could not be written for a reason that nobody foresaw is tried again, until it lapses."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery in our hands. ``expires_at`` is UTC; ``token`` names the attempt in every later change."""

    delivery_id: int
    attempt_id: int
    token: bytes
    clinic_id: int
    channel: str
    purpose: str
    to: str
    written: Written
    expires_at: datetime


def claim(purposes: Sequence[Purpose], most: int, room_to_send: timedelta) -> list[Claimed]:
    """Take up to ``most`` deliveries of these purposes that are due and may be sent now."""
    with transaction.atomic():
        at = database_now()
        latest = at + room_to_send
        let_lapse(purposes, at, latest)
        waiting = addresses_with_work(purposes, at, latest, CHOICE * most)
        addresses = lock_free_addresses(waiting, most)
        if not addresses:
            return []
        ids = take(purposes, at, latest, addresses, most)
        return _write_all(ids, at)


def _write_all(ids: list[int], at: datetime) -> list[Claimed]:
    """Write the texts of what was taken; what must not go after all leaves the batch in this same transaction."""
    taken = _read(ids, at)
    standings, used = _standings(taken), _texts_used(taken, at)
    writings: list[tuple[Delivery, Written]] = []
    for delivery in taken:
        standing = standings.get(delivery.enrolment_id or 0)
        if wait := _quiet_until(delivery, standing, at):
            _put_back(delivery, State.SCHEDULED, Reason.QUIET_HOURS, at, send_after=wait)
            continue
        try:
            writings.append((delivery, _write(delivery, standing, used, at)))
        except (NoFreshText, RenderingRefused) as refused:
            log.warning("nothing to say delivery=%s because=%s", delivery.pk, type(refused).__name__)
            _put_back(delivery, State.CANCELLED, Reason.NO_FRESH_TEXT, at)
        except DatabaseError:
            raise
        except Exception as raised:  # noqa: BLE001  (one that cannot be written must not hold up the others)
            log.error("cannot be written delivery=%s because=%s", delivery.pk, type(raised).__name__)  # noqa: TRY400  (a trace may hold what a text says)
            _put_back(delivery, State.SCHEDULED, Reason.NONE, at, send_after=at + TRY_AGAIN_AFTER)
    return _attempts(writings, at)


def _read(ids: list[int], at: datetime) -> list[Delivery]:
    """The rows with all that their texts need; what many rows share is read once."""
    wanted = (
        Delivery.objects.filter(id__in=ids)
        .select_related("address", "enrolment__patient")
        .defer("enrolment__patient__name")
        .order_by("send_after", "id")
    )
    try:
        taken = list(wanted)
    except CannotUnseal:  # one row must not hold up the others
        taken = [delivery for key in ids for delivery in _read_if_possible(wanted, key, at)]
    clinics = Clinic.objects.in_bulk({delivery.clinic_id for delivery in taken})
    versions = ProgrammeVersion.objects.defer("files").in_bulk(
        {delivery.version_id for delivery in taken if delivery.version_id}
    )
    for delivery in taken:
        delivery.clinic = clinics[delivery.clinic_id]
        if delivery.version_id:
            delivery.version = versions[delivery.version_id]
        if delivery.enrolment:
            delivery.enrolment.clinic = delivery.clinic
    return taken


def _read_if_possible(wanted: QuerySet[Delivery], key: int, at: datetime) -> list[Delivery]:
    """That one row; none when it does not open with our keys: it is tried again later, and a person is told."""
    try:
        return list(wanted.filter(pk=key))
    except CannotUnseal:
        log.error("cannot be unsealed delivery=%s", key)  # noqa: TRY400  (a trace may hold what a text says)
        Delivery.objects.filter(pk=key, state=State.SENDING).update(
            state=State.SCHEDULED, state_at=at, send_after=at + TRY_AGAIN_AFTER
        )
        return []


def _write(delivery: Delivery, standing: Situation | None, used: dict[int, dict[str, date]], at: datetime) -> Written:
    if delivery.enrolment is None or standing is None:
        raise TypeError(f"delivery {delivery.pk} belongs to no enrolment")
    if delivery.purpose in CHECKED_PURPOSES:
        return write_nudge(delivery, standing, used.get(delivery.enrolment.pk, {}), at)
    return write_own(delivery, delivery.enrolment, at)


def _standings(taken: list[Delivery]) -> dict[int, Situation]:
    """How each enrolment of the batch stands, by id; one whose events cannot be read is left out."""
    events: dict[int, list[EnrolmentEvent]] = defaultdict(list)
    wanted = {delivery.enrolment_id for delivery in taken}
    for stored in EnrolmentEvent.objects.filter(enrolment__in=wanted).order_by("recorded_at", "id"):
        events[stored.enrolment_id].append(stored)
    standings = {}
    for enrolment_id, happened in events.items():
        with suppress(KeyError, TypeError, ValueError):
            standings[enrolment_id] = situations(stored.value() for stored in happened)[-1][1]
    return standings


def _texts_used(taken: list[Delivery], at: datetime) -> dict[int, dict[str, date]]:
    """By enrolment, the texts that the patient had and the last date of each."""
    enrolments = [delivery.enrolment_id for delivery in taken if delivery.purpose == Purpose.COACHING]
    tomorrow = at.date() + timedelta(days=2)  # every zone's today is before it
    remembered = texts_used_by([one for one in enrolments if one], tomorrow, besides=[one.pk for one in taken])
    return {
        enrolment_id: {entry.text_id: entry.on_date for entry in sorted(entries, key=lambda entry: entry.on_date)}
        for enrolment_id, entries in remembered.items()
    }


def _quiet_until(delivery: Delivery, standing: Situation | None, at: datetime) -> datetime | None:
    """When quiet hours end, if it is quiet now where the patient is and this can wait."""
    if standing is None or delivery.purpose not in (*CHECKED_PURPOSES, Purpose.OPT_IN):
        return None
    quiet = QuietHours(delivery.clinic.quiet_from, delivery.clinic.quiet_until)
    end = quiet.end_after(at, standing.zone)
    return end if end > at else None


def _put_back(
    delivery: Delivery, state: State, reason: Reason, at: datetime, send_after: datetime | None = None
) -> None:
    Delivery.objects.filter(pk=delivery.pk, state=State.SENDING).update(
        state=state, reason=reason, state_at=at, send_after=send_after or delivery.send_after
    )


def _attempts(writings: list[tuple[Delivery, Written]], at: datetime) -> list[Claimed]:
    """One attempt each, with a random token that the delivery holds as well."""
    claimant, real_at = str(Claimant.this()), at - offset()
    attempts = Attempt.objects.bulk_create(
        Attempt(
            clinic_id=delivery.clinic_id,
            delivery=delivery,
            token=os.urandom(TOKEN_BYTES),
            body=written.body,
            subject=written.subject or None,
            claimed_at=at,
            claimed_real_at=real_at,
            claimant=claimant,
            segments=0 if delivery.channel == "email" else measure(written.body).segments,
        )
        for delivery, written in writings
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE coaching_delivery SET token = %s, text_id = %s WHERE id = %s",
            [
                (bytes(attempt.token), written.text_id, delivery.pk)
                for attempt, (delivery, written) in zip(attempts, writings, strict=True)
            ],
        )
    return [
        Claimed(
            delivery_id=delivery.pk,
            attempt_id=attempt.pk,
            token=bytes(attempt.token),
            clinic_id=delivery.clinic_id,
            channel=delivery.channel,
            purpose=delivery.purpose,
            to=delivery.address.value,
            written=written,
            expires_at=delivery.expires_at,
        )
        for attempt, (delivery, written) in zip(attempts, writings, strict=True)
    ]
