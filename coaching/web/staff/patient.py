"""One patient: what was said, how it goes, and what comes next."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from coaching.actions.look_ahead import explain_day, look_ahead
from coaching.actions.measure_adherence import adherence_of
from coaching.actions.read_conversation import conversation
from coaching.actions.record_event import standing_of
from coaching.core.calendar import local_date
from coaching.core.delivery_explanation import explain_planned, explain_state
from coaching.models import Enrolment
from coaching.models.clock import now
from coaching.models.staff import May
from coaching.web.access import StaffRequest, enrolment_of_patient, needs, note_access
from coaching.web.live import live, news
from coaching.web.staff.patients import standing, week_of_phase, who_stopped
from coaching.web.staff.plan_by_day import by_day
from coaching.web.staff.programme_words import ProgrammeWords
from coaching.web.staff.unread import whose_answer

DAYS_AHEAD: Final = 14
FURTHEST: Final = timedelta(days=3660)
MOST_TURNS: Final = 200
"""A conversation longer than this shows its newest part."""


@require_safe
@needs(May.READ_PATIENTS)
def page(request: StaffRequest, patient_id: int) -> HttpResponse:
    """The whole page."""
    enrolment = enrolment_of_patient(request, patient_id)
    note_access(request, enrolment, "looked at the patient")
    return render(request, "patient.html", _page_values(request, enrolment, now()))


@require_safe
@needs(May.READ_PATIENTS)
def talk(request: StaffRequest, patient_id: int) -> HttpResponse:
    """The conversation, when it has changed."""
    enrolment = enrolment_of_patient(request, patient_id)
    address = reverse("patient_talk", args=[patient_id])
    return news(request, "conversation.html", address, _talk_values(request, enrolment, now()))


@require_safe
@needs(May.READ_PATIENTS)
def keeping_up(request: StaffRequest, patient_id: int) -> HttpResponse:
    """The adherence, when it has changed."""
    enrolment = enrolment_of_patient(request, patient_id)
    address = reverse("patient_adherence", args=[patient_id])
    return news(request, "adherence.html", address, _adherence_values(request, enrolment, now()))


@require_safe
@needs(May.READ_PATIENTS)
def why(request: StaffRequest, patient_id: int) -> HttpResponse:
    """Each nudge of one day, past or future: sent or not, and why."""
    enrolment = enrolment_of_patient(request, patient_id)
    at = now()
    on_date = _date(request.GET.get("on", ""), local_date(at, enrolment.patient.zone))
    values = _why_values(request, enrolment, on_date, at) | {"enrolment": enrolment, "at": at}
    return render(request, "why.html" if request.htmx else "why_page.html", values)  # type: ignore[attr-defined]


def _date(given: str, today: date) -> date | None:
    """The day that was asked for; None for what is no day, or lies so far away that nothing can be said."""
    try:
        asked = date.fromisoformat(given)
    except ValueError:
        return None
    return asked if abs(asked - today) <= FURTHEST else None


def _page_values(request: StaffRequest, enrolment: Enrolment, at: datetime) -> Mapping[str, Any]:
    patient = enrolment.patient_id
    today = local_date(at, enrolment.patient.zone)
    words = ProgrammeWords.of(request.clinic)
    ahead = look_ahead(enrolment, today, today + timedelta(days=DAYS_AHEAD - 1), at, request.user.language)
    conversing = _talk_values(request, enrolment, at)
    keeping = _adherence_values(request, enrolment, at)
    programme = words.programmes[enrolment.programme.key]
    return {
        "enrolment": enrolment,
        "patient": enrolment.patient,
        "standing": standing(enrolment, at, who_stopped([patient])),
        "is_paused": enrolment.paused_at(at),
        "week": week_of_phase(enrolment, at),
        "programme": programme,
        "situation": standing_of(enrolment),
        "phase": programme.phase(enrolment.phase),
        "addresses": [point.address for point in enrolment.patient.contact_points.select_related("address")],
        "talk": live(request, "conversation.html", reverse("patient_talk", args=[patient]), conversing),
        "adherence": live(request, "adherence.html", reverse("patient_adherence", args=[patient]), keeping),
        "days": by_day(ahead),
        "kind_name": words.kind,
        "today": today,
        "at": at,
    }


def _talk_values(request: StaffRequest, enrolment: Enrolment, at: datetime) -> Mapping[str, Any]:
    turns = conversation(enrolment, MOST_TURNS)
    return {
        "turns": turns,
        "is_cut": len(turns) == MOST_TURNS,
        "whose_answer": whose_answer,
        "patient_id": enrolment.patient_id,
        "local_date": lambda instant: local_date(instant, request.clinic.zone),
        "at": at,
    }


def _adherence_values(request: StaffRequest, enrolment: Enrolment, at: datetime) -> Mapping[str, Any]:
    words = ProgrammeWords.of(request.clinic)
    return {
        "kept": adherence_of(enrolment, at),
        "kind_name": words.kind,
        "phase_name": words.phase,
        "at": at,
    }


def _why_values(request: StaffRequest, enrolment: Enrolment, on_date: date | None, at: datetime) -> dict[str, Any]:
    explained = [] if on_date is None else explain_day(enrolment, on_date, at, request.user.language)
    explained.sort(key=lambda one: one.planned is None)
    return {
        "on_date": on_date,
        "explained": explained,
        "kind_name": ProgrammeWords.of(request.clinic).kind,
        "explain_state": explain_state,
        "explain_planned": explain_planned,
    }
