"""Who looked at which patient, and when (NEN 7513). Rows are only ever added."""

from django.db import models

from coaching.models.clinic import Clinic
from coaching.models.patient import Patient
from coaching.models.staff import Staff


class Access(models.Model):
    """One look at, or change of, a patient's data by somebody of the clinic."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="accesses")
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="accesses")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="accesses")
    event = models.CharField(max_length=30)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["patient", "at"], name="accesses_of_a_patient")]

    def __str__(self) -> str:
        return f"{self.event} by staff {self.staff_id}"
