"""The patient: a name, a language and a zone. Nothing that a clinic does not need to coach somebody."""

from django.db import models

from coaching.models.clinic import Clinic
from coaching.models.sealed import SealedText


class Patient(models.Model):
    """Somebody who is coached. Names are sealed; ``is_demo`` marks a made-up person of the demonstration.

    ``first_name`` is how messages address the patient; ``name`` is what staff sees.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="patients")
    name = SealedText()
    first_name = SealedText()
    language = models.CharField(max_length=2, default="nl")
    zone = models.CharField(max_length=64, default="Europe/Amsterdam")
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"patient {self.pk}"
