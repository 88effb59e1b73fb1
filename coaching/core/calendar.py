"""Wall clocks, zones and quiet hours: from a local date and time to an instant in UTC."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

A_DAY = timedelta(days=1)
ONE_SECOND = timedelta(seconds=1)


class UnknownZone(ValueError):
    """No time zone has this name; the text proposes the form of a right one."""


@lru_cache(maxsize=1024)
def zone(name: str) -> ZoneInfo:
    """The IANA zone of that name. Raises :class:`UnknownZone`."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:
        raise UnknownZone(f"there is no time zone {name!r}; write an IANA name such as Europe/Amsterdam") from unknown


def instant(on_date: date, wall: time, zone_name: str) -> datetime:
    """The UTC instant at which the wall clock in that zone shows ``wall`` on ``on_date``.

    A time that the clock skips in spring is the first instant after the gap; a time that it shows twice in autumn is
    the first of both.
    """
    place = zone(zone_name)
    local = datetime.combine(on_date, wall, tzinfo=place)
    at = local.astimezone(UTC)
    if at.astimezone(place).replace(tzinfo=None) == local.replace(tzinfo=None):
        return at
    return _end_of_gap(local.replace(fold=1).astimezone(UTC), at, place)


def _end_of_gap(before: datetime, after: datetime, place: ZoneInfo) -> datetime:
    """The first instant after the jump that lies between two instants, found by halving."""
    offset = before.astimezone(place).utcoffset()
    while after - before > ONE_SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle == before:
            break
        if middle.astimezone(place).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


def local_date(at: datetime, zone_name: str) -> date:
    """The date on a calendar in that zone at that instant."""
    return at.astimezone(zone(zone_name)).date()


def local_time(at: datetime, zone_name: str) -> time:
    """The wall clock in that zone at that instant."""
    return at.astimezone(zone(zone_name)).time()


@dataclass(frozen=True, slots=True)
class QuietHours:
    """No message from ``starts`` until ``ends``, wall-clock times in the patient's zone; equal times: never quiet."""

    starts: time
    ends: time

    def cover(self, wall: time) -> bool:
        """Whether the clock shows a quiet time. The start is quiet, the end is not."""
        if self.starts <= self.ends:
            return self.starts <= wall < self.ends
        return wall >= self.starts or wall < self.ends

    def end_after(self, at: datetime, zone_name: str) -> datetime:
        """The first instant from ``at`` on that is not quiet (``at`` itself when it is not)."""
        local = at.astimezone(zone(zone_name))
        if not self.cover(local.time()):
            return at
        on_date = local.date() if local.time() < self.ends else local.date() + A_DAY
        end = instant(on_date, self.ends, zone_name)
        # In the autumn hour that comes twice, the end that has passed comes again.
        return end if end >= at else datetime.combine(on_date, self.ends, local.tzinfo).replace(fold=1).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a clinic's calendar says. Closures and holidays will stand here, too."""

    quiet: QuietHours


def days(first_on: date, last_on: date) -> list[date]:
    """Every date from the first to the last, both included."""
    return [first_on + timedelta(days=number) for number in range((last_on - first_on).days + 1)]
