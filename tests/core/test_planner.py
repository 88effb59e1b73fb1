"""The planner on days that can be checked by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from coaching.core.calendar import Calendar, QuietHours
from coaching.core.events import (
    Channel,
    Ended,
    NudgeCalledOff,
    OptedIn,
    OptedOut,
    Paused,
    PhaseChanged,
    Resumed,
    TimesChanged,
)  # fmt: skip
from coaching.core.planner import Planned, Remembered, Verdict, plan
from tests.core.small_programmes import (
    MONDAY,
    a_nudge,
    a_programme,
    at_clock,
    confirmed,
    enrolled,
    planned,
    planned_for,
    published,
    reasons,
)  # fmt: skip

NOON = time(12)
EVENING = a_nudge("rest", kind="rest", slot="evening", priority=60)
TWO = a_programme(a_nudge(), EVENING, daily_cap=2)


def walls(verdicts: list[Verdict]) -> dict[str, time]:
    """By nudge, the wall clock time at which it falls due."""
    return {one.nudge: one.local_time for one in planned(verdicts)}


def test_a_nudge_falls_due_at_its_slot_in_the_patients_zone() -> None:
    (due,) = planned(planned_for([enrolled(), confirmed()], a_programme()))
    assert (due.due_at, due.local_time) == (datetime(2026, 3, 2, 8, 0, tzinfo=UTC), time(9))
    assert due.expires_at == datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    there = [enrolled(zone="Asia/Kathmandu"), confirmed()]
    (due,) = planned(planned_for(there, a_programme(), MONDAY + timedelta(days=1)))
    assert due.due_at == datetime(2026, 3, 3, 3, 15, tzinfo=UTC)


def test_the_patients_own_time_replaces_the_programmes() -> None:
    events = [enrolled(own_times={"morning": time(10, 40)}), confirmed()]
    assert walls(planned_for(events, TWO)) == {"walk": time(10, 40), "rest": time(20, 15)}


def test_a_fixed_time_stays_where_the_programme_put_it() -> None:
    programme = a_programme(a_nudge(slot=None, at=time(11), jitter=timedelta(minutes=30)))
    events = [enrolled(own_times={"morning": time(10)}), confirmed()]
    assert walls(planned_for(events, programme)) == {"walk": time(11)}


def test_a_phase_that_changes_holds_on_the_day_itself() -> None:
    programme = a_programme(a_nudge(), a_nudge("build-walk", phase="build", slot="evening"))
    change = PhaseChanged(recorded_at=at_clock(MONDAY, time(8)), phase="build", from_on=MONDAY)
    verdicts = planned_for([enrolled(), confirmed(), change], programme)
    assert walls(verdicts) == {"build-walk": time(20, 15)}
    assert reasons(verdicts) == {"walk": "other_phase"}


def test_a_phase_that_changes_at_noon_leaves_the_morning_as_it_was() -> None:
    programme = a_programme(a_nudge(), a_nudge("build-walk", phase="build", slot="evening"))
    change = PhaseChanged(recorded_at=at_clock(MONDAY, NOON), phase="build", from_on=MONDAY)
    verdicts = planned_for([enrolled(), confirmed(), change], programme)
    assert walls(verdicts) == {"walk": time(9)}
    assert reasons(verdicts) == {"build-walk": "daily_cap"}


def test_the_weeks_of_a_phase_count_from_its_first_day() -> None:
    programme = a_programme(a_nudge(first_week=2, last_week=2))
    dues = planned(planned_for([enrolled(), confirmed()], programme, days=28))
    assert [one.on_date for one in dues] == [date(2026, 3, day) for day in range(9, 16)]


def test_a_phase_past_its_plan_goes_on_as_in_its_last_week() -> None:
    programme = a_programme(a_nudge(first_week=3), a_nudge("early", last_week=2))
    verdicts = planned_for([enrolled(), confirmed()], programme, MONDAY + timedelta(weeks=10))
    assert walls(verdicts) == {"walk": time(9)}
    assert reasons(verdicts) == {"early": "other_week"}


def test_a_phase_chosen_before_the_start_begins_at_the_start() -> None:
    start_on = MONDAY + timedelta(weeks=2)
    change = PhaseChanged(recorded_at=at_clock(MONDAY, NOON), phase="build", from_on=MONDAY)
    programme = a_programme(a_nudge(phase="build", last_week=1))
    events = [enrolled(start_on=start_on), confirmed(), change]
    dues = planned(planned_for(events, programme, days=35))
    assert [one.on_date for one in dues] == [start_on + timedelta(days=day) for day in range(7)]


def test_a_day_off_stays_free() -> None:
    verdicts = planned_for([enrolled(days_off=frozenset({1})), confirmed()], TWO)
    assert reasons(verdicts) == {"walk": "day_off", "rest": "day_off"}


def test_of_two_over_the_cap_the_priority_decides() -> None:
    first = a_programme(a_nudge(priority=10), EVENING)
    assert reasons(planned_for([enrolled(), confirmed()], first)) == {"rest": "daily_cap"}
    second = a_programme(a_nudge(priority=90), EVENING)
    assert reasons(planned_for([enrolled(), confirmed()], second)) == {"walk": "daily_cap"}


def test_a_check_in_comes_beside_the_cap() -> None:
    programme = a_programme(a_nudge(), a_nudge("week", kind="week", slot="evening"))
    assert set(walls(planned_for([enrolled(), confirmed()], programme))) == {"walk", "week"}


def test_what_fell_due_counts_for_the_cap_when_a_change_makes_room_for_another() -> None:
    programme = a_programme(a_nudge(priority=50), a_nudge("first", kind="rest", slot="evening", priority=10))
    off = NudgeCalledOff(recorded_at=at_clock(MONDAY, time(8)), nudge="first", on_date=MONDAY)
    pause = Paused(recorded_at=at_clock(MONDAY, NOON), from_on=MONDAY, until_on=MONDAY)
    resumed = Resumed(recorded_at=at_clock(MONDAY, time(13)), from_on=MONDAY)
    verdicts = planned_for([enrolled(), confirmed(), off, pause, resumed], programme)
    assert walls(verdicts) == {"walk": time(9)}
    assert reasons(verdicts) == {"first": "called_off"}


def test_two_of_a_kind_on_one_day_say_different_things() -> None:
    programme = a_programme(a_nudge(), a_nudge("again", slot="evening"), daily_cap=2)
    one, other = planned(planned_for([enrolled(), confirmed()], programme))
    assert one.text_id != other.text_id
    scarce = a_programme(a_nudge(), a_nudge("again", slot="evening"), daily_cap=2, texts=1)
    assert list(reasons(planned_for([enrolled(), confirmed()], scarce)).values()) == ["no_text_left"]


def test_a_text_rests_for_28_days() -> None:
    only = a_programme(texts=1)
    used = [Remembered("walk-0", MONDAY - timedelta(days=28))]
    assert reasons(planned_for([enrolled(), confirmed()], only, history=used)) == {"walk": "no_text_left"}
    used = [Remembered("walk-0", MONDAY - timedelta(days=29))]
    assert planned(planned_for([enrolled(), confirmed()], only, history=used))


def test_a_pause_at_noon_does_not_reach_back_to_the_morning() -> None:
    pause = Paused(recorded_at=at_clock(MONDAY, NOON), from_on=MONDAY)
    verdicts = planned_for([enrolled(), confirmed(), pause], TWO)
    assert walls(verdicts) == {"walk": time(9)}
    assert reasons(verdicts) == {"rest": "paused"}
    assert reasons(planned_for([enrolled(), confirmed(), pause], TWO, MONDAY + timedelta(days=1))) == {
        "walk": "paused", "rest": "paused",
    }  # fmt: skip


def test_resuming_at_noon_keeps_the_mornings_reason_and_sends_the_evening() -> None:
    pause = Paused(recorded_at=at_clock(MONDAY, time(8)), from_on=MONDAY)
    resumed = Resumed(recorded_at=at_clock(MONDAY, NOON), from_on=MONDAY)
    verdicts = planned_for([enrolled(), confirmed(), pause, resumed], TWO)
    assert (walls(verdicts), reasons(verdicts)) == ({"rest": time(20, 15)}, {"walk": "paused"})


def test_a_time_moved_to_the_past_is_skipped_that_day() -> None:
    moved = TimesChanged(recorded_at=at_clock(MONDAY, NOON), own_times={"evening": time(11)})
    events = [enrolled(), confirmed(), moved]
    assert reasons(planned_for(events, TWO)) == {"rest": "time_passed"}
    assert walls(planned_for(events, TWO, MONDAY + timedelta(days=1)))["rest"] == time(11)


def test_a_time_moved_back_later_that_has_come_already_is_not_repeated() -> None:
    moved = TimesChanged(recorded_at=at_clock(MONDAY, NOON), own_times={"morning": time(15)})
    assert walls(planned_for([enrolled(), confirmed(), moved], TWO)) == {"walk": time(9), "rest": time(20, 15)}


def test_nothing_comes_before_the_yes_nor_late_on_the_same_day() -> None:
    verdicts = planned_for([enrolled(), confirmed(MONDAY, NOON)], TWO)
    assert (walls(verdicts), reasons(verdicts)) == ({"rest": time(20, 15)}, {"walk": "not_confirmed"})


def test_a_stop_ends_it_and_a_start_of_the_same_instant_does_not_undo_it() -> None:
    at = at_clock(MONDAY, NOON)
    stop, start = (kind(recorded_at=at, channel=Channel.SMS) for kind in (OptedOut, OptedIn))
    for events in ([stop, start], [start, stop]):
        verdicts = planned_for([enrolled(), confirmed(), *events], TWO)
        assert (walls(verdicts), reasons(verdicts)) == ({"walk": time(9)}, {"rest": "no_consent"})
    later = replace(start, recorded_at=at_clock(MONDAY, time(13)))
    assert "rest" in walls(planned_for([enrolled(), confirmed(), stop, later], TWO))


def test_the_end_is_the_end() -> None:
    ended = Ended(recorded_at=at_clock(MONDAY, NOON))
    verdicts = planned_for([enrolled(), confirmed(), ended], TWO)
    assert (walls(verdicts), reasons(verdicts)) == ({"walk": time(9)}, {"rest": "ended"})


def test_what_happens_the_day_after_does_not_change_why() -> None:
    programme = a_programme(a_nudge(weekdays=frozenset({7})))
    ended = Ended(recorded_at=at_clock(MONDAY + timedelta(days=1), time(6)))
    assert reasons(planned_for([enrolled(), confirmed(), ended], programme)) == {"walk": "weekday"}


def test_a_new_version_holds_for_what_has_not_fallen_due() -> None:
    later = a_programme(a_nudge(slot="midday"), a_nudge("rest", kind="rest", slot="midday", priority=60), daily_cap=2)
    versions = [published(TWO), published(later, 2, at_clock(MONDAY, NOON))]
    dues = planned(planned_for([enrolled(), confirmed()], versions))
    assert [(one.nudge, one.local_time, one.version) for one in dues] == [
        ("walk", time(9), 1), ("rest", time(13), 2),
    ]  # fmt: skip


def test_a_nudge_that_a_version_drops_takes_no_place_in_the_day() -> None:
    first = a_programme(a_nudge(slot="midday", priority=10), EVENING)
    versions = [published(first), published(a_programme(EVENING), 2, at_clock(MONDAY, NOON))]
    pause = Paused(recorded_at=at_clock(MONDAY, time(15)), from_on=MONDAY + timedelta(days=3))
    verdicts = planned_for([enrolled(), confirmed(), pause], versions)
    assert [(one.nudge, type(one)) for one in verdicts] == [("rest", Planned)]


@pytest.mark.parametrize(("on_date", "due_at"), [
    (date(2026, 3, 29), datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
    (date(2026, 10, 25), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
])  # fmt: skip
def test_half_past_two_in_the_nights_of_the_clock(on_date: date, due_at: datetime) -> None:
    """In spring the first instant after the gap; in autumn once, at the first of both."""
    programme = a_programme(a_nudge(slot=None, at=time(2, 30)))
    never_quiet = Calendar(QuietHours(time(0), time(0)))
    known_at = datetime(2030, 1, 1, tzinfo=UTC)
    verdicts = plan([published(programme)], [enrolled(), confirmed()], never_quiet, [], on_date, on_date, known_at)
    assert [one.due_at for one in planned(verdicts)] == [due_at]
