"""Private links of a patient: a random token, stored hashed, good for one purpose of one enrolment."""

import hashlib

from django.db import models

from coaching.models.clinic import Clinic
from coaching.models.enrolment import Enrolment


class PatientLink(models.Model):
    """A link that was sent to a patient. Showing it changes nothing; what it allows is done by a POST.

    ``page`` opens the patient's own page and lives 90 days from its last use (``used_at``); ``stop`` only ends the mails
    and never expires. ``revoked_at`` ends a link.
    """

    class Purpose(models.TextChoices):
        """What the link may do."""

        PAGE = "page"
        STOP = "stop"

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="patient_links")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=4, choices=Purpose.choices)
    token_hash = models.BinaryField(max_length=32)
    used_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token_hash"], name="one_link_a_token")]

    def __str__(self) -> str:
        return f"{self.purpose} link {self.pk}"


def token_hash(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).digest()
