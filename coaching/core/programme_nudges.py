"""From a [[nudge]] table to a nudge: what it may hold, and which of its fields exclude each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeVar, get_args

from coaching.core.programme import DOSES, EVERY_DAY, Asks, Language, Nudge, OnHoliday
from coaching.core.toml_tables import Table

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CHANNELS: Final = ("sms", "email")
ANSWERS: Final[tuple[Asks, ...]] = get_args(Asks)
ON_HOLIDAYS: Final[tuple[OnHoliday, ...]] = get_args(OnHoliday)

MOST_WEEKS: Final = 104
DAYS_IN_WEEK: Final = 7
LONGEST_WINDOW: Final = timedelta(hours=12)
DEFAULT_PRIORITY: Final = 50
DEFAULT_ON_HOLIDAY: Final[OnHoliday] = "skip"
ONE_TIME: Final = 'Write slot = "morning" or at = "18:30", one of both.'
ONE_RHYTHM: Final = 'Write weekdays = ["mon", "thu"] or times_a_week = 2, one of both.'

Word = TypeVar("Word", bound=str)


@dataclass(frozen=True, slots=True)
class Known:
    """The words that the tables of a programme may refer to."""

    languages: tuple[Language, ...]
    phases: tuple[str, ...]
    slots: tuple[str, ...]
    kinds: tuple[str, ...]
    exercises: tuple[str, ...]


def read_nudge(table: Table, known: Known) -> Nudge:
    """The nudge of this table. Where something is wrong it is noted, and the nudge has stand-ins."""
    table.only(
        "key", "kind", "phase", "weekdays", "times_a_week", "slot", "at", "window", "jitter", "first_week", "last_week",
        "priority", "channels", "asks", "on_holiday", "doses",
    )  # fmt: skip
    _one_of_both(table)
    window = table.duration("window", LONGEST_WINDOW)
    first_week = table.whole("first_week", 1, MOST_WEEKS, default=1)
    doses = table.choices("doses", DOSES)
    return Nudge(
        key=table.key(),
        kind=table.choice("kind", known.kinds),
        phase=table.choice("phase", known.phases),
        weekdays=_weekdays(table),
        times_a_week=table.whole("times_a_week", 1, DAYS_IN_WEEK) if table.has("times_a_week") else None,
        slot=table.choice("slot", known.slots) if table.has("slot") else None,
        at=table.clock("at") if table.has("at") else None,
        window=window,
        jitter=table.duration("jitter", window),
        first_week=first_week,
        last_week=table.whole("last_week", first_week, MOST_WEEKS) if table.has("last_week") else None,
        priority=table.whole("priority", 0, 100, default=DEFAULT_PRIORITY),
        channels=table.choices("channels", CHANNELS),
        asks=one_of(ANSWERS, table.choice("asks", ANSWERS, default="none")),
        on_holiday=one_of(ON_HOLIDAYS, table.choice("on_holiday", ON_HOLIDAYS, default=DEFAULT_ON_HOLIDAY)),
        doses=tuple(dose for dose in DOSES if dose in doses),
    )


def one_of(known: tuple[Word, ...], written: str) -> Word:
    """The known word that was written; the first one stands in for a word that a finding speaks of already."""
    return next((word for word in known if word == written), known[0])


def _one_of_both(table: Table) -> None:
    if table.has("slot") == table.has("at"):
        table.note("slot" if table.has("slot") else None, "a nudge has either a slot or a time of its own", ONE_TIME)
    if table.has("weekdays") and table.has("times_a_week"):
        table.note("times_a_week", "a nudge has either weekdays or a number of times a week", ONE_RHYTHM)


def _weekdays(table: Table) -> frozenset[int]:
    if not table.has("weekdays"):
        return EVERY_DAY
    return frozenset(WEEKDAYS.index(day) + 1 for day in table.choices("weekdays", WEEKDAYS))
