"""Wall clocks in nights on which the clock is put forward or back, and quiet hours."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.core.calendar import QuietHours, UnknownZone, days, instant, local_date, local_time, zone
from tests.core.small_programmes import ZONES, walls

dates = st.dates(date(2024, 1, 1), date(2029, 12, 31))
minutes = st.datetimes(datetime(2024, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC)).map(  # noqa: DTZ001  (the zone stands beside it)
    lambda at: at.replace(microsecond=0)
)
NO_TIME = timedelta(0)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("on_date", "wall", "place", "expected"),
    [
        (date(2026, 3, 29), time(2, 30), "Europe/Amsterdam", utc(2026, 3, 29, 1, 0)),
        (date(2026, 3, 29), time(2, 0), "Europe/Amsterdam", utc(2026, 3, 29, 1, 0)),
        (date(2026, 3, 29), time(1, 59, 59), "Europe/Amsterdam", utc(2026, 3, 29, 0, 59, 59)),
        (date(2026, 3, 29), time(3, 0), "Europe/Amsterdam", utc(2026, 3, 29, 1, 0)),
        (date(2026, 3, 8), time(2, 30), "America/New_York", utc(2026, 3, 8, 7, 0)),
        (date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe", utc(2026, 10, 3, 15, 30)),
        (date(2026, 9, 6), time(0, 30), "America/Santiago", utc(2026, 9, 6, 4, 0)),
    ],
)
def test_a_time_that_the_clock_skips_is_the_first_instant_after_the_gap(
    on_date: date, wall: time, place: str, expected: datetime
) -> None:
    assert instant(on_date, wall, place) == expected


@pytest.mark.parametrize(
    ("on_date", "wall", "place", "expected"),
    [
        (date(2026, 10, 25), time(2, 30), "Europe/Amsterdam", utc(2026, 10, 25, 0, 30)),
        (date(2026, 11, 1), time(1, 30), "America/New_York", utc(2026, 11, 1, 5, 30)),
        (date(2026, 4, 5), time(1, 45), "Australia/Lord_Howe", utc(2026, 4, 4, 14, 45)),
    ],
)
def test_a_time_that_the_clock_shows_twice_is_the_first_of_both(
    on_date: date, wall: time, place: str, expected: datetime
) -> None:
    assert instant(on_date, wall, place) == expected


@given(dates, walls, st.sampled_from([*ZONES, "America/Santiago", "Africa/Cairo"]))
def test_the_clock_shows_the_time_or_has_just_skipped_it(on_date: date, wall: time, place: str) -> None:
    at = instant(on_date, wall, place)
    assert local_date(at, place) == on_date
    shown, before = local_time(at, place), local_time(at - timedelta(seconds=1), place)
    assert (
        shown == wall
        or before < wall < shown
        or (shown > wall and local_date(at - timedelta(seconds=1), place) < on_date)
    )


@given(dates, walls, walls, st.sampled_from(ZONES))
def test_a_later_time_of_a_day_is_never_an_earlier_instant(on_date: date, one: time, other: time, place: str) -> None:
    assert instant(on_date, min(one, other), place) <= instant(on_date, max(one, other), place)


def test_a_zone_that_does_not_exist_is_refused_with_an_example() -> None:
    for name in ("Europe/Amsterdm", "", "../etc/passwd", "Europe"):
        with pytest.raises(UnknownZone, match="Europe/Amsterdam"):
            zone(name)


@pytest.mark.parametrize(
    ("quiet", "covered", "free"),
    [
        (QuietHours(time(21), time(8)), [time(21), time(23, 59), time(0), time(7, 59)], [time(8), time(20, 59)]),
        (QuietHours(time(12), time(14)), [time(12), time(13, 59)], [time(11, 59), time(14), time(0)]),
        (QuietHours(time(0), time(0)), [], [time(0), time(12)]),
        (QuietHours(time(8), time(8)), [], [time(8), time(3)]),
    ],
)
def test_the_start_is_quiet_and_the_end_is_not(quiet: QuietHours, covered: list[time], free: list[time]) -> None:
    assert [quiet.cover(wall) for wall in covered] == [True] * len(covered)
    assert [quiet.cover(wall) for wall in free] == [False] * len(free)


def test_quiet_hours_end_in_the_morning_of_the_right_day() -> None:
    night = QuietHours(time(21), time(8))
    assert night.end_after(utc(2026, 3, 2, 22), "Europe/Amsterdam") == utc(2026, 3, 3, 7)
    assert night.end_after(utc(2026, 3, 3, 1), "Europe/Amsterdam") == utc(2026, 3, 3, 7)
    assert night.end_after(utc(2026, 3, 28, 23), "Europe/Amsterdam") == utc(2026, 3, 29, 6)
    assert night.end_after(utc(2026, 3, 3, 12), "Europe/Amsterdam") == utc(2026, 3, 3, 12)


def test_quiet_hours_that_end_in_the_hour_that_comes_twice_last_to_its_second_end() -> None:
    odd = QuietHours(time(21), time(2, 30))
    second_quarter_past_two = utc(2026, 10, 25, 1, 15)
    assert odd.end_after(second_quarter_past_two, "Europe/Amsterdam") == utc(2026, 10, 25, 1, 30)


@given(minutes, walls, walls, st.sampled_from(ZONES))
def test_after_quiet_hours_it_is_not_quiet_and_the_end_is_never_in_the_past(
    at: datetime, starts: time, ends: time, place: str
) -> None:
    quiet = QuietHours(starts, ends)
    end = quiet.end_after(at, place)
    assert NO_TIME <= end - at <= timedelta(hours=25)
    assert (end == at) == (not quiet.cover(local_time(at, place)))


def test_days_hold_both_ends() -> None:
    assert days(date(2026, 2, 27), date(2026, 3, 1)) == [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1)]
    assert days(date(2026, 3, 2), date(2026, 3, 1)) == []
