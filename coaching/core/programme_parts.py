"""The parts of a programme: phases, slots, kinds, exercises, nudges, texts and items to read. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from types import MappingProxyType
from typing import Final, Literal

Language = str
"""A two-letter language code of the programme, as "nl" or "en"."""

Words = Mapping[Language, str]
"""The same words in each language of the programme."""

Purpose = Literal["coaching", "lifestyle", "check_in", "education"]
"""What a kind is for. Coaching and lifestyle count for the caps and repeat no text within 28 days; a check-in does neither.
Education gives something to read, by email or on the patient's page, and never stands in an SMS."""

Asks = Literal["none", "yes_no", "days_0_7"]
"""The answer that a nudge asks for: nothing, done or not done, or a number of days from 0 to 7."""

Dose = Literal["daily", "programme", "fewer"]
"""How often the patient wants to be nudged, chosen at enrolment."""

DOSES: Final[tuple[Dose, ...]] = ("daily", "programme", "fewer")

OnHoliday = Literal["send", "skip", "next_free_day"]
"""What becomes of a nudge on a public holiday or a day on which the clinic is closed."""

EVERY_DAY: Final[frozenset[int]] = frozenset()
"""`Nudge.weekdays` of a nudge that may go out on any day."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of recovery, in the programme's order. The clinician decides when it ends.

    weeks: the planned length, at least 1. A phase past it goes on until a clinician moves it.
    staff_name is never shown to a patient; patient_name may be.
    """

    key: str
    weeks: int
    staff_name: Words = field(hash=False)
    patient_name: Words = field(hash=False)


@dataclass(frozen=True, slots=True)
class Slot:
    """A named moment of the patient's day.

    time: wall clock time in the patient's zone, unless the patient has chosen an own time for this slot.
    """

    key: str
    name: Words = field(hash=False)
    time: time


@dataclass(frozen=True, slots=True)
class Kind:
    """What a nudge is about. `expires_after` its due moment it has become pointless and is no longer sent."""

    key: str
    name: Words = field(hash=False)
    purpose: Purpose
    expires_after: timedelta

    @property
    def is_coaching(self) -> bool:
        """Whether its nudges count for the caps and use up a text."""
        return self.purpose in {"coaching", "lifestyle"}


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise that a clinician can tick, under the name by which staff know it."""

    key: str
    name: Words = field(hash=False)


@dataclass(frozen=True, slots=True)
class Nudge:
    """One line of the weekly plan of one phase. Its key is unique and stays the same across versions.

    weekdays:   ISO days (1 Monday … 7 Sunday) of the patient's local date; empty means any day.
    times_a_week: instead of weekdays, 1 to 7 days a week, spread evenly; None means that weekdays decide.
    slot, at:   exactly one of both: a slot's key, or a fixed wall clock time.
    window:     never sent earlier than due - window nor later than due + window.
    jitter:     the largest stable shift by patient, either way; at most the window.
    first_week: week within the phase, from 1. last_week: the last one, inclusive; None means until the phase ends.
    priority:   the lower number goes first when a cap leaves no room for all.
    on_holiday: on a public holiday or when the clinic is closed: sent anyway, skipped, or moved to the next free day.
    doses:      the doses in which it takes part, in the order of `DOSES`. Who chose "fewer" gets half of those of "fewer".
    """

    key: str
    kind: str
    phase: str
    weekdays: frozenset[int]
    slot: str | None
    at: time | None
    window: timedelta
    jitter: timedelta
    first_week: int = 1
    last_week: int | None = None
    priority: int = 50
    channels: tuple[str, ...] = ("sms", "email")
    asks: Asks = "none"
    times_a_week: int | None = None
    on_holiday: OnHoliday = "skip"
    doses: tuple[Dose, ...] = DOSES


@dataclass(frozen=True, slots=True)
class Text:
    """One thing to say, in all languages of the programme. Bodies are Jinja sources; `rendering` tells what is allowed.

    phase:     the phase that it belongs to, or None for any.
    exercise:  goes only to patients for whom this exercise is ticked; None goes to everybody.
    steps_up:  asks for a step more, so it goes only where progression is switched on.
    technique: behaviour change techniques, numbered as in the BCT taxonomy v1 (Michie 2013), for reports only.
    """

    id: str
    kind: str
    phase: str | None
    bodies: Words = field(hash=False)
    exercise: str | None = None
    steps_up: bool = False
    technique: str | None = None


@dataclass(frozen=True, slots=True)
class EducationItem:
    """Something to read, by email or on the patient's page. A patient gets each item once, in the programme's order.

    phase:  the phase in which it is due; what was not read then is due in the phases after it.
    titles: fit for the subject of a mail. bodies: plain text, an empty line between paragraphs.
    """

    id: str
    phase: str
    titles: Words = field(hash=False)
    bodies: Words = field(hash=False)

    def paragraphs(self, language: Language) -> tuple[str, ...]:
        """The body in that language, paragraph by paragraph."""
        return tuple(self.bodies[language].split("\n\n"))


def words(values: Mapping[Language, str]) -> Words:
    """The same words, which nobody can change any more."""
    return MappingProxyType(dict(values))
