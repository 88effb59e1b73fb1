"""What a programme gives to read: one file a language, education.<language>.toml, with the same items in the same order.

A body is plain text. Lines next to each other are one paragraph, an empty line begins the next.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from coaching.core.programme import EducationItem, Language, Programme, words
from coaching.core.toml_tables import Table

LONGEST_TITLE: Final = 70
"""Characters that the subject of a mail shows on a phone, and some more."""
LONGEST_BODY: Final = 4_000
LINE_WIDTH: Final = 110
FIELDS: Final = ("id", "phase", "title", "body")

_SPACE: Final = re.compile(r"[ \n]+")
_GAP: Final = re.compile(r"\n *\n")
_TEMPLATE: Final = re.compile(r"\{\{|\{%|\{#")


def education_file(language: Language) -> str:
    """The name of the file with what is to be read in that language."""
    return f"education.{language}.toml"


def with_education(programme: Programme, files: Mapping[Language, Table]) -> Programme:
    """The programme with the items of these files, by language. What is wrong is noted in the files.

    The file of the main language decides which items there are, in which order and of which phase.
    """
    phases = tuple(phase.key for phase in programme.phases)
    read = {language: _items(files[language], phases) for language in programme.languages if language in files}
    if not read:
        return programme
    leading = next(iter(read.values()))
    for language, items in read.items():
        _check_same(files[language], items, leading)
    return replace(
        programme,
        education=tuple(
            EducationItem(
                id=item_id,
                phase=str(table.values.get("phase", "")),
                titles=words({language: _text(items, item_id, "title") for language, items in read.items()}),
                bodies=words({language: folded(_text(items, item_id, "body")) for language, items in read.items()}),
            )
            for item_id, table in leading.items()
        ),
    )


def folded(body: str) -> str:
    """The body with each paragraph on one line and one empty line between them."""
    paragraphs = (_SPACE.sub(" ", paragraph).strip() for paragraph in _GAP.split(body))
    return "\n\n".join(filter(None, paragraphs))


def education_source(programme: Programme, language: Language) -> str:
    """The canonical items of that language, as TOML."""
    return "".join(
        f'\n[[item]]\nid = "{item.id}"\nphase = "{item.phase}"\ntitle = "{_escaped(item.titles[language])}"\n'
        f'body = """\n{_wrapped(item.paragraphs(language))}\n"""\n'
        for item in programme.education
    )


def _items(root: Table, phases: tuple[str, ...]) -> dict[str, Table]:
    """The file's items by id."""
    root.only("item")
    items: dict[str, Table] = {}
    for table in root.tables("item"):
        table.only(*FIELDS)
        item_id = table.key("id")
        if items.setdefault(item_id, table) is not table:
            table.note("id", f"'{item_id}' stands in this file twice", "Give each its own; never reuse an old one.")
        table.choice("phase", phases)
        _check_plain(table, "title", table.text("title", longest=LONGEST_TITLE))
        _check_body(table)
    return items


def _check_body(table: Table) -> None:
    body = table.values.get("body")
    if not isinstance(body, str) or not folded(body):
        table.note(
            "body", "there is no text to read", 'Write it between """ and """, an empty line between paragraphs.'
        )
        return
    if len(body) > LONGEST_BODY:
        table.note("body", f"longer than {LONGEST_BODY} characters", "Make two items of it.")
    if not body.replace("\n", "").isprintable():
        table.note("body", "holds a character that cannot be seen", "Type the text again, without tabs.")
    _check_plain(table, "body", body)


def _check_plain(table: Table, field: str, written: str) -> None:
    found = _TEMPLATE.search(written)
    if found:
        line = written.count("\n", 0, found.start()) + 1
        table.note(field, "what is to be read is plain text, without variables", "Say it in words.", line=line)


def _check_same(root: Table, items: Mapping[str, Table], leading: Mapping[str, Table]) -> None:
    """The same items, in the same order, each of the same phase, as in the file of the main language."""
    for item_id in leading.keys() - items.keys():
        root.note("item", f"'{item_id}' is missing", "Write this [[item]] in this language too.")
    for item_id, table in items.items():
        if item_id not in leading:
            table.note("id", f"'{item_id}' is not in the main language", "Write it there too, or take it away here.")
        elif table.values.get("phase") != leading[item_id].values.get("phase"):
            table.note("phase", "another phase than in the main language", "Write the same phase in each language.")
    if items.keys() == leading.keys() and list(items) != list(leading):
        root.note("item", "another order than in the main language", "Put the items in the same order.")


def _text(items: Mapping[str, Table], item_id: str, field: str) -> str:
    return str(items[item_id].values.get(field, "")) if item_id in items else ""


def _wrapped(paragraphs: tuple[str, ...]) -> str:
    lines = (
        textwrap.fill(_escaped(paragraph), LINE_WIDTH, break_long_words=False, break_on_hyphens=False)
        for paragraph in paragraphs
    )
    return "\n\n".join(lines)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
