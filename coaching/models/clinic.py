"""The clinic, and the senders that it sends from. Every other row belongs to a clinic."""

from datetime import time

from django.db import models

from coaching.core.events import Channel

CHANNELS = [(channel.value, channel.value) for channel in Channel]


class Clinic(models.Model):
    """A practice. Its short name stands before every SMS; its quiet hours hold for all its patients.

    ``quiet_from`` to ``quiet_until`` are wall-clock times in the patient's zone; equal times mean no quiet hours.
    ``country`` (ISO 3166-1, two letters) and ``region`` (its part, as the holidays library names it; "" for none) say
    which public holidays there are; an empty country has none.
    """

    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=20)
    phone = models.CharField(max_length=20)
    zone = models.CharField(max_length=64, default="Europe/Amsterdam")
    language = models.CharField(max_length=2, default="nl")
    country = models.CharField(max_length=2, default="NL", blank=True)
    region = models.CharField(max_length=10, default="", blank=True)
    quiet_from = models.TimeField(default=time(21))
    quiet_until = models.TimeField(default=time(8))
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Closure(models.Model):
    """The clinic is closed from ``first_on`` to ``last_on``, both included; ``name`` is how staff calls it.

    It is known from ``recorded_at`` on, and until ``withdrawn_at`` when it was called off again: rows are kept, so that
    a day of the past can be explained by what was known then.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="closures")
    first_on = models.DateField()
    last_on = models.DateField()
    name = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")), name="a_closure_ends_after_it_begins"
            )
        ]
        indexes = [models.Index(fields=["clinic", "first_on"], name="closures_of_a_clinic")]

    def __str__(self) -> str:
        return f"{self.name}, {self.first_on} to {self.last_on}"


class Sender(models.Model):
    """Where a clinic's texts or mails come from. Credentials that are empty here are the environment's.

    ``stopped_at`` is set when the provider refuses our credentials: nothing is claimed for it until a person mends it.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="senders")
    channel = models.CharField(max_length=5, choices=CHANNELS)
    stopped_at = models.DateTimeField(null=True)
    stopped_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "channel"], name="one_sender_a_channel")]

    def __str__(self) -> str:
        return f"{self.channel} of clinic {self.clinic_id}"
