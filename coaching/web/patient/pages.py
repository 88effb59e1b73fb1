"""The patient's page and the unsubscribe page.

The link is the key: whoever holds it may act, so a POST needs no session and no cookie, and a GET only shows (mail
scanners follow links). No address of another site ever learns the link.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from coaching.actions.answer_on_page import (
    NotAnAnswer,
    answer_on_page,
    confirm_on_page,
    open_question,
    stop_on_page,
)  # fmt: skip
from coaching.actions.patient_links import enrolment_behind, note_use
from coaching.models import Enrolment, PatientLink
from coaching.models.clock import now

View = Callable[[HttpRequest, Enrolment, str], HttpResponse]


def behind_a_link(purpose: PatientLink.Purpose) -> Callable[[View], Callable[..., HttpResponse]]:
    """Find the enrolment by the link, answer in the patient's language, and keep the link to this site."""

    def decorate(view: View) -> Callable[..., HttpResponse]:
        def page(request: HttpRequest, token: str) -> HttpResponse:
            enrolment = enrolment_behind(token, purpose, now())
            if enrolment is None:
                response = render(request, "patient_gone.html", status=404)
            else:
                with translation.override(enrolment.patient.language):
                    response = view(request, enrolment, token)
            response.headers["Referrer-Policy"] = "no-referrer"
            return response

        return never_cache(csrf_exempt(require_http_methods(["GET", "HEAD", "POST"])(page)))

    return decorate


@behind_a_link(PatientLink.Purpose.PAGE)
def own_page(request: HttpRequest, enrolment: Enrolment, token: str) -> HttpResponse:
    """The last question with its buttons, and how things stand."""
    at = now()
    if request.method == "POST":
        return _act(request, enrolment, token)
    asked = open_question(enrolment, at)
    said = asked.attempts.last() if asked else None
    return render(
        request,
        "patient_page.html",
        {"enrolment": enrolment, "asked": asked, "question": said.body if said else "", "days": range(8)},
    )


def _act(request: HttpRequest, enrolment: Enrolment, token: str) -> HttpResponse:
    at = now()
    if request.POST.get("confirm"):
        confirm_on_page(enrolment, at)
    else:
        try:
            answer_on_page(enrolment, request.POST.get("answer", ""), at)
        except NotAnAnswer:
            return render(request, "patient_gone.html", status=409)
    note_use(token, at)
    return HttpResponseRedirect(request.path)


@behind_a_link(PatientLink.Purpose.STOP)
def unsubscribe(request: HttpRequest, enrolment: Enrolment, token: str) -> HttpResponse:  # noqa: ARG001  (every page's form)
    """Asks first; a POST stops, also the one-click kind that mail programs send (RFC 8058)."""
    if request.method == "POST":
        stop_on_page(enrolment, now())
    return render(request, "patient_stop.html", {"enrolment": enrolment, "stopped": request.method == "POST"})
