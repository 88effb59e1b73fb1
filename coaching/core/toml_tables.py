"""Reading one TOML file strictly: every wrong field becomes a finding with its line, and reading goes on.

A `Table` hands out values of the right type. Where a field is missing or wrong it notes a finding and hands out a
stand-in of that type, so that all mistakes of a file are found in one go; whoever asked looks at the findings first.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any, Final

from coaching.core.findings import Finding, known_ones
from coaching.core.toml_lines import Lines, Path, locate

LARGEST_FILE: Final = 500_000
"""Characters. A programme of ten times our texts stays far below; more is not a programme."""

LONGEST_KEY: Final = 60
LONGEST_QUOTE: Final = 40
"""Characters of a wrong value that a finding repeats."""

_KEY: Final = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_CLOCK: Final = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_DURATION: Final = re.compile(r"(\d{1,4}) (min|h|d)")
_UNIT: Final = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
_LINE_IN_ERROR: Final = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class TomlFile:
    """One file that is valid TOML, and the list where its findings gather."""

    name: str
    lines: Lines
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file, at `path`."""

    file: TomlFile
    path: Path
    values: dict[str, Any]

    def note(self, key: str | None, problem: str, mend: str, *, line: int = 1) -> None:
        """Note an error in that field, or in the whole table; `line` counts within a text of several lines."""
        path = self.path if key is None else (*self.path, key)
        at = self.file.lines.inside(path, line)
        self.file.findings.append(Finding(self.file.name, at, written(path), problem, mend))

    def only(self, *known: str) -> None:
        """Note every field that is not one of the known ones."""
        for key in self.values:
            if key not in known:
                self.note(key, f"'{key}' is not a field here", known_ones(key, known))

    def has(self, key: str) -> bool:
        return key in self.values

    def text(self, key: str, *, longest: int = 200) -> str:
        """A text of one line, not empty."""
        value = self._required(key, str, "a text, between double quotes")
        if value is None:
            return ""
        if not value.strip() or value != value.strip() or not value.isprintable() or len(value) > longest:
            self.note(
                key,
                f"not a text of 1 to {longest} plain characters on one line",
                "Write it on one line, without a space at either end.",
            )
        return str(value)

    def key(self, key: str = "key") -> str:
        """A key by which other things refer to this one."""
        value = self._required(key, str, "a key, between double quotes")
        if value is not None and (not _KEY.fullmatch(value) or len(value) > LONGEST_KEY):
            self.note(
                key,
                f"'{_short(value)}' is not a key",
                "Use small letters and digits, joined by '-' or '_', at most 60 in all: as \"calm-walk\".",
            )
        return value or ""

    def choice(self, key: str, known: Iterable[str], default: str | None = None) -> str:
        """One of the known words."""
        if default is not None and key not in self.values:
            return default
        value = self._required(key, str, "one of the known words, between double quotes")
        if value is not None and value not in set(known):
            self.note(key, f"'{_short(value)}' is not known", known_ones(value, known))
        return value or ""

    def choices(self, key: str, known: Sequence[str]) -> tuple[str, ...]:
        """Some of the known words, each once, in the order of the file; all of them when the field is left out."""
        if key not in self.values:
            return tuple(known)
        listed = self._required(key, list, f"a list of some of: {', '.join(known)}") or []
        wrong = [value for value in listed if value not in known]
        for value in wrong:
            self.note(key, f"'{_short(value)}' is not known", known_ones(str(value), known))
        if not wrong and (len(set(listed)) != len(listed) or not listed):
            self.note(key, "a list with a word twice, or an empty one", "Write each once, or leave the field out.")
        return tuple(value for value in listed if value in known)

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number within bounds."""
        if default is not None and key not in self.values:
            return default
        value = self._required(key, int, f"a whole number from {low} to {high}")
        if value is not None and not low <= value <= high:
            self.note(key, f"{_short(value)} is not between {low} and {high}", f"Choose a number from {low} to {high}.")
        return low if value is None else int(value)

    def flag(self, key: str) -> bool:
        """True or false; false when left out."""
        return bool(self._required(key, bool, "true or false")) if key in self.values else False

    def clock(self, key: str) -> time:
        """A wall clock time, as "18:30"."""
        value = self._required(key, str, 'a time as "18:30", between double quotes')
        if value is None:
            return time(12)
        if not _CLOCK.fullmatch(value):
            self.note(
                key, f"'{_short(value)}' is not a time", 'Write hours and minutes of the 24-hour clock, as "18:30".'
            )
            return time(12)
        return time.fromisoformat(value)

    def duration(self, key: str, longest: timedelta, shortest: timedelta = timedelta(0)) -> timedelta:
        """A length of time, as "90 min", "4 h" or "2 d"."""
        value = self._required(key, str, 'a length of time as "90 min", between double quotes')
        if value is None:
            return shortest
        match = _DURATION.fullmatch(value)
        if match is None:
            self.note(key, f"'{_short(value)}' is not a length of time", 'Write it as "90 min", "4 h" or "2 d".')
            return shortest
        length = int(match[1]) * _UNIT[match[2]]
        if not shortest <= length <= longest:
            bounds = f"from {duration_words(shortest)} to {duration_words(longest)}"
            self.note(key, f"'{value}' is not possible here", f"Choose a length {bounds}.")
            return shortest
        return length

    def tables(self, key: str) -> list[Table]:
        """The tables of an array, as of every [[phase]]; at least one."""
        listed = self.values.get(key)
        if not isinstance(listed, list) or not listed or not all(isinstance(entry, dict) for entry in listed):
            self.note(key, f"there is no [[{key}]]", f"Write one [[{key}]] for each.")
            return []
        return [Table(self.file, (*self.path, key, index), entry) for index, entry in enumerate(listed)]

    def table(self, key: str) -> Table:
        """The table of that name; an empty one, with a finding, when there is none."""
        value = self._required(key, dict, f"a table: write [{key}] above its fields")
        return Table(self.file, (*self.path, key), value or {})

    def _required(self, key: str, kind: type, what: str) -> Any:  # noqa: ANN401 — the caller's `kind` is the type
        value = self.values.get(key)
        if value is None:
            self.note(key, f"'{key}' is missing", f"Add it: {what}.")
        elif not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.note(key, f"{_short(value)} is not what stands here", f"Write {what}.")
            return None
        return value


def parse(name: str, source: str, findings: list[Finding]) -> Table | None:
    """The whole file as a table; None, with a finding, when it is no TOML."""
    try:
        source.encode()
        values = tomllib.loads(source) if len(source) <= LARGEST_FILE else None
    except RecursionError:
        findings.append(Finding(name, 1, "", "values are nested too deep", "Keep to the tables of the format."))
    except UnicodeEncodeError as error:
        line = source.count("\n", 0, error.start) + 1
        findings.append(Finding(name, line, "", "a character that is none (half a surrogate pair)", "Write it again."))
    except ValueError as error:
        findings.append(_no_toml(name, source, str(error)))
    else:
        if values is not None:
            return Table(TomlFile(name, locate(source), findings), (), values)
        problem = f"longer than {LARGEST_FILE} characters"
        findings.append(Finding(name, 1, "", problem, "Split it into two programmes."))
    return None


def _no_toml(name: str, source: str, words: str) -> Finding:
    """`tomllib`'s own words, with the line in its place and a mend for the commonest mistakes."""
    match = _LINE_IN_ERROR.search(words)
    line = int(match[1]) if match and match[1] else source.count("\n") + 1 if match else 1
    words = _LINE_IN_ERROR.sub("", words)
    if "Cannot overwrite" in words or "Cannot declare" in words:
        return Finding(name, line, "", "this key or table stands there twice", "Keep one of the two.")
    mend = "Mend this line or the one before it: texts stand between double quotes, lists between square brackets."
    return Finding(name, line, "", f"this is not TOML: {words[:1].lower()}{words[1:]}", mend)


def written(path: Path) -> str:
    """A path as people read it; tables of an array are counted from 1."""
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).removeprefix(".")


def duration_words(length: timedelta) -> str:
    """A length as it is written in the files, in the largest unit that fits."""
    for unit, size in reversed(_UNIT.items()):
        if length >= size and not length % size:
            return f"{length // size} {unit}"
    return "0 min"


def _short(value: object) -> str:
    words = str(value).replace("\n", " ")
    return words if len(words) <= LONGEST_QUOTE else f"{words[: LONGEST_QUOTE - 1]}…"
