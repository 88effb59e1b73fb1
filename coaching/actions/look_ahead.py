"""What a patient will get, and why not the rest: the planner's answer with the texts, for pages and the command line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from coaching.actions.enrol import enrolled_event, first_name_of
from coaching.actions.new_patient import NewPatient
from coaching.actions.planner_inputs import calendar_of, plan_of, programmes_of
from coaching.actions.record_event import standing_of
from coaching.actions.write_text import preview_nudge, values_of
from coaching.core.calendar import local_date
from coaching.core.delivery_states import CHECKED_PURPOSES, Reason, State
from coaching.core.events import Channel, Confirmed, Event, Situation, situations
from coaching.core.explanation import explain
from coaching.core.planner import Planned, PublishedProgramme, Skipped, Verdict, plan
from coaching.core.programme import Programme as ProgrammeValue
from coaching.core.sms_text import measure
from coaching.models import Clinic, Delivery, Enrolment, Patient, Programme


@dataclass(frozen=True, slots=True)
class LookedAhead:
    """One nudge on one local date. Exactly one of ``planned`` and ``skipped``; ``delivery`` is what is stored of it.

    ``text`` is what the patient reads ("" when skipped), ``explanation`` why it is skipped ("" when planned).
    """

    on_date: date
    nudge_key: str
    kind: str
    phase: str
    planned: Planned | None
    skipped: Skipped | None
    text: str
    segments: int
    explanation: str
    delivery: Delivery | None = None


def look_ahead(
    enrolment: Enrolment, first_on: date, last_on: date, as_of: datetime, language: str = "nl"
) -> list[LookedAhead]:
    """The days from ``first_on`` to ``last_on``, both included, as known at ``as_of``."""
    verdicts = plan_of(enrolment, first_on, last_on, as_of)
    programmes = {published.number: published.programme for published in programmes_of(enrolment, first_on)}
    standing = standing_of(enrolment)
    values = values_of(enrolment.patient, enrolment.clinic, standing)
    rows = described(verdicts, programmes, standing, values, language)
    return _with_deliveries(rows, enrolment, first_on, last_on)


def explain_day(enrolment: Enrolment, on_date: date, at: datetime, language: str) -> list[LookedAhead]:
    """Every nudge of one date, past or future: what is stored of it, or why it is not sent."""
    return look_ahead(enrolment, on_date, on_date, at, language)


def preview_enrolment(
    clinic: Clinic, programme: Programme, new: NewPatient, at: datetime, days: int = 14, reader: str = "nl"
) -> list[LookedAhead]:
    """The first days as the patient will get them if JA comes at once; reasons in the reader's language. Nothing is stored."""
    enrolled = enrolled_event(new, at)
    version = programme.latest()
    patient = Patient(
        clinic=clinic,
        name=new.name,
        first_name=first_name_of(new.name) if new.name.split() else "Anna",
        language=new.language,
        zone=new.zone,
    )
    events: list[Event] = [enrolled, Confirmed(recorded_at=at)]
    return preview_events(events, version.value(), patient, clinic, at, days, reader)


def preview_events(
    events: list[Event],
    programme: ProgrammeValue,
    patient: Patient,
    clinic: Clinic,
    at: datetime,
    days: int,
    reader: str,
) -> list[LookedAhead]:
    """The next days, at the earliest its first, of an enrolment with these events in a programme, stored or not."""
    standing = situations(events)[-1][1]
    first_on = max(local_date(at, patient.zone), standing.started_on)
    draft = PublishedProgramme(programme, 0, at - timedelta(days=1))
    verdicts = plan(
        [draft],
        events,
        calendar_of(clinic),
        [],
        first_on,
        first_on + timedelta(days=days - 1),
        at,
    )
    values = values_of(patient, clinic, standing)
    return described(verdicts, {draft.number: programme}, standing, values, reader)


def described(
    verdicts: Iterable[Verdict],
    programmes: Mapping[int, ProgrammeValue],
    standing: Situation,
    values: Mapping[str, str | int | bool],
    reader: str,
) -> list[LookedAhead]:
    """The verdicts with their texts in the patient's language and their reasons in the reader's.

    ``programmes`` by version number: a nudge of the past speaks with the words of its own version.
    """
    rows = []
    for verdict in verdicts:
        planned = verdict if isinstance(verdict, Planned) else None
        skipped = verdict if isinstance(verdict, Skipped) else None
        text = ""
        if planned:
            known = {**values, "walk_minutes": standing.walk_minutes_on(planned.goes_on)}
            text = preview_nudge(programmes[planned.version], planned, standing.language, known)
        is_sms = planned is not None and planned.channel is Channel.SMS
        rows.append(
            LookedAhead(
                on_date=verdict.on_date,
                nudge_key=verdict.nudge,
                kind=verdict.kind,
                phase=verdict.phase,
                planned=planned,
                skipped=skipped,
                text=text,
                segments=measure(text).segments if is_sms else 0,
                explanation=explain(skipped, reader) if skipped else "",
            )
        )
    return rows


def _with_deliveries(rows: list[LookedAhead], enrolment: Enrolment, first_on: date, last_on: date) -> list[LookedAhead]:
    stored = (
        Delivery.objects.filter(
            enrolment=enrolment, purpose__in=CHECKED_PURPOSES, on_date__gte=first_on, on_date__lte=last_on
        )
        .exclude(state=State.CANCELLED, reason=Reason.REPLANNED)
        .prefetch_related("attempts")
    )
    by_identity = {(delivery.nudge_key, delivery.on_date): delivery for delivery in stored}
    return [_as_stored(replace(row, delivery=by_identity.get((row.nudge_key, row.on_date)))) for row in rows]


def _as_stored(row: LookedAhead) -> LookedAhead:
    """What was said stands above what would be said."""
    said = row.delivery.attempts.last() if row.delivery else None
    return replace(row, text=said.body, segments=said.segments) if said else row
