"""Why a patient got a nudge on a date, or did not: what is stored of it, else what the planner says."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from coaching.actions.planner_inputs import plan_of, programmes_of
from coaching.core.calendar import A_DAY, instant, local_date, local_time
from coaching.core.delivery_explanation import explain_planned, explain_state
from coaching.core.delivery_states import CHECKED_PURPOSES, Reason, State
from coaching.core.explanation import explain
from coaching.core.planner import Planned, Verdict
from coaching.models import Delivery, Enrolment, Patient

PLANNED = "planned"
SKIPPED = "skipped"


class UnknownPatient(LookupError):
    """There is no patient of this number."""


@dataclass(frozen=True, slots=True)
class Because:
    """One nudge of one local date. ``state`` is a delivery's, or planned or skipped where none is stored.

    ``due_at`` is UTC and ``local_time`` the patient's wall clock, both None when skipped; ``version`` is the number of
    the programme's version that decided, None before the first was published.
    """

    on_date: date
    enrolment_id: int
    nudge: str
    kind: str
    phase: str
    version: int | None
    state: str = SKIPPED
    reason: str = ""
    explanation: str = ""
    due_at: datetime | None = None
    local_time: time | None = None
    channel: str = ""
    text_id: str = ""


def answer_why(patient_id: int, on_date: date, at: datetime, language: str) -> list[Because]:
    """Every nudge of that date, what is stored first. Raises :class:`UnknownPatient`.

    A date that is over is judged by what was known at its end where the patient is, any other by what is known now.
    ``language`` is the reader's, nl or en.
    """
    patient = Patient.objects.filter(pk=patient_id).first()
    if patient is None:
        raise UnknownPatient(f"there is no patient {patient_id}")
    as_of = min(instant(on_date + A_DAY, time.min, patient.zone), at)
    enrolments = Enrolment.objects.filter(patient=patient, enrolled_at__lte=as_of).select_related(
        "clinic", "patient", "programme"
    )
    return [
        because
        for enrolment in enrolments.order_by("id")
        if enrolment.ended_at is None or local_date(enrolment.ended_at, patient.zone) >= on_date
        for because in _of_enrolment(enrolment, on_date, as_of, language)
    ]


def _of_enrolment(enrolment: Enrolment, on_date: date, as_of: datetime, language: str) -> Iterator[Because]:
    stored = {
        delivery.nudge_key: delivery
        for delivery in Delivery.objects.filter(enrolment=enrolment, on_date=on_date, purpose__in=CHECKED_PURPOSES)
        .exclude(state=State.CANCELLED, reason=Reason.REPLANNED)
        .select_related("version")
        .order_by("id")
    }
    published = [one.number for one in programmes_of(enrolment) if one.published_at <= as_of]
    for delivery in stored.values():
        yield _by_delivery(delivery, enrolment, language)
    for verdict in plan_of(enrolment, on_date, on_date, as_of):
        if verdict.nudge not in stored:
            yield _by_plan(verdict, enrolment, max(published, default=None), language)


def _by_plan(verdict: Verdict, enrolment: Enrolment, version: int | None, language: str) -> Because:
    told = Because(
        on_date=verdict.on_date,
        enrolment_id=enrolment.pk,
        nudge=verdict.nudge,
        kind=verdict.kind,
        phase=verdict.phase,
        version=version,
    )
    if not isinstance(verdict, Planned):
        return replace(told, reason=verdict.reason, explanation=explain(verdict, language))
    return replace(
        told,
        state=PLANNED,
        explanation=explain_planned(verdict.local_time, verdict.channel, language),
        version=verdict.version,
        due_at=verdict.due_at,
        local_time=verdict.local_time,
        channel=verdict.channel,
        text_id=verdict.text_id,
    )


def _by_delivery(delivery: Delivery, enrolment: Enrolment, language: str) -> Because:
    return Because(
        on_date=delivery.on_date or delivery.due_at.date(),
        enrolment_id=enrolment.pk,
        nudge=delivery.nudge_key or "",
        kind=delivery.kind,
        phase=delivery.phase,
        state=delivery.state,
        reason=delivery.reason,
        explanation=explain_state(delivery.state, delivery.reason, language),
        version=delivery.version.number if delivery.version else None,
        due_at=delivery.due_at,
        local_time=local_time(delivery.due_at, enrolment.patient.zone),
        channel=delivery.channel,
        text_id=delivery.text_id,
    )
