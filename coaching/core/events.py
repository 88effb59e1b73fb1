"""What happened to an enrolment: events, each a fact with the instant at which it was recorded.

The plan follows from the events and from nothing else. Folding them in the order of their recording gives the
:class:`Situation` that a rule looks at; folding only those up to an instant gives what was known then.

``recorded_at`` is an instant in UTC, a ``_on`` a date in the patient's zone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any, ClassVar, Final

from coaching.core.event import Event
from coaching.core.event_details import details_of, read_details
from coaching.core.patient_changes import (
    ChannelsChanged,
    DaysOffChanged,
    DoseChanged,
    Heard,
    LanguageChanged,
    TimesChanged,
    WalkPlanChanged,
    ZoneChanged,
)
from coaching.core.programme import Dose
from coaching.core.situation import FOREVER, Channel, Pause, Situation

__all__ = [
    "FOREVER", "KINDS", "Channel", "ChannelsChanged", "Confirmed", "DaysOffChanged", "DoseChanged", "Ended", "Enrolled",
    "Event", "Heard", "LanguageChanged", "NotEnrolled", "NudgeCalledOff", "OptedIn", "OptedOut", "Pause", "Paused",
    "PhaseChanged", "Resumed", "Situation", "TimesChanged", "WalkPlanChanged", "ZoneChanged", "details_of", "event_from", "situations",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled(Event):
    """The clinician enrolled the patient. ``seed`` makes what is random-looking the same every time.

    ``channels`` in order of preference; ``own_times`` by slot key; ``days_off`` ISO weekdays; ``walk_minutes`` the
    length of a walk in the patient's plan.
    """

    kind: ClassVar[str] = "enrolled"
    seed: str
    start_on: date
    phase: str
    zone: str
    language: str
    channels: tuple[Channel, ...]
    own_times: Mapping[str, time] = field(default_factory=lambda: MappingProxyType({}))
    days_off: frozenset[int] = frozenset()
    exercises: frozenset[str] = frozenset()
    walk_minutes: int = 10
    steps_up: bool = False
    dose: Dose = "programme"

    def situation(self) -> Situation:
        """How things stand right after the enrolment."""
        return Situation(
            seed=self.seed,
            started_on=self.start_on,
            phases=((self.start_on, self.phase),),
            zone=self.zone,
            language=self.language,
            channels=self.channels,
            own_times=self.own_times,
            days_off=self.days_off,
            exercises=self.exercises,
            walk_minutes=self.walk_minutes,
            steps_up=self.steps_up,
            dose=self.dose,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed(Event):
    """The patient said yes to the opt-in text (double opt-in)."""

    kind: ClassVar[str] = "confirmed"

    def after(self, situation: Situation) -> Situation:
        """The first yes counts; a later one changes nothing but that the patient was heard."""
        return replace(situation, confirmed_at=situation.confirmed_at or self.recorded_at, heard_at=self.recorded_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseChanged(Event):
    """A clinician moved the patient to another phase from a day on."""

    kind: ClassVar[str] = "phase_changed"
    phase: str
    from_on: date

    def after(self, situation: Situation) -> Situation:
        """Later beginnings that were recorded earlier are overruled."""
        kept = tuple(entry for entry in situation.phases if entry[0] < self.from_on)
        return replace(situation, phases=(*kept, (self.from_on, self.phase)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused(Event):
    """No coaching from the first to the last day; without a last day until it is resumed."""

    kind: ClassVar[str] = "paused"
    from_on: date
    until_on: date = FOREVER

    def after(self, situation: Situation) -> Situation:
        """One more pause."""
        return replace(situation, pauses=(*situation.pauses, Pause(self.from_on, self.until_on)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(Event):
    """Coaching goes on from a day on."""

    kind: ClassVar[str] = "resumed"
    from_on: date

    def after(self, situation: Situation) -> Situation:
        """Every pause ends on the day before; what was paused stays paused."""
        end = self.from_on - timedelta(days=1)
        cut = (Pause(pause.first_on, min(pause.last_on, end)) for pause in situation.pauses)
        return replace(situation, pauses=tuple(pause for pause in cut if pause.first_on <= pause.last_on))


@dataclass(frozen=True, slots=True, kw_only=True)
class OptedOut(Event):
    """The patient wants nothing more over a channel."""

    kind: ClassVar[str] = "opted_out"
    channel: Channel

    def after(self, situation: Situation) -> Situation:
        """Nothing more over that channel."""
        return replace(situation, opted_out=situation.opted_out | {self.channel})


@dataclass(frozen=True, slots=True, kw_only=True)
class OptedIn(Event):
    """The patient wants messages over a channel again (START)."""

    kind: ClassVar[str] = "opted_in"
    channel: Channel

    def after(self, situation: Situation) -> Situation:
        """That channel may be used again."""
        return replace(situation, opted_out=situation.opted_out - {self.channel})


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeCalledOff(Event):
    """A clinician skips one nudge on one day."""

    kind: ClassVar[str] = "nudge_called_off"
    nudge: str
    on_date: date

    def after(self, situation: Situation) -> Situation:
        """That nudge is not for that day."""
        return replace(situation, called_off=situation.called_off | {(self.nudge, self.on_date)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended(Event):
    """The enrolment is over."""

    kind: ClassVar[str] = "ended"

    def after(self, situation: Situation) -> Situation:
        """Over from this instant on."""
        return replace(situation, ended_at=situation.ended_at or self.recorded_at)


class NotEnrolled(ValueError):
    """The events do not begin with an enrolment."""


def situations(events: Iterable[Event]) -> list[tuple[datetime, Situation]]:
    """How things stood from each event on, oldest first. Raises :class:`NotEnrolled`."""
    ordered = _in_order(events)
    if not ordered:
        return []
    first = ordered[0]
    if not isinstance(first, Enrolled):
        raise NotEnrolled("the first event of an enrolment must be its enrolment")
    standing = first.situation()
    result = [(first.recorded_at, standing)]
    for event in ordered[1:]:
        standing = event.after(standing)
        result.append((event.recorded_at, standing))
    return result


def _in_order(events: Iterable[Event]) -> list[Event]:
    """By the time of recording, and in one and the same order where times are equal, however the events are given."""
    ordered = sorted(events, key=_place)
    if len({_place(event) for event in ordered}) < len(ordered):
        ordered.sort(key=lambda event: (*_place(event), repr(details_of(event))))
    return ordered


def _place(event: Event) -> tuple[datetime, int]:
    return event.recorded_at, _RANK[event.kind]


KINDS: Final[Mapping[str, type[Event]]] = MappingProxyType(
    {
        kind.kind: kind
        for kind in (
            Enrolled, Confirmed, PhaseChanged, Resumed, Paused, TimesChanged, DaysOffChanged, ZoneChanged,
            LanguageChanged, ChannelsChanged, WalkPlanChanged, DoseChanged, Heard, NudgeCalledOff, OptedIn, OptedOut, Ended,
        )
    }
)  # fmt: skip
"""Every kind of event. Of two at the same instant the later one here comes last: a STOP wins over a START."""
_RANK: Final[Mapping[str, int]] = MappingProxyType({kind: rank for rank, kind in enumerate(KINDS)})


def event_from(kind: str, recorded_at: datetime, details: Mapping[str, Any]) -> Event:
    """The event again. Raises ``KeyError`` for a kind that is not in ``KINDS``."""
    return KINDS[kind](recorded_at=recorded_at, **read_details(details))
