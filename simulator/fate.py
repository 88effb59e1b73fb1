"""What becomes of a request and of an SMS: the one place that decides it.

Everything is accepted and arrives, save on **magic numbers**, which end in 55500NN (a Dutch one: +316155500NN), after the 555 numbers of films:

| ends in | what happens | where it shows |
|---|---|---|
| 5550011 | sent, then undelivered 30003 (phone unreachable) | status callback |
| 5550012 | sent, then undelivered 30005 (unknown destination) | status callback |
| 5550013 | sent, then undelivered 30006 (landline) | status callback |
| 5550014 | refused: 400, code 21614 (not a mobile number) | answer to create |
| 5550015 | refused: 429, code 20429 (too many requests) | answer to create |
| 5550016 | sent, then undelivered 30007 (filtered by the carrier) | status callback |
| 5550017 | failed 30008 (unknown error), never sent | status callback |
| 5550018 | sent, and no further news (a phone that stays off) | status callback |
| 5550019 | refused: 400, code 21408 (region not enabled) | answer to create |
| 5550020 | refused: 400, code 21211 (invalid number) | answer to create |

A request's fate is one of the values of `Fate`; a world that drops, stalls or lies gets more of them here and nowhere else.
"""

from dataclasses import dataclass
from typing import Literal

from simulator.refusals import TOO_MANY_REQUESTS, Refusal, region_closed, to_invalid, to_no_mobile

Status = Literal["queued", "sent", "delivered", "undelivered", "failed", "received"]
Operation = Literal["create", "fetch", "list"]
MAGIC = "55500"
MAGIC_DIGITS = len(MAGIC) + 2


@dataclass(frozen=True, slots=True)
class Proceed:
    """The request is handled as it stands."""


@dataclass(frozen=True, slots=True)
class Refuse:
    """The request is answered with this refusal; nothing comes of it."""

    refusal: Refusal


Fate = Proceed | Refuse


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of news on an SMS's way, and after how many seconds since the step before."""

    status: Status
    after: float
    error_code: int | None = None


@dataclass(frozen=True, slots=True)
class Delays:
    """Seconds from accepted to sent, and from sent to the last news."""

    sent: float
    delivered: float


def fate_of(operation: Operation, to: str | None) -> Fate:
    """`to` is the number that a create names, and None for the other operations."""
    if operation != "create" or to is None:
        return Proceed()
    refusal = {
        "14": to_no_mobile(to),
        "15": TOO_MANY_REQUESTS,
        "19": region_closed(to),
        "20": to_invalid(to),
    }.get(_magic(to))
    return Refuse(refusal) if refusal else Proceed()


def way_of(to: str, delays: Delays) -> tuple[Step, ...]:
    """The news that follow on `queued` for an SMS to this number."""
    magic = _magic(to)
    sent = Step("sent", delays.sent)
    if magic == "17":
        return (Step("failed", delays.sent, 30008),)
    if magic == "18":
        return (sent,)
    undelivered = {"11": 30003, "12": 30005, "13": 30006, "16": 30007}.get(magic)
    if undelivered:
        return (sent, Step("undelivered", delays.delivered, undelivered))
    return (sent, Step("delivered", delays.delivered))


def acts_up(to: str) -> bool:
    """Is this one of the magic numbers?"""
    return "11" <= _magic(to) <= "20"


def _magic(to: str) -> str:
    """The two digits after the magic ones, or nothing."""
    ending = to[-MAGIC_DIGITS:]
    return ending[-2:] if ending.startswith(MAGIC) else ""
