"""The life of a delivery, as one table. Every change of state in the program goes through it.

The coarse state drives; a fine reason beside it explains. The picture in the documentation is drawn from this table.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class State(StrEnum):
    """Where a delivery stands."""

    SCHEDULED = "scheduled"
    SENDING = "sending"
    UNCONFIRMED = "unconfirmed"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class News(StrEnum):
    """What can happen to a delivery."""

    CLAIMED = "claimed"
    RELEASED = "released"
    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    REJECTED = "rejected"
    LOST = "lost"
    CONFIRMED = "confirmed"
    BOUNCED = "bounced"
    ABSENT = "absent"
    ABSENT_AND_LAPSED = "absent_and_lapsed"
    ABSENT_AND_CALLED_OFF = "absent_and_called_off"
    EXHAUSTED = "exhausted"
    AGAIN = "again"
    LAPSED = "lapsed"
    CALLED_OFF = "called_off"


class Purpose(StrEnum):
    """What a delivery is for. The purpose decides what a claim checks."""

    COACHING = "coaching"
    CHECK_IN = "check_in"
    OPT_IN = "opt_in"
    ANSWER = "answer"
    MANUAL = "manual"
    SAFETY = "safety"
    STAFF_ALERT = "staff_alert"


class Reason(StrEnum):
    """Why a delivery left the usual way."""

    NONE = ""
    REPLANNED = "replanned"
    NO_FRESH_TEXT = "no_fresh_text"
    NO_CONSENT = "no_consent"
    PAUSED = "paused"
    ENDED = "ended"
    TOO_LATE = "too_late"
    TOO_SLOW = "too_slow"
    QUIET_HOURS = "quiet_hours"
    REJECTED = "rejected"
    OPTED_OUT_AT_PROVIDER = "opted_out_at_provider"
    BOUNCED = "bounced"
    OUTCOME_UNKNOWN = "outcome_unknown"
    EXHAUSTED = "exhausted"


CHECKED_PURPOSES: Final = (Purpose.COACHING, Purpose.CHECK_IN)
"""Planned deliveries: all of the claim's checks hold for them, and one an address may be under way at a time."""

URGENT_PURPOSES: Final = (Purpose.SAFETY, Purpose.STAFF_ALERT, Purpose.ANSWER, Purpose.OPT_IN, Purpose.MANUAL)
"""What somebody is waiting for: these have a worker of their own."""

UNDER_WAY: Final = (State.SENDING, State.UNCONFIRMED)
"""A hand-over has begun and its outcome is not known."""

FINAL: Final = (State.DELIVERED, State.FAILED, State.EXPIRED, State.CANCELLED)
"""Nothing more happens; ``sent`` may rest as well, for a mail is seldom confirmed."""

MOST_ABSENCES: Final = 3
"""After the third proven absence of one delivery something else is wrong: it fails, and a person looks."""

TABLE: Final[Mapping[tuple[State, News], State]] = MappingProxyType(
    {
        (State.SCHEDULED, News.CLAIMED): State.SENDING,
        (State.SCHEDULED, News.LAPSED): State.EXPIRED,
        (State.SCHEDULED, News.CALLED_OFF): State.CANCELLED,
        # Late news of an earlier attempt; for a planned delivery it means that an assumption broke.
        (State.SCHEDULED, News.ACCEPTED): State.SENT,
        (State.SCHEDULED, News.CONFIRMED): State.DELIVERED,
        (State.SCHEDULED, News.BOUNCED): State.FAILED,
        (State.SENDING, News.ACCEPTED): State.SENT,
        (State.SENDING, News.DEFERRED): State.SCHEDULED,
        (State.SENDING, News.REJECTED): State.FAILED,
        (State.SENDING, News.RELEASED): State.SCHEDULED,
        (State.SENDING, News.CALLED_OFF): State.CANCELLED,
        (State.SENDING, News.LAPSED): State.EXPIRED,
        (State.SENDING, News.LOST): State.UNCONFIRMED,
        # The receipt overtook our own commit.
        (State.SENDING, News.CONFIRMED): State.DELIVERED,
        (State.SENDING, News.BOUNCED): State.FAILED,
        (State.UNCONFIRMED, News.ACCEPTED): State.SENT,
        (State.UNCONFIRMED, News.CONFIRMED): State.DELIVERED,
        (State.UNCONFIRMED, News.BOUNCED): State.FAILED,
        (State.UNCONFIRMED, News.ABSENT): State.SCHEDULED,
        (State.UNCONFIRMED, News.AGAIN): State.SCHEDULED,
        (State.UNCONFIRMED, News.EXHAUSTED): State.FAILED,
        (State.UNCONFIRMED, News.ABSENT_AND_LAPSED): State.EXPIRED,
        (State.UNCONFIRMED, News.ABSENT_AND_CALLED_OFF): State.CANCELLED,
        (State.UNCONFIRMED, News.LAPSED): State.FAILED,
        (State.SENT, News.CONFIRMED): State.DELIVERED,
        (State.SENT, News.BOUNCED): State.FAILED,
    }
)


class NotAllowed(ValueError):
    """The table knows no such change."""


def after(state: State, news: News) -> State:
    """The state that follows. Raises :class:`NotAllowed`."""
    try:
        return TABLE[state, news]
    except KeyError:
        raise NotAllowed(f"a delivery that is {state} cannot be {news}") from None


def states_before(news: News) -> tuple[State, ...]:
    """The states in which this news changes anything."""
    return tuple(state for state, happened in TABLE if happened is news)


def picture() -> str:
    """The table as a Mermaid state diagram."""
    merged: dict[tuple[State, State], list[str]] = {}
    for (state, news), following in TABLE.items():
        merged.setdefault((state, following), []).append(news.value.replace("_", " "))
    lines = [f"    {start} --> {end}: {', '.join(news)}" for (start, end), news in merged.items()]
    ends = [f"    {state} --> [*]" for state in FINAL]
    return "\n".join(["stateDiagram-v2", "    [*] --> scheduled", *lines, *ends])
