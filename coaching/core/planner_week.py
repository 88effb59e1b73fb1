"""The week of a phase: on which of its days a nudge has a turn, spread evenly, and how many turns a dose leaves.

Weeks count from the first day of the phase, so the patient's week is the same whatever the weekday of the visit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Final, TypeVar

from coaching.core.programme import Dose, Nudge, Programme
from coaching.core.situation import Situation

DAYS_A_WEEK: Final = 7
Turn = tuple[date, str]
"""A date and the key of a nudge that has its turn on it."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PhaseWeek:
    """Seven days of a phase, the patient's days off left out. ``number`` counts from 1, the phase's last week at most."""

    phase: str
    number: int
    days: tuple[date, ...]

    def has(self, nudge: Nudge) -> bool:
        """Whether the nudge is for this week of this phase."""
        in_time = nudge.first_week <= self.number and (nudge.last_week is None or self.number <= nudge.last_week)
        return nudge.phase == self.phase and in_time


def week_of(on_date: date, programme: Programme, situation: Situation) -> PhaseWeek | None:
    """The week in which that date lies; None before the start. A phase past its plan repeats its last week."""
    standing = situation.phase_on(on_date)
    if standing is None:
        return None
    began, phase = standing
    weeks = (on_date - began).days // DAYS_A_WEEK
    first_on = began + weeks * timedelta(days=DAYS_A_WEEK)
    days = (first_on + timedelta(days=number) for number in range(DAYS_A_WEEK))
    free = tuple(day for day in days if day.isoweekday() not in situation.days_off)
    return PhaseWeek(phase, min(weeks + 1, programme.phase(phase).weeks), free)


def has_its_day(nudge: Nudge, on_date: date, programme: Programme, situation: Situation) -> bool:
    """Whether the nudge is for that day of the week: one of its weekdays, or one of its times a week."""
    if nudge.times_a_week is None:
        return not nudge.weekdays or on_date.isoweekday() in nudge.weekdays
    week = week_of(on_date, programme, situation)
    return week is not None and on_date in _spread(nudge, week, programme, situation)


def _spread(nudge: Nudge, week: PhaseWeek, programme: Programme, situation: Situation) -> list[date]:
    """The nudge's days of the week. Those that share the daily cap are dealt out together, so that they do not meet."""
    sharing = [one for one in programme.nudges if _shares(one, nudge, week, programme, situation.dose)]
    dealt = _deal(tuple((one.key, one.times_a_week or 0) for one in sorted(sharing, key=_place)), len(week.days))
    return [week.days[number] for number in dealt[nudge.key]]


def _shares(one: Nudge, nudge: Nudge, week: PhaseWeek, programme: Programme, dose: Dose) -> bool:
    if one.key == nudge.key:
        return True
    capped = programme.kind(one.kind).is_coaching and programme.kind(nudge.kind).is_coaching
    return capped and one.times_a_week is not None and week.has(one) and dose in one.doses and dose in nudge.doses


def _place(nudge: Nudge) -> tuple[int, str]:
    return nudge.priority, nudge.key


@lru_cache(maxsize=4096)
def _deal(times: tuple[tuple[str, int], ...], days: int) -> Mapping[str, tuple[int, ...]]:
    """By nudge, the numbers of its days among so many (from 0): each as evenly as can be, and on days of their own.

    Where there are more turns than days they must meet, and each is spread by itself.
    """
    asked = sum(number for _, number in times)
    if asked > days:
        return MappingProxyType({key: tuple(_evenly(range(days), number)) for key, number in times})
    order = sorted(
        ((2 * turn + 1) / number, place, key)
        for place, (key, number) in enumerate(times)
        for turn in range(number)
    )  # fmt: skip
    places = _evenly(range(days), asked)
    dealt: dict[str, tuple[int, ...]] = {key: () for key, _ in times}
    for day, (_, _, key) in zip(places, order, strict=True):
        dealt[key] += (day,)
    return MappingProxyType(dealt)


def _evenly(things: Sequence[T], number: int) -> list[T]:
    """So many of the things, as evenly spread as can be; all where there are no more."""
    amount = len(things)
    if number >= amount:
        return list(things)
    return [thing for place, thing in enumerate(things) if (place + 1) * number // amount > place * number // amount]


def is_in_the_dose(nudge: Nudge, on_date: date, programme: Programme, situation: Situation) -> bool:
    """Whether the dose leaves the nudge its turn on that date. What does not count for the caps only names its doses."""
    as_chosen = situation.dose in nudge.doses
    if not programme.kind(nudge.kind).is_coaching or not (situation.dose_steps or situation.dose == "fewer"):
        return as_chosen
    week = week_of(on_date, programme, situation)
    return week is not None and (on_date, nudge.key) in turns_left(week, programme, situation)


def turns_left(week: PhaseWeek, programme: Programme, situation: Situation) -> list[Turn]:
    """The coaching turns of that week that the dose leaves, or adds, spread evenly over the week."""
    chosen = [nudge for nudge in programme.nudges if situation.dose in nudge.doses]
    turns = _turns(week, chosen, programme, situation)
    wanted = wanted_a_week(len(turns), programme, situation)
    if wanted <= len(turns):
        return _evenly(turns, wanted)
    others = [nudge for nudge in programme.nudges if nudge not in chosen]
    taken = [day for day, _ in turns]
    room = [turn for turn in _turns(week, others, programme, situation) if taken.count(turn[0]) < programme.daily_cap]
    return sorted([*turns, *_evenly(room, wanted - len(turns))])


def wanted_a_week(planned: int, programme: Programme, situation: Situation) -> int:
    """The patient's number of coaching nudges in a week for which the chosen dose has ``planned``.

    Fewer is half of them. Less halves (down, at least 1), more adds one, up to the most that the programme allows.
    """
    if not planned:
        return 0
    number = max(1, planned // 2) if situation.dose == "fewer" else planned
    for step in situation.dose_steps:
        number = max(1, number // 2) if step == "less" else max(number, min(programme.most_a_week, number + 1))
    return number


def _turns(week: PhaseWeek, nudges: Iterable[Nudge], programme: Programme, situation: Situation) -> list[Turn]:
    """The coaching turns of these nudges in that week, at most as many a day as the daily cap allows."""
    coaching = [nudge for nudge in nudges if programme.kind(nudge.kind).is_coaching and week.has(nudge)]
    by_priority = sorted(coaching, key=_place)
    turns: list[Turn] = []
    for day in week.days:
        here = [(day, one.key) for one in by_priority if has_its_day(one, day, programme, situation)]
        turns += here[: programme.daily_cap]
    return turns
