"""Open the demonstration's clinic: staff, a programme, and two dozen made-up patients with a history.

The history is what the planner would have sent them, answered by a simple model with a fixed seed: the same every time.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from random import Random
from typing import Final

from django.db import transaction

from coaching.actions.demo_history import live_through
from coaching.actions.demo_people import DEMO_PEOPLE
from coaching.actions.plan_ahead import plan_ahead
from coaching.actions.public_holidays import public_holidays
from coaching.actions.publish_programme import publish
from coaching.core.calendar import A_DAY, instant, local_date
from coaching.core.events import Channel
from coaching.models import Clinic, DemoClock, Programme, Sender, Staff
from coaching.models.staff import Role

ZONE: Final = "Europe/Amsterdam"
OPENS_AT: Final = time(10)
SATURDAY: Final = 6
SEED: Final = 20
LONG_AGO: Final = timedelta(days=200)


def open_demo_clinic(machine_at: datetime, programme_files: Mapping[str, str]) -> bool:
    """Open it and set the clock to 10:00 on the next working day; False when there is a clinic already."""
    with transaction.atomic():
        if Clinic.objects.exists():
            return False
        at = next_working_morning(machine_at)
        offset = int((at - machine_at).total_seconds())
        DemoClock.objects.create(offset_seconds=offset, target_seconds=offset)
        clinic = _clinic(at)
        programme = Programme.objects.create(clinic=clinic, key="low_back")
        publish(programme, programme_files, None, at - LONG_AGO, "Eerste versie")
        chance = Random(SEED)  # noqa: S311  (a demonstration that is the same every time, not a secret)
        for number, person in enumerate(DEMO_PEOPLE, start=1):
            live_through(clinic, programme, person, number, at, chance)
    plan_ahead(at)
    return True


def next_working_morning(machine_at: datetime) -> datetime:
    """10:00 on the first day after today that is neither in a weekend nor a public holiday."""
    on_date, holidays = local_date(machine_at, ZONE) + A_DAY, public_holidays("NL", "")
    while on_date.isoweekday() >= SATURDAY or on_date in holidays:
        on_date += A_DAY
    return instant(on_date, OPENS_AT, ZONE)


def _clinic(at: datetime) -> Clinic:
    clinic = Clinic.objects.create(
        name="MoveWell Chiropractie Hilversum",
        short_name="MoveWell",
        phone="035 123 45 67",
        zone=ZONE,
        created_at=at - LONG_AGO,
    )
    for channel in Channel:
        Sender.objects.create(clinic=clinic, channel=channel)
    for role in Role:
        member = Staff(
            username=f"demo-{role.value}",
            first_name="Demo",
            last_name=role.value,
            clinic=clinic,
            role=role,
            date_joined=at,
        )
        member.set_unusable_password()
        member.save()
    return clinic
