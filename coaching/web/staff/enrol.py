"""Enrol a patient: a form on the left, what the patient will get on the right, nothing saved until it is sent."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coaching.actions.enrol import CONSENT_WORDING, EnrolmentRefused, SentAgain, enrol
from coaching.actions.look_ahead import preview_enrolment
from coaching.core.calendar import local_date
from coaching.models import Enrolment, Programme
from coaching.models.clock import now
from coaching.models.staff import May
from coaching.web.access import StaffRequest, needs, note_access
from coaching.web.staff.enrol_form import EnrolForm
from coaching.web.staff.plan_by_day import by_day
from coaching.web.staff.programme_words import ProgrammeWords

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@needs(May.TREAT_PATIENTS)
def page(request: StaffRequest) -> HttpResponse:
    """The form; sent, it enrols, or says what has to be mended."""
    at = now()
    programme = _chosen(request)
    form = _form(request, programme, at)
    if request.method == "POST" and "preview" not in request.POST:
        if form.is_valid():
            try:
                enrolment = _enrol_once(request, programme, form, at)
            except EnrolmentRefused as refused:
                form.refuse(refused.problems)
            else:
                messages.success(request, _("Enrolled. The request to confirm is on its way to the phone or mailbox."))
                return redirect("patient", patient_id=enrolment.patient_id)
        return render(request, "enrol.html", _values(request, programme, form, at), status=UNPROCESSABLE)
    return render(request, "enrol.html", _values(request, programme, form, at))


def _enrol_once(request: StaffRequest, programme: Programme, form: EnrolForm, at: datetime) -> Enrolment:
    """The enrolment that this form makes, or made when it was sent before (a double click, a reload)."""
    try:
        enrolment = enrol(request.clinic, programme, form.patient(), request.user, at)
    except SentAgain as again:
        return again.enrolment
    note_access(request, enrolment, "enrolled")
    return enrolment


@require_POST
@needs(May.TREAT_PATIENTS)
def preview(request: StaffRequest) -> HttpResponse:
    """The first 14 days alone, for what is filled in so far. Saves nothing."""
    at = now()
    programme = _chosen(request)
    form = _form(request, programme, at)
    return render(request, "enrol_preview.html", _values(request, programme, form, at))


def _programmes(request: StaffRequest) -> QuerySet[Programme]:
    return Programme.objects.filter(clinic=request.clinic, versions__isnull=False).distinct().order_by("id")


def _chosen(request: StaffRequest) -> Programme:
    """The programme that was asked for, or the clinic's first."""
    key = request.POST.get("programme") or request.GET.get("programme")
    mine = _programmes(request)
    return get_object_or_404(mine.filter(key=key) if key else mine[:1])


def _form(request: StaffRequest, programme: Programme, at: datetime) -> EnrolForm:
    today = local_date(at, request.clinic.zone)
    data = request.POST if request.method == "POST" else None
    return EnrolForm(request.clinic, programme.latest().value(), today, data)


def _values(request: StaffRequest, programme: Programme, form: EnrolForm, at: datetime) -> dict[str, Any]:
    filled = form if form.is_bound else _form_as_it_starts(request, programme, at)
    filled.is_valid()
    ahead = preview_enrolment(request.clinic, programme, filled.patient(), at, reader=request.user.language)
    chosen = filled.patient().language
    language = chosen if chosen in CONSENT_WORDING else request.clinic.language
    return {
        "form": form,
        "programme": programme,
        "programmes": _programmes(request),
        "days": by_day(ahead),
        "kind_name": ProgrammeWords.of(request.clinic).kind,
        "patient_name": filled.patient().name,
        "consent_wording": CONSENT_WORDING[language].format(clinic=request.clinic.name),
        "consent_language": language,
        "at": at,
    }


def _form_as_it_starts(request: StaffRequest, programme: Programme, at: datetime) -> EnrolForm:
    """A form that was sent untouched."""
    form = EnrolForm(request.clinic, programme.latest().value(), local_date(at, request.clinic.zone), {})
    form.is_valid()
    return form
