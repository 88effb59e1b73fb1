"""What the planner takes and gives beside events and programme: published versions, what went out, its verdicts."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from types import MappingProxyType

from coaching.core.events import Channel
from coaching.core.planner_candidate import SkipReason
from coaching.core.programme import Asks, Programme, Purpose, Words


@dataclass(frozen=True, slots=True)
class PublishedProgramme:
    """A version of the programme, in force from the instant of its publication until the next one's."""

    programme: Programme
    number: int
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Remembered:
    """A coaching text that went out (or is about to) on a local date before the range that is planned.

    ``on_date`` is the date on which it went out, also where a holiday had moved it there.
    """

    text_id: str
    on_date: date


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that reached the patient, or may have: when it fell due and when it expired, instants in UTC.

    Only what went out is one. What is planned counts for caps and spread, never as silence.
    """

    due_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Planned:
    """An occurrence. ``due_at`` and ``expires_at`` are instants in UTC, ``local_time`` the patient's wall clock.

    It belongs to ``on_date`` and goes out on ``goes_on``: a later date where a holiday moved it. ``purpose`` is coaching for
    all that counts for the caps. ``text_id`` is the text that the claim will choose if nothing changes until then.
    """

    on_date: date
    goes_on: date
    nudge: str
    kind: str
    phase: str
    purpose: Purpose
    channel: Channel
    due_at: datetime
    local_time: time
    expires_at: datetime
    asks: Asks
    text_id: str
    version: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A nudge that is not sent on a date, and why. ``occasion`` names the holiday or the closure, where that is why."""

    on_date: date
    nudge: str
    kind: str
    phase: str
    reason: SkipReason
    occasion: Words = field(default_factory=lambda: MappingProxyType({}), hash=False)


Verdict = Planned | Skipped
