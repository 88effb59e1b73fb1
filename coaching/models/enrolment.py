"""An enrolment and its events. The events are the truth; the columns beside them are what queries need to be quick."""

from datetime import datetime

from django.db import models

from coaching.core.events import Event, event_from
from coaching.models.clinic import Clinic
from coaching.models.patient import Patient
from coaching.models.programme import Programme
from coaching.models.staff import Staff


class Enrolment(models.Model):
    """One patient in one programme: enrolled by a clinician, confirmed by the patient, coached, paused, ended.

    All columns from ``phase`` on are a projection of the events, written by the one action that records an event.
    ``plan_from_at`` is when the planner should look at it again: now after every event, the next horizon after planning.
    A pause is kept as instants, because a claim compares it with the clock.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="enrolments")
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="enrolments")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="enrolments")
    enrolled_at = models.DateTimeField()
    phase = models.CharField(max_length=40)
    phase_since_on = models.DateField()
    confirmed_at = models.DateTimeField(null=True)
    paused_from_at = models.DateTimeField(null=True)
    paused_until_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    plan_from_at = models.DateTimeField()

    class Meta:
        indexes = [
            # plan_ahead: which enrolments have to be looked at?
            models.Index(fields=["plan_from_at"], name="enrolment_to_plan", condition=models.Q(ended_at=None)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "programme"], condition=models.Q(ended_at=None), name="one_live_enrolment"
            )
        ]

    def __str__(self) -> str:
        return f"enrolment {self.pk}"

    def paused_at(self, at: datetime) -> bool:
        """Whether a pause holds at that instant."""
        if self.paused_from_at is None or at < self.paused_from_at:
            return False
        return self.paused_until_at is None or at < self.paused_until_at


class EnrolmentEvent(models.Model):
    """A stored event: what happened, when it was recorded, and by whom (nobody: the patient, by message)."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="enrolment_events")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=30)
    details = models.JSONField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True)

    class Meta:
        indexes = [models.Index(fields=["enrolment", "recorded_at", "id"], name="events_of_an_enrolment")]

    def __str__(self) -> str:
        return f"{self.kind} of enrolment {self.enrolment_id}"

    def value(self) -> Event:
        """The event as the planner reads it."""
        return event_from(self.kind, self.recorded_at, self.details)
