"""Store what the planner yields for the coming day and a half as deliveries. Idempotent, at any time, from any start."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from coaching.core.calendar import A_DAY, Calendar, QuietHours, local_date
from coaching.core.delivery_states import CHECKED_PURPOSES, Purpose, Reason, State
from coaching.core.events import Event
from coaching.core.planner import Planned, PublishedProgramme, Remembered, Verdict, plan
from coaching.models import Address, Clinic, Delivery, Enrolment, EnrolmentEvent, ProgrammeVersion
from coaching.models.insert_once import insert_once
from coaching.models.locks import lock_addresses

HORIZON: Final = timedelta(hours=36)
"""How far ahead deliveries are stored."""
LOOK_AGAIN: Final = timedelta(hours=6)
"""When an enrolment that was planned is planned again, if nothing happens to it."""
FRESH_FOR: Final = timedelta(days=28)
"""A coaching text is not repeated within so many days (clinical rules: repetition wears off)."""
AT_ONCE: Final = 20
"""Enrolments planned in one transaction: it stays well under 100 ms."""


def plan_ahead(at: datetime, most: int = 2000) -> int:
    """Plan every enrolment that is due for it; returns how many were."""
    planned = 0
    while planned < most:
        due = list(_due(at).order_by("plan_from_at").values_list("id", flat=True)[:AT_ONCE])
        with transaction.atomic():
            lock_addresses(
                Address.objects.filter(contact_points__patient__enrolments__in=due).values_list("id", flat=True)
            )
            for enrolment in _due(at).filter(id__in=due).order_by("id"):
                plan_enrolment(enrolment, at)
        planned += len(due)
        if len(due) < AT_ONCE:
            break
    return planned


def _due(at: datetime) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(plan_from_at__lte=at, ended_at=None).select_related(
        "clinic", "patient", "programme"
    )


def plan_enrolment(enrolment: Enrolment, at: datetime) -> None:
    """Store what is missing, call off what the plan no longer holds. The caller holds the locks of its addresses."""
    zone = enrolment.patient.zone
    first_on = local_date(min(enrolment.plan_from_at, at), zone) - A_DAY
    horizon = at + HORIZON
    verdicts = plan_of(enrolment, first_on, local_date(horizon, zone), at)
    wanted = {
        (verdict.nudge, verdict.on_date): verdict
        for verdict in verdicts
        if isinstance(verdict, Planned) and verdict.due_at <= horizon
    }
    versions = versions_of(enrolment)
    _call_off_what_left(enrolment, wanted, versions, first_on, at)
    addresses = addresses_of(enrolment)
    rows = [
        _delivery(enrolment, planned, addresses[planned.channel], versions[planned.version], at)
        for planned in sorted(wanted.values(), key=lambda planned: (planned.nudge, planned.on_date))
        if planned.channel in addresses
    ]
    insert_once(rows, "a_nudge_once_a_day")
    enrolment.plan_from_at = at + LOOK_AGAIN
    enrolment.save(update_fields=["plan_from_at"])


def plan_of(enrolment: Enrolment, first_on: date, last_on: date, as_of: datetime) -> list[Verdict]:
    """The planner's verdicts for an enrolment, from what is stored."""
    return plan(
        programmes_of(enrolment),
        events_of(enrolment),
        calendar_of(enrolment.clinic),
        texts_used(enrolment, first_on),
        first_on,
        last_on,
        as_of,
    )


def events_of(enrolment: Enrolment) -> list[Event]:
    """Its events, in the order of their recording."""
    stored = EnrolmentEvent.objects.filter(enrolment=enrolment).order_by("recorded_at", "id")
    return [one.value() for one in stored]


def versions_of(enrolment: Enrolment) -> dict[int, ProgrammeVersion]:
    """All versions of its programme, by number."""
    return {version.number: version for version in ProgrammeVersion.objects.filter(programme=enrolment.programme_id)}


def programmes_of(enrolment: Enrolment) -> list[PublishedProgramme]:
    """The same as the planner reads them."""
    return [
        PublishedProgramme(version.value(), number, version.published_at)
        for number, version in versions_of(enrolment).items()
    ]


def calendar_of(clinic: Clinic) -> Calendar:
    """The clinic's calendar as the planner reads it."""
    return Calendar(QuietHours(clinic.quiet_from, clinic.quiet_until))


def texts_used(enrolment: Enrolment, before_on: date) -> list[Remembered]:
    """The coaching texts that went out, or may have, in the 28 days before a date."""
    return texts_used_by([enrolment.pk], before_on)[enrolment.pk]


def texts_used_by(
    enrolments: Iterable[int], before_on: date, besides: Iterable[int] = ()
) -> dict[int, list[Remembered]]:
    """The same for several enrolments, by their ids.

    ``besides``: deliveries that are being claimed now; the text of an earlier attempt that surely never arrived is free.
    """
    rows = (
        Delivery.objects.filter(
            enrolment__in=list(enrolments),
            purpose=Purpose.COACHING,
            on_date__gte=before_on - FRESH_FOR,
            on_date__lt=before_on,
        )
        .exclude(text_id="")
        .exclude(id__in=list(besides))
        .exclude(state__in=[State.CANCELLED, State.EXPIRED, State.SCHEDULED])
        .values_list("enrolment_id", "text_id", "on_date")
    )
    used: dict[int, list[Remembered]] = defaultdict(list)
    for enrolment_id, text_id, on_date in rows:
        if enrolment_id is not None and on_date is not None:
            used[enrolment_id].append(Remembered(text_id, on_date))
    return used


def addresses_of(enrolment: Enrolment) -> dict[str, Address]:
    """Where its patient can be reached, by channel."""
    points = enrolment.patient.contact_points.select_related("address").order_by("id")
    return {point.address.channel: point.address for point in points}


def _delivery(
    enrolment: Enrolment, planned: Planned, address: Address, version: ProgrammeVersion, at: datetime
) -> Delivery:
    return Delivery(
        clinic_id=enrolment.clinic_id,
        enrolment=enrolment,
        address=address,
        channel=planned.channel,
        purpose=planned.purpose,
        nudge_key=planned.nudge,
        kind=planned.kind,
        phase=planned.phase,
        on_date=planned.on_date,
        version=version,
        asks=planned.asks,
        due_at=planned.due_at,
        send_after=planned.due_at,
        expires_at=planned.expires_at,
        state=State.SCHEDULED,
        state_at=at,
    )


def _call_off_what_left(
    enrolment: Enrolment,
    wanted: dict[tuple[str, date], Planned],
    versions: dict[int, ProgrammeVersion],
    first_on: date,
    at: datetime,
) -> None:
    """Cancel what is scheduled and not as the plan has it now; a later event may bring it back."""
    scheduled = Delivery.objects.filter(
        enrolment=enrolment, state=State.SCHEDULED, purpose__in=CHECKED_PURPOSES, on_date__gte=first_on
    ).order_by("id")
    left = [one.pk for one in scheduled if not _is_as_wanted(one, wanted, versions)]
    Delivery.objects.filter(pk__in=left, state=State.SCHEDULED).update(
        state=State.CANCELLED, reason=Reason.REPLANNED, state_at=at
    )


def _is_as_wanted(
    one: Delivery, wanted: dict[tuple[str, date], Planned], versions: dict[int, ProgrammeVersion]
) -> bool:
    if one.nudge_key is None or one.on_date is None:
        return True
    planned = wanted.get((one.nudge_key, one.on_date))
    if planned is None:
        return False
    as_stored = (one.due_at, one.expires_at, one.channel, one.version_id, one.asks)
    return as_stored == (
        planned.due_at, planned.expires_at, planned.channel, versions[planned.version].pk, planned.asks,
    )  # fmt: skip
