"""The command ``preview``: what one patient would get from a programme's files, and what is skipped and why."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from coaching.actions.look_ahead import LookedAhead
from coaching.actions.preview_programme import preview_programme
from coaching.actions.read_programme_folder import read_programme_folder
from coaching.core.calendar import UnknownZone, local_date, zone
from coaching.core.programme import Programme
from coaching.core.programme_file import ProgrammeInvalid, read_programme
from coaching.core.rendering import RenderingRefused
from coaching.management.day_table import Line, day_table
from coaching.management.options import WRONG_ARGUMENT, as_line, date_of, instant_words, refused, whole_number
from coaching.models.clock import machine_now

MOST_DAYS = 1000


class Command(BaseCommand):
    """Plan with the same function that sends. Needs no database."""

    help = "Shows what one patient would get from a programme's files, and what is skipped and why. Needs no database."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--programme", required=True, type=Path, metavar="DIR", help="folder with programme.toml")
        parser.add_argument("--start", metavar="DATE", help="the patient's first day, as 2026-04-27; default: today")
        parser.add_argument("--days", default="14", metavar="N", help="how many days; default: 14")
        parser.add_argument("--zone", default="Europe/Amsterdam", help="the patient's zone; default: Europe/Amsterdam")
        parser.add_argument("--language", help="the patient's language; default: the programme's first")
        parser.add_argument("--phase", help="the patient's phase; default: the programme's first")
        parser.add_argument("--json", action="store_true", help="print one JSON object a nudge and day")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401  (Django's signature)
        days = whole_number(options["days"], "--days", 1, MOST_DAYS)
        try:
            zone(options["zone"])
        except UnknownZone as unknown:
            raise refused(f"--zone: {unknown}.") from None
        start = options["start"]
        first_on = date_of(start, "--start") if start else local_date(machine_now(), options["zone"])
        programme = self._programme(options["programme"])
        language = _one_of(options["language"], "--language", programme.languages)
        phase = _one_of(options["phase"], "--phase", tuple(one.key for one in programme.phases))
        try:
            rows = preview_programme(programme, first_on, days, zone=options["zone"], language=language, phase=phase)
        except RenderingRefused as unsayable:
            raise refused(f"--programme: a text cannot be written: {unsayable}.") from None
        printed = map(as_printed, rows) if options["json"] else day_table(map(_line, rows), language)
        for line in printed:
            self.stdout.write(line)

    def _programme(self, folder: Path) -> Programme:
        if not folder.is_dir():
            raise refused(f"--programme: {folder} is no folder; name the one that holds programme.toml.")
        try:
            return read_programme(read_programme_folder(folder))
        except ProgrammeInvalid as invalid:
            self.stderr.write(str(invalid))
            sys.exit(WRONG_ARGUMENT)


def _one_of(wanted: str | None, option: str, known: tuple[str, ...]) -> str:
    if wanted is None:
        return known[0]
    if wanted not in known:
        raise refused(f"{option}: the programme has no {wanted!r}; choose one of: {', '.join(known)}.")
    return wanted


def as_printed(row: LookedAhead) -> str:
    """Return the line that programs rely on. What a skipped nudge does not have is null; its segments are 0."""
    planned, skipped = row.planned, row.skipped
    return as_line(
        {
            "on": row.on_date.isoformat(),
            "phase": row.phase,
            "kind": row.kind,
            "nudge": row.nudge_key,
            "state": "planned" if planned else "skipped",
            "local_time": f"{planned.local_time:%H:%M}" if planned else None,
            "at": instant_words(planned.due_at) if planned else None,
            "channel": planned.channel.value if planned else None,
            "text_id": planned.text_id if planned else None,
            "text": row.text if planned else None,
            "segments": row.segments,
            "reason": skipped.reason.value if skipped else None,
            "explanation": row.explanation,
        }
    )


def _line(row: LookedAhead) -> Line:
    if row.planned is None:
        return Line(row.on_date, row.nudge_key, "", row.explanation)
    planned = row.planned
    cost = "" if row.segments == 0 else f" · {row.segments} SMS"
    heading = f"{planned.local_time:%H:%M}  {row.nudge_key} · {planned.channel}{cost}"
    return Line(row.on_date, row.nudge_key, heading, "", row.text)
