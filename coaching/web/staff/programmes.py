"""The clinic's programmes: their phases, nudges and versions."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from coaching.core.programme import Nudge
from coaching.models import Enrolment, Programme
from coaching.models.clock import now
from coaching.web.access import ANYBODY_OF_THE_CLINIC, StaffRequest, needs
from coaching.web.staff.programme_words import ProgrammeWords


@require_safe
@needs(ANYBODY_OF_THE_CLINIC)
def index(request: StaffRequest) -> HttpResponse:
    """All programmes; with one, that one at once."""
    published = ProgrammeWords.of(request.clinic).programmes
    if len(published) == 1:
        return redirect("programme", key=next(iter(published)))
    return render(request, "programmes.html", {"programmes": published})


@require_safe
@needs(ANYBODY_OF_THE_CLINIC)
def page(request: StaffRequest, key: str) -> HttpResponse:
    """One programme: its week by phase, and its versions."""
    return render(request, "programme.html", _values(programme_of(request, key)))


def programme_of(request: StaffRequest, key: str) -> Programme:
    """The clinic's programme of that key, if a version of it was published; else 404."""
    mine = Programme.objects.filter(clinic=request.clinic, versions__isnull=False).distinct()
    return get_object_or_404(mine, key=key)


def days_of(nudge: Nudge) -> str:
    """Its weekdays in words."""
    if not nudge.weekdays:
        return _("every day")
    return ", ".join(str(WEEKDAYS_ABBR[number - 1]) for number in sorted(nudge.weekdays))


def patients_in(programme: Programme) -> int:
    """How many patients follow it now."""
    return Enrolment.objects.filter(programme=programme, ended_at=None).count()


def _values(programme: Programme) -> dict[str, Any]:
    versions = list(programme.versions.select_related("published_by").order_by("-number"))
    return {
        "programme": programme,
        "value": versions[0].value(),
        "versions": versions,
        "patients": patients_in(programme),
        "days_of": days_of,
        "at": now(),
    }
