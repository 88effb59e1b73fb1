"""A second planner, as plain as can be: day by day, rule by rule, without stretches of knowledge.

It knows only what is recorded before the first day, so everything holds for the whole range; and it looks at every rule
on its own. It shares the values with the real one, and no code.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from coaching.core.programme import Nudge

Outing = tuple[str, date, date]
"""A nudge, the date that it belongs to, and the one on which it goes out."""


@dataclass
class World:
    """Everything that a rule can depend on; every field is switched on by at most one rule."""

    nudges: list[Nudge]
    first_on: date
    days: int
    start_on: date
    phase_weeks: int
    check_ins: frozenset[str]
    daily_cap: int = 1
    weekly_cap: int | None = None
    days_off: frozenset[int] = frozenset()
    paused: frozenset[date] = frozenset()
    holidays: frozenset[date] = frozenset()
    closed: frozenset[date] = frozenset()
    called_off: frozenset[tuple[str, date]] = frozenset()
    build_from: date | None = None
    less: int = 0
    silent: bool = False
    stopped: bool = False
    ended: bool = False
    texts: Mapping[str, int] = field(default_factory=dict)


def naive_plan(world: World) -> set[Outing]:
    """What goes out, and when."""
    went: list[Outing] = []
    for number in range(world.days):
        today = world.first_on + timedelta(days=number)
        waiting = []
        for nudge in world.nudges:
            for back in range(7):
                belongs = today - timedelta(days=back)
                if belongs >= world.start_on and goes_on(world, nudge, belongs) == today:
                    waiting.append((nudge.priority, belongs, nudge.key))
        for _, belongs, key in sorted(waiting):
            nudge = next(one for one in world.nudges if one.key == key)
            if may_go(world, nudge, belongs, today, went):
                went.append((key, belongs, today))
    return {one for one in went if one[1] >= world.first_on}


def goes_on(world: World, nudge: Nudge, belongs: date) -> date | None:
    """The day on which a nudge of that date goes out, if it has a turn on that date."""
    if not has_turn(world, nudge, belongs):
        return None
    if nudge.on_holiday == "send" or not shut(world, belongs):
        return belongs
    if nudge.on_holiday == "skip":
        return None
    for ahead in range(1, 7):
        day = belongs + timedelta(days=ahead)
        if not shut(world, day) and day.isoweekday() not in world.days_off:
            stays = has_turn(world, nudge, day) or day in world.paused or phase_on(world, day) != nudge.phase
            return None if stays else day
    return None


def shut(world: World, day: date) -> bool:
    return day in world.holidays or day in world.closed


def phase_on(world: World, day: date) -> str:
    return "build" if world.build_from and day >= world.build_from else "calm"


def has_turn(world: World, nudge: Nudge, day: date) -> bool:
    if day < world.start_on or day in world.paused or day.isoweekday() in world.days_off or world.ended:
        return False
    if phase_on(world, day) != nudge.phase:
        return False
    began = world.build_from if phase_on(world, day) == "build" and world.build_from else world.start_on
    week = min((day - began).days // 7 + 1, world.phase_weeks)
    if week < nudge.first_week or (nudge.last_week and week > nudge.last_week):
        return False
    if nudge.times_a_week:
        return day in spread(world, nudge, day, began)
    return not nudge.weekdays or day.isoweekday() in nudge.weekdays


def week_around(world: World, day: date, began: date) -> list[date]:
    first = began + timedelta(days=(day - began).days // 7 * 7)
    week = [first + timedelta(days=number) for number in range(7)]
    return [one for one in week if one.isoweekday() not in world.days_off]


def spread(world: World, nudge: Nudge, day: date, began: date) -> list[date]:
    """Only one nudge of these worlds has times a week: it is spread alone."""
    return evenly(week_around(world, day, began), nudge.times_a_week or 0)


def evenly(things: list[date], number: int) -> list[date]:
    """One thing is taken whenever the share of those taken has fallen behind."""
    taken: list[date] = []
    for place, thing in enumerate(things, start=1):
        if len(taken) < min(number, len(things)) * place // len(things):
            taken.append(thing)
    return taken


def may_go(world: World, nudge: Nudge, belongs: date, today: date, went: list[Outing]) -> bool:
    if world.stopped or (nudge.key, belongs) in world.called_off:
        return False
    if nudge.key in world.check_ins:
        return True
    if world.less and not left_by_less(world, nudge, belongs):
        return False
    coached = [day for key, _, day in went if key not in world.check_ins]
    lately = sum(today - timedelta(days=7) < day <= today for day in coached)
    if coached.count(today) >= world.daily_cap or (world.weekly_cap is not None and lately >= world.weekly_cap):
        return False
    return not (world.silent and lately >= 2)


def left_by_less(world: World, nudge: Nudge, belongs: date) -> bool:
    """MINDER: the week's coaching turns in their order, and the smaller number of them spread evenly."""
    began = world.build_from if phase_on(world, belongs) == "build" and world.build_from else world.start_on
    turns: list[tuple[date, str]] = []
    unpaused = World(**{**world.__dict__, "paused": frozenset(), "ended": False})
    for day in week_around(world, belongs, began):
        here = sorted(
            (one.priority, one.key)
            for one in world.nudges
            if one.key not in world.check_ins and in_the_week(unpaused, one, day, phase_on(world, belongs), began)
        )
        turns += [(day, key) for _, key in here[: world.daily_cap]]
    wanted = len(turns)
    for _ in range(world.less):
        wanted = max(1, wanted // 2)
    places = [date.fromordinal(place + 1) for place in range(len(turns))]
    kept = [turns[place.toordinal() - 1] for place in evenly(places, wanted)]
    return (belongs, nudge.key) in kept


def in_the_week(world: World, nudge: Nudge, day: date, phase: str, began: date) -> bool:
    """As if the phase of the week lasted to its end."""
    lasting = World(**{**world.__dict__, "build_from": began if phase == "build" else None, "start_on": began})
    if phase == "calm":
        lasting.start_on = world.start_on
    return has_turn(lasting, nudge, day)
