"""Whether the parts of a plan fit together: windows within their day, a text for every nudge, education never by SMS."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Final

from coaching.core.programme import Nudge, Programme
from coaching.core.toml_tables import Table, duration_words

NOON: Final = time(12)


def check_plan(root: Table, programme: Programme) -> None:
    """Note what is wrong in a plan whose fields are all right by themselves, and which has its education."""
    for table, nudge in zip(root.tables("nudge"), programme.nudges, strict=True):
        _check_window(table, nudge, programme)
        if programme.kind(nudge.kind).purpose == "education":
            _check_education(table, nudge, programme)
        else:
            _check_texts(table, nudge, programme)
    for table, text in zip(root.tables("text"), programme.texts, strict=True):
        if programme.kind(text.kind).purpose == "education":
            problem = f"'{text.kind}' is for reading, which has no texts of one SMS"
            table.note("kind", problem, "Write an [[item]] in education.<language>.toml instead.")


def _check_window(table: Table, nudge: Nudge, programme: Programme) -> None:
    """Its window is all on the day that it belongs to."""
    at = programme.slot(nudge.slot).time if nudge.slot else nudge.at or NOON
    due = timedelta(hours=at.hour, minutes=at.minute)
    if due < nudge.window or due + nudge.window >= timedelta(days=1):
        problem = f"{duration_words(nudge.window)} around {at:%H:%M} is not all on one day"
        table.note("window", problem, "Make it shorter.")


def _check_texts(table: Table, nudge: Nudge, programme: Programme) -> None:
    if not programme.texts_for(nudge):
        problem = f"no text of kind '{nudge.kind}' fits the phase '{nudge.phase}'"
        table.note("kind", problem, "Add a [[text]] of that kind for that phase, or without a phase.")


def _check_education(table: Table, nudge: Nudge, programme: Programme) -> None:
    """There is something to read, it goes by email, and it asks nothing."""
    if not programme.education_until(nudge.phase):
        problem = f"there is nothing to read up to the phase '{nudge.phase}'"
        table.note("kind", problem, "Write an [[item]] in education.<language>.toml for that phase or one before it.")
    if nudge.channels != ("email",):
        field = "channels" if table.has("channels") else None
        table.note(field, "what is to be read never goes by SMS", 'Write channels = ["email"].')
    if nudge.asks != "none":
        table.note("asks", "what is to be read asks nothing", "Take this line away.")
