"""Receipts: later news from the provider. Stored raw under a key that a repeat shares, then applied in batches."""

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from coaching.actions.obey import note_opt_out_at_provider
from coaching.actions.record_outcome import Settled, attempt_of, record
from coaching.core.delivery_states import News, Reason
from coaching.gateways.twilio_sms import OPTED_OUT
from coaching.gateways.wakeups import wake
from coaching.models import Attempt, Receipt
from coaching.models.delivery import receipt_key
from coaching.models.insert_once import insert_once

log = logging.getLogger(__name__)

NEWS: Final[Mapping[str, News]] = {
    "accepted": News.ACCEPTED,
    "scheduled": News.ACCEPTED,
    "queued": News.ACCEPTED,
    "sending": News.ACCEPTED,
    "sent": News.ACCEPTED,
    "delivered": News.CONFIRMED,
    "read": News.CONFIRMED,
    "undelivered": News.BOUNCED,
    "failed": News.BOUNCED,
    "canceled": News.BOUNCED,
}
"""Twilio's status of an outgoing message, as news of ours."""

RANK: Final[Mapping[News, int]] = {News.ACCEPTED: 0, News.BOUNCED: 1, News.CONFIRMED: 2}
"""Receipts come in any order; the table lets none of them take a state back."""


def receive_receipt(token: bytes, fields: Mapping[str, str], at: datetime) -> bool:
    """Store a receipt; False for a repeat and for a token that is not ours. Applied soon after, by a worker."""
    attempt = attempt_of(token)
    if attempt is None:
        log.warning("receipt for an unknown attempt")
        return False
    status, provider_id = fields.get("MessageStatus", "")[:20], fields.get("MessageSid", "")[:200]
    receipt = Receipt(
        clinic_id=attempt.clinic_id,
        attempt=attempt,
        key=receipt_key(token, provider_id, status),
        status=status,
        raw=json.dumps(dict(fields), ensure_ascii=False),
        received_at=at,
    )
    stored = bool(insert_once([receipt], "one_receipt_a_key"))
    if stored:
        wake("act_on_what_came_in", "urgent")
    return stored


def apply_receipts(at: datetime, most: int = 500) -> int:
    """Apply what was stored and not applied; returns how many. An unknown status is kept, counted and changes nothing."""
    waiting = list(Receipt.objects.filter(applied_at=None).select_related("attempt__delivery").order_by("id")[:most])
    settled = [one for receipt in waiting if (one := _settled(receipt))]
    with transaction.atomic():
        record(sorted(settled, key=lambda one: RANK[one.news]), at)
        Receipt.objects.filter(pk__in=[receipt.pk for receipt in waiting]).update(applied_at=at)
    for one in settled:
        if one.code == str(OPTED_OUT):
            note_opt_out_at_provider(one.delivery_id, at)
    return len(waiting)


def _settled(receipt: Receipt) -> Settled | None:
    attempt, news = receipt.attempt, NEWS.get(receipt.status)
    if attempt is None or news is None:
        log.warning("receipt with an unknown status receipt=%s", receipt.pk)
        return None
    try:
        fields = json.loads(receipt.raw or "{}")
    except ValueError:
        log.error("receipt cannot be read receipt=%s", receipt.pk)  # noqa: TRY400  (the trace would hold what it says)
        return None
    code = str(fields.get("ErrorCode", ""))[:20]
    provider_id = str(fields.get("MessageSid", ""))[:200]
    if attempt.provider_id and attempt.provider_id != provider_id:
        log.error("receipt with another id than the attempt's receipt=%s", receipt.pk)
        return None
    reason = Reason.BOUNCED if news is News.BOUNCED else Reason.NONE
    if news is News.BOUNCED and code == str(OPTED_OUT):
        reason = Reason.OPTED_OUT_AT_PROVIDER
    token = _token_for(attempt, news)
    return Settled(attempt.delivery_id, attempt.pk, token, news, reason, code=code, provider_id=provider_id)


def _token_for(attempt: Attempt, news: News) -> bytes:
    """The token by which the delivery is changed.

    Good news of an older attempt settles the delivery as well, and means that an assumption broke; its bounce changes
    nothing, for the newer attempt may still arrive.
    """
    current = bytes(attempt.delivery.token or attempt.token)
    if bytes(attempt.token) == current or news is News.BOUNCED:
        return bytes(attempt.token)
    log.error("an attempt that was taken for lost was not delivery=%s", attempt.delivery_id)
    return current
