"""Collect the texts of the pages into the Dutch catalogue, and compile it.

``python -m scripts.translations`` adds what is new (to be translated by hand), drops what is gone and writes the
compiled file; ``--check`` only says what is missing or stale, with exit code 1. English is the language of the sources.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "locale" / "nl" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
SOURCES = ((ROOT / "coaching" / "web", "**.py", "python"), (ROOT / "templates" / "web", "**.html", "jinja2"))
JINJA = {"extensions": "jinja2.ext.do", "silent": "false", "trim_blocks": "true", "newstyle_gettext": "true"}
HEADING = "# Dutch texts of the pages; English stands in the sources. python -m scripts.translations collects new ones."
KEYWORDS = dict.fromkeys(("_", "gettext", "gettext_lazy")) | {"ngettext": (1, 2)}


def collect() -> Catalog:
    """Every text that the pages' code and templates translate."""
    catalog = Catalog(locale="nl", domain="django", project="Volhoud", charset="utf-8", fuzzy=False)
    for folder, pattern, method in SOURCES:
        options = {pattern: JINJA if method == "jinja2" else {}}
        found = extract_from_dir(folder, [(pattern, method)], options, keywords=KEYWORDS)
        for file, _line, text, _comments, context in sorted(found, key=lambda one: (one[0], one[1])):
            place = (folder / file).relative_to(ROOT).as_posix()
            catalog.add(text, locations=[(place, 0)], context=context)
    return catalog


def read() -> Catalog:
    """The Dutch catalogue as it stands."""
    with PO.open("rb") as file:
        return read_po(file, locale="nl", domain="django")


def problems() -> list[str]:
    """What is wrong with the catalogue: nothing when every text has a fresh Dutch translation."""
    wanted, have = collect(), read()
    wrong = [f"not collected yet: {one.id!r}" for one in _texts(wanted) if have.get(one.id, one.context) is None]
    wrong += [f"no longer used: {one.id!r}" for one in _texts(have) if wanted.get(one.id, one.context) is None]
    wrong += [f"not translated: {one.id!r}" for one in _texts(have) if one.fuzzy or not _is_whole(one)]
    for one in _texts(have):
        wrong += [f"{one.id!r}: {error}" for error in one.check(have)]
    if not MO.exists() or _compiled(have) != MO.read_bytes():
        wrong.append("django.mo is older than django.po")
    return wrong


def update() -> None:
    """Bring the catalogue up to date and compile it; new texts stay empty until somebody translates them."""
    have = read() if PO.exists() else collect()
    have.update(collect(), no_fuzzy_matching=True, update_creation_date=False)
    have.header_comment, have.fuzzy = HEADING, False
    have.project, have.version, have.msgid_bugs_address = "Volhoud", "1", ""
    have.last_translator = have.language_team = "Volhoud"
    have.obsolete.clear()
    with PO.open("wb") as file:
        write_po(file, have, width=120, sort_output=True, omit_header=False, include_lineno=False)
    MO.write_bytes(_compiled(have))


def _texts(catalog: Catalog) -> list[Message]:
    return [one for one in catalog if one.id]


def _is_whole(one: Message) -> bool:
    said = one.string if isinstance(one.string, tuple | list) else (one.string,)
    return all(said)


def _compiled(catalog: Catalog) -> bytes:
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    return compiled.getvalue()


def main() -> int:
    """The command line."""
    if "--check" not in sys.argv[1:]:
        update()
    wrong = problems()
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
