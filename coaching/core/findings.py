"""What is wrong with a programme, said so that its author can mend it without asking anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final, Literal, Self

from coaching.core.dutch_findings import DUTCH

Severity = Literal["error", "warning"]


class Phrase(str):
    """English words that remember their pattern and what was put into it, so that a page can say them in Dutch."""

    __slots__ = ("pattern", "values")

    pattern: str
    values: Mapping[str, object]


def phrase(pattern: str, **values: object) -> Phrase:
    """The pattern with the values in place of their names, as `str.format` does it."""
    said = Phrase(pattern.format(**values))
    said.pattern, said.values = pattern, values
    return said


def in_language(words: str, language: str) -> str:
    """The same in Dutch where `language` is "nl" and the words are a phrase; otherwise as they are."""
    if language != "nl" or not isinstance(words, Phrase) or words.pattern not in DUTCH:
        return words
    values = {
        name: in_language(value, language) if isinstance(value, str) else value for name, value in words.values.items()
    }
    return DUTCH[words.pattern].format(**values)


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

    def in_language(self, language: str) -> Self:
        """The same finding for somebody who reads that language. What concerns files only stays English."""
        return replace(self, problem=in_language(self.problem, language), mend=in_language(self.mend, language))

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


def known_ones(wrong: str, known: Iterable[str]) -> Phrase:
    """The mend for a word that is not known: the nearest known one, and all of them where they are few."""
    choices = sorted(known)
    shown, beyond = ", ".join(choices[:MOST_LISTED]), len(choices) - MOST_LISTED
    nearest = next(iter(get_close_matches(wrong, choices, n=1, cutoff=0.6)), None)
    if not choices:
        return phrase("There are none.")
    if nearest is None:
        if beyond > 0:
            return phrase("Known: {shown} and {beyond} more.", shown=shown, beyond=beyond)
        return phrase("Known: {shown}.", shown=shown)
    if beyond > 0:
        return phrase("Did you mean '{nearest}'?", nearest=nearest)
    return phrase("Did you mean '{nearest}'? Known: {shown}.", nearest=nearest, shown=shown)
