"""Where a patient can be reached. One address may be shared by several patients: a couple with one phone."""

from django.db import models

from coaching.models.clinic import CHANNELS, Clinic
from coaching.models.patient import Patient
from coaching.models.sealed import INDEX_BYTES, SealedText, blind_index


class Address(models.Model):
    """A phone number (E.164) or a mail address, found by its blind index.

    This row is what a claim and a STOP lock: whichever comes first, the other sees it. ``opted_out_at`` is the instant
    of the opt-out by the provider's clock; NULL means that texts may be sent as far as this address is concerned.
    ``decided_at`` is the instant of the latest STOP or START, so that an older one that is found later changes nothing.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="addresses")
    channel = models.CharField(max_length=5, choices=CHANNELS)
    index = models.BinaryField(max_length=INDEX_BYTES)
    value = SealedText()
    opted_out_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clinic", "channel", "index"], name="one_row_an_address")]

    def __str__(self) -> str:
        return f"{self.channel} address {self.pk}"


class ContactPoint(models.Model):
    """A patient's way to an address."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="contact_points")
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="contact_points")
    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="contact_points")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient", "address"], name="an_address_once_a_patient")]

    def __str__(self) -> str:
        return f"contact point {self.pk}"


def address_index(channel: str, value: str) -> bytes:
    """The blind index of a phone number in E.164 or of a mail address."""
    return blind_index(f"address {channel}", value)
