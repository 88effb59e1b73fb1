"""Twilio's words for our values: https://www.twilio.com/docs/messaging/api/message-resource."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urlencode

from simulator.sms import Sms

API_VERSION = "2010-04-01"


def messages_path(account_sid: str) -> str:
    return f"/{API_VERSION}/Accounts/{account_sid}/Messages"


def sms_json(account_sid: str, sms: Sms) -> dict[str, object]:
    here = f"{messages_path(account_sid)}/{sms.sid}"
    return {
        "account_sid": account_sid,
        "api_version": API_VERSION,
        "body": sms.body,
        "date_created": rfc_2822(sms.created_at),
        "date_sent": rfc_2822(sms.sent_at) if sms.sent_at else None,
        "date_updated": rfc_2822(sms.updated_at),
        "direction": sms.direction,
        "error_code": sms.error_code,
        "error_message": None,
        "from": sms.sender,
        "messaging_service_sid": sms.sending_group,
        "num_media": "0",
        "num_segments": str(sms.length.segments),
        "price": None,
        "price_unit": "USD",
        "sid": sms.sid,
        "status": sms.status,
        "subresource_uris": {"media": f"{here}/Media.json"},
        "to": sms.recipient,
        "uri": f"{here}.json",
    }


def rfc_2822(instant: datetime) -> str:
    """Whole seconds, in UTC, as `Mon, 23 Nov 2026 10:00:00 +0000`."""
    return format_datetime(instant.astimezone(UTC))


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list. `query` is what the list was narrowed to, in Twilio's names."""

    rows: Sequence[Sms]
    number: int
    size: int
    query: dict[str, str]
    has_next: bool

    def body(self, account_sid: str) -> dict[str, object]:
        start = self.number * self.size
        return {
            "end": start + max(len(self.rows) - 1, 0),
            "first_page_uri": self._uri(account_sid, 0),
            "messages": [sms_json(account_sid, sms) for sms in self.rows],
            "next_page_uri": self._uri(account_sid, self.number + 1, "PA" + self.rows[-1].sid)
            if self.has_next
            else None,
            "page": self.number,
            "page_size": self.size,
            "previous_page_uri": (
                self._uri(account_sid, self.number - 1, "PB" + self.rows[0].sid) if self.number and self.rows else None
            ),
            "start": start,
            "uri": self._uri(account_sid, self.number),
        }

    def _uri(self, account_sid: str, number: int, token: str | None = None) -> str:
        query = {**self.query, "PageSize": str(self.size), "Page": str(number)}
        if token:
            query["PageToken"] = token
        return f"{messages_path(account_sid)}.json?{urlencode(query)}"
