"""A person deals with a text that was not understood."""

from datetime import datetime

from django.db import transaction

from coaching.actions.act_on_reply import question_for
from coaching.core.replies import Answer
from coaching.models import Delivery, Inbound, Staff


def mark_read(inbound: Inbound, by: Staff, at: datetime, answer: str | None = None) -> None:
    """Somebody read it; with an ``answer`` (done, partly, not_done) it counts as the answer to what was asked then.

    The original text stays as it came. Raises ``ValueError`` for an answer that does not exist.
    """
    meant = Answer(answer).value if answer else ""
    with transaction.atomic():
        inbound.read_by, inbound.read_at = by, at
        if meant and inbound.enrolment is not None:
            asked = question_for([inbound.enrolment], inbound.sent_at).delivery
            if asked is not None and asked.asks == "yes_no":
                inbound.delivery, inbound.answer = asked, meant
                Delivery.objects.filter(pk=asked.pk).update(answer=meant, answered_at=at)
        inbound.save()
