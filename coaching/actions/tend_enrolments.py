"""The life of an enrolment outside its weekly plan: one reminder of the opt-in, and the closing text at the end."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from coaching.actions.record_event import record_event
from coaching.actions.say import say
from coaching.core.delivery_states import Purpose
from coaching.core.events import Ended
from coaching.models import Clinic, ContactPoint, Delivery, Enrolment, Staff
from coaching.models.locks import lock_addresses_of

REMIND_AFTER: Final = timedelta(days=2)
"""One reminder, so long after the opt-in text: who has not answered by then may simply have missed it."""
GIVE_UP_AFTER: Final = timedelta(days=7)
"""After so long without a yes nothing more is sent, and staff sees the patient as unconfirmed."""
AT_ONCE: Final = 50


def remind_of_opt_in(at: datetime) -> int:
    """Remind everybody who is due for it, once; returns how many."""
    reminded = 0
    for enrolment in _to_remind(at)[:AT_ONCE]:
        with transaction.atomic():
            lock_addresses_of(enrolment)
            if not _to_remind(at).filter(pk=enrolment.pk).exists():
                continue
            say(enrolment, Purpose.OPT_IN, "optin_reminder", cause=f"enrolment:{enrolment.pk}", at=at)
            reminded += 1
    return reminded


def unconfirmed(clinic: Clinic, at: datetime) -> QuerySet[Enrolment]:
    """Who has not said yes for a week: a person of the clinic asks them, or ends the enrolment."""
    return _waiting().filter(clinic=clinic, enrolled_at__lte=at - GIVE_UP_AFTER).order_by("enrolled_at", "id")


def end_programme(enrolment: Enrolment, by: Staff, at: datetime) -> None:
    """A clinician ends it: one closing text to who was being coached, then nothing more. Ending twice changes nothing."""
    with transaction.atomic():
        lock_addresses_of(enrolment)
        enrolment.refresh_from_db()
        if enrolment.ended_at is not None:
            return
        if enrolment.confirmed_at is not None and not _opted_out(enrolment):
            say(enrolment, Purpose.ANSWER, "closing", cause=f"enrolment:{enrolment.pk}", at=at)
        record_event(enrolment, Ended(recorded_at=at), by)


def _waiting() -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(confirmed_at=None, ended_at=None).select_related("clinic", "patient", "programme")


def _to_remind(at: datetime) -> QuerySet[Enrolment]:
    """Asked two days ago or more and not a week, no yes, no reminder yet, and not opted out."""
    recent = _waiting().filter(enrolled_at__lte=at - REMIND_AFTER, enrolled_at__gt=at - GIVE_UP_AFTER)
    reminded = Delivery.objects.filter(enrolment=OuterRef("pk"), step="optin_reminder")
    opted_out = ContactPoint.objects.filter(patient=OuterRef("patient"), address__opted_out_at__isnull=False)
    return recent.filter(~Exists(reminded), ~Exists(opted_out))


def _opted_out(enrolment: Enrolment) -> bool:
    points = enrolment.patient.contact_points.all()
    return points.exists() and not points.filter(address__opted_out_at=None).exists()
