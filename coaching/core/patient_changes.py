"""Events by which the patient's own wishes and whereabouts change, and the one that says that something came in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import ClassVar, Literal

from coaching.core.event import Event
from coaching.core.programme import Dose
from coaching.core.situation import Channel, Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesChanged(Event):
    """The patient's own times, by slot key; a slot that is not named has the programme's time."""

    kind: ClassVar[str] = "times_changed"
    own_times: Mapping[str, time]

    def after(self, situation: Situation) -> Situation:
        """The new times replace all earlier ones."""
        return replace(situation, own_times=self.own_times)


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysOffChanged(Event):
    """The ISO weekdays that the patient keeps free from now on."""

    kind: ClassVar[str] = "days_off_changed"
    days_off: frozenset[int]

    def after(self, situation: Situation) -> Situation:
        """They replace the earlier ones."""
        return replace(situation, days_off=self.days_off)


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneChanged(Event):
    """The patient is somewhere else: from now on their wall clock is that of another zone."""

    kind: ClassVar[str] = "zone_changed"
    zone: str

    def after(self, situation: Situation) -> Situation:
        """Every later date and time is meant there."""
        return replace(situation, zone=self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageChanged(Event):
    """The language in which the patient reads from now on."""

    kind: ClassVar[str] = "language_changed"
    language: str

    def after(self, situation: Situation) -> Situation:
        """That language."""
        return replace(situation, language=self.language)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelsChanged(Event):
    """How the patient wants to be reached from now on, in order of preference."""

    kind: ClassVar[str] = "channels_changed"
    channels: tuple[Channel, ...]

    def after(self, situation: Situation) -> Situation:
        """They replace the earlier ones; an opt-out stays."""
        return replace(situation, channels=self.channels)


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkPlanChanged(Event):
    """The clinician's walking plan: minutes of a walk week by week from a day on; the last week's go on.

    ``steps_up`` switches progression on. Without it the first week's minutes stay, and no text asks for a step more.
    One step back after a flare is a new plan.
    """

    kind: ClassVar[str] = "walk_plan_changed"
    minutes: tuple[int, ...]
    from_on: date
    steps_up: bool

    def after(self, situation: Situation) -> Situation:
        """It replaces the earlier one."""
        return replace(situation, walk_plan=self.minutes, walk_plan_from_on=self.from_on, steps_up=self.steps_up)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseChanged(Event):
    """Another dose was chosen, or the patient asked for less (MINDER) or more (MEER)."""

    kind: ClassVar[str] = "dose_changed"
    to: Dose | Literal["less", "more"]

    def after(self, situation: Situation) -> Situation:
        """Less and more are steps from the dose that was chosen last; choosing one forgets them."""
        if self.to == "less" or self.to == "more":  # noqa: PLR1714  (so that the types know which of them it is)
            return replace(situation, dose_steps=(*situation.dose_steps, self.to))
        return replace(situation, dose=self.to, dose_steps=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard(Event):
    """Something came in from the patient: whatever it was, they are not silent."""

    kind: ClassVar[str] = "heard"

    def after(self, situation: Situation) -> Situation:
        """What was asked before is no silence any more."""
        return replace(situation, heard_at=self.recorded_at)
