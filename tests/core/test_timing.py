"""The moment of a nudge: own time, shift, window, quiet hours."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.core.calendar import Calendar, QuietHours
from coaching.core.events import Situation
from coaching.core.timing import due_time
from tests.core.small_programmes import MONDAY, NIGHT, a_nudge, a_programme, enrolled, nudges, walls

PROGRAMME = a_programme()


def standing(seed: str = "seed", **own_times: time) -> Situation:
    return replace(enrolled(seed=seed).situation(), own_times=own_times)


def minutes(wall: time) -> int:
    return wall.hour * 60 + wall.minute


def test_the_shift_is_stable_and_differs_between_patients_and_days() -> None:
    nudge = a_nudge(jitter=timedelta(minutes=20))
    again = [due_time(nudge, MONDAY, PROGRAMME, standing(), NIGHT) for _ in range(2)]
    assert again[0] == again[1]
    others = {due_time(nudge, MONDAY, PROGRAMME, standing(f"seed {number}"), NIGHT) for number in range(30)}
    days = {due_time(nudge, MONDAY + timedelta(days=number), PROGRAMME, standing(), NIGHT) for number in range(30)}
    assert min(len(others), len(days)) > 20
    assert all(abs(minutes(at) - 9 * 60) <= 20 for at in others | days if at)


@pytest.mark.parametrize(
    ("asked", "window", "expected"),
    [
        (time(7, 30), 60, time(8)),
        (time(7, 30), 15, None),
        (time(21, 30), 120, None),
        (time(3), 60, None),
        (time(8), 0, time(8)),
        (time(20, 59), 60, time(20, 59)),
    ],
)
def test_a_time_in_quiet_hours_moves_to_their_end_or_is_left_out(
    asked: time, window: int, expected: time | None
) -> None:
    nudge = a_nudge(window=timedelta(minutes=window))
    assert due_time(nudge, MONDAY, PROGRAMME, standing(morning=asked), NIGHT) == expected


def test_a_shift_never_leads_into_the_night() -> None:
    nudge = a_nudge(jitter=timedelta(minutes=45), window=timedelta(hours=1))
    times = {
        due_time(nudge, MONDAY, PROGRAMME, standing(f"seed {number}", morning=time(20, 50)), NIGHT)
        for number in range(50)
    }
    assert len(times) > 10
    assert all(at and time(20, 5) <= at < time(21) for at in times)


@given(st.data(), walls, walls, walls, st.integers(0, 400))
def test_it_is_never_quiet_and_never_outside_the_window(
    data: st.DataObject, own: time, starts: time, ends: time, number: int
) -> None:
    nudge = data.draw(nudges("a"))
    quiet = QuietHours(starts, ends)
    situation = standing(str(number), morning=own, midday=own, evening=own)
    at = due_time(nudge, date(2026, 1, 1) + timedelta(days=number), PROGRAMME, situation, Calendar(quiet))
    asked = nudge.at or own
    if at is None:
        assert quiet.cover(asked)
        return
    assert not quiet.cover(at)
    apart = timedelta(minutes=minutes(at) - minutes(asked), seconds=at.second)
    assert abs(apart) <= nudge.window
    if nudge.at is None and not quiet.cover(asked):
        assert abs(apart) <= nudge.jitter
