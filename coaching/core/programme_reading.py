"""From tables to a programme: what each table of the files may hold, and whether its parts fit together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final, get_args

from coaching.core.programme import (
    Exercise,
    Kind,
    Language,
    Phase,
    Programme,
    Purpose,
    Slot,
    Text,
    Words,
    words,
)
from coaching.core.programme_nudges import MOST_WEEKS, Known, one_of, read_nudge
from coaching.core.toml_tables import Table

LANGUAGE_LETTERS: Final = 2
PURPOSES: Final[tuple[Purpose, ...]] = get_args(Purpose)

SHORTEST_EXPIRY: Final = timedelta(minutes=5)
LONGEST_EXPIRY: Final = timedelta(days=14)
MOST_A_DAY: Final = 2
"""More unasked messages on a day than this make people opt out."""
MOST_A_WEEK: Final = 14
DEFAULT_MOST_A_WEEK: Final = 7


def _languages(root: Table) -> tuple[Language, ...]:
    """The languages of the programme, the main one first."""
    listed = root.values.get("languages")
    good = [code for code in listed if _is_language(code)] if isinstance(listed, list) else []
    if not good or not isinstance(listed, list) or len(good) != len(listed) or len(set(good)) != len(good):
        root.note(
            "languages", "no list of different two-letter languages", 'Write it as ["nl", "en"], the main one first.'
        )
    return tuple(dict.fromkeys(good))


def _is_language(code: object) -> bool:
    return (
        isinstance(code, str) and len(code) == LANGUAGE_LETTERS and code.isascii() and code.isalpha() and code.islower()
    )


def read_plan(root: Table) -> Programme:
    """Everything of programme.toml: a programme whose texts have no bodies yet, and which has no system texts.

    Findings are noted in the table's file; where there are any, the programme has stand-ins in their places.
    """
    root.only(
        "key",
        "languages",
        "name",
        "daily_cap",
        "weekly_cap",
        "most_a_week",
        "phase",
        "slot",
        "kind",
        "exercise",
        "nudge",
        "text",
    )
    listed = {name: root.tables(name) for name in ("phase", "slot", "kind", "nudge", "text")}
    keys = {name: _unique(tables, "id" if name == "text" else "key") for name, tables in listed.items()}
    listed["exercise"] = root.tables("exercise") if root.has("exercise") else []
    keys["exercise"] = _unique(listed["exercise"], "key")
    known = Known(_languages(root), keys["phase"], keys["slot"], keys["kind"], keys["exercise"])
    return Programme(
        key=root.key(),
        name=_words(root, "name", known),
        languages=known.languages,
        phases=tuple(_phase(table, known) for table in listed["phase"]),
        slots=tuple(_slot(table, known) for table in listed["slot"]),
        kinds=tuple(_kind(table, known) for table in listed["kind"]),
        exercises_named=tuple(_exercise(table, known) for table in listed["exercise"]),
        nudges=tuple(read_nudge(table, known) for table in listed["nudge"]),
        texts=tuple(_text(table, known) for table in listed["text"]),
        system_texts={},
        daily_cap=root.whole("daily_cap", 1, MOST_A_DAY, default=1),
        weekly_cap=root.whole("weekly_cap", 1, MOST_A_WEEK) if root.has("weekly_cap") else None,
        most_a_week=root.whole("most_a_week", 1, MOST_A_WEEK, default=DEFAULT_MOST_A_WEEK),
    )


def _unique(tables: Iterable[Table], field: str) -> tuple[str, ...]:
    """The keys of these tables; a second one of the same key is noted."""
    first: dict[str, Table] = {}
    for table in tables:
        key = table.values.get(field)
        if isinstance(key, str) and first.setdefault(key, table) is not table:
            line = table.file.lines.of((*first[key].path, field))
            table.note(field, f"'{key}' stands at line {line} as well", "Give each its own; never reuse an old one.")
    return tuple(first)


def _words(table: Table, field: str, known: Known) -> Words:
    """The same words in each language of the programme."""
    inner = table.table(field)
    if not table.has(field) or not known.languages:
        return words(dict.fromkeys(known.languages, ""))
    inner.only(*known.languages)
    return words({language: inner.text(language) for language in known.languages})


def _phase(table: Table, known: Known) -> Phase:
    table.only("key", "weeks", "staff_name", "patient_name")
    return Phase(
        key=table.key(),
        weeks=table.whole("weeks", 1, MOST_WEEKS),
        staff_name=_words(table, "staff_name", known),
        patient_name=_words(table, "patient_name", known),
    )


def _slot(table: Table, known: Known) -> Slot:
    table.only("key", "name", "time")
    return Slot(key=table.key(), name=_words(table, "name", known), time=table.clock("time"))


def _kind(table: Table, known: Known) -> Kind:
    table.only("key", "name", "purpose", "expires_after")
    return Kind(
        key=table.key(),
        name=_words(table, "name", known),
        purpose=one_of(PURPOSES, table.choice("purpose", PURPOSES)),
        expires_after=table.duration("expires_after", LONGEST_EXPIRY, shortest=SHORTEST_EXPIRY),
    )


def _exercise(table: Table, known: Known) -> Exercise:
    table.only("key", "name")
    return Exercise(key=table.key(), name=_words(table, "name", known))


def _ticked(table: Table, known: Known) -> str:
    """One of the exercises that have names; any key where none has."""
    return table.choice("exercise", known.exercises) if known.exercises else table.key("exercise")


def _text(table: Table, known: Known) -> Text:
    table.only("id", "kind", "phase", "exercise", "steps_up", "technique")
    return Text(
        id=table.key("id"),
        kind=table.choice("kind", known.kinds),
        phase=table.choice("phase", known.phases) if table.has("phase") else None,
        bodies={},
        exercise=_ticked(table, known) if table.has("exercise") else None,
        steps_up=table.flag("steps_up"),
        technique=table.text("technique", longest=60) if table.has("technique") else None,
    )
