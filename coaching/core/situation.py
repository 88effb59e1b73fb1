"""How an enrolment stands at a moment: what the rules of the planner look at. Events make it (``coaching.core.events``).

A ``_at`` is an instant in UTC, a ``_on`` a date in the patient's zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from coaching.core.programme import Dose

DAYS_A_WEEK: Final = 7

FOREVER: Final = date.max
"""The last day of a pause that nobody has given an end."""


class Channel(StrEnum):
    """How a patient is reached."""

    SMS = "sms"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Pause:
    """No coaching from the first to the last day, both included."""

    first_on: date
    last_on: date

    def covers(self, on_date: date) -> bool:
        """Whether ``on_date`` lies in the pause."""
        return self.first_on <= on_date <= self.last_on


@dataclass(frozen=True, slots=True)
class Situation:
    """How an enrolment stands after some events. ``phases`` holds (first day, phase key), the latest last.

    ``walk_plan`` holds the minutes of a walk week by week from ``walk_plan_from_on`` on; without one they are
    ``walk_minutes``. ``dose_steps`` are the patient's wishes for less and more since the dose was chosen, oldest first; ``heard_at`` is
    when something came in last.
    """

    seed: str
    started_on: date
    phases: tuple[tuple[date, str], ...]
    zone: str
    language: str
    channels: tuple[Channel, ...]
    own_times: Mapping[str, time]
    days_off: frozenset[int]
    exercises: frozenset[str]
    walk_minutes: int
    steps_up: bool
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    opted_out: frozenset[Channel] = frozenset()
    called_off: frozenset[tuple[str, date]] = frozenset()
    walk_plan: tuple[int, ...] = ()
    walk_plan_from_on: date | None = None
    dose: Dose = "programme"
    dose_steps: tuple[str, ...] = ()
    heard_at: datetime | None = None

    def phase_on(self, on_date: date) -> tuple[date, str] | None:
        """The phase that holds on ``on_date`` and its first day; None before the start, where no phase begins."""
        if on_date < self.started_on:
            return None
        began: tuple[date, str] | None = None
        for entry in self.phases:
            if entry[0] <= on_date and (began is None or entry[0] > began[0]):
                began = entry
        return (max(began[0], self.started_on), began[1]) if began else None

    def walk_minutes_on(self, on_date: date) -> int:
        """The minutes of a walk: those of the week in the plan, never a step on where progression is off."""
        if not self.walk_plan or self.walk_plan_from_on is None:
            return self.walk_minutes
        week = max((on_date - self.walk_plan_from_on).days // DAYS_A_WEEK, 0)
        return self.walk_plan[min(week, len(self.walk_plan) - 1) if self.steps_up else 0]

    def paused_on(self, on_date: date) -> bool:
        """Whether a pause covers ``on_date``."""
        return any(pause.covers(on_date) for pause in self.pauses)
