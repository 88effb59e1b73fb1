"""A nudge on a date, as the rules look at it, and the reasons for which it may be skipped."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from coaching.core.calendar import Calendar
from coaching.core.events import Situation
from coaching.core.programme import Nudge, Programme


class SkipReason(StrEnum):
    """Why a nudge is not sent on a date."""

    ENDED = "ended"
    NOT_CONFIRMED = "not_confirmed"
    NOT_STARTED = "not_started"
    PAUSED = "paused"
    OTHER_PHASE = "other_phase"
    OTHER_WEEK = "other_week"
    WEEKDAY = "weekday"
    SPREAD = "spread"
    DAY_OFF = "day_off"
    HOLIDAY = "holiday"
    CLINIC_CLOSED = "clinic_closed"
    CALLED_OFF = "called_off"
    OTHER_DOSE = "other_dose"
    DOSE = "dose"
    DAILY_CAP = "daily_cap"
    WEEKLY_CAP = "weekly_cap"
    SILENCE = "silence"
    NO_TEXT_LEFT = "no_text_left"
    NO_CONSENT = "no_consent"
    NO_CONTACT = "no_contact"
    NOT_SENT_YET = "not_sent_yet"
    QUIET_HOURS = "quiet_hours"
    TIME_PASSED = "time_passed"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A nudge of the programme on a date, and what a rule may look at.

    ``on_date`` is the date that it belongs to, ``goes_on`` the one on which it would go out: a later one where a
    holiday moved it. ``known_at`` is since when things stand as they do. ``coached`` counts the coaching nudges of
    ``goes_on`` so far; ``used`` has the last date of each coaching text; ``unanswered`` how many questions in a row, up to the
    beginning of ``goes_on``, expired without anything coming in since.
    """

    nudge: Nudge
    on_date: date
    goes_on: date
    programme: Programme
    situation: Situation
    calendar: Calendar
    known_at: datetime
    coached: int = 0
    used: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    unanswered: int = 0

    @property
    def days(self) -> tuple[date, ...]:
        """The date that it belongs to and, where it was moved, also the one on which it goes out."""
        return (self.on_date,) if self.goes_on == self.on_date else (self.on_date, self.goes_on)

    @property
    def is_coaching(self) -> bool:
        """Whether it counts for the caps and uses up a text."""
        return self.programme.kind(self.nudge.kind).is_coaching
