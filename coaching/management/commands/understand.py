"""The command `understand`: what the product makes of replies."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coaching.core.red_flags import RedFlag, red_flag
from coaching.core.replies import Context, Understanding, understand

LANGUAGES = ("nl", "en")


class Command(BaseCommand):
    """Read texts from stdin, one a line, and print what is understood of each as one JSON object."""

    help = (
        "Reads texts from stdin, one a line, and prints what is understood of each as one JSON object a line. "
        "red_flag comes from a first, small recogniser: it marks texts for people, and null does not mean that there is none."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the question, the language and the form of the lines."""
        parser.add_argument(
            "--context", choices=[each.value for each in Context], default="none", help="the question that was asked"
        )
        parser.add_argument("--language", choices=LANGUAGES, default="nl", help="the patient's language")
        parser.add_argument(
            "--jsonl", action="store_true", help='each line is {"text": …, "context": …, "language": …}'
        )

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 — Django's signature
        """Print one line for each line; a line that is no such object ends it with exit code 2."""
        for number, line in enumerate(sys.stdin.buffer, start=1):
            text, context, language = (
                line.decode(errors="replace").rstrip("\r\n"),
                options["context"],
                options["language"],
            )
            if options["jsonl"]:
                text, context, language = asked_in(text, number, context, language)
            printed = as_printed(understand(text, Context(context), language), red_flag(text))
            self.stdout.write(json.dumps(printed, ensure_ascii=False))


def asked_in(line: str, number: int, context: str, language: str) -> tuple[str, str, str]:
    """Take text, context and language from a line of JSON; what it leaves out stays as given."""
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError) as wrong:
        raise CommandError(f'line {number}: not JSON ({wrong}); give {{"text": …}}', returncode=2) from wrong
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        raise CommandError(f'line {number}: give an object with a text: {{"text": "ja gelukt"}}', returncode=2)
    context, language = asked.get("context", context), asked.get("language", language)
    if context not in list(Context):
        raise CommandError(f"line {number}: context {context!r} is none of {', '.join(Context)}", returncode=2)
    if language not in LANGUAGES:
        raise CommandError(f"line {number}: language {language!r} is none of {', '.join(LANGUAGES)}", returncode=2)
    return asked["text"], context, language


def as_printed(understood: Understanding, flag: RedFlag | None) -> dict[str, object]:
    """Return the line that is printed; programs rely on its names."""
    return {
        "red_flag": flag.tier.value if flag else None,
        "negated": flag is not None and flag.possibly_negated,
        "commands": [command.value for command in understood.commands],
        "pause_days": understood.pause_days,
        "time": understood.time.strftime("%H:%M") if understood.time else None,
        "answer": understood.answer,
        "auto_reply": understood.auto_reply,
        "unclear": understood.unclear,
        "evidence": [{"rule": one.rule, "words": one.words} for one in understood.evidence],
    }
