"""Wall clocks, zones, quiet hours and free days: from a local date and time to an instant in UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
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


def days(first_on: date, last_on: date) -> list[date]:
    """Every date from the first to the last, both included."""
    return [first_on + timedelta(days=number) for number in range((last_on - first_on).days + 1)]


@dataclass(frozen=True, slots=True)
class Closure:
    """The clinic is closed from the first to the last day. Known from ``recorded_at`` until it is withdrawn, if ever."""

    first_on: date
    last_on: date
    name: str
    recorded_at: datetime
    withdrawn_at: datetime | None = None

    def known_at(self, at: datetime) -> bool:
        """Whether it was in force at that instant."""
        return self.recorded_at <= at and (self.withdrawn_at is None or at < self.withdrawn_at)

    def covers(self, on_date: date) -> bool:
        """Whether ``on_date`` lies in it."""
        return self.first_on <= on_date <= self.last_on

    @property
    def words(self) -> Mapping[str, str]:
        """Its name as each reader gets it: as the clinic wrote it."""
        return MappingProxyType({"nl": self.name, "en": self.name})


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a clinic's calendar says. ``holidays``: the public holidays by date, named in each language that is spoken."""

    quiet: QuietHours
    holidays: Mapping[date, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    closures: tuple[Closure, ...] = ()

    def closure_on(self, on_date: date, known_at: datetime) -> Closure | None:
        """The closure of that day, by what was known at that instant."""
        covering = (one for one in self.closures if one.covers(on_date) and one.known_at(known_at))
        return next(covering, None)

    def is_free(self, on_date: date, known_at: datetime) -> bool:
        """Whether neither a holiday nor a closure falls on that day."""
        return on_date not in self.holidays and self.closure_on(on_date, known_at) is None

    def is_ordinary(self, on_date: date) -> bool:
        """Whether that day is free whatever is known when: most days are, and this is quick to say."""
        return on_date not in self.holidays and not any(one.covers(on_date) for one in self.closures)

    def changed_at(self) -> set[datetime]:
        """The instants at which more became known of it."""
        withdrawn = {one.withdrawn_at for one in self.closures if one.withdrawn_at is not None}
        return {one.recorded_at for one in self.closures} | withdrawn
