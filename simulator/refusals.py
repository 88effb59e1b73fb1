"""Twilio's refusals as values: HTTP status, code, words. Codes and words: https://www.twilio.com/docs/api/errors."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    status: int
    code: int
    words: str

    def body(self) -> dict[str, object]:
        """Twilio's JSON error body."""
        return {
            "code": self.code,
            "message": self.words,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


UNKNOWN_CREDENTIALS = Refusal(401, 20003, "Authenticate")
TOO_MANY_REQUESTS = Refusal(429, 20429, "Too Many Requests")
TO_MISSING = Refusal(400, 21604, "A 'To' phone number is required.")
FROM_MISSING = Refusal(400, 21603, "A 'From' phone number is required.")
BODY_MISSING = Refusal(400, 21602, "Message body is required.")
BODY_TOO_LONG = Refusal(400, 21617, "The concatenated message body exceeds the 1600 character limit.")
RECIPIENT_BLOCKED = Refusal(400, 21610, "Attempt to send to unsubscribed recipient")
VALIDITY_PERIOD_WRONG = Refusal(400, 21624, "Validity period can only be set to integers between 1 and 36000 seconds")


def page_size_wrong(given: str) -> Refusal:
    return Refusal(400, 20001, f"Page and PageSize must be whole numbers, got '{given}'")


def date_wrong(given: str) -> Refusal:
    return Refusal(400, 20001, f"DateSent must be a date as YYYY-MM-DD or an instant in ISO 8601, got '{given}'")


def not_found(path: str) -> Refusal:
    return Refusal(404, 20404, f"The requested resource {path} was not found")


def to_invalid(to: str) -> Refusal:
    return Refusal(400, 21211, f"Invalid 'To' Phone Number: {to}")


def to_no_mobile(to: str) -> Refusal:
    return Refusal(400, 21614, f"To number: {to}, is not a mobile number")


def to_same_as_from(to: str) -> Refusal:
    return Refusal(400, 21266, f"'To' and 'From' number cannot be the same: {to}")


def region_closed(to: str) -> Refusal:
    return Refusal(
        400, 21408, f"Permission to send an SMS has not been enabled for the region indicated by the 'To' number: {to}"
    )


def from_not_ours(sender: str) -> Refusal:
    words = f"The 'From' phone number {sender} is not a valid, SMS-capable inbound phone number or short code for your account."
    return Refusal(400, 21606, words)


def sending_group_unknown(sid: str) -> Refusal:
    return Refusal(404, 21701, f"The Messaging Service {sid} does not exist")


def callback_address_wrong(address: str) -> Refusal:
    return Refusal(400, 21609, f"The 'StatusCallback' URL {address} is not a valid URL.")
