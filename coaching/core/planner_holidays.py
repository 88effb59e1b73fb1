"""Where a nudge goes whose date is a public holiday or a day on which the clinic is closed."""

from dataclasses import replace
from datetime import date, timedelta

from coaching.core.planner_candidate import Candidate
from coaching.core.planner_rules import WHOSE_TURN_IT_IS, first_reason
from coaching.core.planner_week import DAYS_A_WEEK

LONGEST_MOVE = timedelta(days=DAYS_A_WEEK - 1)
"""A nudge is moved by less than a week: after a week its own turn has come again."""


def next_free_day(candidate: Candidate) -> date:
    """Where a nudge goes whose date is a holiday or a closure: the next day that is neither, nor a day off.

    Its own date again when it stays there: because it is not to be moved, or has no turn on its date, or because no
    free day comes before its next own turn, or within a week.
    """
    free = _free_day_after(candidate)
    if candidate.nudge.on_holiday != "next_free_day" or is_free(candidate, candidate.on_date) or free is None:
        return candidate.on_date
    its_own = first_reason(replace(candidate, on_date=free, goes_on=free), WHOSE_TURN_IT_IS) is None
    has_a_turn = first_reason(candidate, WHOSE_TURN_IT_IS) is None
    return free if has_a_turn and not its_own else candidate.on_date


def _free_day_after(candidate: Candidate) -> date | None:
    ahead = (candidate.on_date + timedelta(days=number) for number in range(1, DAYS_A_WEEK))
    days_off = candidate.situation.days_off
    return next((day for day in ahead if day.isoweekday() not in days_off and is_free(candidate, day)), None)


def is_free(candidate: Candidate, on_date: date) -> bool:
    """Whether neither a holiday nor a closure that was known falls on that day."""
    return candidate.calendar.is_free(on_date, candidate.known_at)
