"""Pause and go on."""

from datetime import datetime, timedelta
from typing import Final

from coaching.actions.record_event import record_event
from coaching.core.calendar import local_date
from coaching.core.events import FOREVER, Paused, Resumed
from coaching.models import Enrolment, Staff

DEFAULT_DAYS: Final = 7
"""How long a pause lasts when nobody says."""


def pause(enrolment: Enrolment, days: int | None, by: Staff | None, at: datetime) -> None:
    """No coaching today and the following days, ``days`` in all; None: until somebody resumes it."""
    from_on = local_date(at, enrolment.patient.zone)
    until_on = FOREVER if days is None else from_on + timedelta(days=days - 1)
    record_event(enrolment, Paused(recorded_at=at, from_on=from_on, until_on=until_on), by)


def resume(enrolment: Enrolment, by: Staff | None, at: datetime) -> None:
    """Coaching goes on, today still if there is something left of it."""
    record_event(enrolment, Resumed(recorded_at=at, from_on=local_date(at, enrolment.patient.zone)), by)
