"""Nudges by day, as a person reads them in a terminal."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from textwrap import wrap
from typing import Final

WIDTH: Final = 100
INDENT: Final = "  "
DASH: Final = "– "
TEXT_INDENT: Final = 9 * " "
WEEKDAYS: Final = {
    "nl": ("ma", "di", "wo", "do", "vr", "za", "zo"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One nudge of one day. ``heading`` is "" for what is not sent: such lines stand together under one ``words``."""

    on_date: date
    nudge: str
    heading: str
    words: str
    text: str = ""


def day_table(lines: Iterable[Line], language: str) -> Iterator[str]:
    """The lines to print: a date, what goes out with its text, and below it what does not and why."""
    for on_date, of_day in groupby(lines, key=lambda line: line.on_date):
        names = WEEKDAYS.get(language, WEEKDAYS["en"])
        yield f"{names[on_date.weekday()]} {on_date.isoformat()}"
        told = list(of_day)
        for line in told:
            if line.heading:
                yield f"{INDENT}{line.heading}"
                yield from _wrapped(line.text)
                yield from _wrapped(line.words)
        yield from _not_sent([line for line in told if not line.heading])


def _not_sent(lines: list[Line]) -> Iterator[str]:
    """Each reason once, with the nudges that it holds for."""
    for words in dict.fromkeys(line.words for line in lines):
        nudges = ", ".join(line.nudge for line in lines if line.words == words)
        width = WIDTH - len(INDENT) - len(DASH)
        first, *rest = wrap(f"{words.removesuffix('.')}: {nudges}", width, break_on_hyphens=False)
        yield f"{INDENT}{DASH}{first}"
        yield from (f"{INDENT}  {more}" for more in rest)


def _wrapped(text: str) -> Iterator[str]:
    yield from (f"{TEXT_INDENT}{line}" for line in wrap(text, WIDTH - len(TEXT_INDENT), break_on_hyphens=False))
