"""Every hour of the days on which the clock changes, in every zone of the tz database."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import available_timezones

import pytest

from coaching.core.calendar import instant, zone
from coaching.core.timing import due_at
from tests.core.small_programmes import NIGHT, a_nudge, a_programme, enrolled

YEARS = (2025, 2026, 2027)
HOURS = [time(hour) for hour in range(24)]
WINDOW = timedelta(hours=1)


@cache
def days_of_change() -> dict[str, tuple[date, ...]]:
    """By zone the days on which its clock changes; of zones whose clocks change at the very same hours only one."""
    changes: dict[tuple[datetime, ...], str] = {}
    for name in sorted(available_timezones() - {"localtime"}):
        changes.setdefault((*turns(name), first_offset(name)), name)
    return {name: around(turns, name) for (*turns, _), name in changes.items() if turns}


def first_offset(name: str) -> datetime:
    """The wall clock in that zone as the years begin: zones that show another time then are not alike."""
    return datetime(YEARS[0], 1, 1, tzinfo=UTC).astimezone(zone(name)).replace(tzinfo=UTC)


def turns(name: str) -> list[datetime]:
    """The hours, in UTC, in which the clock of that zone changes."""
    place = zone(name)
    midnights = [datetime(YEARS[0], 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(366 * len(YEARS))]
    changed = (
        earlier
        for earlier, later in pairwise(midnights)
        if earlier.astimezone(place).utcoffset() != later.astimezone(place).utcoffset()
    )
    hours = (day + timedelta(hours=hour) for day in changed for hour in range(24))
    an_hour = timedelta(hours=1)
    return [at for at in hours if at.astimezone(place).utcoffset() != (at + an_hour).astimezone(place).utcoffset()]


def around(hours: list[datetime], name: str) -> tuple[date, ...]:
    """The local dates before, at and after these changes."""
    dates = {at.astimezone(zone(name)).date() + timedelta(days=away) for at in hours for away in (-1, 0, 1)}
    return tuple(sorted(dates))


def test_the_zones_that_change_are_many() -> None:
    assert sum(bool(dates) for dates in days_of_change().values()) > 25


@pytest.mark.parametrize("year", YEARS)
def test_on_days_of_change_every_hour_is_in_its_window_or_left_out(year: int) -> None:
    programme = a_programme(a_nudge())
    for name, dates in days_of_change().items():
        situation = enrolled(zone=name).situation()
        for on_date in (one for one in dates if one.year == year):
            for hour in HOURS:
                nudge = a_nudge(slot=None, at=hour, window=WINDOW)
                due = due_at(nudge, on_date, programme, situation, NIGHT)
                if due is None:
                    assert NIGHT.quiet.cover(hour), (name, on_date, hour)
                    continue
                local = due.astimezone(zone(name))
                asked = instant(on_date, hour, name)
                assert abs(due - asked) <= WINDOW, (name, on_date, hour)
                assert not NIGHT.quiet.cover(local.time()), (name, on_date, hour)
                assert due == local.astimezone(UTC)


@pytest.mark.parametrize("year", YEARS)
def test_gap_and_overlap_come_exactly_once(year: int) -> None:
    for name, dates in days_of_change().items():
        for on_date in (one for one in dates if one.year == year):
            instants = [instant(on_date, hour, name) for hour in HOURS]
            assert instants == sorted(instants), (name, on_date)
            for hour, at in zip(HOURS, instants, strict=True):
                local = at.astimezone(zone(name))
                before = (at - timedelta(seconds=1)).astimezone(zone(name)).replace(tzinfo=None)
                wanted = datetime.combine(on_date, hour)
                shown = local.replace(tzinfo=None)
                assert shown == wanted or before < wanted < shown, (name, on_date, hour)
                assert local.fold == 0 or shown != wanted, "of two the first"
