"""The made-up patients of the demonstration, and how each of them tends to answer. Every name says that it is an example."""

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


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One made-up patient. ``days``: since the enrolment; ``phases``: how many days each earlier phase took."""

    name: str
    phase: str
    days: int
    habit: Habit
    phases: tuple[tuple[str, int], ...] = ()
    language: str = "nl"
    channel: Channel = Channel.SMS
    twist: str = ""


def _calm(name: str, days: int, habit: Habit, **more: str | Channel) -> DemoPerson:
    return DemoPerson(name, "calm", days, habit, **more)  # type: ignore[arg-type]  # the few fields that vary


def _build(name: str, days: int, habit: Habit, **more: str | Channel) -> DemoPerson:
    return DemoPerson(name, "build", days, habit, (("calm", 21),), **more)  # type: ignore[arg-type]


def _keep(name: str, days: int, habit: Habit, **more: str | Channel) -> DemoPerson:
    return DemoPerson(name, "keep", days, habit, (("calm", 21), ("build", 42)), **more)  # type: ignore[arg-type]


DEMO_PEOPLE: Final[tuple[DemoPerson, ...]] = (
    _calm("Anna Voorbeeld", 9, STEADY, twist="first"),
    _calm("Bram Voorbeeld", 12, WILLING),
    _calm("Carla Voorbeeld", 5, STEADY),
    _calm("Daan Voorbeeld", 16, BUSY, twist="unread"),
    _calm("Emily Example", 8, WILLING, language="en"),
    _calm("Fatima Voorbeeld", 3, STEADY),
    _calm("Gerard Voorbeeld", 19, RARE),
    _calm("Hanna Voorbeeld", 0, STEADY, twist="unconfirmed"),
    _build("Ivo Voorbeeld", 30, WILLING),
    _build("Joke Voorbeeld", 44, STEADY),
    _build("Karel Voorbeeld", 38, BUSY, twist="silent"),
    _build("Lotte Voorbeeld", 52, STEADY, channel=Channel.EMAIL),
    _build("Mehmet Voorbeeld", 27, WILLING),
    _build("Nora Voorbeeld", 60, STEADY),
    _build("Oscar Example", 35, WILLING, language="en", channel=Channel.EMAIL),
    _build("Petra Voorbeeld", 48, BUSY, twist="paused"),
    _keep("Quirijn Voorbeeld", 80, STEADY),
    _keep("Rosa Voorbeeld", 95, WILLING),
    _keep("Sem Voorbeeld", 70, STEADY),
    _keep("Tineke Voorbeeld", 110, BUSY),
    _keep("Umar Voorbeeld", 88, WILLING),
    _keep("Vera Voorbeeld", 76, RARE, twist="stopped"),
    _keep("Wim Voorbeeld", 120, STEADY),
    _keep("Xandra Voorbeeld", 101, WILLING),
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
