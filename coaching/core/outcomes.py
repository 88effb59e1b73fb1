"""What a gateway answers when a message is handed over: a value that says what is certain."""

from dataclasses import dataclass
from typing import Final

UNKNOWN_CODE: Final = "unknown code"
"""The reason of a refusal that the provider explains in a way that we do not know: a person looks at it."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has it, under this id."""

    provider_id: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """The provider surely has not taken it (assumption A7); it may be handed over again after ``wait_seconds``.

    ``stops_sender``: our credentials were refused, so nothing more is sent until a person mends them.
    """

    reason: str
    wait_seconds: int = 30
    stops_sender: bool = False


@dataclass(frozen=True, slots=True)
class Rejected:
    """The provider will never take it. ``opted_out``: because the patient told the provider to stop."""

    code: str
    reason: str
    opted_out: bool = False


@dataclass(frozen=True, slots=True)
class Lost:
    """Nobody knows: the answer never came or made no sense. Never resent blindly."""

    reason: str


Outcome = Accepted | Deferred | Rejected | Lost
