"""Store what the planner yields for the coming day and a half as deliveries. Idempotent, at any time, from any start."""

import logging
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db import DatabaseError, transaction
from django.db.models import QuerySet

from coaching.actions.planner_inputs import Inputs, first_to_plan, read_inputs
from coaching.core.calendar import A_DAY, local_date
from coaching.core.delivery_states import CHECKED_PURPOSES, Reason, State
from coaching.core.planner import Planned
from coaching.models import Address, Delivery, Enrolment, ProgrammeVersion
from coaching.models.insert_once import insert_once
from coaching.models.locks import lock_addresses

log = logging.getLogger(__name__)

HORIZON: Final = timedelta(hours=36)
"""How far ahead deliveries are stored."""
LOOK_AGAIN: Final = timedelta(hours=6)
"""When an enrolment that was planned is planned again, if nothing happens to it."""
TRY_AGAIN_AFTER: Final = timedelta(minutes=10)
"""When an enrolment that could not be planned is tried again."""
AT_ONCE: Final = 50
"""Enrolments planned in one transaction: it stays under 100 ms."""

Wanted = dict[tuple[str, date], Planned]


def plan_ahead(at: datetime, most: int = 20_000) -> int:
    """Plan every enrolment that is due for it; returns how many were."""
    planned = 0
    while planned < most:
        due = list(_due(at).order_by("plan_from_at").values_list("id", flat=True)[:AT_ONCE])
        if not due:
            break
        with transaction.atomic():
            lock_addresses(
                Address.objects.filter(contact_points__patient__enrolments__in=due).values_list("id", flat=True)
            )
            _plan_together_or_each(list(_due(at).filter(id__in=due).order_by("id")), at)
        planned += len(due)
    return planned


def _plan_together_or_each(enrolments: Sequence[Enrolment], at: datetime) -> None:
    """Plan them; if that fails, each by itself, so that one that cannot be planned does not hold up the others."""
    try:
        with transaction.atomic():
            plan_enrolments(enrolments, at)
    except DatabaseError:
        raise
    except Exception as raised:  # noqa: BLE001  (whatever it is, the others must be planned)
        if len(enrolments) > 1:
            for one in enrolments:
                _plan_together_or_each([one], at)
            return
        log.error("cannot be planned enrolment=%s because=%s", enrolments[0].pk, type(raised).__name__)  # noqa: TRY400  (a trace may hold what is stored)
        Enrolment.objects.filter(pk=enrolments[0].pk).update(plan_from_at=at + TRY_AGAIN_AFTER)


def _due(at: datetime) -> QuerySet[Enrolment]:
    enrolments = Enrolment.objects.filter(plan_from_at__lte=at, ended_at=None).select_related("clinic", "patient")
    return enrolments.defer("patient__name", "patient__first_name")


def plan_enrolments(enrolments: Sequence[Enrolment], at: datetime) -> None:
    """Store what is missing, call off what the plan no longer holds. The caller holds the locks of their addresses."""
    if not enrolments:
        return
    inputs = read_inputs(enrolments)
    first_on = {one.pk: _first_on(one, inputs, at) for one in enrolments}
    wanted = {one.pk: _wanted(one, inputs, first_on[one.pk], at) for one in enrolments}
    _call_off_what_left(enrolments, inputs, wanted, first_on, at)
    rows = [row for one in enrolments for row in _deliveries(one, inputs, wanted[one.pk], at)]
    insert_once(rows, "a_nudge_once_a_day")
    Enrolment.objects.filter(pk__in=[one.pk for one in enrolments]).update(plan_from_at=at + LOOK_AGAIN)


def _first_on(enrolment: Enrolment, inputs: Inputs, at: datetime) -> date:
    yesterday = local_date(min(enrolment.plan_from_at, at), enrolment.patient.zone) - A_DAY
    return first_to_plan(inputs.calendars[enrolment.clinic_id], yesterday)


def _wanted(enrolment: Enrolment, inputs: Inputs, first_on: date, at: datetime) -> Wanted:
    """What should be stored, by identity."""
    horizon = at + HORIZON
    verdicts = inputs.verdicts(enrolment, first_on, local_date(horizon, enrolment.patient.zone), at)
    return {
        (verdict.nudge, verdict.on_date): verdict
        for verdict in verdicts
        if isinstance(verdict, Planned) and verdict.due_at <= horizon
    }


def _deliveries(enrolment: Enrolment, inputs: Inputs, wanted: Wanted, at: datetime) -> Iterator[Delivery]:
    """The promises, in the order of their identity: two planners that insert the same keys must not deadlock."""
    addresses, versions = inputs.addresses[enrolment.patient_id], inputs.versions[enrolment.programme_id]
    for _, planned in sorted(wanted.items()):
        if planned.channel in addresses:
            yield promise_of(planned, enrolment, addresses[planned.channel], versions[planned.version], at)


def promise_of(
    planned: Planned, enrolment: Enrolment, address: Address, version: ProgrammeVersion, at: datetime
) -> Delivery:
    """The delivery of an occurrence, not stored yet."""
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
    enrolments: Sequence[Enrolment], inputs: Inputs, wanted: dict[int, Wanted], first_on: dict[int, date], at: datetime
) -> None:
    """Cancel what is scheduled and not as the plan has it now; a later event may bring it back."""
    programme_of = {one.pk: one.programme_id for one in enrolments}
    scheduled = Delivery.objects.filter(
        enrolment__in=list(programme_of), state=State.SCHEDULED, purpose__in=CHECKED_PURPOSES
    ).order_by("id")
    left = [
        one.pk
        for one in scheduled
        if one.enrolment_id
        and one.on_date
        and one.on_date >= first_on[one.enrolment_id]
        and not _is_as_wanted(one, wanted[one.enrolment_id], inputs.versions[programme_of[one.enrolment_id]])
    ]
    if left:
        Delivery.objects.filter(pk__in=left, state=State.SCHEDULED).update(
            state=State.CANCELLED, reason=Reason.REPLANNED, state_at=at
        )


def _is_as_wanted(one: Delivery, wanted: Wanted, versions: dict[int, ProgrammeVersion]) -> bool:
    if one.nudge_key is None or one.on_date is None:
        return True
    planned = wanted.get((one.nudge_key, one.on_date))
    if planned is None:
        return False
    as_stored = (one.due_at, one.expires_at, one.channel, one.version_id, one.asks)
    return as_stored == (
        planned.due_at, planned.expires_at, planned.channel, versions[planned.version].pk, planned.asks,
    )  # fmt: skip
