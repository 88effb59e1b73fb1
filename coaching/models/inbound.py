"""What patients send. The raw text is stored first, under the provider's id; what it means is worked out afterwards."""

from django.db import models
from django.db.models import Q

from coaching.models.clinic import CHANNELS, Clinic
from coaching.models.contact_point import Address
from coaching.models.delivery import Delivery
from coaching.models.enrolment import Enrolment
from coaching.models.sealed import SealedJson, SealedText
from coaching.models.staff import Staff


class Inbound(models.Model):
    """One text that came in. ``acted_at`` is NULL until it has been acted on; a scan takes what was left behind.

    ``delivery`` is the question that it answered; ``answer`` what it said (done, partly, not_done, or a number).
    ``meaning`` is what was understood, with the words and rules that made it.
    ``red_flag`` is the tier of the most pressing sign in it, "" for none: such a text is read first.
    ``needs_reading``: nobody understood it yet; ``read_by`` and ``read_at`` say which person dealt with it.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="inbounds")
    channel = models.CharField(max_length=5, choices=CHANNELS)
    provider_id = models.CharField(max_length=200)
    sender = SealedText()
    sender_index = models.BinaryField(max_length=16)
    body = SealedText()
    raw = SealedText()
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField()
    acted_at = models.DateTimeField(null=True)
    address = models.ForeignKey(Address, on_delete=models.PROTECT, null=True, related_name="inbounds")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, null=True, related_name="inbounds")
    delivery = models.ForeignKey(Delivery, on_delete=models.SET_NULL, null=True, related_name="replies")
    meaning = SealedJson(default=dict)
    answer = models.CharField(max_length=10, blank=True)
    needs_reading = models.BooleanField(default=False)
    red_flag = models.CharField(max_length=9, blank=True)
    read_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "provider_id"], name="an_inbound_once")]
        indexes = [
            # act_on_reply: what was stored and not acted on?
            models.Index(fields=["id"], condition=Q(acted_at=None), name="inbound_to_act_on"),
            # a conversation, Today
            models.Index(fields=["enrolment", "received_at"], name="inbound_of_an_enrolment"),
            models.Index(fields=["clinic", "received_at"], name="inbound_of_a_clinic"),
        ]

    def __str__(self) -> str:
        return f"inbound {self.pk}"
