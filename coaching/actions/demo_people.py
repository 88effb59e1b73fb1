"""The made-up patients of the demonstration, and how each of them tends to answer. Every name says that it is an example."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from coaching.core.events import Channel


@dataclass(frozen=True, slots=True)
class Habit:
    """A simple model of a person: chances from 0 to 1 that a question is answered, and that what was asked was done."""

    answers: float
    does: float
    does_partly: float = 0.12


STEADY: Final = Habit(0.92, 0.82)
WILLING: Final = Habit(0.75, 0.65)
BUSY: Final = Habit(0.5, 0.5)
RARE: Final = Habit(0.22, 0.6)


BEFORE: Final[Mapping[str, tuple[tuple[str, int], ...]]] = {
    "calm": (),
    "build": (("calm", 21),),
    "keep": (("calm", 21), ("build", 42)),
}
"""By phase, those before it and how many days each took."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One made-up patient. ``days``: since the enrolment."""

    name: str
    phase: str
    days: int
    habit: Habit
    language: str = "nl"
    channel: Channel = Channel.SMS
    twist: str = ""

    @property
    def phases(self) -> tuple[tuple[str, int], ...]:
        """The phases before this one, and how many days each took."""
        return BEFORE[self.phase]


DEMO_PEOPLE: Final[tuple[DemoPerson, ...]] = (
    DemoPerson("Anna Voorbeeld", "calm", 9, STEADY, twist="first"),
    DemoPerson("Bram Voorbeeld", "calm", 12, WILLING),
    DemoPerson("Carla Voorbeeld", "calm", 5, STEADY),
    DemoPerson("Daan Voorbeeld", "calm", 16, BUSY, twist="unread"),
    DemoPerson("Emily Example", "calm", 8, WILLING, language="en"),
    DemoPerson("Fatima Voorbeeld", "calm", 3, STEADY),
    DemoPerson("Gerard Voorbeeld", "calm", 19, RARE),
    DemoPerson("Hanna Voorbeeld", "calm", 0, STEADY, twist="unconfirmed"),
    DemoPerson("Ivo Voorbeeld", "build", 30, WILLING),
    DemoPerson("Joke Voorbeeld", "build", 44, STEADY),
    DemoPerson("Karel Voorbeeld", "build", 38, BUSY, twist="silent"),
    DemoPerson("Lotte Voorbeeld", "build", 52, STEADY, channel=Channel.EMAIL),
    DemoPerson("Mehmet Voorbeeld", "build", 27, WILLING),
    DemoPerson("Nora Voorbeeld", "build", 60, STEADY),
    DemoPerson("Oscar Example", "build", 35, WILLING, language="en", channel=Channel.EMAIL),
    DemoPerson("Petra Voorbeeld", "build", 48, BUSY, twist="paused"),
    DemoPerson("Quirijn Voorbeeld", "keep", 80, STEADY),
    DemoPerson("Rosa Voorbeeld", "keep", 95, WILLING),
    DemoPerson("Sem Voorbeeld", "keep", 70, STEADY),
    DemoPerson("Tineke Voorbeeld", "keep", 110, BUSY),
    DemoPerson("Umar Voorbeeld", "keep", 88, WILLING),
    DemoPerson("Vera Voorbeeld", "keep", 76, RARE, twist="stopped"),
    DemoPerson("Wim Voorbeeld", "keep", 120, STEADY),
    DemoPerson("Xandra Voorbeeld", "keep", 101, WILLING),
)

YES: Final = {"nl": ("Ja", "ja gelukt", "Gedaan!", "JA 👍", "ja hoor"), "en": ("Yes", "done", "YES 👍", "yes did it")}
PARTLY: Final = {"nl": ("deels", "Een beetje"), "en": ("partly", "a little")}
NO: Final = {"nl": ("nee", "Niet gelukt", "nee helaas"), "en": ("no", "not today")}


def reply_of(person: DemoPerson, asks: str, chance: Random) -> tuple[str, str] | None:
    """What this person answers to a question: the text and its meaning (done, partly, not_done, a number); or nothing."""
    if asks == "none" or chance.random() > person.habit.answers:
        return None
    if asks == "days_0_7":
        days = min(7, max(0, round(chance.gauss(7 * person.habit.does, 1.2))))
        return str(days), str(days)
    roll = chance.random()
    if roll < person.habit.does:
        return chance.choice(YES[person.language]), "done"
    if roll < person.habit.does + person.habit.does_partly:
        return chance.choice(PARTLY[person.language]), "partly"
    return chance.choice(NO[person.language]), "not_done"
