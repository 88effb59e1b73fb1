"""The rules by which a nudge is sent or skipped on a date: a row of small functions, each a sentence.

Each takes a :class:`Candidate` and returns the reason to skip it, or None. They are asked in the order of ``RULES``;
the first reason wins. A later rule goes into the row at its place; nothing else has to change.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from coaching.core.events import Channel, Situation
from coaching.core.planner_candidate import Candidate, SkipReason
from coaching.core.planner_week import DAYS_A_WEEK, has_its_day, is_in_the_dose, week_of
from coaching.core.programme import Nudge

A_WEEK: Final = timedelta(days=DAYS_A_WEEK)

SILENT_AFTER: Final = 3
"""So many questions in a row that expired without an answer are silence."""
MOST_IN_SILENCE: Final = 2
"""Coaching nudges in 7 days for who is silent."""

Rule = Callable[[Candidate], SkipReason | None]


def not_after_the_end(candidate: Candidate) -> SkipReason | None:
    """Nothing after the enrolment has ended."""
    return SkipReason.ENDED if candidate.situation.ended_at else None


def only_once_confirmed(candidate: Candidate) -> SkipReason | None:
    """Nothing before the patient has said yes to the opt-in text (double opt-in)."""
    return None if candidate.situation.confirmed_at else SkipReason.NOT_CONFIRMED


def only_once_started(candidate: Candidate) -> SkipReason | None:
    """Nothing before the first day."""
    return None if candidate.on_date >= candidate.situation.started_on else SkipReason.NOT_STARTED


def not_while_paused(candidate: Candidate) -> SkipReason | None:
    """Nothing on the days of a pause."""
    situation = candidate.situation
    return SkipReason.PAUSED if situation.pauses and any(map(situation.paused_on, candidate.days)) else None


def only_in_its_phase(candidate: Candidate) -> SkipReason | None:
    """A nudge belongs to one phase."""
    for on_date in candidate.days:
        standing = candidate.situation.phase_on(on_date)
        if standing is None or standing[1] != candidate.nudge.phase:
            return SkipReason.OTHER_PHASE
    return None


def only_in_its_weeks(candidate: Candidate) -> SkipReason | None:
    """A nudge may be for some weeks of its phase; a phase past its plan goes on at the nudges of its last week."""
    week = week_of(candidate.on_date, candidate.programme, candidate.situation)
    if week is None:
        return SkipReason.NOT_STARTED
    return None if week.has(candidate.nudge) else SkipReason.OTHER_WEEK


def only_on_its_days(candidate: Candidate) -> SkipReason | None:
    """A nudge may name its weekdays, or a number of times a week, which are spread evenly over the patient's days."""
    nudge = candidate.nudge
    if has_its_day(nudge, candidate.on_date, candidate.programme, candidate.situation):
        return None
    return SkipReason.WEEKDAY if nudge.times_a_week is None else SkipReason.SPREAD


def not_on_a_day_off(candidate: Candidate) -> SkipReason | None:
    """The patient keeps some weekdays free."""
    days_off = candidate.situation.days_off
    return SkipReason.DAY_OFF if any(day.isoweekday() in days_off for day in candidate.days) else None


def not_on_a_holiday(candidate: Candidate) -> SkipReason | None:
    """A nudge says what a public holiday does to it: nothing, skip it, or send it on the next free day."""
    if candidate.nudge.on_holiday == "send" or candidate.goes_on not in candidate.calendar.holidays:
        return None
    return SkipReason.HOLIDAY


def not_when_the_clinic_is_closed(candidate: Candidate) -> SkipReason | None:
    """A day on which the clinic is closed is to a nudge what a public holiday is: nobody there reads an answer."""
    if candidate.nudge.on_holiday == "send":
        return None
    closed = candidate.calendar.closure_on(candidate.goes_on, candidate.known_at)
    return SkipReason.CLINIC_CLOSED if closed else None


def not_when_called_off(candidate: Candidate) -> SkipReason | None:
    """A clinician may skip one nudge on one day."""
    one = (candidate.nudge.key, candidate.on_date)
    return SkipReason.CALLED_OFF if one in candidate.situation.called_off else None


def only_in_the_dose(candidate: Candidate) -> SkipReason | None:
    """The dose that was chosen, and the patient's wishes for less or more, leave so many turns a week.

    Tapering and individual frequency beat a fixed one (Head 2013).
    """
    nudge, situation = candidate.nudge, candidate.situation
    if is_in_the_dose(nudge, candidate.on_date, candidate.programme, situation):
        return None
    return SkipReason.DOSE if situation.dose in nudge.doses else SkipReason.OTHER_DOSE


def within_the_daily_cap(candidate: Candidate) -> SkipReason | None:
    """At most so many coaching nudges a day, both channels together; the priority decides. A check-in comes beside them."""
    if not candidate.is_coaching:
        return None
    return None if candidate.coached < candidate.programme.daily_cap else SkipReason.DAILY_CAP


def within_the_weekly_cap(candidate: Candidate) -> SkipReason | None:
    """At most so many coaching nudges in any 7 days. Each had a text of its own, for none comes twice in 28 days."""
    cap = candidate.programme.weekly_cap
    if cap is None or not candidate.is_coaching:
        return None
    return None if coached_lately(candidate) < cap else SkipReason.WEEKLY_CAP


def fewer_after_silence(candidate: Candidate) -> SkipReason | None:
    """Fewer, not more, for those who do not answer, until anything comes in: ten or more a week raises opt-outs."""
    if not candidate.is_coaching or candidate.unanswered < SILENT_AFTER:
        return None
    return None if coached_lately(candidate) < MOST_IN_SILENCE else SkipReason.SILENCE


def coached_lately(candidate: Candidate) -> int:
    """The coaching nudges of the 7 days that end with the candidate's."""
    week_ago = candidate.goes_on - A_WEEK
    return sum(week_ago < used_on <= candidate.goes_on for used_on in candidate.used.values())


def only_with_consent(candidate: Candidate) -> SkipReason | None:
    """Nothing over a channel that the patient opted out of."""
    ways = set(candidate.situation.channels)
    return SkipReason.NO_CONSENT if ways and ways <= candidate.situation.opted_out else None


def only_where_reachable(candidate: Candidate) -> SkipReason | None:
    """The patient has a way to be reached that this nudge can go."""
    return None if channel_of(candidate.nudge, candidate.situation) else SkipReason.NO_CONTACT


def nothing_to_read_yet(candidate: Candidate) -> SkipReason | None:
    """Items to read stand in the programme; what sends them does not exist yet, and a nudge must not pretend it does."""
    purpose = candidate.programme.kind(candidate.nudge.kind).purpose
    return SkipReason.NOT_SENT_YET if purpose == "education" else None


def channel_of(nudge: Nudge, situation: Situation) -> Channel | None:
    """The patient's first channel that the nudge can go and that was not opted out of."""
    ways = (way for way in situation.channels if way not in situation.opted_out and way.value in nudge.channels)
    return next(ways, None)


WHOSE_TURN_IT_IS: Final[tuple[Rule, ...]] = (
    not_after_the_end,
    only_once_confirmed,
    only_once_started,
    not_while_paused,
    only_in_its_phase,
    only_in_its_weeks,
    only_on_its_days,
    not_on_a_day_off,
)
"""The rules that say whether a nudge has a turn on its date at all; a holiday moves only what has."""

RULES: Final[tuple[Rule, ...]] = (
    *WHOSE_TURN_IT_IS,
    not_on_a_holiday,
    not_when_the_clinic_is_closed,
    not_when_called_off,
    only_in_the_dose,
    within_the_daily_cap,
    within_the_weekly_cap,
    fewer_after_silence,
    only_with_consent,
    only_where_reachable,
    nothing_to_read_yet,
)


def first_reason(candidate: Candidate, rules: tuple[Rule, ...] = RULES) -> SkipReason | None:
    """The first rule's reason to skip it, or None when all let it pass."""
    for rule in rules:
        if reason := rule(candidate):
            return reason
    return None
