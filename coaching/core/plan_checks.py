"""Whether a programme's plan can be kept: enough texts for 28 days without a repeat, and no window in the night."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Final

from coaching.core.programme import Nudge, Phase, Programme
from coaching.core.texts import REST_DAYS, fits

DAYS_IN_WEEK: Final = 7
QUIET_FROM: Final = time(21)
QUIET_UNTIL: Final = time(8)
"""The night as clinics start with it; each may set its own."""

_WEEKS_BEYOND: Final = 5
"""A phase goes on past its plan; five weeks more show every stretch of 29 days at its last taper."""


@dataclass(frozen=True, slots=True)
class Scarcity:
    """In that phase, nudges of that kind go out `needed` times within 29 days, and `texts` of their texts fit everybody.

    nudge: the key of the first of these nudges.
    """

    phase: str
    kind: str
    nudge: str
    needed: int
    texts: int


def scarce_texts(programme: Programme) -> Iterator[Scarcity]:
    """Each phase and kind of coaching with too few texts for a patient with no exercise ticked and no progression."""
    for phase in programme.phases:
        for kind in programme.kinds:
            nudges = [nudge for nudge in programme.nudges_in(phase.key) if nudge.kind == kind.key]
            if not kind.is_coaching or not nudges:
                continue
            texts = sum(fits(text, ticked=frozenset(), steps_up=False) for text in programme.texts_for(nudges[0]))
            needed = max(_most_in_a_stretch(nudges, phase, started) for started in range(DAYS_IN_WEEK))
            if texts < needed:
                yield Scarcity(phase.key, kind.key, nudges[0].key, needed, texts)


def windows_in_the_night(programme: Programme) -> Iterator[tuple[Nudge, time, time]]:
    """Each nudge whose window, at the programme's own time, reaches into the quiet hours; and the window's ends."""
    for nudge in programme.nudges:
        at = programme.slot(nudge.slot).time if nudge.slot is not None else nudge.at or QUIET_UNTIL
        due = timedelta(hours=at.hour, minutes=at.minute)
        first, last = _clock(due - nudge.window), _clock(due + nudge.window)
        if first < QUIET_UNTIL or last > QUIET_FROM:
            yield nudge, first, last


def _most_in_a_stretch(nudges: list[Nudge], phase: Phase, started: int) -> int:
    """The most nudges within a text's rest and the day after, for a phase that began on that weekday (0 Monday)."""
    length = (phase.weeks + _WEEKS_BEYOND) * DAYS_IN_WEEK
    daily = [sum(_falls_on(nudge, day, started) for nudge in nudges) for day in range(length)]
    return max(sum(daily[first : first + REST_DAYS + 1]) for first in range(length - REST_DAYS))


def _falls_on(nudge: Nudge, day: int, started: int) -> bool:
    week, weekday = day // DAYS_IN_WEEK + 1, (started + day) % DAYS_IN_WEEK + 1
    if week < nudge.first_week or (nudge.last_week is not None and week > nudge.last_week):
        return False
    if nudge.times_a_week is not None:
        return _spread(day % DAYS_IN_WEEK, nudge.times_a_week)
    return not nudge.weekdays or weekday in nudge.weekdays


def _spread(day: int, times: int) -> bool:
    """Whether that day of a week (from 0) is one of so many, spread evenly."""
    return (day + 1) * times // DAYS_IN_WEEK > day * times // DAYS_IN_WEEK


def _clock(since_midnight: timedelta) -> time:
    minutes = since_midnight // timedelta(minutes=1)
    return time(minutes // 60, minutes % 60)
