"""What commands have in common: options that name themselves when they are wrong, instants and JSON as they are printed."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final

from django.core.management.base import CommandError

EARLIEST: Final = date(2000, 1, 1)
LATEST: Final = date(2100, 1, 1)
WRONG_ARGUMENT: Final = 2


def refused(sentence: str) -> CommandError:
    """The error for an argument that cannot be used: its sentence goes to stderr, the exit code is 2."""
    return CommandError(sentence, returncode=WRONG_ARGUMENT)


def date_of(text: str, option: str) -> date:
    """The local date that was written as YYYY-MM-DD. Raises ``CommandError``."""
    try:
        on_date = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  (a date has no zone)
    except ValueError:
        raise refused(f"{option}: {text!r} is no date; write year, month and day, as in 2026-04-27.") from None
    if not EARLIEST <= on_date <= LATEST:
        raise refused(f"{option}: {text} is too far away; write a date from {EARLIEST} to {LATEST}.")
    return on_date


def whole_number(text: str, option: str, least: int, most: int) -> int:
    """The number, both bounds included. Raises ``CommandError``."""
    if not text.isascii() or not text.isdigit() or not least <= int(text[:12]) <= most:
        raise refused(f"{option}: {text!r} cannot be used; write a whole number from {least} to {most}.")
    return int(text)


def instant_words(at: datetime) -> str:
    """An instant as programs read it: UTC, whole seconds, Z."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def as_line(values: Mapping[str, object]) -> str:
    """One JSON object on one line."""
    return json.dumps(values, ensure_ascii=False)
