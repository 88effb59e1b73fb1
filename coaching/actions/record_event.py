"""Record what happened to an enrolment, and bring everything that follows from it up to date."""

from datetime import datetime, timedelta

from django.db import transaction

from coaching.actions.plan_ahead import plan_enrolments
from coaching.core.calendar import instant
from coaching.core.events import FOREVER, Event, Situation, details_of, situations
from coaching.models import Enrolment, EnrolmentEvent, Staff
from coaching.models.locks import lock_addresses_of


def record_event(enrolment: Enrolment, event: Event, by: Staff | None = None) -> None:
    """Store the event, project it onto the enrolment's columns, and plan anew, all or nothing.

    Takes the locks of the patient's addresses first, so that every claim comes before or after it.
    """
    with transaction.atomic():
        lock_addresses_of(enrolment)
        EnrolmentEvent.objects.create(
            clinic_id=enrolment.clinic_id,
            enrolment=enrolment,
            kind=event.kind,
            details=details_of(event),
            recorded_at=event.recorded_at,
            by=by,
        )
        project(enrolment, event.recorded_at)
        plan_enrolments([enrolment], event.recorded_at)


def project(enrolment: Enrolment, at: datetime) -> None:
    """Write what queries need to know of the events onto the enrolment, as it stands at that instant."""
    standing = standing_of(enrolment)
    phase = standing.phase_on(at.date() + timedelta(days=1)) or standing.phases[0]
    enrolment.phase_since_on, enrolment.phase = phase
    enrolment.confirmed_at = standing.confirmed_at
    enrolment.ended_at = standing.ended_at
    enrolment.paused_from_at, enrolment.paused_until_at = _pause(standing, at)
    enrolment.save()
    patient = enrolment.patient
    if (patient.zone, patient.language) != (standing.zone, standing.language):
        patient.zone, patient.language = standing.zone, standing.language
        patient.save(update_fields=["zone", "language"])


def standing_of(enrolment: Enrolment) -> Situation:
    """How the enrolment stands after all of its events."""
    return situations(stored.value() for stored in enrolment.events.order_by("recorded_at", "id"))[-1][1]


def _pause(standing: Situation, at: datetime) -> tuple[datetime | None, datetime | None]:
    """The pause that holds now or comes next, as instants: from the first midnight to the one after the last day."""
    ends = [
        (
            instant(pause.first_on, datetime.min.time(), standing.zone),
            None
            if pause.last_on == FOREVER
            else instant(pause.last_on + timedelta(days=1), datetime.min.time(), standing.zone),
        )
        for pause in sorted(standing.pauses, key=lambda pause: pause.first_on)
    ]
    return next(((start, end) for start, end in ends if end is None or end > at), (None, None))
