"""The command ``demo``: made-up patients by the thousand, each with one nudge that is soon due."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from coaching.actions.load_demo_patients import MOST_PATIENTS, TooMany, load_demo_patients
from coaching.management.options import as_line, instant_words, refused, whole_number
from coaching.models.clock import now
from coaching.settings.environment import ENVIRONMENT

A_DAY_IN_SECONDS = 86_400


class Command(BaseCommand):
    """Load them into a clinic of their own. Never in production."""

    help = "Loads made-up, confirmed patients, each with one SMS nudge that is due in so many seconds."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--patients", default="100", metavar="N", help="how many; default: 100")
        parser.add_argument("--due-in", default="30", metavar="SECONDS", help="counted from the start; default: 30")
        parser.add_argument("--seed", default="1", metavar="S", help="makes the same names and plans again; default: 1")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401  (Django's signature)
        if not ENVIRONMENT.is_demo:
            raise refused("ENVIRONMENT is production: made-up patients are for a demonstration only.")
        patients = whole_number(options["patients"], "--patients", 1, MOST_PATIENTS)
        due_in = timedelta(seconds=whole_number(options["due_in"], "--due-in", 0, A_DAY_IN_SECONDS))
        seed = whole_number(options["seed"], "--seed", 0, 10**9)
        try:
            loaded = load_demo_patients(patients, due_in, seed, now())
        except TooMany as too_many:
            raise refused(f"--patients: {too_many}; make demo-reset throws the demonstration away.") from None
        due_at = instant_words(loaded.due_at)
        if options["json"]:
            self.stdout.write(as_line({"patients": loaded.patients, "due_at": due_at, "clinic": loaded.clinic}))
        else:
            self.stdout.write(f"{loaded.patients} made-up patients of {loaded.clinic!r} have a nudge due at {due_at}.")
