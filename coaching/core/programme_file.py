"""A programme as files, there and back: programme.toml for the plan, messages.<language>.toml for the words.

Reading is strict: every mistake in every file is found in one go, with its line and its mend. Writing gives the one
canonical form. docs/writing-a-programme.md explains each field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

from coaching.core.findings import Finding, ProgrammeInvalid
from coaching.core.programme import Language, Programme
from coaching.core.programme_reading import check_texts, check_windows, read_plan
from coaching.core.programme_texts import check_alone, with_bodies
from coaching.core.programme_writing import HEADING, PLAN_FILE, canonical_files, words_file
from coaching.core.toml_tables import Table, parse

__all__ = ["Finding", "ProgrammeInvalid", "content_hash", "read_programme", "write_programme"]


def read_programme(files: Mapping[str, str]) -> Programme:
    """The programme in these files (file name -> source). Raises ProgrammeInvalid with all findings."""
    findings: list[Finding] = []
    roots = {name: parse(name, source, findings) for name, source in sorted(files.items())}
    plan = roots.pop(PLAN_FILE, None)
    if plan is None:
        for root in filter(None, roots.values()):
            check_alone(root)
        if PLAN_FILE not in files:
            findings.append(Finding(PLAN_FILE, 1, "", "this file is missing", "Every programme has one."))
        raise ProgrammeInvalid(_in_order(findings))
    programme = read_plan(plan)
    if not any(finding.file == PLAN_FILE for finding in findings):
        check_windows(plan, programme)
        check_texts(plan, programme)
    programme = with_bodies(programme, _messages(programme, roots, findings))
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


def _messages(
    programme: Programme, roots: Mapping[str, Table | None], findings: list[Finding]
) -> dict[Language, Table]:
    """The files of words by language; files that are missing, or that no language asks for, are noted."""
    wanted = {words_file(language): language for language in programme.languages}
    for name in wanted.keys() - roots.keys():
        mend = f"Write it, or take '{wanted[name]}' out of the languages in {PLAN_FILE}."
        findings.append(Finding(name, 1, "", "this file is missing", mend))
    for name in roots.keys() - wanted.keys():
        mend = f"Known: {', '.join([PLAN_FILE, *wanted])}. Take it away or add its language to {PLAN_FILE}."
        findings.append(Finding(name, 1, "", "this file belongs to no language of the programme", mend))
    return {wanted[name]: root for name, root in roots.items() if name in wanted and root is not None}


def _in_order(findings: list[Finding]) -> list[Finding]:
    """By file and line, as an author reads them; the same one only once."""
    return sorted(dict.fromkeys(findings), key=lambda finding: (finding.file != PLAN_FILE, finding.file, finding.line))
