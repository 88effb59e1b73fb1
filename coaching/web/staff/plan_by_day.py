"""A plan as people read it: day by day, what goes out, and what does not with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from coaching.actions.look_ahead import LookedAhead
from coaching.core.planner_candidate import SkipReason

OF_NO_INTEREST = {SkipReason.OTHER_PHASE}
"""Reasons that only say that a nudge is about something else; a day's own page shows them."""

SAYS_LITTLE = {
    SkipReason.WEEKDAY, SkipReason.SPREAD, SkipReason.OTHER_DOSE, SkipReason.OTHER_WEEK, SkipReason.OTHER_PHASE,
}  # fmt: skip
"""Reasons of the programme; one of the patient's or the clinic's own explains an empty day better."""


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One local date. ``why_none`` explains a day on which nothing goes out; "" when the programme has nothing for it."""

    on_date: date
    going: tuple[LookedAhead, ...]
    skipped: tuple[LookedAhead, ...]
    why_none: str


def by_day(ahead: Iterable[LookedAhead]) -> list[DayPlan]:
    """The days in order; the nudges of a day by their time. What a holiday moved stands where it goes out."""
    ordered = sorted(ahead, key=_shown_on)
    return [_day(on_date, tuple(ones)) for on_date, ones in groupby(ordered, key=_shown_on)]


def _shown_on(one: LookedAhead) -> date:
    return one.planned.goes_on if one.planned else one.on_date


def _day(on_date: date, ones: tuple[LookedAhead, ...]) -> DayPlan:
    going = sorted((one for one in ones if one.planned), key=lambda one: one.planned.due_at if one.planned else 0)
    skipped = tuple(one for one in ones if one.skipped)
    told = tuple(one for one in skipped if one.skipped and one.skipped.reason not in OF_NO_INTEREST)
    own = [one for one in told if one.skipped and one.skipped.reason not in SAYS_LITTLE]
    return DayPlan(on_date, tuple(going), told, own[0].explanation if own and not going else "")
