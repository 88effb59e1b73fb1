"""Where in a TOML file a value stands: `tomllib` reads values but keeps no lines.

One pass over the tokens of a file that `tomllib` has already accepted, so nothing is checked here: table headers are
counted, keys are noted, and what stands inside strings, arrays and inline tables is passed over.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

Path = tuple[str | int, ...]
"""The way to a value, as ("nudge", 2, "weekdays"): keys, and the number of a table in its array."""

_TOKEN: Final = re.compile(
    r'''"""(?:\\.|[^\\])*?"""(?:"{0,2})|\'\'\'.*?\'\'\'(?:'{0,2})'''  # strings over several lines
    r"""|"(?:\\.|[^"\\])*"|'[^'\n]*\'"""  # strings on one line
    r"""|\#[^\n]*|\n|[\[\]{}=]|[^\S\n]+|[^\s\[\]{}="'\#]+""",
    re.DOTALL,
)


@dataclass(slots=True)
class Lines:
    """The lines of one file, counted from 1."""

    at: dict[Path, int] = field(default_factory=dict)
    block_at: dict[Path, int] = field(default_factory=dict)

    def of(self, path: Path) -> int:
        """The line of that value, or of the nearest thing around it that has a line of its own."""
        while path and path not in self.at:
            path = path[:-1]
        return self.at.get(path, 1)

    def inside(self, path: Path, line: int) -> int:
        """The file's line of the given line (from 1) of a text; a text written on one line has only that one."""
        return self.block_at[path] + line - 1 if path in self.block_at else self.of(path)


def locate(source: str) -> Lines:
    """Find the line of every key and table. The source must be valid TOML."""
    lines, table, tables = Lines(), Path(), Counter[Path]()
    for number, statement in _statements(source):
        if statement[0] == "[":
            table = _table(statement, tables)
            lines.at.setdefault(table, number)
            continue
        equals = statement.index("=")
        path = table + _key("".join(statement[:equals]))
        lines.at.setdefault(path, number)
        value = next(part for part in statement[equals + 1 :] if part.strip())
        if value.startswith(('"""', "'''")):
            lines.block_at[path] = number + (value[3:4] == "\n")
    return lines


def _statements(source: str) -> Iterator[tuple[int, list[str]]]:
    """Each key with its value and each header, with its first line and without what stands around it."""
    number, started, depth, statement = 1, 1, 0, list[str]()
    for part in _TOKEN.findall(source.replace("\r\n", "\n") + "\n"):
        if part == "\n" and depth == 0 and statement:
            yield started, statement
            statement = []
        elif not part.startswith("#") and (statement or part.strip()):
            started = started if statement else number
            statement.append(part)
            depth += (part in "[{") - (part in "]}")
        number += part.count("\n")


def _table(header: list[str], tables: Counter[Path]) -> Path:
    """The path of a header; a header of an array's table starts the next one of them."""
    inner = "".join(header).strip().strip("[]")
    path = Path()
    keys = _key(inner)
    for depth, key in enumerate(keys):
        path = (*path, key)
        if depth == len(keys) - 1 and header[:2] == ["[", "["]:
            tables[path] += 1
        if path in tables:
            path = (*path, tables[path] - 1)
    return path


def _key(written: str) -> tuple[str, ...]:
    """The parts of a key as written: bare, quoted or dotted."""
    parts, value = list[str](), tomllib.loads(f"{written} = 0")
    while value:
        key, inner = next(iter(value.items()))
        parts.append(key)
        value = inner if isinstance(inner, dict) else {}
    return tuple(parts)
