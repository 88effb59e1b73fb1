"""The command `check_programme`: everything that is wrong with a programme's files, or worth another look."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coaching.actions.read_programme_folder import read_programme_folder, write_programme_folder
from coaching.core.findings import Finding
from coaching.core.linter import check
from coaching.core.programme_file import ProgrammeInvalid, read_programme, write_programme


class Command(BaseCommand):
    """Print findings as `file:line: field: problem. mend`. Needs no database."""

    help = "Checks a programme's files: exit code 0 (warnings at most), 1 (errors), 2 (wrong arguments)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="folder with programme.toml and its words")
        parser.add_argument(
            "--format", action="store_true", help="write the files in canonical form when they are valid"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object a finding")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 — Django's signature
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder. Name the folder that holds programme.toml.", returncode=2)
        findings = self._findings(folder, write=options["format"])
        for finding in findings:
            self.stdout.write(json.dumps(asdict(finding), ensure_ascii=False) if options["json"] else str(finding))
        if any(finding.severity == "error" for finding in findings):
            sys.exit(1)

    def _findings(self, folder: Path, *, write: bool) -> list[Finding]:
        try:
            sources = read_programme_folder(folder)
            programme = read_programme(sources)
        except ProgrammeInvalid as invalid:
            return list(invalid.findings)
        if not write:
            return check(programme, sources)
        canonical = write_programme(programme)
        for name in write_programme_folder(folder, canonical):
            self.stderr.write(f"{name}: written in canonical form")
        return check(programme, canonical)
