"""Every combination of three rules on a small programme gives what a second, naive planner gives."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import combinations
from typing import Any

import pytest

from coaching.core.calendar import Calendar, Closure
from coaching.core.events import (
    Channel,
    DoseChanged,
    Ended,
    Event,
    NudgeCalledOff,
    OptedOut,
    Paused,
    PhaseChanged,
)  # fmt: skip
from coaching.core.planner import Asked, plan
from tests.core.naive_planner import Outing, World, naive_plan
from tests.core.small_programmes import (
    MONDAY,
    NIGHT,
    a_nudge,
    a_programme,
    at_clock,
    confirmed,
    enrolled,
    planned,
    published,
)

DAYS = 21
SUNDAY = MONDAY - timedelta(days=1)
NUDGES = (
    a_nudge("walk"),
    a_nudge("rest", kind="rest", slot="midday", priority=40, weekdays=frozenset({1, 4})),
    a_nudge("week", kind="week", slot="evening", weekdays=frozenset({7})),
    a_nudge("up", phase="build", slot="midday"),
)
HOLIDAYS = frozenset({MONDAY, MONDAY + timedelta(days=10), MONDAY + timedelta(days=11)})
CLOSED = frozenset({MONDAY + timedelta(days=3), MONDAY + timedelta(days=4)})


def with_nudges(key: str, **changes: Any) -> dict[str, Any]:
    return {"nudges": {key: changes}}


RULES: Mapping[str, dict[str, Any]] = {
    "weeks": with_nudges("walk", last_week=2),
    "spread": with_nudges("walk", times_a_week=3),
    "move": with_nudges("rest", on_holiday="next_free_day"),
    "send": with_nudges("walk", on_holiday="send"),
    "day off": {"days_off": frozenset({2})},
    "pause": {"paused": frozenset(MONDAY + timedelta(days=number) for number in (4, 5, 6, 7))},
    "phase": {"build_from": MONDAY + timedelta(days=9)},
    "holidays": {"holidays": HOLIDAYS},
    "closure": {"closed": CLOSED},
    "called off": {"called_off": frozenset({("walk", MONDAY + timedelta(days=2))})},
    "two a day": {"daily_cap": 2},
    "four a week": {"weekly_cap": 4},
    "less": {"less": 1},
    "silence": {"silent": True},
    "stop": {"stopped": True},
    "end": {"ended": True},
}


def world_of(rules: tuple[str, ...]) -> World:
    changed: dict[str, Any] = {}
    nudges = {one.key: one for one in NUDGES}
    for rule in rules:
        for name, value in RULES[rule].items():
            if name == "nudges":
                nudges |= {key: replace(nudges[key], **changes) for key, changes in value.items()}
            else:
                changed[name] = value
    return World(
        nudges=list(nudges.values()), first_on=MONDAY, days=DAYS, start_on=MONDAY, phase_weeks=3,
        check_ins=frozenset({"week"}), **changed,
    )  # fmt: skip


def really(world: World) -> set[Outing]:
    """What the planner says of the same world, everything recorded the evening before."""
    at = at_clock(SUNDAY, time(20))
    events: list[Event] = [enrolled(SUNDAY, time(7), start_on=MONDAY, days_off=world.days_off), confirmed(SUNDAY)]
    if world.paused:
        events.append(Paused(recorded_at=at, from_on=min(world.paused), until_on=max(world.paused)))
    if world.build_from:
        events.append(PhaseChanged(recorded_at=at, phase="build", from_on=world.build_from))
    events += [NudgeCalledOff(recorded_at=at, nudge=key, on_date=on_date) for key, on_date in world.called_off]
    events += [DoseChanged(recorded_at=at, to="less")] * world.less
    events += [OptedOut(recorded_at=at, channel=Channel.SMS)] * world.stopped + [Ended(recorded_at=at)] * world.ended
    closures = (Closure(min(world.closed), max(world.closed), "x", at),) if world.closed else ()
    calendar = Calendar(NIGHT.quiet, {day: {"nl": "x", "en": "x"} for day in world.holidays}, closures)
    programme = replace(a_programme(*world.nudges, daily_cap=world.daily_cap), weekly_cap=world.weekly_cap)
    asked_at = at + timedelta(minutes=1)
    asked = [Asked(asked_at, asked_at + timedelta(hours=1))] * 3 * world.silent
    last_on = MONDAY + timedelta(days=DAYS - 1)
    known_at = at_clock(date(2027, 1, 1), time(9))
    verdicts = plan([published(programme)], events, calendar, asked, MONDAY, last_on, known_at)
    return {(one.nudge, one.on_date, one.goes_on) for one in planned(verdicts) if one.goes_on <= last_on}


@pytest.mark.parametrize("first", RULES)
def test_three_rules_together_give_what_the_naive_planner_gives(first: str) -> None:
    names = list(RULES)
    for others in combinations(names[names.index(first) + 1 :], 2):
        world = world_of((first, *others))
        assert really(world) == naive_plan(world), (first, *others)


@pytest.mark.parametrize("rules", [(), *((rule,) for rule in RULES), *combinations(RULES, 2)])
def test_fewer_rules_do_so_too(rules: tuple[str, ...]) -> None:
    world = world_of(rules)
    assert really(world) == naive_plan(world)


def test_each_rule_changes_something() -> None:
    context = {"move": ("holidays",), "send": ("holidays",)}
    for rule in RULES:
        around = context.get(rule, ())
        assert naive_plan(world_of((*around, rule))) != naive_plan(world_of(around)), rule
