"""What is wrong with a programme, said so that its author can mend it without asking anybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake or one piece of advice.

    file:  name of the file in the programme's folder.
    line:  counted from 1; 1 also when the whole file is meant.
    field: the place in the file's own words, as "nudge[3].weekdays"; "" when the whole file is meant.
    mend:  what the author can do about it, a full sentence.
    An error keeps the programme from being used, a warning does not.
    """

    file: str
    line: int
    field: str
    problem: str
    mend: str
    severity: Severity = "error"

    def __str__(self) -> str:
        """Read as compilers write it, so that editors jump to the line."""
        field = f"{self.field}: " if self.field else ""
        kind = "" if self.severity == "error" else "warning: "
        return f"{self.file}:{self.line}: {kind}{field}{self.problem}. {self.mend}"


class ProgrammeInvalid(ValueError):
    """The files are no programme. `findings` holds every mistake that was found, in the order of the files."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Keep all findings; the text of the error is their list."""
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


MOST_LISTED: Final = 16
"""Known words that a mend lists; of more than these it tells the nearest only."""


def known_ones(wrong: str, known: Iterable[str]) -> str:
    """The mend for a word that is not known: the nearest known one, and all of them where they are few."""
    choices = sorted(known)
    nearest = get_close_matches(wrong, choices, n=1, cutoff=0.6)
    shown = ", ".join(choices[:MOST_LISTED])
    if not choices:
        return "There are none."
    if len(choices) > MOST_LISTED:
        listed = "" if nearest else f"Known: {shown} and {len(choices) - MOST_LISTED} more."
    else:
        listed = f"Known: {shown}."
    return " ".join([f"Did you mean '{one}'?" for one in nearest] + [listed] * bool(listed))
