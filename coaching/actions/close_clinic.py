"""The clinic is closed for some days, or not after all: every patient's plan follows."""

from datetime import date, datetime

from django.db import transaction

from coaching.models import Clinic, Closure, Enrolment


def close_clinic(clinic: Clinic, first_on: date, last_on: date, name: str, at: datetime) -> Closure:
    """Closed from the first to the last day, both included. What has fallen due by then stays as it was."""
    with transaction.atomic():
        closure = Closure.objects.create(clinic=clinic, first_on=first_on, last_on=last_on, name=name, recorded_at=at)
        _plan_anew(clinic, at)
    return closure


def call_closure_off(closure: Closure, at: datetime) -> None:
    """The clinic is open on those days after all. Calling it off twice changes nothing."""
    with transaction.atomic():
        if Closure.objects.filter(pk=closure.pk, withdrawn_at=None).update(withdrawn_at=at):
            _plan_anew(closure.clinic, at)


def _plan_anew(clinic: Clinic, at: datetime) -> None:
    """All its enrolments at the next wake-up: there may be too many for one transaction."""
    Enrolment.objects.filter(clinic=clinic, ended_at=None, plan_from_at__gt=at).update(plan_from_at=at)
