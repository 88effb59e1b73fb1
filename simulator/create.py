"""A create request, checked in Twilio's order: what would be sent, or the refusal."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from simulator import refusals
from simulator.carrier import Account
from simulator.phone_numbers import refused_number
from simulator.refusals import Refusal
from simulator.sms import Draft

LONGEST_BODY = 1600
LONGEST_VALIDITY = 36_000


def read_create(form: Mapping[str, str], account: Account) -> Draft | Refusal:
    to, body = form.get("To", ""), form.get("Body", "")
    sender, group = form.get("From", ""), form.get("MessagingServiceSid", "")
    callback = form.get("StatusCallback", "")
    refusal = (
        _refused_recipient(to)
        or _refused_sender(sender, group, account)
        or (refusals.to_same_as_from(to) if to == sender else None)
        or _refused_body(body)
        or _refused_callback(callback)
        or _refused_validity(form.get("ValidityPeriod"))
    )
    if refusal:
        return refusal
    return Draft("outbound-api", sender or account.numbers[0], to, body, "queued", callback or None, group or None)


def _refused_recipient(to: str) -> Refusal | None:
    return refused_number(to) if to else refusals.TO_MISSING


def _refused_sender(sender: str, group: str, account: Account) -> Refusal | None:
    if not sender and not group:
        return refusals.FROM_MISSING
    if group and group != account.sending_group:
        return refusals.sending_group_unknown(group)
    return refusals.from_not_ours(sender) if sender and sender not in account.numbers else None


def _refused_body(body: str) -> Refusal | None:
    if not body:
        return refusals.BODY_MISSING
    return refusals.BODY_TOO_LONG if len(body) > LONGEST_BODY else None


def _refused_callback(address: str) -> Refusal | None:
    if not address:
        return None
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    return None if usable else refusals.callback_address_wrong(address)


def _refused_validity(given: str | None) -> Refusal | None:
    """Whole seconds from 1 to 36,000; what is left out means the longest."""
    if given is None:
        return None
    known = given.isascii() and given.isdigit() and len(given) <= len(str(LONGEST_VALIDITY))
    return None if known and 1 <= int(given) <= LONGEST_VALIDITY else refusals.VALIDITY_PERIOD_WRONG
