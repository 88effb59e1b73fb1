"""Who may open a page: everybody who works at the clinic, or only those whose role allows what the page does."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django_htmx.http import HttpResponseClientRedirect

from coaching.models import Access, Clinic, Enrolment, Staff
from coaching.models.clock import now
from coaching.models.staff import May


class StaffRequest(HttpRequest):
    """A request of somebody who is logged in and works at a clinic."""

    user: Staff
    clinic: Clinic
    """The clinic of the person who asks; every query goes through it."""


View = Callable[..., HttpResponseBase]
ANYBODY_OF_THE_CLINIC = None


def needs(what: May | None) -> Callable[[View], View]:
    """Let in whose role may do ``what``; others get a 403, and who is not logged in gets the log-in page.

    ``ANYBODY_OF_THE_CLINIC`` asks for nothing but working there. The view keeps it as ``view.needs``, so that a test
    can walk through all of them.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401  (a view's own)
            if not request.user.is_authenticated:
                return _ask_to_log_in(request)
            if request.user.clinic is None or (what is not None and not request.user.may(what)):
                raise PermissionDenied
            request.clinic = request.user.clinic  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        guarded.needs = what  # type: ignore[attr-defined]
        return guarded

    return guard


def _ask_to_log_in(request: HttpRequest) -> HttpResponseBase:
    """Send the browser to the log-in page, the whole page also when only a part of it was asked for."""
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect("/login")
    if request.method != "GET":
        return redirect_to_login("/")
    return redirect_to_login(request.get_full_path())


def enrolment_of_patient(request: StaffRequest, patient_id: int) -> Enrolment:
    """The latest enrolment of a patient of the own clinic; a foreign one does not exist (404)."""
    mine = Enrolment.objects.filter(clinic=request.clinic, patient_id=patient_id)
    return get_object_or_404(mine.select_related("patient", "programme", "clinic").order_by("-id")[:1])


def note_access(request: StaffRequest, enrolment: Enrolment, event: str) -> None:
    """Write down that this person looked at, or changed, this patient's data (NEN 7513)."""
    Access.objects.create(clinic=request.clinic, patient=enrolment.patient, staff=request.user, event=event, at=now())
