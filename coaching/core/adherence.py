"""Adherence: what was asked, what was answered, what never arrived. Counted, never interpreted.

Seven outcomes of a nudge that mean seven different things. Silence is not refusal, and what did not reach the patient, or did
not ask, says nothing about the patient at all.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal, TypeVar

from coaching.core.programme import Asks
from coaching.core.replies import Answer

WEEK = timedelta(weeks=1)

Arrival = Literal["delivered", "sent", "not_delivered", "skipped", "waiting"]
"""How far a nudge got, as adherence needs to know it."""

K = TypeVar("K", str, date)


class Outcome(StrEnum):
    """What became of one nudge; exactly one holds at any instant."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"
    SILENT = "silent"  # asked, arrived as far as is known, and its time to answer went by
    NOT_DELIVERED = "not_delivered"  # meant to be sent, did not arrive
    NOT_ASKED = "not_asked"  # skipped (pause, holiday, cap …), or a nudge that does not ask
    OPEN = "open"  # still on its way, or still answerable: no verdict yet


OF_ANSWER = {Answer.DONE: Outcome.DONE, Answer.PARTLY: Outcome.PARTLY, Answer.NOT_DONE: Outcome.NOT_DONE}


class InstantWithoutZone(ValueError):
    """An instant came without a zone; give aware datetimes (UTC)."""


@dataclass(frozen=True, slots=True)
class Nudged:
    """One nudge of one patient, sent or skipped, and what came back.

    on_date           the patient's local date that the nudge belongs to
    kind, phase       keys of the programme
    asked             the text that went out, or the patient's page, put the question
    delivery          "sent" = the provider took it and said no more (email stays there for good): counts as arrived;
                      "skipped" = never meant to go out (paused, holiday, cap …); "waiting" = due or on its way
    answer            the latest answer to this nudge, however late
    answerable_until  UTC instant from which no answer counts as silence; None: it can be answered for ever
    question          what was asked; `days_0_7` is the weekly check-in
    days              the check-in's number, 0–7
    """

    on_date: date
    kind: str
    phase: str
    asked: bool
    delivery: Arrival
    answer: Answer | None = None
    answerable_until: datetime | None = None
    question: Asks = "yes_no"
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many nudges had each outcome. Check-ins are not among them."""

    done: int = 0
    partly: int = 0
    not_done: int = 0
    silent: int = 0
    not_delivered: int = 0
    not_asked: int = 0
    open: int = 0

    @property
    def total(self) -> int:
        """All nudges, whatever became of them."""
        return sum(self.of(outcome) for outcome in Outcome)

    @property
    def answered(self) -> int:
        """Nudges with an answer: done + partly + not done."""
        return self.done + self.partly + self.not_done

    @property
    def asked(self) -> int:
        """Nudges that asked, arrived, and are settled: answered + silent. Open ones are not in it yet."""
        return self.answered + self.silent

    @property
    def response_rate(self) -> float | None:
        """Answered / asked, 0–1: how often the patient reacts, whatever the answer. None when nothing was asked."""
        return self.answered / self.asked if self.asked else None

    @property
    def done_among_answered(self) -> float | None:
        """Done / answered, 0–1, as the patient reports it. "Partly" is not rounded up: it counts below the line only.

        Says nothing about the silent ones. None when nothing was answered.
        """
        return self.done / self.answered if self.answered else None

    def of(self, outcome: Outcome) -> int:
        """The number of nudges with this outcome."""
        count: int = getattr(self, outcome.value)
        return count


@dataclass(frozen=True, slots=True)
class Week:
    """A week of local dates, Monday first (ISO 8601)."""

    monday: date
    counts: Counts

    @property
    def number(self) -> int:
        """The ISO week number, 1–53."""
        return self.monday.isocalendar().week


@dataclass(frozen=True, slots=True)
class Day:
    """One local date with at least one nudge; `outcome` is what its square in the calendar shows."""

    on_date: date
    outcome: Outcome
    counts: Counts


@dataclass(frozen=True, slots=True)
class Group:
    """The counts of one kind or one phase, by its key."""

    key: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class CheckIn:
    """The number a patient gave for the week: days out of seven. `on_date` is the date of the question."""

    on_date: date
    days: int


@dataclass(frozen=True, slots=True)
class Adherence:
    """Everything that is shown of one patient's adherence.

    overall, weeks, days, by_kind, by_phase   count the nudges; each nudge is in each of them exactly once
    weeks                 from the first to the last week with a nudge, empty weeks between them included
    by_kind, by_phase     sorted by key
    check_ins             numbers from the weekly check-in, oldest first, kept apart: they are never mixed with answers to nudges
    check_ins_silent      check-ins that arrived and were not answered in time
    """

    overall: Counts
    weeks: tuple[Week, ...]
    days: tuple[Day, ...]
    by_kind: tuple[Group, ...]
    by_phase: tuple[Group, ...]
    check_ins: tuple[CheckIn, ...]
    check_ins_silent: int


def adherence(nudged: Iterable[Nudged], as_of: datetime) -> Adherence:
    """Count what became of these nudges as known at the instant `as_of` (UTC).

    The order of the nudges does not matter. Raises InstantWithoutZone for an instant without a zone.
    """
    everything = tuple(nudged)
    check_ins = [one for one in everything if one.question == "days_0_7"]
    judged = [(one, outcome_of(one, as_of)) for one in everything if one.question != "days_0_7"]
    return Adherence(
        overall=_count(outcome for _, outcome in judged),
        weeks=tuple(_weeks(judged)),
        days=tuple(Day(on, _of_day(counts), counts) for on, counts in _by(judged, lambda one: one.on_date)),
        by_kind=tuple(Group(key, counts) for key, counts in _by(judged, lambda one: one.kind)),
        by_phase=tuple(Group(key, counts) for key, counts in _by(judged, lambda one: one.phase)),
        check_ins=tuple(
            CheckIn(on, days)
            for on, days in sorted((one.on_date, one.days) for one in check_ins if one.days is not None)
        ),
        check_ins_silent=sum(outcome_of(one, as_of) is Outcome.SILENT for one in check_ins),
    )


def outcome_of(one: Nudged, as_of: datetime) -> Outcome:
    """What became of one nudge at the instant `as_of`; a check-in with a number counts as done, for it was answered."""
    if as_of.tzinfo is None or (one.answerable_until is not None and one.answerable_until.tzinfo is None):
        raise InstantWithoutZone("as_of and answerable_until need a zone: give aware datetimes in UTC")
    if one.delivery == "skipped" or not one.asked or one.question == "none":
        # A failed nudge that would not have asked is still worth seeing: the patient never got it.
        return Outcome.NOT_DELIVERED if one.delivery == "not_delivered" else Outcome.NOT_ASKED
    if one.answer is not None or one.days is not None:
        # An answer proves arrival better than any receipt does.
        return OF_ANSWER[one.answer] if one.answer is not None else Outcome.DONE
    if one.delivery == "not_delivered":
        return Outcome.NOT_DELIVERED
    expired = one.answerable_until is not None and as_of >= one.answerable_until
    return Outcome.SILENT if expired and one.delivery != "waiting" else Outcome.OPEN


def _count(outcomes: Iterable[Outcome]) -> Counts:
    return Counts(**{outcome.value: number for outcome, number in Counter(outcomes).items()})


def _by(judged: Iterable[tuple[Nudged, Outcome]], key: Callable[[Nudged], K]) -> list[tuple[K, Counts]]:
    found: dict[K, list[Outcome]] = {}
    for one, outcome in judged:
        found.setdefault(key(one), []).append(outcome)
    return [(each, _count(found[each])) for each in sorted(found)]


def _weeks(judged: Iterable[tuple[Nudged, Outcome]]) -> Iterator[Week]:
    found = dict(_by(judged, lambda one: one.on_date - timedelta(days=one.on_date.weekday())))
    if not found:
        return
    monday, last = min(found), max(found)
    while monday < last:
        yield Week(monday, found.get(monday, Counts()))
        monday += WEEK
    yield Week(last, found[last])


def _of_day(counts: Counts) -> Outcome:
    """One outcome for a day of several nudges: answers that differ make "partly"; without any, what is known best."""
    if counts.answered:
        alike = (Outcome.DONE, Outcome.PARTLY, Outcome.NOT_DONE)
        return next((each for each in alike if counts.of(each) == counts.answered), Outcome.PARTLY)
    known_best_first = (Outcome.OPEN, Outcome.SILENT, Outcome.NOT_DELIVERED, Outcome.NOT_ASKED)
    return next(each for each in known_best_first if counts.of(each))
