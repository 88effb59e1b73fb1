"""What a programme is: plain values, read from files or from a published version.

A programme is the clinic's plan for one complaint: its phases, the kinds of nudge, the nudges with their days and
times, and the texts to choose from. Nothing here knows a clock, a patient or a database; the planner reads these
values and decides what they mean for one patient.

`programme_file` reads and writes them, `linter` judges them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from coaching.core.programme_parts import (
    DOSES,
    EVERY_DAY,
    Asks,
    Dose,
    EducationItem,
    Exercise,
    Kind,
    Language,
    Nudge,
    OnHoliday,
    Phase,
    Purpose,
    Slot,
    Text,
    Words,
    words,
)

__all__ = [
    "DOSES", "EVERY_DAY", "Asks", "Dose", "EducationItem", "Exercise", "Kind", "Language", "NotInProgramme", "Nudge", "OnHoliday",
    "Phase", "Programme", "Purpose", "Slot", "Text", "Words", "words",
]  # fmt: skip


class NotInProgramme(KeyError):
    """A phase, kind, nudge or slot was asked for by a key that this programme does not have."""

    def __init__(self, what: str, key: str, known: tuple[str, ...]) -> None:
        """Name what was looked for and what there is instead."""
        super().__init__(f"this programme has no {what} '{key}'; it has: {', '.join(known) or 'none'}")


@dataclass(frozen=True, slots=True)
class Programme:
    """A whole programme. `programme_file.read_programme` makes valid ones; all keys that it refers to exist.

    daily_cap:    coaching nudges on one local date, both channels together.
    weekly_cap:   coaching nudges in 7 days, or None for no such cap.
    most_a_week:  so many coaching nudges a week a patient can ask for with MORE.
    exercises_named: the exercises that can be ticked, by name; () where their keys speak for themselves.
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
    exercises_named: tuple[Exercise, ...] = ()
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

    def exercise_name(self, key: str) -> Words:
        """By what name staff know that exercise; its key, with spaces, where the programme gives none."""
        named = (exercise.name for exercise in self.exercises_named if exercise.key == key)
        return next(named, words(dict.fromkeys(self.languages, key.replace("_", " "))))


Keyed = TypeVar("Keyed", Phase, Slot, Kind, Nudge)


def _of(values: tuple[Keyed, ...], what: str, key: str) -> Keyed:
    for value in values:
        if value.key == key:
            return value
    raise NotInProgramme(what, key, tuple(value.key for value in values))
