"""What can be said of a text that nobody understood yet: what it may answer, and whose it may be."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Case, Q, QuerySet, When

from coaching.actions.mark_read import answerable_by
from coaching.core.red_flags import Tier
from coaching.models import Address, Clinic, Enrolment, Inbound, Patient

ACTED_ON_WITHIN: Final = timedelta(minutes=1)
"""A text that was not acted on for longer than this stands on Today: something is wrong, and it may say anything."""


def waiting_for_a_person(clinic: Clinic, at: datetime) -> QuerySet[Inbound]:
    """First what could not be acted on, then the most pressing signs, then what waits longest."""
    left_behind = Q(acted_at=None, received_at__lt=at - ACTED_ON_WITHIN)
    waiting = Inbound.objects.filter(left_behind | Q(needs_reading=True), clinic=clinic, read_at=None)
    tiers = (When(red_flag=tier, then=place) for place, tier in enumerate(Tier))
    pressing = Case(When(acted_at=None, then=-1), *tiers, default=len(Tier))
    return waiting.select_related("enrolment__patient", "address").order_by(pressing, "received_at", "id")


def whose_answer(inbound: Inbound) -> list[Enrolment]:
    """Who was asked something when it came that can be answered with done, partly or not done; a person chooses."""
    return list(answerable_by(inbound))


def chosen(inbound: Inbound, enrolment_id: str) -> Enrolment | None:
    """Whose answer staff says it is; the only one's where there is no choice."""
    whose = whose_answer(inbound)
    if enrolment_id:
        return next((one for one in whose if str(one.pk) == enrolment_id), None)
    return whose[0] if len(whose) == 1 else None


def patients_at(inbound: Inbound) -> list[Patient]:
    """Everybody who shares the phone or mailbox that it came from; nobody for a stranger's."""
    address = inbound.address or _sender(inbound)
    if address is None:
        return []
    return [point.patient for point in address.contact_points.select_related("patient").order_by("id")]


def _sender(inbound: Inbound) -> Address | None:
    """The address of a text that was not acted on yet."""
    known = Address.objects.filter(clinic=inbound.clinic_id, channel=inbound.channel)
    return known.filter(index=bytes(inbound.sender_index)).first()
