"""The words of a programme's texts: one file a language, whose ids are those of programme.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from coaching.core.programme import Language, Programme, Words, words
from coaching.core.rendering import check_template
from coaching.core.toml_tables import Table
from coaching.core.wording import NUDGE_VARIABLES, SYSTEM_TEXTS, Variables

SECTIONS: Final = ("texts", "system")


def with_bodies(programme: Programme, messages: Mapping[Language, Table]) -> Programme:
    """The programme with the words from these files, by language. What is wrong is noted in the files."""
    known = {text.id: NUDGE_VARIABLES for text in programme.texts}
    for root in messages.values():
        root.only(*SECTIONS)
        check_section(root, "texts", known)
        check_section(root, "system", SYSTEM_TEXTS)
    return replace(
        programme,
        texts=tuple(replace(text, bodies=_bodies(messages, "texts", text.id)) for text in programme.texts),
        system_texts={text_id: _bodies(messages, "system", text_id) for text_id in SYSTEM_TEXTS},
    )


def check_alone(root: Table) -> None:
    """Check a file of words for itself, when the programme that it belongs to cannot be read."""
    root.only(*SECTIONS)
    written = root.values.get("texts")
    check_section(root, "texts", dict.fromkeys(written if isinstance(written, dict) else (), NUDGE_VARIABLES))
    check_section(root, "system", SYSTEM_TEXTS)


def check_section(root: Table, section: str, known: Mapping[str, Variables]) -> None:
    """Note missing and unknown ids, and every body that is no text or no allowed template."""
    table = root.table(section)
    if not root.has(section):
        return
    table.only(*known)
    for text_id, variables in known.items():
        if not table.has(text_id):
            table.note(None, f"'{text_id}' is missing", f'Write {text_id} = "…" here, in this language too.')
        else:
            _check_body(table, text_id, variables)


def _check_body(table: Table, text_id: str, variables: Variables) -> None:
    body = table.values[text_id]
    if not isinstance(body, str) or not body.strip() or body != body.strip():
        table.note(text_id, "not a text, or one with space at an end", "Write the words between double quotes.")
        return
    if not body.replace("\n", "").isprintable():
        table.note(text_id, "holds a character that cannot be seen", "Type the text again, without tabs.")
    for found in check_template(body, variables):
        table.note(text_id, found.problem, found.mend, line=found.line)


def _bodies(messages: Mapping[Language, Table], section: str, text_id: str) -> Words:
    found = {language: root.values.get(section) for language, root in messages.items()}
    return words(
        {language: str(ids[text_id]) for language, ids in found.items() if isinstance(ids, dict) and text_id in ids}
    )
