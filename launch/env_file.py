"""Read ``.env``: NAME=value, one a line. Small and strict, so that a slip is seen and not guessed at."""

import re
from pathlib import Path

from launch.problems import CannotStart

LINE = re.compile(r"(?:export\s+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?P<value>.*)")


def read_env_file(file: Path) -> dict[str, str]:
    """Return the names and values in ``file``; {} when there is none. Raises :class:`CannotStart` naming file and line."""
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as problem:
        raise CannotStart(f"{file} cannot be read ({problem}): make it a text file in UTF-8, or remove it.") from None
    values: dict[str, str] = {}
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        found = LINE.fullmatch(line)
        if found is None:
            raise CannotStart(f"{file}:{number}: this is no NAME=value: mend the line, or put a # before it.")
        values[found["name"]] = _value(found["value"], f"{file}:{number}")
    return values


def _value(source: str, where: str) -> str:
    """A quoted value is taken as it stands between the quotes; an unquoted one ends before `` #``."""
    if source[:1] not in {"'", '"'}:
        return re.split(r"\s+#", source, maxsplit=1)[0].strip()
    value, closed, rest = source[1:].partition(source[0])
    if not closed:
        raise CannotStart(f"{where}: the quote {source[0]} is never closed: close it at the end of the value.")
    if rest.strip() and not rest.strip().startswith("#"):
        raise CannotStart(f"{where}: something follows the closing quote: remove it, or put a # before it.")
    return value
