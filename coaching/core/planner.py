"""The planner: which nudges a patient gets, when, and why the others not. One pure function for everything.

Sending, preview, comparison, explanation and simulation all call :func:`plan`, so they cannot disagree. It takes values
and returns values: the same on any machine, in any order of calls, and for a range that is split at any date (each
part planned with the history of the parts before it).

An occurrence is decided by what was known when it fell due: a pause that is recorded at noon does not reach back to
the morning, and a nudge that a change moves to a time already gone by is skipped, not sent late.
"""

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from coaching.core.calendar import A_DAY, Calendar, days, instant, local_time
from coaching.core.events import Channel, Event, Situation, situations
from coaching.core.planner_rules import Candidate, SkipReason, channel_of, first_reason
from coaching.core.programme import Asks, Nudge, Programme, Purpose
from coaching.core.texts import choose_text
from coaching.core.timing import due_at

THE_FUTURE: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PublishedProgramme:
    """A version of the programme, in force from the instant of its publication until the next one's."""

    programme: Programme
    number: int
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Remembered:
    """A coaching text that went out (or is about to) on a local date before the range that is planned."""

    text_id: str
    on_date: date


@dataclass(frozen=True, slots=True)
class Planned:
    """An occurrence. ``due_at`` and ``expires_at`` are instants in UTC, ``local_time`` the patient's wall clock.

    ``text_id`` is the text that the claim will choose if nothing changes until then.
    """

    on_date: date
    nudge: str
    kind: str
    phase: str
    purpose: Purpose
    channel: Channel
    due_at: datetime
    local_time: time
    expires_at: datetime
    asks: Asks
    text_id: str
    version: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A nudge that is not sent on a date, and why."""

    on_date: date
    nudge: str
    kind: str
    phase: str
    reason: SkipReason


Verdict = Planned | Skipped


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What was known from one instant until the next: how the enrolment stood, and the programme in force."""

    from_at: datetime
    until_at: datetime
    situation: Situation
    published: PublishedProgramme


def plan(
    programmes: Sequence[PublishedProgramme],
    events: Iterable[Event],
    calendar: Calendar,
    history: Iterable[Remembered],
    first_on: date,
    last_on: date,
    as_of: datetime,
) -> list[Verdict]:
    """What the patient gets from ``first_on`` to ``last_on`` (local dates, both included), as known at ``as_of``.

    One verdict for each nudge of the programme and date, in the order of dates and of the programme's priorities;
    none before anything was known. ``history`` holds the texts that were used before ``first_on``.
    """
    timeline = _timeline(programmes, events, as_of)
    used = {entry.text_id: entry.on_date for entry in sorted(history, key=lambda entry: entry.on_date)}
    verdicts: list[Verdict] = []
    for on_date in days(first_on, last_on):
        verdicts += _plan_day(on_date, timeline, calendar, used)
    return verdicts


def _timeline(
    programmes: Sequence[PublishedProgramme], events: Iterable[Event], as_of: datetime
) -> tuple[Knowledge, ...]:
    """What was known when, oldest first, without gaps; the last stretch reaches into the future."""
    standings = situations(event for event in events if event.recorded_at <= as_of)
    known = (one for one in programmes if one.published_at <= as_of)
    published = sorted(known, key=lambda one: (one.published_at, one.number))
    if not standings or not published:
        return ()
    start = max(standings[0][0], published[0].published_at)
    changes = {start, *(at for at, _ in standings), *(one.published_at for one in published)}
    starts = sorted(at for at in changes if at >= start)
    return tuple(
        Knowledge(
            from_at=at,
            until_at=until,
            situation=[standing for since, standing in standings if since <= at][-1],
            published=[one for one in published if one.published_at <= at][-1],
        )
        for at, until in zip(starts, [*starts[1:], THE_FUTURE], strict=True)
    )


def _touching(on_date: date, timeline: tuple[Knowledge, ...]) -> list[Knowledge]:
    """The stretches that reach into a local date: what becomes known once the day is over changes nothing of it."""
    midnight = datetime.combine(on_date, time.min, tzinfo=UTC)
    about = [one for one in timeline if one.until_at > midnight - A_DAY and one.from_at < midnight + 2 * A_DAY]
    touching = [one for one in about if _lasts_into(one, on_date)]
    return touching or list(timeline[:1])


def _lasts_into(known: Knowledge, on_date: date) -> bool:
    first, last = (instant(day, time.min, known.situation.zone) for day in (on_date, on_date + A_DAY))
    return known.until_at > first and known.from_at < last


def _plan_day(
    on_date: date, timeline: tuple[Knowledge, ...], calendar: Calendar, used: dict[str, date]
) -> list[Verdict]:
    """The verdicts of one date. A stretch of knowledge decides what falls due while it lasts."""
    verdicts: dict[str, Verdict] = {}
    for known in _touching(on_date, timeline):
        programme = known.published.programme
        _forget_what_left(verdicts, programme, known.from_at)
        settled = {key: verdict for key, verdict in verdicts.items() if _settled(verdict, known.from_at)}
        said = {one.text_id: on_date for one in _coaching(settled.values())}
        promised = len(_coaching(settled.values()))
        for nudge in _by_priority(programme):
            if nudge.key in settled:
                continue
            verdict = _judge(nudge, on_date, known, calendar, ChainMap(said, used), promised)
            verdicts[nudge.key] = _first_reason_stays(verdicts.get(nudge.key), verdict)
            for one in _coaching([verdict]):
                said[one.text_id] = on_date
                promised += 1
    used.update({one.text_id: on_date for one in _coaching(verdicts.values())})
    return list(verdicts.values())


def _judge(
    nudge: Nudge, on_date: date, known: Knowledge, calendar: Calendar, used: Mapping[str, date], coached: int
) -> Verdict:
    """Planned or skipped, by what is known in this stretch."""
    programme, situation = known.published.programme, known.situation

    def skipped(reason: SkipReason) -> Skipped:
        return Skipped(on_date, nudge.key, nudge.kind, nudge.phase, reason)

    if reason := first_reason(Candidate(nudge, on_date, programme, situation, coached, used)):
        return skipped(reason)
    is_coaching = programme.kind(nudge.kind).purpose == "coaching"
    text = choose_text(
        programme.texts_for(nudge),
        patient_seed=situation.seed,
        used=used if is_coaching else {},
        on_date=on_date,
        ticked=situation.exercises,
        steps_up=situation.steps_up,
    )
    if text is None:
        return skipped(SkipReason.NO_TEXT_LEFT)
    due = due_at(nudge, on_date, programme, situation, calendar)
    if due is None:
        return skipped(SkipReason.QUIET_HOURS)
    if due < known.from_at:
        return skipped(SkipReason.TIME_PASSED)
    return _planned(nudge, on_date, known, due, text.id)


def _planned(nudge: Nudge, on_date: date, known: Knowledge, due: datetime, text_id: str) -> Planned:
    programme, situation = known.published.programme, known.situation
    kind = programme.kind(nudge.kind)
    return Planned(
        on_date=on_date,
        nudge=nudge.key,
        kind=nudge.kind,
        phase=nudge.phase,
        purpose=kind.purpose,
        channel=channel_of(nudge, situation) or Channel.SMS,
        due_at=due,
        local_time=local_time(due, situation.zone),
        expires_at=due + kind.expires_after,
        asks=nudge.asks,
        text_id=text_id,
        version=known.published.number,
    )


def _by_priority(programme: Programme) -> list[Nudge]:
    return sorted(programme.nudges, key=lambda nudge: (nudge.priority, nudge.key))


def _settled(verdict: Verdict, at: datetime) -> bool:
    """What fell due before ``at`` stays as it was decided; what was skipped may be decided anew."""
    return isinstance(verdict, Planned) and verdict.due_at < at


def _coaching(verdicts: Iterable[Verdict]) -> list[Planned]:
    """Those that count for the daily cap and use up a text."""
    return [verdict for verdict in verdicts if isinstance(verdict, Planned) and verdict.purpose == "coaching"]


def _first_reason_stays(before: Verdict | None, verdict: Verdict) -> Verdict:
    """What was skipped for a reason was not skipped because its time went by meanwhile."""
    passed = isinstance(verdict, Skipped) and verdict.reason is SkipReason.TIME_PASSED
    return before if passed and isinstance(before, Skipped) else verdict


def _forget_what_left(verdicts: dict[str, Verdict], programme: Programme, at: datetime) -> None:
    """A nudge that the programme no longer has, and that had not yet fallen due, is not spoken of."""
    kept = {nudge.key for nudge in programme.nudges}
    for key in [key for key, verdict in verdicts.items() if key not in kept and not _settled(verdict, at)]:
        del verdicts[key]


__all__ = [
    "Knowledge", "Planned", "PublishedProgramme", "Remembered", "SkipReason", "Skipped", "Verdict", "plan",
]  # fmt: skip
