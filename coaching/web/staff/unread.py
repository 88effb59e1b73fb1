"""What can be said of a text that nobody understood yet: what it may answer, and whose it may be."""

from coaching.actions.act_on_reply import question_for
from coaching.core.replies import Context
from coaching.models import Inbound, Patient


def wants_yes_or_no(inbound: Inbound) -> bool:
    """Whether the question that was open when it came can be answered with done, partly or not done."""
    if inbound.enrolment is None:
        return False
    return question_for([inbound.enrolment], inbound.sent_at).context is Context.YES_NO


def patients_at(inbound: Inbound) -> list[Patient]:
    """Everybody who shares the phone or mailbox that it came from; nobody for a stranger's."""
    if inbound.address is None:
        return []
    return [point.patient for point in inbound.address.contact_points.select_related("patient").order_by("id")]
