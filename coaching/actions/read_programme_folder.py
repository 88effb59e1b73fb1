"""A programme's files on disk: read from a folder, written back in canonical form."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from coaching.core.findings import Finding, ProgrammeInvalid


def read_programme_folder(folder: Path) -> dict[str, str]:
    """The sources of the folder's TOML files by name, for `read_programme`.

    Raises ProgrammeInvalid with a finding for each file that cannot be read, or when the folder holds none.
    """
    sources: dict[str, str] = {}
    findings: list[Finding] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            sources[path.name] = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            findings.append(Finding(path.name, line, "", "not UTF-8", "Save the file as UTF-8."))
        except OSError as error:
            findings.append(Finding(path.name, 1, "", f"cannot be read: {error.strerror}", "See to its permissions."))
    if not sources and not findings:
        problem = f"no programme in {folder}"
        findings.append(Finding("programme.toml", 1, "", problem, "Name a folder that holds programme.toml."))
    if findings:
        raise ProgrammeInvalid(findings)
    return sources


def write_programme_folder(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Write the files whose content differs, each whole or not at all, and return their names."""
    changed = []
    for name, source in files.items():
        path = folder / name
        if not path.exists() or path.read_bytes() != source.encode():
            beside = path.with_suffix(".new")
            beside.write_bytes(source.encode())
            beside.replace(path)
            changed.append(name)
    return changed
