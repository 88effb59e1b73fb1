"""Events: what each makes of an enrolment, and that nothing is lost on the way to the database and back."""

import json
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.core.events import (
    FOREVER,
    KINDS,
    Confirmed,
    Ended,
    Event,
    NotEnrolled,
    Paused,
    PhaseChanged,
    Resumed,
    Situation,
    WalkPlanChanged,
    details_of,
    event_from,
    situations,
)  # fmt: skip
from tests.core.small_programmes import MONDAY, at_clock, changes, confirmed, enrolled, lives

DAY = timedelta(days=1)


def after(*events: Event) -> Situation:
    return situations([enrolled(), *events])[-1][1]


def test_a_second_yes_and_a_second_end_change_nothing() -> None:
    first, second = at_clock(MONDAY, time(8)), at_clock(MONDAY, time(9))
    assert after(Confirmed(recorded_at=first), Confirmed(recorded_at=second)).confirmed_at == first
    assert after(Ended(recorded_at=first), Ended(recorded_at=second)).ended_at == first


def test_a_phase_overrules_what_was_to_begin_later() -> None:
    at = at_clock(MONDAY, time(8))
    later = PhaseChanged(recorded_at=at, phase="build", from_on=MONDAY + 7 * DAY)
    sooner = PhaseChanged(recorded_at=at + timedelta(hours=1), phase="calm", from_on=MONDAY + 3 * DAY)
    standing = after(later, sooner)
    assert standing.phase_on(MONDAY + 30 * DAY) == (MONDAY + 3 * DAY, "calm")
    assert standing.phase_on(MONDAY) == (MONDAY, "calm")
    assert standing.phase_on(MONDAY - DAY) is None


def test_resuming_ends_every_pause_and_keeps_what_was_paused() -> None:
    at = at_clock(MONDAY, time(8))
    standing = after(
        Paused(recorded_at=at, from_on=MONDAY),
        Paused(recorded_at=at + timedelta(hours=1), from_on=MONDAY + 5 * DAY, until_on=MONDAY + 9 * DAY),
        Resumed(recorded_at=at + timedelta(hours=2), from_on=MONDAY + 2 * DAY),
    )
    assert [standing.paused_on(MONDAY + number * DAY) for number in range(7)] == [True, True, *[False] * 5]


def test_a_pause_without_an_end_lasts() -> None:
    standing = after(Paused(recorded_at=at_clock(MONDAY, time(8)), from_on=MONDAY))
    assert standing.paused_on(date(2199, 1, 1))
    assert standing.pauses[0].last_on == FOREVER


def test_an_enrolment_comes_first() -> None:
    with pytest.raises(NotEnrolled):
        situations([confirmed()])
    assert situations([]) == []


def test_every_kind_of_event_is_known_by_its_name() -> None:
    assert {kind.kind for kind in Event.__subclasses__()} == set(KINDS)
    assert all(name == kind.kind for name, kind in KINDS.items())


@given(st.one_of(changes, lives().map(lambda events: events[0])))
def test_an_event_comes_back_from_json_as_it_went(event: Event) -> None:
    stored = json.loads(json.dumps(details_of(event)))
    again = event_from(event.kind, event.recorded_at, stored)
    assert again == event
    assert details_of(again) == details_of(event)


@given(lives())
def test_what_was_known_earlier_is_not_changed_by_what_comes_later(events: list[Event]) -> None:
    known = situations(events)
    for at, _ in known:
        until = [event for event in events if event.recorded_at <= at]
        assert situations(until) == [entry for entry in known if entry[0] <= at]


def test_a_walking_plan_goes_on_week_by_week_only_where_progression_is_on() -> None:
    at = at_clock(MONDAY, time(8))
    plan = WalkPlanChanged(recorded_at=at, minutes=(5, 8, 10), from_on=MONDAY + 7 * DAY, steps_up=True)
    weeks = [MONDAY + 7 * number * DAY for number in range(6)]
    assert [after(plan).walk_minutes_on(day) for day in weeks] == [5, 5, 8, 10, 10, 10]
    kept = replace(plan, steps_up=False)
    assert [after(kept).walk_minutes_on(day) for day in weeks] == [5] * 6
    assert after().walk_minutes_on(MONDAY) == 10
    flare = replace(plan, recorded_at=at + timedelta(days=15), minutes=(5,), from_on=MONDAY + 15 * DAY)
    assert after(plan, flare).walk_minutes_on(weeks[5]) == 5
