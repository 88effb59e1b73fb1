"""The words that the provider itself understands, and its answers to them.

As Twilio's default opt-out handling: a text that is nothing but one of these words, in capitals or not. YES means START only for a phone
that is blocked; otherwise it is an ordinary answer. The block is kept between one of our numbers and one phone.
"""

from typing import Literal

OptOutType = Literal["STOP", "START", "HELP"]

STOP_WORDS = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "CANCEL", "REVOKE", "OPTOUT"})
START_WORDS = frozenset({"START", "UNSTOP"})
START_WORDS_WHEN_BLOCKED = frozenset({"YES"})
HELP_WORDS = frozenset({"HELP", "INFO"})

ANSWERS: dict[OptOutType, str] = {
    "STOP": (
        "You have successfully been unsubscribed. You will not receive any more messages from this number. "
        "Reply START to resubscribe."
    ),
    "START": (
        "You have successfully been re-subscribed to messages from this number. "
        "Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply."
    ),
    "HELP": "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
}


def keyword(body: str, *, blocked: bool) -> OptOutType | None:
    word = body.strip().upper()
    if word in STOP_WORDS:
        return "STOP"
    if word in START_WORDS or (blocked and word in START_WORDS_WHEN_BLOCKED):
        return "START"
    return "HELP" if word in HELP_WORDS else None
