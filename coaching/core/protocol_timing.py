"""The durations of the delivery protocol, as one value. Everything follows from how long it takes to prove absence."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

HAND_OVER_SECONDS: Final = 8
"""A hand-over ends within this time, whatever the provider does (W: bytes on the wire are handled or dropped)."""

LISTED_WITHIN_SECONDS: Final = 30
"""A message that was created is in the provider's list within this time (S, assumption A4)."""


@dataclass(frozen=True, slots=True)
class Timing:
    """``settle``: from the moment no claimant can send any more until absence from the list can be a proof."""

    settle: timedelta
    sweep_after: timedelta
    read_gap: timedelta
    lease: timedelta
    guard: timedelta = timedelta(seconds=5)
    room_to_send: timedelta = timedelta(seconds=60)
    clock_slack: timedelta = timedelta(seconds=5)

    @classmethod
    def from_settle(cls, seconds: int) -> "Timing":
        """The set that belongs to a settle time. Raises ``ValueError`` when it could prove nothing."""
        if seconds <= HAND_OVER_SECONDS + LISTED_WITHIN_SECONDS:
            raise ValueError(
                f"SETTLE_SECONDS is {seconds}; it must be longer than a hand-over and the provider's list together "
                f"({HAND_OVER_SECONDS} + {LISTED_WITHIN_SECONDS} s)."
            )
        settle = timedelta(seconds=seconds)
        return cls(
            settle=settle,
            sweep_after=min(timedelta(seconds=60), settle / 2),
            read_gap=settle / 3,
            lease=max(timedelta(minutes=5), settle),
        )
