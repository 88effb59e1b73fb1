"""What was known when: time cut into stretches, from one event, publication or closure to the next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from coaching.core.calendar import A_DAY, Calendar, instant
from coaching.core.events import Event, Situation, situations
from coaching.core.planner_values import PublishedProgramme

THE_FUTURE: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What was known from one instant until the next: how the enrolment stood, and the programme in force."""

    from_at: datetime
    until_at: datetime
    situation: Situation
    published: PublishedProgramme


def timeline_of(
    programmes: Sequence[PublishedProgramme], events: Iterable[Event], calendar: Calendar, as_of: datetime
) -> tuple[Knowledge, ...]:
    """What was known when, oldest first, without gaps; the last stretch reaches into the future."""
    standings = situations(event for event in events if event.recorded_at <= as_of)
    known = (one for one in programmes if one.published_at <= as_of)
    published = sorted(known, key=lambda one: (one.published_at, one.number))
    if not standings or not published:
        return ()
    start = max(standings[0][0], published[0].published_at)
    changes = {*(at for at, _ in standings), *(one.published_at for one in published), *calendar.changed_at()}
    starts = sorted({start, *(at for at in changes if start <= at <= as_of)})
    return tuple(
        Knowledge(
            from_at=at,
            until_at=until,
            situation=[standing for since, standing in standings if since <= at][-1],
            published=[one for one in published if one.published_at <= at][-1],
        )
        for at, until in zip(starts, [*starts[1:], THE_FUTURE], strict=True)
    )


def touching(on_date: date, timeline: tuple[Knowledge, ...]) -> list[Knowledge]:
    """The stretches that reach into a local date: what becomes known once the day is over changes nothing of it."""
    midnight = datetime.combine(on_date, time.min, tzinfo=UTC)
    about = [one for one in timeline if one.until_at > midnight - A_DAY and one.from_at < midnight + 2 * A_DAY]
    touching = [one for one in about if _lasts_into(one, on_date)]
    return touching or list(timeline[:1])


def _lasts_into(known: Knowledge, on_date: date) -> bool:
    first, last = (instant(day, time.min, known.situation.zone) for day in (on_date, on_date + A_DAY))
    return known.until_at > first and known.from_at < last
