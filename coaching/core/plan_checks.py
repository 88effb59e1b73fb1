"""Whether a programme's plan can be kept: texts enough, no window in the night, no nudge that never has its turn.

A week of a phase begins on the weekday on which the patient began it, so each question is asked for all seven. A phase
past its plan goes on with the nudges of its last week.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Final

from coaching.core.programme import DOSES, Dose, Nudge, Phase, Programme
from coaching.core.texts import REST_DAYS, fits

DAYS_IN_WEEK: Final = 7
QUIET_FROM: Final = time(21)
QUIET_UNTIL: Final = time(8)
"""The night as clinics start with it; each may set its own."""

WEEKS_BEYOND: Final = 5
"""A phase goes on past its plan; five weeks more show every stretch of 29 days at its last taper."""


@dataclass(frozen=True, slots=True)
class Scarcity:
    """At that dose nudges of that kind go out `needed` times within 29 days, and `texts` of their texts fit everybody.

    nudge: the key of the first of these nudges.
    """

    dose: Dose
    phase: str
    kind: str
    nudge: str
    needed: int
    texts: int


def scarce_texts(programme: Programme) -> Iterator[Scarcity]:
    """Each phase and kind of coaching with too few texts, at the dose that needs most of them.

    Counted for a patient with no exercise ticked and no progression.
    """
    for phase in programme.phases:
        for kind in programme.kinds:
            nudges = [nudge for nudge in programme.nudges_in(phase.key) if nudge.kind == kind.key]
            if not kind.is_coaching or not nudges:
                continue
            texts = sum(fits(text, ticked=frozenset(), steps_up=False) for text in programme.texts_for(nudges[0]))
            by_dose = {dose: _most_at(dose, nudges, phase) for dose in DOSES}
            dose = max(DOSES, key=lambda one: by_dose[one])
            if texts < by_dose[dose]:
                yield Scarcity(dose, phase.key, kind.key, nudges[0].key, by_dose[dose], texts)


def windows_in_the_night(programme: Programme) -> Iterator[tuple[Nudge, time, time]]:
    """Each nudge whose window, at the programme's own time, reaches into the quiet hours; and the window's ends."""
    for nudge in programme.nudges:
        at = programme.slot(nudge.slot).time if nudge.slot is not None else nudge.at or QUIET_UNTIL
        due = timedelta(hours=at.hour, minutes=at.minute)
        first, last = _clock(due - nudge.window), _clock(due + nudge.window)
        if first < QUIET_UNTIL or last > QUIET_FROM:
            yield nudge, first, last


def is_swallowed(first: time, last: time) -> bool:
    """Whether nothing of a window is left outside the quiet hours."""
    return last < QUIET_UNTIL or first >= QUIET_FROM


def after_their_phase(programme: Programme) -> Iterator[tuple[Nudge, Phase]]:
    """Each nudge whose first week comes after the last week of its phase, so that it never has its turn."""
    for nudge in programme.nudges:
        phase = programme.phase(nudge.phase)
        if nudge.first_week > phase.weeks:
            yield nudge, phase


def always_dropped(programme: Programme) -> Iterator[tuple[Nudge, Dose]]:
    """Each nudge that has its turn at a dose and for which the caps never leave room at it; the first such dose."""
    dropped: dict[str, Dose] = {}
    for phase in programme.phases:
        for dose in DOSES:
            for key in _due(programme, phase, dose) - _let_through(programme, phase, dose):
                dropped.setdefault(key, dose)
    yield from ((nudge, dropped[nudge.key]) for nudge in programme.nudges if nudge.key in dropped)


def silent_phases(programme: Programme) -> Iterator[tuple[Phase, Dose]]:
    """Each phase in which somebody of that dose is never coached."""
    for phase in programme.phases:
        for dose in DOSES:
            if not _due(programme, phase, dose):
                yield phase, dose


def _most_at(dose: Dose, nudges: list[Nudge], phase: Phase) -> int:
    """The most that go out at that dose within a text's rest and the day after; "fewer" halves."""
    taking_part = [nudge for nudge in nudges if dose in nudge.doses]
    most = max(_most_in_a_stretch(taking_part, phase, started) for started in range(DAYS_IN_WEEK))
    return (most + 1) // 2 if dose == "fewer" else most


def _most_in_a_stretch(nudges: list[Nudge], phase: Phase, started: int) -> int:
    """The most nudges within 29 days, for a phase that began on that weekday (0 Monday)."""
    daily = [sum(_falls_on(nudge, day, started, phase) for nudge in nudges) for day in _days(phase)]
    return max(sum(daily[first : first + REST_DAYS + 1]) for first in range(len(daily) - REST_DAYS))


def _due(programme: Programme, phase: Phase, dose: Dose) -> set[str]:
    """The coaching nudges that have a turn at that dose."""
    week = range(DAYS_IN_WEEK)
    return {
        nudge.key
        for nudge in _coaching(programme, phase, dose)
        if any(_falls_on(nudge, day, started, phase) for started in week for day in _days(phase))
    }


def _let_through(programme: Programme, phase: Phase, dose: Dose) -> set[str]:
    """The coaching nudges that the caps let through on at least one day.

    Those with a number of times a week are dealt out on days of their own, so each of them meets only weekdays.
    """
    nudges = _coaching(programme, phase, dose)
    on_weekdays = [nudge for nudge in nudges if nudge.times_a_week is None]
    through = _through_together(programme, phase, on_weekdays)
    for nudge in nudges:
        if nudge.times_a_week is not None and nudge.key in _through_together(programme, phase, [*on_weekdays, nudge]):
            through.add(nudge.key)
    return through


def _through_together(programme: Programme, phase: Phase, nudges: list[Nudge]) -> set[str]:
    by_priority = sorted(nudges, key=lambda nudge: (nudge.priority, nudge.key))
    through: set[str] = set()
    for started in range(DAYS_IN_WEEK):
        counts: list[int] = []
        for day in _days(phase):
            room = programme.daily_cap
            if programme.weekly_cap is not None:
                room = min(room, programme.weekly_cap - sum(counts[-(DAYS_IN_WEEK - 1) :]))
            sent = [nudge.key for nudge in by_priority if _falls_on(nudge, day, started, phase)][: max(room, 0)]
            counts.append(len(sent))
            through.update(sent)
    return through


def _coaching(programme: Programme, phase: Phase, dose: Dose) -> list[Nudge]:
    in_phase = (nudge for nudge in programme.nudges_in(phase.key) if dose in nudge.doses)
    return [nudge for nudge in in_phase if programme.kind(nudge.kind).is_coaching]


def _days(phase: Phase) -> range:
    return range((phase.weeks + WEEKS_BEYOND) * DAYS_IN_WEEK)


def _falls_on(nudge: Nudge, day: int, started: int, phase: Phase) -> bool:
    """Whether it has its turn on that day of the phase (from 0), which began on that weekday (0 Monday)."""
    week, weekday = min(day // DAYS_IN_WEEK + 1, phase.weeks), (started + day) % DAYS_IN_WEEK + 1
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
