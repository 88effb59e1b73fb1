"""Who does not answer gets fewer, not more, until anything comes in."""

from datetime import date, datetime, time, timedelta

from coaching.core.events import Event, Heard
from coaching.core.planner import Asked, Verdict, plan
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
    reasons,
)  # fmt: skip

LONG_BEFORE = MONDAY - timedelta(days=7)
STARTED = [enrolled(LONG_BEFORE), confirmed(LONG_BEFORE)]
WEEK = MONDAY + timedelta(days=6)


def asked_on(*days: int, hours: int = 4) -> list[Asked]:
    """Questions of nine in the morning on these days, counted from the Monday."""
    dues = [at_clock(MONDAY + timedelta(days=day), time(9)) for day in days]
    return [Asked(due_at, due_at + timedelta(hours=hours)) for due_at in dues]


def planned_with(asked: list[Asked], events: list[Event], as_of: datetime | None = None) -> list[Verdict]:
    programme = a_programme(a_nudge(asks="yes_no"), a_nudge("week", kind="week", slot="midday"))
    return plan([published(programme)], events, NIGHT, asked, MONDAY, WEEK, as_of or at_clock(WEEK, time(23)))


def walks(verdicts: list[Verdict]) -> list[int]:
    return [(one.on_date - MONDAY).days for one in planned(verdicts) if one.nudge == "walk"]


def test_after_three_unanswered_in_a_row_only_two_in_seven_days() -> None:
    verdicts = planned_with(asked_on(-3, -2, -1), STARTED)
    assert walks(verdicts) == [0, 1]
    assert reasons(verdicts) == {"walk": "silence"}
    assert sum(one.nudge == "week" for one in planned(verdicts)) == 7, "a check-in goes on"


def test_two_unanswered_are_no_silence() -> None:
    assert walks(planned_with(asked_on(-2, -1), STARTED)) == list(range(7))


def test_a_question_that_can_still_be_answered_is_no_silence() -> None:
    assert walks(planned_with(asked_on(-3, -2, -1, hours=24 * 9), STARTED)) == list(range(7))


def test_what_is_only_planned_is_no_silence() -> None:
    assert walks(planned_with([], STARTED)) == list(range(7))
    as_of = at_clock(MONDAY - timedelta(days=1), time(10))
    assert walks(planned_with(asked_on(-3, -2, -1), STARTED, as_of)) == list(range(7)), "the last had not expired yet"


def test_anything_that_comes_in_ends_it_at_once() -> None:
    heard = Heard(recorded_at=at_clock(date(2026, 3, 5), time(8)))
    assert walks(planned_with(asked_on(-3, -2, -1), [*STARTED, heard])) == [0, 1, 3, 4, 5, 6]


def test_what_went_unanswered_before_something_came_in_does_not_count() -> None:
    heard = Heard(recorded_at=at_clock(MONDAY - timedelta(days=1), time(12)))
    assert walks(planned_with(asked_on(-3, -2, -1), [*STARTED, heard])) == list(range(7))
