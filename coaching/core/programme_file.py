"""A programme as files, there and back: programme.toml for the plan, messages.<language>.toml for the words.

What is to be read, where there is any, stands in education.<language>.toml.

Reading is strict: every mistake in every file is found in one go, with its line and its mend. Writing gives the one
canonical form. docs/writing-a-programme.md explains each field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Final

from coaching.core.findings import Finding, ProgrammeInvalid
from coaching.core.programme import Language, Programme
from coaching.core.programme_checks import check_plan
from coaching.core.programme_education import education_file, with_education
from coaching.core.programme_reading import read_plan
from coaching.core.programme_texts import check_alone, with_bodies
from coaching.core.programme_writing import HEADING, PLAN_FILE, canonical_files, words_file
from coaching.core.toml_tables import Table, parse

__all__ = ["Finding", "ProgrammeInvalid", "content_hash", "read_programme", "write_programme"]

WORDS: Final = "messages."
EDUCATION: Final = "education."


def read_programme(files: Mapping[str, str]) -> Programme:
    """The programme in these files (file name -> source). Raises ProgrammeInvalid with all findings."""
    findings: list[Finding] = []
    roots = {name: parse(name, source, findings) for name, source in sorted(files.items())}
    plan = roots.pop(PLAN_FILE, None)
    if plan is None:
        for name, root in roots.items():
            if root is not None and name.startswith(WORDS):
                check_alone(root)
        if PLAN_FILE not in files:
            findings.append(Finding(PLAN_FILE, 1, "", "this file is missing", "Every programme has one."))
        raise ProgrammeInvalid(_in_order(findings))
    programme = read_plan(plan)
    plan_stands = not any(finding.file == PLAN_FILE for finding in findings)
    programme = with_bodies(programme, _by_language(programme, roots, findings, words_file))
    if any(name.startswith(EDUCATION) for name in files):
        programme = with_education(programme, _by_language(programme, roots, findings, education_file))
    _note_strangers(programme, files, findings)
    if plan_stands:
        check_plan(plan, programme)
    if findings:
        raise ProgrammeInvalid(_in_order(findings))
    return replace(programme, content_hash=content_hash(programme))


def write_programme(programme: Programme) -> dict[str, str]:
    """The canonical files of the programme (file name -> source). Reading them gives an equal programme."""
    return canonical_files(programme)


def content_hash(programme: Programme) -> str:
    """SHA-256 in hexadecimal over the canonical files. The heading, which is the same for all, is left out."""
    digest = sha256()
    for name, source in canonical_files(programme).items():
        digest.update(f"{name}\n{source.removeprefix(HEADING)}\n".encode())
    return digest.hexdigest()


def _by_language(
    programme: Programme,
    roots: Mapping[str, Table | None],
    findings: list[Finding],
    file_of: Callable[[Language], str],
) -> dict[Language, Table]:
    """These files by language; those that are missing are noted."""
    wanted = {language: file_of(language) for language in programme.languages}
    for language, name in wanted.items():
        if name not in roots:
            mend = f"Write it, or take '{language}' out of the languages in {PLAN_FILE}."
            findings.append(Finding(name, 1, "", "this file is missing", mend))
    found = {language: roots.get(name) for language, name in wanted.items()}
    return {language: root for language, root in found.items() if root is not None}


def _note_strangers(programme: Programme, files: Mapping[str, str], findings: list[Finding]) -> None:
    """Note every file that no language of the programme asks for."""
    known = [PLAN_FILE, *map(words_file, programme.languages)]
    for name in files.keys() - {*known, *map(education_file, programme.languages)}:
        mend = f"Known: {', '.join(known)}. Take it away or add its language to {PLAN_FILE}."
        findings.append(Finding(name, 1, "", "this file belongs to no language of the programme", mend))


def _in_order(findings: list[Finding]) -> list[Finding]:
    """By file and line, as an author reads them; the same one only once."""
    return sorted(dict.fromkeys(findings), key=lambda finding: (finding.file != PLAN_FILE, finding.file, finding.line))
