"""The command ``why``: every nudge of a patient's day, sent or why not."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from coaching.actions.answer_why import Because, UnknownPatient, answer_why
from coaching.actions.preview_programme import EXPLAINED_IN
from coaching.management.day_table import Line, day_table
from coaching.management.options import as_line, date_of, instant_words, refused, whole_number
from coaching.models.clock import now

LARGEST_NUMBER = 10**11


class Command(BaseCommand):
    """Ask what is stored, and the planner for the rest. Texts are not shown: they are between clinic and patient."""

    help = "Tells for every nudge of a patient's day whether it was sent, or why not."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("patient", metavar="PATIENT", help="the number in the address of the patient's page")
        parser.add_argument("date", metavar="DATE", help="a date where the patient is, as 2026-04-27")
        parser.add_argument("--language", choices=EXPLAINED_IN, default="nl", help="of the explanations; default: nl")
        parser.add_argument("--json", action="store_true", help="print one JSON object a nudge")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401  (Django's signature)
        on_date = date_of(options["date"], "DATE")
        patient = whole_number(options["patient"], "PATIENT", 1, LARGEST_NUMBER)
        try:
            told = answer_why(patient, on_date, now(), options["language"])
        except UnknownPatient as unknown:
            raise refused(f"PATIENT: {unknown}; it is the number in the address of the patient's page.") from None
        if options["json"]:
            printed = [as_printed(because) for because in told]
        elif told:
            printed = list(day_table(map(_line, told), options["language"]))
        else:
            printed = [f"{on_date}: nothing was planned, for the patient was not enrolled on this day."]
        for line in printed:
            self.stdout.write(line)


def as_printed(because: Because) -> str:
    """Return the line that programs rely on. What does not apply is null."""
    return as_line(
        {
            "on": because.on_date.isoformat(),
            "enrolment": because.enrolment_id,
            "phase": because.phase,
            "kind": because.kind,
            "nudge": because.nudge,
            "state": because.state,
            "reason": because.reason or None,
            "explanation": because.explanation,
            "version": because.version,
            "local_time": f"{because.local_time:%H:%M}" if because.local_time else None,
            "at": instant_words(because.due_at) if because.due_at else None,
            "channel": because.channel or None,
            "text_id": because.text_id or None,
        }
    )


def _line(because: Because) -> Line:
    version = f"version {because.version}" if because.version is not None else "no version"
    if because.local_time is None:
        words = f"{because.explanation.removesuffix('.')} ({because.reason}, {version})."
        return Line(because.on_date, because.nudge, "", words)
    reason = f", {because.reason}" if because.reason else ""
    heading = f"{because.local_time:%H:%M}  {because.nudge} · {because.channel} · {because.state}{reason} · {version}"
    return Line(because.on_date, because.nudge, heading, because.explanation)
