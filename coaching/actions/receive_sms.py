"""Take in a text that came by SMS: the raw fields are stored first, under the provider's id, and then acted on."""

import json
import logging
from collections.abc import Mapping
from datetime import datetime

from coaching.actions.act_on_reply import act_on_reply
from coaching.core.events import Channel
from coaching.models import Clinic, Inbound
from coaching.models.contact_point import address_index
from coaching.models.insert_once import insert_once

log = logging.getLogger(__name__)


def receive_sms(clinic: Clinic, fields: Mapping[str, str], at: datetime) -> bool:
    """Store one inbound SMS and act on it; False for a repeat, which changes nothing.

    ``fields`` are Twilio's own. When acting on it fails, the text is safe and a scan tries again.
    """
    sender = fields["From"]
    inbound = Inbound(
        clinic=clinic,
        channel=Channel.SMS,
        provider_id=fields["MessageSid"],
        sender=sender,
        sender_index=address_index(Channel.SMS, sender),
        body=fields.get("Body", ""),
        raw=json.dumps(dict(fields), ensure_ascii=False),
        sent_at=at,
        received_at=at,
    )
    if not insert_once([inbound], "an_inbound_once"):
        return False
    _act_if_possible(Inbound.objects.get(channel=Channel.SMS, provider_id=fields["MessageSid"]), at)
    return True


def act_on_what_was_left(at: datetime, most: int = 100) -> int:
    """Act on what was stored and not acted on; returns how many. One that fails again does not hold up the others."""
    left = list(Inbound.objects.filter(acted_at=None).order_by("id")[:most])
    for inbound in left:
        _act_if_possible(inbound, at)
    return len(left)


def _act_if_possible(inbound: Inbound, at: datetime) -> None:
    try:
        act_on_reply(inbound, at)
    except Exception as raised:  # noqa: BLE001  (the text is safe; the scan tries again, and Today shows it meanwhile)
        because = type(raised).__name__
        log.error("inbound stored, acting on it failed inbound=%s because=%s", inbound.pk, because)  # noqa: TRY400  (a trace may hold what a text says)
