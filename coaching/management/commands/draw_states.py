"""The command `draw_states`: the picture of a delivery's life in the documentation, drawn from the table."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from coaching.core.delivery_states import picture
from coaching.settings.environment import PROJECT_ROOT

PAGE: Final = PROJECT_ROOT / "docs" / "delivery-states.md"
BEGINS: Final = "<!-- picture -->\n"
ENDS: Final = "<!-- /picture -->\n"


class Command(BaseCommand):
    """Draw the picture into the page, or check that the page has it."""

    help = "Draws the life of a delivery into docs/delivery-states.md, from the table that the program follows."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the options."""
        parser.add_argument("--check", action="store_true", help="change nothing; exit code 1 when the page is stale")
        parser.add_argument("--page", type=Path, default=PAGE, help="the page with the markers around the picture")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401  (Django's signature)
        """Write the page, or compare it."""
        page: Path = options["page"]
        written = page.read_text(encoding="utf-8") if page.exists() else ""
        drawn = with_picture(written, page)
        if options["check"] and drawn != written:
            raise CommandError(f"{page}: the picture is not that of the table; run: python manage.py draw_states")
        page.write_text(drawn, encoding="utf-8")
        self.stdout.write(f"{page}: as the table has it.")


def with_picture(text: str, page: Path) -> str:
    """The page with today's picture between the markers."""
    before, begins, rest = text.partition(BEGINS)
    _, ends, after = rest.partition(ENDS)
    if not (begins and ends):
        raise CommandError(f"{page}: no place for the picture; write {BEGINS.strip()} and {ENDS.strip()} on own lines.")
    return f"{before}{BEGINS}```mermaid\n{picture()}\n```\n{ENDS}{after}"
