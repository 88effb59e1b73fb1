"""What a programme is: plain values, read from files or from a published version.

A programme is the clinic's plan for one complaint: its phases, the kinds of nudge, the nudges with their days and
times, and the texts to choose from. Nothing here knows a clock, a patient or a database; the planner reads these
values and decides what they mean for one patient.

`programme_file` reads and writes them, `linter` judges them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from types import MappingProxyType
from typing import Final, Literal, TypeVar

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


class NotInProgramme(KeyError):
    """A phase, kind, nudge or slot was asked for by a key that this programme does not have."""

    def __init__(self, what: str, key: str, known: tuple[str, ...]) -> None:
        """Name what was looked for and what there is instead."""
        super().__init__(f"this programme has no {what} '{key}'; it has: {', '.join(known) or 'none'}")


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


@dataclass(frozen=True, slots=True)
class Programme:
    """A whole programme. `programme_file.read_programme` makes valid ones; all keys that it refers to exist.

    daily_cap:    coaching nudges on one local date, both channels together.
    weekly_cap:   coaching nudges in 7 days, or None for no such cap.
    most_a_week:  so many coaching nudges a week a patient can ask for with MORE.
    education:    the items to read, by phase.
    system_texts: what is said outside the weekly plan (opt-in, welcome, answers), by id.
    content_hash: SHA-256 in hexadecimal over the canonical files, "" where nobody has written them yet. It follows from
                  the rest, so it takes no part in comparing; equal programmes have equal hashes.
    """

    key: str
    name: Words = field(hash=False)
    languages: tuple[Language, ...]
    phases: tuple[Phase, ...]
    slots: tuple[Slot, ...]
    kinds: tuple[Kind, ...]
    nudges: tuple[Nudge, ...]
    texts: tuple[Text, ...]
    system_texts: Mapping[str, Words] = field(hash=False)
    daily_cap: int = 1
    weekly_cap: int | None = None
    most_a_week: int = 7
    education: tuple[EducationItem, ...] = ()
    content_hash: str = field(default="", compare=False)

    def phase(self, key: str) -> Phase:
        """The phase of that key; NotInProgramme when there is none."""
        return _of(self.phases, "phase", key)

    def slot(self, key: str) -> Slot:
        """The slot of that key; NotInProgramme when there is none."""
        return _of(self.slots, "slot", key)

    def kind(self, key: str) -> Kind:
        """The kind of that key; NotInProgramme when there is none."""
        return _of(self.kinds, "kind", key)

    def nudge(self, key: str) -> Nudge:
        """The nudge of that key; NotInProgramme when there is none."""
        return _of(self.nudges, "nudge", key)

    def nudges_in(self, phase: str) -> tuple[Nudge, ...]:
        """The nudges of that phase, in the programme's order."""
        return tuple(nudge for nudge in self.nudges if nudge.phase == phase)

    def texts_for(self, nudge: Nudge) -> tuple[Text, ...]:
        """The texts of the nudge's kind that fit its phase, in the programme's order."""
        return tuple(text for text in self.texts if text.kind == nudge.kind and text.phase in {None, nudge.phase})

    def education_until(self, phase: str) -> tuple[EducationItem, ...]:
        """The items that are due in that phase, those of the phases before it first; NotInProgramme for no phase."""
        until = [each.key for each in self.phases[: self.phases.index(self.phase(phase)) + 1]]
        return tuple(
            sorted((item for item in self.education if item.phase in until), key=lambda item: until.index(item.phase))
        )

    def next_phase(self, key: str) -> Phase | None:
        """The phase after that one, None after the last; NotInProgramme when there is no such phase."""
        following = self.phases.index(self.phase(key)) + 1
        return self.phases[following] if following < len(self.phases) else None

    def exercises(self) -> tuple[str, ...]:
        """The exercises that a clinician can tick, in the order in which the texts name them."""
        return tuple(dict.fromkeys(text.exercise for text in self.texts if text.exercise is not None))


Keyed = TypeVar("Keyed", Phase, Slot, Kind, Nudge)


def words(values: Mapping[Language, str]) -> Words:
    """The same words, which nobody can change any more."""
    return MappingProxyType(dict(values))


def _of(values: tuple[Keyed, ...], what: str, key: str) -> Keyed:
    for value in values:
        if value.key == key:
            return value
    raise NotInProgramme(what, key, tuple(value.key for value in values))
