"""The command line: ``python manage.py help`` lists what there is. Reads ``.env`` as ``make run`` does."""

import os
import sys
from pathlib import Path

from launch.problems import CannotStart
from launch.setup import asked_for


def main() -> None:
    """Run the command, with the environment that ``make run`` would have here."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coaching.settings")
    try:
        os.environ.update(asked_for(Path(__file__).resolve().parent, os.environ))
        import coaching.settings.environment  # noqa: F401, PLC0415  (reads what the line above has put there)
    except (CannotStart, ValueError) as problem:  # a broken .env, or a value that cannot be right: a sentence each
        print(problem, file=sys.stderr)  # noqa: T201  (a command line talks to a person)
        sys.exit(2)
    from django.core.management import execute_from_command_line  # noqa: PLC0415  (settings read the environment)

    try:
        execute_from_command_line(sys.argv)
    except BrokenPipeError:  # whoever read along (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
