"""Open the demonstration's clinic, once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coaching.actions.open_demo_clinic import open_demo_clinic
from coaching.models.clock import machine_now
from coaching.settings.environment import ENVIRONMENT, PROJECT_ROOT


class Command(BaseCommand):
    """``manage.py demo_clinic``"""

    help = "Open the demonstration's clinic with two dozen made-up patients; does nothing when there is a clinic."
    requires_system_checks: list[str] = []

    def handle(self, *_: Any, **__: Any) -> None:  # noqa: ANN401  (Django's signature)
        """Open it, or leave what is there as it is."""
        if not ENVIRONMENT.is_demo:
            raise CommandError("The demonstration's clinic is for ENVIRONMENT=demo only.", returncode=2)
        folder = PROJECT_ROOT / "templates" / "programmes" / "low_back"
        files = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.toml"))}
        if open_demo_clinic(machine_now(), files):
            self.stdout.write("The demonstration's clinic is open: two dozen made-up patients with a history.")
