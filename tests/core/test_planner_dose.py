"""So many times a week, spread evenly, and how many of them a dose leaves."""

from collections import Counter
from datetime import date, time, timedelta
from itertools import pairwise

import pytest

from coaching.core.events import DoseChanged, Event
from coaching.core.planner import Verdict
from coaching.core.programme import Nudge
from tests.core.small_programmes import (
    MONDAY,
    a_nudge,
    a_programme,
    at_clock,
    confirmed,
    enrolled,
    planned,
    planned_for,
    reasons,
)  # fmt: skip

TUESDAY = MONDAY + timedelta(days=1)


def some_a_week(times: int, key: str = "walk", **changes: object) -> Nudge:
    return a_nudge(key, times_a_week=times, **changes)


def gone(verdicts: list[Verdict], key: str = "walk") -> list[int]:
    """The days on which that nudge goes out, counted from the first day of the phase."""
    return [(one.on_date - MONDAY).days for one in planned(verdicts) if one.nudge == key]


def weeks(events: list[Event], *nudges: Nudge, days: int = 7, daily_cap: int = 1) -> list[Verdict]:
    return planned_for(events, a_programme(*nudges, daily_cap=daily_cap), days=days)


def changed(*wishes: str) -> list[Event]:
    """Enrolled, confirmed, and these wishes one after the other before the first nudge."""
    changes = [
        DoseChanged(recorded_at=at_clock(MONDAY, time(7, 40 + place)), to=wish)  # type: ignore[arg-type]
        for place, wish in enumerate(wishes)
    ]
    return [enrolled(), confirmed(), *changes]


@pytest.mark.parametrize("times", range(1, 8))
def test_so_many_times_a_week_is_that_many_in_every_week_and_never_far_apart(times: int) -> None:
    days = gone(weeks([enrolled(), confirmed()], some_a_week(times), days=28))
    assert Counter(day // 7 for day in days) == dict.fromkeys(range(4), times)
    apart = {after - before for before, after in pairwise(days)}
    assert max(apart) - min(apart) <= 1


def test_the_week_counts_from_the_first_day_of_the_phase() -> None:
    thursday = MONDAY + timedelta(days=3)
    verdicts = planned_for(
        [enrolled(start_on=thursday), confirmed()], a_programme(some_a_week(1)), first_on=thursday, days=14
    )
    assert len(gone(verdicts[:7])) == len(gone(verdicts[7:])) == 1


def test_days_off_are_left_out_before_the_rest_is_spread() -> None:
    events = [enrolled(days_off=frozenset({6, 7})), confirmed()]
    assert gone(weeks(events, some_a_week(5))) == [0, 1, 2, 3, 4]
    assert gone(weeks(events, some_a_week(7))) == [0, 1, 2, 3, 4]


def test_nudges_that_share_the_daily_cap_do_not_meet() -> None:
    nudges = some_a_week(3), some_a_week(2, "rest", kind="rest"), some_a_week(2, "more", kind="rest", priority=90)
    verdicts = weeks([enrolled(), confirmed()], *nudges, days=28)
    assert Counter(one.nudge for one in planned(verdicts)) == {"walk": 12, "rest": 8, "more": 8}
    assert "daily_cap" not in reasons(verdicts).values()


def test_a_check_in_once_a_week_takes_no_day_from_the_others() -> None:
    verdicts = weeks([enrolled(), confirmed()], some_a_week(7), some_a_week(1, "week", kind="week"))
    assert (len(gone(verdicts)), len(gone(verdicts, "week"))) == (7, 1)


def test_a_nudge_of_another_dose_is_left_out() -> None:
    filler = a_nudge("fill", doses=("daily",))
    assert reasons(weeks([enrolled(), confirmed()], filler, days=1)) == {"fill": "other_dose"}
    assert gone(weeks([enrolled(dose="daily"), confirmed()], filler), "fill") == list(range(7))


@pytest.mark.parametrize(
    ("wishes", "number"),
    [
        ((), 5), (("fewer",), 2), (("less",), 2), (("less", "less"), 1), (("less", "less", "less"), 1),
        (("less", "more"), 3), (("more",), 6), (("more", "more"), 7), (("more",) * 5, 7), (("less", "programme"), 5),
        (("daily",), 7), (("daily", "less"), 3), (("fewer", "more"), 3),
    ],
)  # fmt: skip
def test_less_halves_and_more_adds_one_within_bounds(wishes: tuple[str, ...], number: int) -> None:
    nudges = some_a_week(5), a_nudge("fill", doses=("daily",), priority=90)
    assert len(planned(weeks(changed(*wishes), *nudges))) == number


def test_what_a_smaller_dose_leaves_is_spread_over_the_week() -> None:
    assert gone(weeks(changed("less"), a_nudge(), days=14)) == [2, 4, 6, 9, 11, 13]


def test_a_lower_priority_does_not_slip_into_the_place_that_a_dose_left_free() -> None:
    other = a_nudge("rest", kind="rest", priority=90)
    assert {one.nudge for one in planned(weeks(changed("less"), a_nudge(), other))} == {"walk"}


def test_a_wish_holds_from_the_moment_that_it_is_heard() -> None:
    less = DoseChanged(recorded_at=at_clock(TUESDAY, time(12)), to="less")
    assert gone(weeks([enrolled(), confirmed(), less], a_nudge())) == [0, 1, 2, 4, 6]
    skipped = planned_for([enrolled(), confirmed(), less], a_programme(a_nudge()), date(2026, 3, 5))
    assert reasons(skipped) == {"walk": "dose"}


def test_a_check_in_takes_no_part_in_less() -> None:
    verdicts = weeks(changed("less"), a_nudge("week", kind="week"))
    assert gone(verdicts, "week") == list(range(7))
