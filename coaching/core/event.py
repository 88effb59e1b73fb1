"""What an event is: a fact about an enrolment with the instant at which it was recorded."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from coaching.core.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened. ``after`` says what it makes of the situation before it."""

    kind: ClassVar[str] = ""
    recorded_at: datetime

    def after(self, situation: Situation) -> Situation:
        """The situation once this has happened."""
        raise NotImplementedError(type(self).__name__)
