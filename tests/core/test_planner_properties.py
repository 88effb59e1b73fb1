"""What holds for every plan, whatever the programme, the enrolment and what happens to it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from coaching.core.calendar import Calendar, QuietHours, days, instant, local_date
from coaching.core.events import (
    Channel,
    Confirmed,
    Ended,
    Event,
    OptedIn,
    OptedOut,
    Paused,
    Resumed,
    Situation,
    situations,
)
from coaching.core.explanation import explain
from coaching.core.planner import Planned, PublishedProgramme, Remembered, Skipped, Verdict, plan
from coaching.core.programme import Programme
from coaching.core.timing import asked_time
from tests.core.small_programmes import NIGHT, calendars, instants, lives, planned, some_dates, versions, walls

FIRST_ON, LAST_ON = date(2026, 3, 24), date(2026, 4, 2)  # the summer time begins within them
MUCH_LATER = datetime(2027, 1, 1, tzinfo=UTC)
some = settings(max_examples=25)
T = TypeVar("T")


def whole(
    programmes: Sequence[PublishedProgramme],
    events: Sequence[Event],
    as_of: datetime = MUCH_LATER,
    calendar: Calendar = NIGHT,
) -> list[Verdict]:
    return plan(programmes, events, calendar, [], FIRST_ON, LAST_ON, as_of)


@given(versions, lives(), calendars(), some_dates)
@some
def test_a_range_split_at_any_date_gives_the_same(
    programmes: list[PublishedProgramme], events: list[Event], calendar: Calendar, split_on: date
) -> None:
    before = plan(programmes, events, calendar, [], FIRST_ON, split_on, MUCH_LATER)
    history = [Remembered(one.text_id, one.goes_on) for one in planned(before) if one.purpose == "coaching"]
    after_on = max(split_on + timedelta(days=1), FIRST_ON)
    after = plan(programmes, events, calendar, history, after_on, LAST_ON, MUCH_LATER)
    together = [one for one in before if one.on_date <= LAST_ON] + after
    assert by_identity(together) == by_identity(whole(programmes, events, calendar=calendar))


def by_identity(verdicts: list[Verdict]) -> list[Verdict]:
    return sorted(verdicts, key=lambda one: (one.on_date, one.nudge))


@given(versions, lives(), calendars())
@some
def test_what_a_holiday_moves_goes_out_once_later_in_the_week_and_on_a_free_day(
    programmes: list[PublishedProgramme], events: list[Event], calendar: Calendar
) -> None:
    verdicts = whole(programmes, events, calendar=calendar)
    assert max(Counter((one.nudge, one.on_date) for one in verdicts).values(), default=1) == 1
    for one in planned(verdicts):
        assert one.on_date <= one.goes_on < one.on_date + timedelta(days=7)
        programme = next(version.programme for version in programmes if version.number == one.version)
        known = known_at(events, one.due_at)
        assert local_date(one.due_at, known.zone) == one.goes_on
        if programme.nudge(one.nudge).on_holiday != "send":
            assert calendar.is_free(
                one.goes_on, max(at for at in {*starts(programmes, events, calendar)} if at <= one.due_at)
            )


def starts(programmes: list[PublishedProgramme], events: list[Event], calendar: Calendar) -> set[datetime]:
    """Every instant at which more became known."""
    return {event.recorded_at for event in events} | {one.published_at for one in programmes} | calendar.changed_at()


@given(versions, lives(), st.integers())
@some
def test_the_order_in_which_things_are_given_does_not_matter(
    programmes: list[PublishedProgramme], events: list[Event], seed: int
) -> None:
    chance = Random(seed)
    mixed = [replace(one, programme=_mixed(one.programme, chance)) for one in _shuffled(programmes, chance)]
    assert whole(mixed, _shuffled(events, chance)) == whole(programmes, events)


def _mixed(programme: Programme, chance: Random) -> Programme:
    return replace(
        programme,
        nudges=tuple(_shuffled(programme.nudges, chance)),
        texts=tuple(_shuffled(programme.texts, chance)),
    )


def _shuffled(things: Sequence[T], chance: Random) -> list[T]:
    return chance.sample(things, len(things))


@given(versions, lives())
@some
def test_every_nudge_and_date_has_one_verdict_and_every_skip_its_words(
    programmes: list[PublishedProgramme], events: list[Event]
) -> None:
    verdicts = whole(programmes, events)
    counted = Counter((verdict.nudge, verdict.on_date) for verdict in verdicts)
    assert set(counted.values()) <= {1}
    if len(programmes) == 1:
        keys = {nudge.key for nudge in programmes[0].programme.nudges}
        assert set(counted) == {(key, on_date) for key in keys for on_date in days(FIRST_ON, LAST_ON)}
    for verdict in verdicts:
        if isinstance(verdict, Skipped):
            assert explain(verdict, "nl") != explain(verdict, "en")


@given(versions, lives(), walls, walls)
@some
def test_nothing_falls_due_in_quiet_hours_or_outside_the_window(
    programmes: list[PublishedProgramme], events: list[Event], starts: time, ends: time
) -> None:
    quiet = QuietHours(starts, ends)
    for one in planned(whole(programmes, events, calendar=Calendar(quiet))):
        situation = known_at(events, one.due_at)
        programme = next(version.programme for version in programmes if version.number == one.version)
        nudge = programme.nudge(one.nudge)
        assert local_date(one.due_at, situation.zone) == one.on_date
        asked = instant(one.on_date, asked_time(nudge, programme, situation), situation.zone)
        assert abs(one.due_at - asked) <= nudge.window + in_the_gap(one, situation)
        assert not quiet.cover(one.local_time) or in_the_gap(one, situation)
        assert one.expires_at - one.due_at == programme.kind(one.kind).expires_after


def in_the_gap(one: Planned, situation: Situation) -> timedelta:
    """How far the clock was put forward on that date: so far a wall clock time can be moved."""
    start, end = (instant(day, time(0), situation.zone) for day in (one.on_date, one.on_date + timedelta(days=1)))
    return max(timedelta(hours=24) - (end - start), timedelta(0))


@given(versions, lives())
@some
def test_the_daily_cap_holds_also_where_more_becomes_known_during_the_day(
    programmes: list[PublishedProgramme], events: list[Event]
) -> None:
    largest = max(version.programme.daily_cap for version in programmes)
    coached = Counter(one.on_date for one in planned(whole(programmes, events)) if one.purpose == "coaching")
    assert all(number <= largest for number in coached.values())


@given(versions, lives())
@some
def test_the_weekly_cap_holds_for_any_seven_days(programmes: list[PublishedProgramme], events: list[Event]) -> None:
    caps = [version.programme.weekly_cap for version in programmes]
    dates = [one.on_date for one in planned(whole(programmes, events)) if one.purpose == "coaching"]
    if None not in caps:
        for first_on in days(FIRST_ON, LAST_ON):
            within = [on_date for on_date in dates if first_on <= on_date < first_on + timedelta(days=7)]
            assert len(within) <= max(cap for cap in caps if cap is not None)


@given(versions, lives())
@some
def test_no_text_comes_twice_within_28_days(programmes: list[PublishedProgramme], events: list[Event]) -> None:
    texts = Counter(one.text_id for one in planned(whole(programmes, events)) if one.purpose == "coaching")
    assert all(number == 1 for number in texts.values())


@given(versions, lives(), calendars(), instants, st.integers(0, 200))
@some
def test_what_becomes_known_later_never_changes_what_fell_due_before(
    programmes: list[PublishedProgramme], events: list[Event], calendar: Calendar, as_of: datetime, hours: int
) -> None:
    def fallen_due(known_at: datetime) -> list[Planned]:
        return [one for one in planned(whole(programmes, events, known_at, calendar)) if one.due_at < as_of]

    assert fallen_due(as_of) == fallen_due(as_of + timedelta(hours=hours))


@given(versions, lives(), instants)
@some
def test_a_day_that_is_over_keeps_its_reasons(
    programmes: list[PublishedProgramme], events: list[Event], as_of: datetime
) -> None:
    over_on = local_date(as_of, known_at(events, as_of).zone)

    def over(known_at: datetime) -> list[Verdict]:
        return [one for one in whole(programmes, events, known_at) if one.on_date < over_on]

    assert over(as_of) == over(MUCH_LATER)


@given(versions, lives())
@some
def test_nothing_falls_due_against_what_was_known_by_then(
    programmes: list[PublishedProgramme], events: list[Event]
) -> None:
    for one in planned(whole(programmes, events)):
        situation = known_at(events, one.due_at)
        assert situation.confirmed_at is not None
        assert situation.confirmed_at <= one.due_at
        assert situation.ended_at is None
        assert one.channel not in situation.opted_out
        assert not situation.paused_on(one.on_date)
        assert one.on_date >= situation.started_on


def known_at(events: Sequence[Event], at: datetime) -> Situation:
    return [standing for since, standing in situations(events) if since <= at][-1]


@given(versions, lives(), instants)
@some
def test_after_a_stop_nothing_falls_due(
    programmes: list[PublishedProgramme], events: list[Event], stopped_at: datetime
) -> None:
    before = [event for event in events if not isinstance(event, OptedIn | Resumed)]
    stops = [OptedOut(recorded_at=stopped_at, channel=way) for way in Channel]
    assert [one for one in planned(whole(programmes, [*before, *stops])) if one.due_at >= stopped_at] == []


@given(versions, lives())
@some
def test_nothing_falls_due_before_the_yes_in_a_pause_or_after_the_end(
    programmes: list[PublishedProgramme], events: list[Event]
) -> None:
    dues = planned(whole(programmes, events))
    yes = min(event.recorded_at for event in events if isinstance(event, Confirmed))
    ends = min((event.recorded_at for event in events if isinstance(event, Ended)), default=MUCH_LATER)
    assert all(yes <= one.due_at < ends for one in dues)
    if not any(isinstance(event, Resumed) for event in events):
        for pause in (event for event in events if isinstance(event, Paused)):
            assert not [
                one for one in dues
                if pause.from_on <= one.on_date <= pause.until_on and one.due_at >= pause.recorded_at
            ]  # fmt: skip
