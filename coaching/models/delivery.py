"""Deliveries, their attempts, and the receipts that come later. See the delivery protocol in ``docs/delivery-protocol.md``."""

from django.db import models
from django.db.models import Q

from coaching.core.delivery_states import CHECKED_PURPOSES, UNDER_WAY, Purpose, Reason, State
from coaching.models.clinic import CHANNELS, Clinic
from coaching.models.contact_point import Address
from coaching.models.enrolment import Enrolment
from coaching.models.programme import ProgrammeVersion
from coaching.models.sealed import SealedText
from coaching.models.staff import Staff

TOKEN_BYTES = 16


def _choices(values: type[State] | type[Purpose] | type[Reason]) -> list[tuple[str, str]]:
    return [(value.value, value.value) for value in values]


class Delivery(models.Model):
    """The stored promise to send one thing to one address.

    Born ``scheduled`` by the planner or by an action; claimed by a worker (``sending``), handed over once, and recorded
    as ``sent``, ``failed`` or, when nobody can know, ``unconfirmed`` until evidence settles it. ``due_at`` never changes;
    ``send_after`` moves (quiet hours, a provider that is busy); at ``expires_at`` it has become pointless.
    A planned one is unique by (enrolment, nudge key, local date), whatever became of it, unless an event called it off;
    any other by (purpose, cause, address, step).
    ``token`` is that of the attempt that holds it now: every change out of ``sending`` and ``unconfirmed`` names it.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="deliveries")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, null=True, related_name="deliveries")
    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=5, choices=CHANNELS)
    purpose = models.CharField(max_length=11, choices=_choices(Purpose))
    nudge_key = models.CharField(max_length=60, null=True)  # noqa: DJ001  (NULL keeps it out of the identity)
    kind = models.CharField(max_length=40, blank=True)
    phase = models.CharField(max_length=40, blank=True)
    on_date = models.DateField(null=True)
    cause = models.CharField(max_length=60, blank=True)
    step = models.CharField(max_length=40, blank=True)
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    version = models.ForeignKey(ProgrammeVersion, on_delete=models.PROTECT, null=True)
    asks = models.CharField(max_length=10, default="none")
    text_id = models.CharField(max_length=60, blank=True)
    body = SealedText(null=True)
    written_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True)

    due_at = models.DateTimeField()
    send_after = models.DateTimeField()
    expires_at = models.DateTimeField()

    state = models.CharField(max_length=11, choices=_choices(State), default=State.SCHEDULED)
    reason = models.CharField(max_length=24, choices=_choices(Reason), blank=True, default="")
    state_at = models.DateTimeField()
    token = models.BinaryField(max_length=TOKEN_BYTES, null=True)
    absences = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    answer = models.CharField(max_length=10, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "nudge_key", "on_date"],
                condition=~Q(state=State.CANCELLED, reason=Reason.REPLANNED) & Q(follows=None),
                name="a_nudge_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["purpose", "cause", "address", "step"],
                condition=Q(nudge_key=None),
                name="an_answer_once_a_cause",
            ),
            # The belt: even if a check were wrong, two planned texts cannot be on their way to one phone.
            models.UniqueConstraint(
                fields=["address"],
                condition=Q(state__in=UNDER_WAY, purpose__in=CHECKED_PURPOSES),
                name="one_under_way_an_address",
            ),
        ]
        indexes = [
            # send_due: is anything due?
            models.Index(fields=["send_after"], condition=Q(state=State.SCHEDULED), name="delivery_due"),
            # sweep and reconcile: what is under way?
            models.Index(fields=["state_at"], condition=Q(state__in=UNDER_WAY), name="delivery_under_way"),
            # a patient's conversation, the planner's history, Today
            models.Index(fields=["enrolment", "due_at"], name="delivery_of_an_enrolment"),
            models.Index(fields=["clinic", "due_at"], name="delivery_of_a_clinic"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} delivery {self.pk}, {self.state}"


class Attempt(models.Model):
    """One hand-over to a gateway: who claimed it, with what text, and what is known of it.

    ``token`` travels in the address of the status callback, so that news finds us without the provider's id.
    `claimant` says which process holds it: boot id, pid namespace, pid and start, in that order.
    ``unconfirmed_at`` is when it became certain that the claimant can no longer send it; ``clean_reads`` counts the
    complete readings of the provider's list since then that did not show it, the latest at ``last_read_at``.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="attempts")
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    token = models.BinaryField(max_length=TOKEN_BYTES)
    body = SealedText()
    subject = SealedText(null=True)
    claimed_at = models.DateTimeField()
    claimed_real_at = models.DateTimeField()
    claimant = models.CharField(max_length=120)
    segments = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(max_length=24, blank=True)
    code = models.CharField(max_length=20, blank=True)
    provider_id = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)
    unconfirmed_at = models.DateTimeField(null=True)
    clean_reads = models.PositiveSmallIntegerField(default=0)
    last_read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token"], name="one_attempt_a_token")]
        indexes = [
            # a receipt without our token, and reconcile's "is this id known?"
            models.Index(fields=["provider_id"], condition=~Q(provider_id=""), name="attempt_by_provider_id"),
        ]

    def __str__(self) -> str:
        return f"attempt {self.pk}"


class Receipt(models.Model):
    """Later news from the provider, kept raw under a key that is the same for a repeat."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="receipts")
    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, null=True, related_name="receipts")
    key = models.CharField(max_length=200)
    status = models.CharField(max_length=20)
    raw = SealedText()
    received_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="one_receipt_a_key")]
        indexes = [models.Index(fields=["id"], condition=Q(applied_at=None), name="receipt_to_apply")]

    def __str__(self) -> str:
        return f"{self.status} receipt {self.pk}"


def receipt_key(token: bytes, provider_id: str, status: str) -> str:
    """The same for a repeat of the same news: whose it is, which of the provider's ids, what it says."""
    return f"twilio {token.hex()} {provider_id} {status}"[:200]
