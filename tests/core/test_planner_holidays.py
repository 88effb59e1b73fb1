"""What public holidays and closures of the clinic do to a nudge."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from coaching.actions.public_holidays import public_holidays
from coaching.core.calendar import Calendar, Closure
from coaching.core.events import Paused
from coaching.core.explanation import explain
from coaching.core.planner import Skipped, Verdict
from tests.core.small_programmes import (
    MONDAY,
    NIGHT,
    a_nudge,
    a_programme,
    at_clock,
    confirmed,
    enrolled,
    planned,
    planned_for,
    reasons,
)  # fmt: skip

EASTER_MONDAY, KINGS_DAY = date(2026, 4, 6), date(2026, 4, 27)
DUTCH = replace(NIGHT, holidays=public_holidays("NL", ""))
ON_MONDAYS = frozenset({1})
KNOWN_LONG_BEFORE = at_clock(MONDAY - timedelta(days=30), time(9))
A_WEEK_BEFORE = MONDAY - timedelta(days=7)
COACHED = [enrolled(A_WEEK_BEFORE), confirmed(A_WEEK_BEFORE)]


def closed(first_on: date, days: int = 1, **changes: object) -> Calendar:
    closure = Closure(first_on, first_on + timedelta(days=days - 1), "Bijscholing", KNOWN_LONG_BEFORE)
    return replace(NIGHT, closures=(replace(closure, **changes),))  # type: ignore[arg-type]


def went_out(verdicts: list[Verdict]) -> list[tuple[date, date]]:
    """The dates that they belong to, and those on which they go out."""
    return [(one.on_date, one.goes_on) for one in planned(verdicts)]


def a_week(
    on_holiday: str, first_on: date = EASTER_MONDAY, calendar: Calendar = DUTCH, **changes: object
) -> list[Verdict]:
    programme = a_programme(a_nudge(on_holiday=on_holiday, **{"weekdays": ON_MONDAYS, **changes}))
    return planned_for(COACHED, programme, first_on, 7, calendar=calendar)


def test_a_nudge_can_be_skipped_on_a_holiday_and_says_which() -> None:
    verdict = a_week("skip")[0]
    assert isinstance(verdict, Skipped)
    assert explain(verdict, "nl") == "Niet gestuurd: Tweede paasdag is een feestdag en deze tip slaat feestdagen over."
    assert (
        explain(verdict, "en") == "Not sent: Easter Monday is a public holiday, and this nudge skips public holidays."
    )


def test_a_nudge_can_be_sent_all_the_same() -> None:
    assert went_out(a_week("send")) == [(EASTER_MONDAY, EASTER_MONDAY)]


def test_a_nudge_can_go_on_the_next_free_day_and_still_belongs_to_its_own() -> None:
    (due,) = planned(a_week("next_free_day"))
    tuesday = EASTER_MONDAY + timedelta(days=1)
    assert (due.on_date, due.goes_on, due.due_at) == (EASTER_MONDAY, tuesday, at_clock(tuesday, time(9)))


def test_a_free_day_is_no_holiday_no_closure_and_no_day_off() -> None:
    christmas = date(2026, 12, 25)
    calendar = replace(closed(date(2026, 12, 28)), holidays=DUTCH.holidays)
    programme = a_programme(a_nudge(weekdays=frozenset({5}), on_holiday="next_free_day"))
    events = [enrolled(days_off=frozenset({7})), confirmed()]
    assert went_out(planned_for(events, programme, christmas, calendar=calendar)) == [(christmas, date(2026, 12, 29))]


def test_what_is_moved_onto_its_own_next_turn_is_skipped_instead() -> None:
    verdicts = a_week("next_free_day", weekdays=frozenset({1, 2}))
    assert went_out(verdicts) == [(EASTER_MONDAY + timedelta(days=1),) * 2]
    assert reasons(verdicts[:1]) == {"walk": "holiday"}


def test_what_has_no_turn_on_the_holiday_is_not_moved() -> None:
    assert reasons(a_week("next_free_day", weekdays=frozenset({3}))[:1]) == {"walk": "weekday"}


def test_of_two_that_meet_on_the_free_day_the_priority_decides() -> None:
    first = a_nudge(weekdays=ON_MONDAYS, on_holiday="next_free_day", priority=10)
    own = a_nudge("rest", kind="rest", weekdays=frozenset({2}))
    for priority, winner in ((20, EASTER_MONDAY), (5, EASTER_MONDAY + timedelta(days=1))):
        programme = a_programme(first, replace(own, priority=priority))
        verdicts = planned_for(COACHED, programme, EASTER_MONDAY, 2, calendar=DUTCH)
        assert [one.on_date for one in planned(verdicts)] == [winner]
        assert "daily_cap" in {one.reason for one in verdicts if isinstance(one, Skipped)}


def test_a_pause_on_the_day_to_which_it_was_moved_holds() -> None:
    tuesday = EASTER_MONDAY + timedelta(days=1)
    pause = Paused(recorded_at=at_clock(tuesday, time(8)), from_on=tuesday)
    programme = a_programme(a_nudge(weekdays=ON_MONDAYS, on_holiday="next_free_day"))
    verdicts = planned_for([*COACHED, pause], programme, EASTER_MONDAY, calendar=DUTCH)
    assert reasons(verdicts) == {"walk": "paused"}


def test_a_closure_skips_and_is_named() -> None:
    verdict = a_week("skip", MONDAY, closed(MONDAY))[0]
    assert isinstance(verdict, Skipped)
    assert explain(verdict, "nl") == (
        "Niet gestuurd: de praktijk is gesloten (Bijscholing) en deze tip slaat zulke dagen over."
    )


@pytest.mark.parametrize(("recorded", "sent"), [(time(8), False), (time(9, 30), True)])
def test_a_closure_that_is_recorded_on_the_day_holds_for_what_has_not_fallen_due(recorded: time, sent: bool) -> None:
    calendar = closed(MONDAY, recorded_at=at_clock(MONDAY, recorded))
    for policy in ("skip", "next_free_day"):
        assert went_out(a_week(policy, MONDAY, calendar)) == [(MONDAY, MONDAY)] * sent


def test_a_closure_that_was_called_off_changes_nothing() -> None:
    calendar = closed(MONDAY, withdrawn_at=at_clock(MONDAY, time(7, 45)))
    assert went_out(a_week("skip", MONDAY, calendar)) == [(MONDAY, MONDAY)]


def test_a_long_closure_moves_nothing_by_a_week_or_more() -> None:
    assert went_out(a_week("next_free_day", MONDAY, closed(MONDAY, 6))) == [(MONDAY, MONDAY + timedelta(days=6))]
    assert reasons(a_week("next_free_day", MONDAY, closed(MONDAY, 7))[:1]) == {"walk": "clinic_closed"}


def test_the_holidays_are_those_of_the_country_and_the_region() -> None:
    assert public_holidays("NL", "")[KINGS_DAY] == {"nl": "Koningsdag", "en": "King's Day"}
    epiphany = date(2026, 1, 6)
    assert epiphany in public_holidays("DE", "BY")
    assert epiphany not in public_holidays("DE", "BE")
    assert public_holidays("XX", "") == public_holidays("NL", "Mars") == public_holidays("", "") == {}
