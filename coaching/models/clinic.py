"""The clinic, and the senders that it sends from. Every other row belongs to a clinic."""

from datetime import time

from django.db import models

from coaching.core.events import Channel

CHANNELS = [(channel.value, channel.value) for channel in Channel]


class Clinic(models.Model):
    """A practice. Its short name stands before every SMS; its quiet hours hold for all its patients.

    ``quiet_from`` to ``quiet_until`` are wall-clock times in the patient's zone; equal times mean no quiet hours.
    """

    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=20)
    phone = models.CharField(max_length=20)
    zone = models.CharField(max_length=64, default="Europe/Amsterdam")
    language = models.CharField(max_length=2, default="nl")
    quiet_from = models.TimeField(default=time(21))
    quiet_until = models.TimeField(default=time(8))
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


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
