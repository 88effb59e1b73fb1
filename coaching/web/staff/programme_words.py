"""The words that a clinic's programmes have for their phases and kinds."""

from dataclasses import dataclass
from typing import Self

from coaching.core.programme import Programme
from coaching.models import Clinic, ProgrammeVersion
from coaching.web.words import say


@dataclass(frozen=True, slots=True)
class ProgrammeWords:
    """The programmes in force, by key, to name what a row only knows by its key."""

    programmes: dict[str, Programme]

    @classmethod
    def of(cls, clinic: Clinic) -> Self:
        """Those of the clinic; a version is parsed once a process."""
        latest: dict[str, ProgrammeVersion] = {}
        for version in ProgrammeVersion.objects.filter(clinic=clinic).select_related("programme").order_by("number"):
            latest[version.programme.key] = version
        return cls({key: version.value() for key, version in latest.items()})

    def kind(self, key: str) -> str:
        """The kind's name in the reader's language; a kind that no programme has any more, by its key."""
        names = (kind.name for one in self.programmes.values() for kind in one.kinds if kind.key == key)
        return say(next(names, {"": key.replace("_", " ")}))

    def phase(self, key: str) -> str:
        """The name of a phase for staff."""
        names = (phase.staff_name for one in self.programmes.values() for phase in one.phases if phase.key == key)
        return say(next(names, {"": key.replace("_", " ")}))
