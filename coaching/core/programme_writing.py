"""The canonical files of a programme: one way to write each programme, so that files can be compared and kept in git.

Fields stand in a fixed order, those with their default value are left out, system texts follow the order of
`wording.SYSTEM_TEXTS`. Comments of the author are not part of a programme and are not kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import time, timedelta
from typing import Final

from coaching.core.programme import DOSES, EVERY_DAY, Kind, Language, Nudge, Phase, Programme, Slot, Text, Words
from coaching.core.programme_education import education_file, education_source
from coaching.core.programme_nudges import CHANNELS, DEFAULT_ON_HOLIDAY, DEFAULT_PRIORITY, WEEKDAYS
from coaching.core.programme_reading import DEFAULT_MOST_A_WEEK
from coaching.core.toml_tables import duration_words
from coaching.core.wording import SYSTEM_TEXTS

PLAN_FILE: Final = "programme.toml"
HEADING: Final = (
    "# Each field is explained in docs/writing-a-programme.md. check_programme --format puts this file in order.\n"
)

Field = str | int | bool | time | timedelta | tuple[str, ...] | Words | None


def words_file(language: Language) -> str:
    """The name of the file with that language's words."""
    return f"messages.{language}.toml"


def canonical_files(programme: Programme) -> dict[str, str]:
    """All files of the programme, by name, each with its source."""
    files = {PLAN_FILE: HEADING + _plan(programme)}
    for language in programme.languages:
        files[words_file(language)] = HEADING + _messages(programme, language)
    if programme.education:
        for language in programme.languages:
            files[education_file(language)] = HEADING + education_source(programme, language)
    return files


def _plan(programme: Programme) -> str:
    head: dict[str, Field] = {
        "key": programme.key,
        "languages": programme.languages,
        "name": programme.name,
        "daily_cap": programme.daily_cap,
        "weekly_cap": programme.weekly_cap,
        "most_a_week": None if programme.most_a_week == DEFAULT_MOST_A_WEEK else programme.most_a_week,
    }
    tables = [
        *(_table("phase", _phase(phase)) for phase in programme.phases),
        *(_table("slot", _slot(slot)) for slot in programme.slots),
        *(_table("kind", _kind(kind)) for kind in programme.kinds),
        *(_table("exercise", {"key": one.key, "name": one.name}) for one in programme.exercises_named),
        *(_table("nudge", _nudge(nudge)) for nudge in programme.nudges),
        *(_table("text", _text(text)) for text in programme.texts),
    ]
    return "\n".join(["", *_lines(head)]) + "\n" + "".join(tables)


def _phase(phase: Phase) -> dict[str, Field]:
    return {
        "key": phase.key,
        "weeks": phase.weeks,
        "staff_name": phase.staff_name,
        "patient_name": phase.patient_name,
    }


def _slot(slot: Slot) -> dict[str, Field]:
    return {"key": slot.key, "time": slot.time, "name": slot.name}


def _kind(kind: Kind) -> dict[str, Field]:
    return {"key": kind.key, "purpose": kind.purpose, "expires_after": kind.expires_after, "name": kind.name}


def _nudge(nudge: Nudge) -> dict[str, Field]:
    days = tuple(WEEKDAYS[day - 1] for day in sorted(nudge.weekdays))
    return {
        "key": nudge.key,
        "phase": nudge.phase,
        "kind": nudge.kind,
        "weekdays": None if nudge.weekdays == EVERY_DAY else days,
        "times_a_week": nudge.times_a_week,
        "slot": nudge.slot,
        "at": nudge.at,
        "window": nudge.window,
        "jitter": nudge.jitter,
        "first_week": None if nudge.first_week == 1 else nudge.first_week,
        "last_week": nudge.last_week,
        "priority": None if nudge.priority == DEFAULT_PRIORITY else nudge.priority,
        "channels": None if nudge.channels == CHANNELS else nudge.channels,
        "asks": None if nudge.asks == "none" else nudge.asks,
        "on_holiday": None if nudge.on_holiday == DEFAULT_ON_HOLIDAY else nudge.on_holiday,
        "doses": None if nudge.doses == DOSES else nudge.doses,
    }


def _text(text: Text) -> dict[str, Field]:
    return {
        "id": text.id,
        "phase": text.phase,
        "kind": text.kind,
        "exercise": text.exercise,
        "steps_up": text.steps_up or None,
        "technique": text.technique,
    }


def _messages(programme: Programme, language: Language) -> str:
    texts = [f"{text.id} = {_quoted(text.bodies.get(language, ''))}\n" for text in programme.texts]
    system = [f"{text_id} = {_quoted(programme.system_texts[text_id][language])}\n" for text_id in SYSTEM_TEXTS]
    return "".join(["\n[texts]\n", *texts, "\n[system]\n", *system])


def _table(name: str, fields: Mapping[str, Field]) -> str:
    return "\n".join(["", f"[[{name}]]", *_lines(fields)]) + "\n"


def _lines(fields: Mapping[str, Field]) -> Iterable[str]:
    return (f"{key} = {_value(value)}" for key, value in fields.items() if value is not None)


def _value(value: Field) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case time():
            return f'"{value:%H:%M}"'
        case timedelta():
            return f'"{duration_words(value)}"'
        case tuple():
            return f"[{', '.join(map(_quoted, value))}]"
        case Mapping():
            return "{ " + ", ".join(f"{language} = {_quoted(words)}" for language, words in value.items()) + " }"
    return str(value) if isinstance(value, int) else _quoted(str(value))


def _quoted(text: str) -> str:
    """A TOML string on one line. JSON's escapes are TOML's too, but for DEL, which TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
