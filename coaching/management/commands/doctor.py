"""The command ``doctor``: what is missing for production, and how to mend it."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from coaching.actions.check_up import check_up
from coaching.management.options import as_line
from coaching.settings.environment import ENVIRONMENT


class Command(BaseCommand):
    """One line a check."""

    help = "Checks what production needs, one line each with its mend; exit code 1 when something is missing."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object a check")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401  (Django's signature)
        all_well = True
        for found in check_up(ENVIRONMENT):
            all_well = all_well and found.is_well
            state = "ok" if found.is_well else "missing"
            if options["json"]:
                self.stdout.write(as_line({"check": found.name, "state": state, "mend": found.mend or None}))
            else:
                self.stdout.write(f"{state:<8} {found.name:<21} {found.mend}".rstrip())
        if not all_well:
            sys.exit(1)
