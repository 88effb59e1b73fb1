"""SMS over Twilio: hand one over, list what went to a number. Twilio's words become ours here and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client

from coaching.core.evidence import Listed
from coaching.core.outcomes import UNKNOWN_CODE, Accepted, Deferred, Lost, Outcome, Rejected
from coaching.gateways.twilio_transport import ServerFailed, TwilioTransport

LONGEST_VALIDITY: Final = 3600
SHORTEST_VALIDITY: Final = 60
PAGE_SIZE: Final = 1000
SMALLEST_TWILIO_CODE: Final = 10_000

# https://www.twilio.com/docs/api/errors — what each code means for us. A code that is not here is unknown.
REJECTIONS: Final[Mapping[int, str]] = MappingProxyType(
    {
        21211: "not a phone number",
        21212: "not a sender",
        21214: "number cannot be reached",
        21217: "not a phone number",
        21408: "country not enabled",
        21601: "sender cannot send SMS",
        21602: "text missing",
        21603: "sender missing",
        21604: "number missing",
        21606: "sender is not ours",
        21610: "opted out at the provider",
        21612: "no way to this number",
        21614: "not a mobile number",
        21617: "text too long",
    }
)
OPTED_OUT: Final = 21610
QUEUE_FULL: Final = 21611
REFUSED_CREDENTIALS: Final = frozenset({401, 403})
TOO_MANY: Final = 429
HTTP_CLIENT_ERROR: Final = 400
HTTP_SERVER_ERROR: Final = 500


@dataclass(frozen=True, slots=True)
class TwilioAccount:
    """Whose account is used, and the sender: a number or a messaging service, one of both."""

    account_sid: str
    auth_token: str
    from_number: str
    messaging_service_sid: str


@dataclass(frozen=True, slots=True)
class OutgoingSms:
    """One SMS to hand over. ``validity_seconds``: after so long it has become pointless and is not delivered."""

    account: TwilioAccount
    to: str
    body: str
    status_callback: str
    validity_seconds: int


class ListUnreadable(Exception):
    """The provider's list could not be read completely; nothing follows from it."""


class TwilioSms:
    """Twilio, reached through one transport. Build it inside the loop that it is used in."""

    def __init__(self, origin: str) -> None:
        self.transport = TwilioTransport(origin)
        self._clients: dict[tuple[str, str], Client] = {}

    def _client(self, account: TwilioAccount) -> Client:
        key = (account.account_sid, account.auth_token)
        if key not in self._clients:
            self._clients[key] = Client(*key, http_client=self.transport)
        return self._clients[key]

    async def hand_over(self, sms: OutgoingSms) -> Outcome:
        """Hand it over once. Never raises: whatever happens is one of the four outcomes."""
        service = sms.account.messaging_service_sid
        sender = {"messaging_service_sid": service} if service else {"from_": sms.account.from_number}
        validity = min(max(sms.validity_seconds, SHORTEST_VALIDITY), LONGEST_VALIDITY)
        try:
            created = await self._client(sms.account).messages.create_async(
                to=sms.to, body=sms.body, status_callback=sms.status_callback, validity_period=validity, **sender
            )
        except Exception as raised:  # noqa: BLE001  (whatever it was: the outcome says what is certain)
            return outcome_of(raised)
        return Accepted(created.sid) if created.sid else Lost("accepted without an id")

    async def sent_to(self, account: TwilioAccount, number: str) -> list[Listed]:
        """Everything in the list to that number, all pages. Raises :class:`ListUnreadable`."""
        try:
            rows = await self._client(account).messages.list_async(to=number, page_size=PAGE_SIZE)
        except Exception as raised:
            raise ListUnreadable(type(raised).__name__) from raised
        return [
            Listed(
                provider_id=row.sid,
                direction=str(row.direction),
                sender=row.messaging_service_sid or row.from_ or "",
                body=row.body or "",
                created_at=row.date_created,
            )
            for row in rows
        ]

    async def close(self) -> None:
        """Close the connections."""
        await self.transport.close()


def outcome_of(raised: Exception) -> Outcome:
    """What is certain after twilio-python or aiohttp raised this. The narrow cases stand before the wide ones."""
    if isinstance(raised, ServerFailed):
        return Lost(f"HTTP {raised.status}")
    if isinstance(raised, TwilioException):
        return _refusal(raised)
    if isinstance(raised, ConnectionTimeoutError | ClientConnectorError):
        return Deferred("no connection")  # nothing was sent
    if isinstance(raised, TimeoutError):
        return Lost("no answer in time")
    if isinstance(raised, ClientError):
        return Lost("the connection broke")
    return Lost("the answer made no sense")


def _refusal(raised: TwilioException) -> Outcome:
    status, code = _number(getattr(raised, "status", 0)), _number(getattr(raised, "code", 0))
    if status == TOO_MANY or code == QUEUE_FULL:
        return Deferred("too many requests")
    if status in REFUSED_CREDENTIALS:
        return Deferred("credentials refused", stops_sender=True)
    says_nothing = isinstance(raised, TwilioRestException) and code == status  # a 4xx without Twilio's JSON
    if not HTTP_CLIENT_ERROR <= status < HTTP_SERVER_ERROR or says_nothing or code < SMALLEST_TWILIO_CODE:
        return Lost(f"HTTP {status}")
    return Rejected(str(code), REJECTIONS.get(code, UNKNOWN_CODE), opted_out=code == OPTED_OUT)


def _number(value: object) -> int:
    """A status or code as the provider's JSON has it; whatever is no number says nothing."""
    return int(value) if isinstance(value, int | str) and str(value).isdecimal() else 0
