"""The planner: which nudges a patient gets, when, and why the others not. One pure function for everything.

Sending, preview, comparison, explanation and simulation all call :func:`plan`, so they cannot disagree. It takes values
and returns values: the same on any machine, in any order of calls, and for a range that is split at any date (each
part planned with the history of the parts before it).

An occurrence is decided by what was known when it fell due: a pause that is recorded at noon does not reach back to
the morning, and a nudge that a change moves to a time already gone by is skipped, not sent late. Whether a holiday
moves a nudge to another day is decided by what was known when its own day began.
"""

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Final

from coaching.core.calendar import A_DAY, Calendar, days, instant, local_time
from coaching.core.events import Channel, Event, Situation
from coaching.core.planner_candidate import Candidate, SkipReason
from coaching.core.planner_holidays import LONGEST_MOVE, next_free_day
from coaching.core.planner_knowledge import Knowledge, timeline_of, touching
from coaching.core.planner_rules import channel_of, first_reason
from coaching.core.planner_values import Asked, Planned, PublishedProgramme, Remembered, Skipped, Verdict
from coaching.core.programme import Nudge, Programme, Words
from coaching.core.texts import choose_text
from coaching.core.timing import due_at

Identity = tuple[str, date]
"""A nudge's key and the date that it belongs to."""
NAMED: Final = frozenset({SkipReason.HOLIDAY, SkipReason.CLINIC_CLOSED})
"""Reasons that have an occasion with a name."""
NAMELESS: Final[Words] = MappingProxyType({})


def plan(
    programmes: Sequence[PublishedProgramme],
    events: Iterable[Event],
    calendar: Calendar,
    history: Iterable[Remembered | Asked],
    first_on: date,
    last_on: date,
    as_of: datetime,
) -> list[Verdict]:
    """What the patient gets from ``first_on`` to ``last_on`` (local dates, both included), as known at ``as_of``.

    One verdict for each nudge of the programme and date, in the order of the dates on which they go out and of the
    programme's priorities; none before anything was known. ``history`` holds the texts that were used before
    ``first_on``, and every question that went out, whenever that was.
    """
    timeline = timeline_of(programmes, events, calendar, as_of)
    if not timeline:
        return []
    remembered = list(history)
    used = _texts_before(first_on, remembered)
    asked = [entry for entry in remembered if isinstance(entry, Asked) and entry.expires_at <= as_of]
    verdicts: list[Verdict] = []
    for on_date in days(first_on, _last_arrival(last_on, timeline, calendar)):
        verdicts += _plan_day(on_date, timeline, calendar, used, asked)
    return [verdict for verdict in verdicts if first_on <= verdict.on_date <= last_on]


def _texts_before(first_on: date, history: Iterable[Remembered | Asked]) -> dict[str, date]:
    """By text the last date before ``first_on`` on which it was used."""
    entries = (entry for entry in history if isinstance(entry, Remembered) and entry.on_date < first_on)
    return {entry.text_id: entry.on_date for entry in sorted(entries, key=lambda entry: entry.on_date)}


def _last_arrival(last_on: date, timeline: tuple[Knowledge, ...], calendar: Calendar) -> date:
    """The day on which the last of what holidays moved out of the range arrives."""
    leaving = (_moved_from(day, timeline, calendar) for day in days(last_on - LONGEST_MOVE, last_on))
    return max([last_on, *(goes_on for moved in leaving for goes_on in moved.values())])


def _moved_from(on_date: date, timeline: tuple[Knowledge, ...], calendar: Calendar) -> dict[str, date]:
    """By nudge, where a holiday moves what has its turn on that date: as was known when the day began."""
    if calendar.is_ordinary(on_date):
        return {}
    known = touching(on_date, timeline)[0]
    moved = {
        nudge.key: next_free_day(
            Candidate(nudge, on_date, on_date, known.published.programme, known.situation, calendar, known.from_at)
        )
        for nudge in known.published.programme.nudges
    }
    return {key: goes_on for key, goes_on in moved.items() if goes_on != on_date}


def _moved_to(on_date: date, timeline: tuple[Knowledge, ...], calendar: Calendar) -> list[Identity]:
    """What holidays of the days before moved to that date."""
    return [
        (key, day)
        for day in days(on_date - LONGEST_MOVE, on_date - A_DAY)
        for key, goes_on in _moved_from(day, timeline, calendar).items()
        if goes_on == on_date
    ]


def _plan_day(
    on_date: date,
    timeline: tuple[Knowledge, ...],
    calendar: Calendar,
    used: dict[str, date],
    asked: Sequence[Asked],
) -> list[Verdict]:
    """The verdicts of what may go out on one date. A stretch of knowledge decides what falls due while it lasts."""
    arriving, leaving = _moved_to(on_date, timeline, calendar), _moved_from(on_date, timeline, calendar)
    verdicts: dict[Identity, Verdict] = {}
    for known in touching(on_date, timeline):
        programme = known.published.programme
        turns = _turns(programme, on_date, arriving, leaving)
        verdicts = {
            one: verdict for one, verdict in verdicts.items() if one in turns or _settled(verdict, known.from_at)
        }
        unanswered = _unanswered(asked, on_date, known.situation)
        settled = {one for one, verdict in verdicts.items() if _settled(verdict, known.from_at)}
        said = {one.text_id: on_date for one in _coaching(verdicts[one] for one in settled)}
        everything = ChainMap(said, used)
        for (key, its_own), nudge in turns.items():
            if (key, its_own) in settled:
                continue
            candidate = Candidate(
                nudge, its_own, on_date, programme, known.situation, calendar, known.from_at,
                coached=len(said), used=everything, unanswered=unanswered,
            )  # fmt: skip
            verdict = _judge(candidate, known)
            verdicts[key, its_own] = _first_reason_stays(verdicts.get((key, its_own)), verdict)
            if isinstance(verdict, Planned) and verdict.purpose == "coaching":
                said[verdict.text_id] = on_date
    used.update({one.text_id: on_date for one in _coaching(verdicts.values())})
    return list(verdicts.values())


def _turns(
    programme: Programme, on_date: date, arriving: list[Identity], leaving: Mapping[str, date]
) -> dict[Identity, Nudge]:
    """What may go out on that date, by the programme's priorities."""
    nudges = {nudge.key: nudge for nudge in programme.nudges}
    own = [(key, on_date) for key in nudges if key not in leaving]
    turns = [*own, *(one for one in arriving if one[0] in nudges)]
    return {one: nudges[one[0]] for one in sorted(turns, key=lambda one: (nudges[one[0]].priority, one[1], one[0]))}


def _unanswered(asked: Sequence[Asked], on_date: date, situation: Situation) -> int:
    """The questions since something came in last that had expired when the day began."""
    if not asked:
        return 0
    midnight, heard = instant(on_date, time.min, situation.zone), situation.heard_at
    return sum(one.expires_at <= midnight and (heard is None or one.due_at > heard) for one in asked)


def _judge(candidate: Candidate, known: Knowledge) -> Verdict:
    """Planned or skipped, by what is known in this stretch."""
    nudge, programme, situation = candidate.nudge, candidate.programme, candidate.situation
    if reason := first_reason(candidate):
        return _skipped(candidate, reason)
    text = choose_text(
        programme.texts_for(nudge),
        patient_seed=situation.seed,
        used=candidate.used if candidate.is_coaching else {},
        on_date=candidate.goes_on,
        ticked=situation.exercises,
        steps_up=situation.steps_up,
    )
    if text is None:
        return _skipped(candidate, SkipReason.NO_TEXT_LEFT)
    due = due_at(nudge, candidate.goes_on, programme, situation, candidate.calendar)
    if due is None:
        return _skipped(candidate, SkipReason.QUIET_HOURS)
    if due < known.from_at:
        return _skipped(candidate, SkipReason.TIME_PASSED)
    return _planned(candidate, known, due, text.id)


def _skipped(candidate: Candidate, reason: SkipReason) -> Skipped:
    nudge = candidate.nudge
    occasion = _occasion(candidate, reason) if reason in NAMED else NAMELESS
    return Skipped(candidate.on_date, nudge.key, nudge.kind, nudge.phase, reason, occasion)


def _occasion(candidate: Candidate, reason: SkipReason) -> Words:
    """The name of the holiday or the closure that is the reason."""
    if reason is SkipReason.HOLIDAY:
        return candidate.calendar.holidays[candidate.goes_on]
    closure = candidate.calendar.closure_on(candidate.goes_on, candidate.known_at)
    return closure.words if closure else NAMELESS


def _planned(candidate: Candidate, known: Knowledge, due: datetime, text_id: str) -> Planned:
    nudge, situation = candidate.nudge, candidate.situation
    kind = candidate.programme.kind(nudge.kind)
    return Planned(
        on_date=candidate.on_date,
        goes_on=candidate.goes_on,
        nudge=nudge.key,
        kind=nudge.kind,
        phase=nudge.phase,
        purpose="coaching" if kind.is_coaching else kind.purpose,
        channel=channel_of(nudge, situation) or Channel.SMS,
        due_at=due,
        local_time=local_time(due, situation.zone),
        expires_at=due + kind.expires_after,
        asks=nudge.asks,
        text_id=text_id,
        version=known.published.number,
    )


def _settled(verdict: Verdict, at: datetime) -> bool:
    """What fell due before ``at`` stays as it was decided; what was skipped may be decided anew."""
    return isinstance(verdict, Planned) and verdict.due_at < at


def _coaching(verdicts: Iterable[Verdict]) -> list[Planned]:
    """Those that count for the caps and use up a text."""
    return [one for one in verdicts if isinstance(one, Planned) and one.purpose == "coaching"]


def _first_reason_stays(before: Verdict | None, verdict: Verdict) -> Verdict:
    """What was skipped for a reason was not skipped because its time went by meanwhile."""
    passed = isinstance(verdict, Skipped) and verdict.reason is SkipReason.TIME_PASSED
    return before if passed and isinstance(before, Skipped) else verdict


__all__ = [
    "Asked", "Planned", "PublishedProgramme", "Remembered", "SkipReason", "Skipped", "Verdict", "plan",
]  # fmt: skip
