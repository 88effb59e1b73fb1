"""The consent ledger: who agreed to what, when, how and in which words. Rows are only ever added."""

from django.db import models

from coaching.models.clinic import CHANNELS, Clinic
from coaching.models.patient import Patient
from coaching.models.staff import Staff


class Consent(models.Model):
    """One entry: agreed at the visit, confirmed on the phone, or withdrawn."""

    class What(models.TextChoices):
        """What was said."""

        RECORDED = "recorded"
        CONFIRMED = "confirmed"
        WITHDRAWN = "withdrawn"

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="consents")
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="consents")
    channel = models.CharField(max_length=5, choices=CHANNELS)
    what = models.CharField(max_length=9, choices=What.choices)
    wording = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True)

    class Meta:
        indexes = [models.Index(fields=["patient", "at"], name="consent_of_a_patient")]

    def __str__(self) -> str:
        return f"{self.what} for {self.channel}, patient {self.patient_id}"
