"""Promise a text outside the weekly plan: the opt-in, the welcome, an answer. Sent like everything else, once."""

from datetime import datetime, timedelta
from typing import Final

from coaching.actions.planner_inputs import addresses_of
from coaching.actions.record_event import standing_of
from coaching.actions.write_text import values_of
from coaching.core.calendar import QuietHours
from coaching.core.delivery_states import Purpose, State
from coaching.core.events import Channel
from coaching.core.wording import system_email, system_sms
from coaching.gateways.wakeups import wake
from coaching.models import Delivery, Enrolment
from coaching.models.insert_once import insert_once

GOOD_FOR: Final = {
    Purpose.OPT_IN: timedelta(days=2),
    Purpose.ANSWER: timedelta(hours=12),
    Purpose.SAFETY: timedelta(hours=12),
}
"""After so long such a text has become pointless."""


def say(
    enrolment: Enrolment,
    purpose: Purpose,
    text_id: str,
    *,
    cause: str,
    at: datetime,
    channel: Channel | None = None,
    **values: str | int | bool,
) -> None:
    """Store a delivery of a system text; a second one for the same cause and text is not made.

    An opt-in waits for the end of quiet hours; an answer does not, for the patient has just written.
    """
    standing = standing_of(enrolment)
    addresses = addresses_of(enrolment)
    way = channel or next(way for way in standing.channels if way in addresses)
    programme = enrolment.programme.latest().value()
    by_email = way is Channel.EMAIL
    known = {**values_of(enrolment.patient, enrolment.clinic, standing), "by_email": by_email, **values}
    write = system_email if by_email else system_sms
    quiet = QuietHours(enrolment.clinic.quiet_from, enrolment.clinic.quiet_until)
    send_after = quiet.end_after(at, standing.zone) if purpose is Purpose.OPT_IN else at
    delivery = Delivery(
        clinic_id=enrolment.clinic_id,
        enrolment=enrolment,
        address=addresses[way],
        channel=way,
        purpose=purpose,
        cause=cause,
        step=text_id,
        body=write(programme, text_id, standing.language, known),
        due_at=at,
        send_after=send_after,
        expires_at=send_after + GOOD_FOR[purpose],
        state=State.SCHEDULED,
        state_at=at,
    )
    insert_once([delivery], "an_answer_once_a_cause")
    wake("send_urgent", "urgent")
