"""When on its date a nudge falls due: slot, the patient's own time, a stable shift, quiet hours, UTC."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta

from coaching.core.calendar import Calendar, instant
from coaching.core.events import Situation
from coaching.core.programme import Nudge, Programme

MIDNIGHT_TO = timedelta(hours=24) - timedelta(seconds=1)


def due_at(
    nudge: Nudge, on_date: date, programme: Programme, situation: Situation, calendar: Calendar
) -> datetime | None:
    """The UTC instant at which the nudge falls due on its local date; None when quiet hours leave no room for it."""
    wall = due_time(nudge, on_date, programme, situation, calendar)
    return None if wall is None else instant(on_date, wall, situation.zone)


def due_time(
    nudge: Nudge, on_date: date, programme: Programme, situation: Situation, calendar: Calendar
) -> time | None:
    """The wall-clock time in the patient's zone: never quiet, never outside the window around the asked time."""
    asked = asked_time(nudge, programme, situation)
    quiet = calendar.quiet
    if quiet.cover(asked):
        moved = _since_midnight(quiet.ends) - _since_midnight(asked)
        return quiet.ends if timedelta(0) <= moved <= nudge.window else None
    shifted = _shifted(asked, _shift(nudge, on_date, situation.seed))
    return asked if quiet.cover(shifted) else shifted


def asked_time(nudge: Nudge, programme: Programme, situation: Situation) -> time:
    """The fixed time of the nudge, or the patient's own time for its slot, or the programme's."""
    if nudge.at is not None:
        return nudge.at
    slot = programme.slot(nudge.slot or "")
    return situation.own_times.get(slot.key, slot.time)


def _shift(nudge: Nudge, on_date: date, seed: str) -> timedelta:
    """A shift by patient, nudge and date that is always the same: it spreads a clinic's load over some minutes."""
    reach = int(min(nudge.jitter, nudge.window).total_seconds())
    if nudge.at is not None or reach == 0:
        return timedelta(0)
    digest = hashlib.blake2b(f"{seed} {nudge.key} {on_date.isoformat()}".encode(), digest_size=8).digest()
    return timedelta(seconds=int.from_bytes(digest, "big") % (2 * reach + 1) - reach)


def _since_midnight(wall: time) -> timedelta:
    return timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second)


def _shifted(wall: time, shift: timedelta) -> time:
    """The wall clock moved by ``shift`` on the same date: it stops at midnight."""
    moved = min(max(_since_midnight(wall) + shift, timedelta(0)), MIDNIGHT_TO)
    return (datetime.min.replace(tzinfo=UTC) + moved).time()
