"""What one made-up patient would get from a programme's files. Nothing is stored and no database is asked."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Final

from coaching.actions.look_ahead import LookedAhead, described
from coaching.actions.public_holidays import public_holidays
from coaching.core.calendar import A_DAY, Calendar, QuietHours, instant
from coaching.core.delivery_explanation import explain_planned
from coaching.core.events import Channel, Confirmed, Enrolled
from coaching.core.plan_checks import QUIET_FROM, QUIET_UNTIL
from coaching.core.planner import PublishedProgramme, Skipped, plan
from coaching.core.planner_candidate import SkipReason
from coaching.core.programme import Programme

EXAMPLE: Final[dict[str, str | int | bool]] = {
    "first_name": "Anna",
    "clinic_name": "MoveWell",
    "clinic_phone": "035 123 45 67",
    "walk_minutes": 10,
    "steps_up": False,
}
"""What the texts may name of the patient and the clinic."""
COUNTRY: Final = "NL"
"""Whose public holidays the example keeps."""
EXPLAINED_IN: Final = ("nl", "en")


def preview_programme(
    programme: Programme, first_on: date, days: int, *, zone: str, language: str, phase: str
) -> list[LookedAhead]:
    """``days`` dates from ``first_on`` on, for a patient who starts that day in ``phase`` and said yes the day before.

    Every exercise is ticked, texts go by SMS and, where a nudge knows no other way, by email; quiet hours are those
    that a clinic starts with. Nudges of other phases are left out: they say nothing about this patient.
    """
    enrolled = Enrolled(
        recorded_at=instant(first_on - A_DAY, time.min, zone),
        seed="preview",
        start_on=first_on,
        phase=phase,
        zone=zone,
        language=language,
        channels=(Channel.SMS, Channel.EMAIL),
        exercises=frozenset(programme.exercises()),
        walk_minutes=int(EXAMPLE["walk_minutes"]),
    )
    confirmed = Confirmed(recorded_at=enrolled.recorded_at + timedelta(minutes=20))
    verdicts = plan(
        [PublishedProgramme(programme, 0, enrolled.recorded_at)],
        [enrolled, confirmed],
        Calendar(QuietHours(QUIET_FROM, QUIET_UNTIL), public_holidays(COUNTRY, "")),
        [],
        first_on,
        first_on + timedelta(days=days - 1),
        confirmed.recorded_at,
    )
    about_this_patient = [
        verdict
        for verdict in verdicts
        if not (isinstance(verdict, Skipped) and verdict.reason is SkipReason.OTHER_PHASE)
    ]
    reader = language if language in EXPLAINED_IN else "en"
    rows = described(about_this_patient, {0: programme}, enrolled.situation(), EXAMPLE, reader)
    return [_with_explanation(row, reader) for row in rows]


def _with_explanation(row: LookedAhead, reader: str) -> LookedAhead:
    """A planned nudge says when and how it goes, as a skipped one says why not."""
    planned = row.planned
    return replace(row, explanation=explain_planned(planned.local_time, planned.channel, reader)) if planned else row
