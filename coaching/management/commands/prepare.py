"""Bring the database up to date, and open the demonstration's clinic: what comes before the processes."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from coaching.settings.environment import ENVIRONMENT


class Command(BaseCommand):
    """``manage.py prepare``"""

    help = "Migrate the database; in the demonstration also open its clinic. Does nothing when both are done."
    # The tests run the checks; here each start would wait for them.
    requires_system_checks: list[str] = []

    def handle(self, *_: Any, **__: Any) -> None:  # noqa: ANN401  (Django's signature)
        """One process for both: starting Django is most of what either costs."""
        call_command("migrate", verbosity=0, skip_checks=True)
        if ENVIRONMENT.is_demo:
            call_command("demo_clinic", stdout=self.stdout)
