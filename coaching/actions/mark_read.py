"""A person deals with a text that was not understood."""

from datetime import datetime

from django.db import transaction

from coaching.actions.obey import enrolments_at
from coaching.actions.open_questions import open_questions
from coaching.core.replies import Answer
from coaching.models import Delivery, Enrolment, Inbound, Staff


def mark_read(
    inbound: Inbound, by: Staff, at: datetime, answer: str | None = None, whose: Enrolment | None = None
) -> None:
    """Somebody read it; with an ``answer`` (done, partly, not_done) it counts as the answer to what was asked then.

    ``whose`` answer it is must be said where several patients share the phone. The original text stays as it came.
    Raises ``ValueError``, and changes nothing, for an answer that does not exist or that no question waits for.
    """
    meant = Answer(answer).value if answer else ""
    inbound.read_by, inbound.read_at = by, at
    with transaction.atomic():
        if meant:
            asked = _question(inbound, whose)
            inbound.delivery, inbound.answer, inbound.enrolment = asked, meant, asked.enrolment
            Delivery.objects.filter(pk=asked.pk).update(answer=meant, answered_at=at)
        inbound.save(update_fields=["read_by", "read_at", "delivery", "answer", "enrolment"])


def answerable_by(inbound: Inbound) -> dict[Enrolment, Delivery]:
    """Whose yes, no or partly the text can be, and the newest question of each that was open when it came."""
    sharing = enrolments_at(inbound.address) if inbound.address else []
    if inbound.enrolment is not None and inbound.enrolment not in sharing:
        sharing.append(inbound.enrolment)
    newest: dict[Enrolment, Delivery] = {}
    for question in open_questions(sharing, inbound.sent_at):
        if question.asks == "yes_no" and question.enrolment is not None:
            newest.setdefault(question.enrolment, question)
    return newest


def _question(inbound: Inbound, whose: Enrolment | None) -> Delivery:
    found = answerable_by(inbound)
    if whose is None and len(found) == 1:
        whose = next(iter(found))
    if whose is None or whose not in found:
        raise ValueError("No question waits for this answer. Choose the patient whose answer it is.")
    return found[whose]
