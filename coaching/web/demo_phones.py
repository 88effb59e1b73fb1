"""Whose phones these are: the phones page of the demonstration shows its made-up patients by name."""

from collections.abc import Iterable
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coaching.core.events import Channel
from coaching.models import Clinic, ContactPoint, Enrolment
from coaching.settings.environment import ENVIRONMENT
from coaching.web.this_machine import from_this_machine

PHONES_TOLD: Final = 200


@require_safe
@never_cache
def phones(request: HttpRequest) -> HttpResponse:
    """Tell number and name of who is coached by the first clinic, the latest patients when there are very many.

    Exists in a demonstration only, and for this machine only: anywhere else these would be patients' names.
    """
    if not ENVIRONMENT.is_demo or not from_this_machine(request):
        raise Http404
    clinic = Clinic.objects.order_by("pk").first()
    coached = Enrolment.objects.filter(clinic=clinic, ended_at=None).values("patient")
    points = ContactPoint.objects.filter(clinic=clinic, address__channel=Channel.SMS, patient__in=coached)
    latest = reversed(points.select_related("patient", "address").order_by("-pk")[:PHONES_TOLD])
    return JsonResponse({"phones": [{"number": number, "label": label} for number, label in _labels(latest).items()]})


def _labels(points: Iterable[ContactPoint]) -> dict[str, str]:
    """The name on each phone; a couple that shares one stands there together."""
    labels: dict[str, str] = {}
    for point in points:
        number, name = point.address.value, point.patient.name
        labels[number] = f"{labels[number]} & {name}" if number in labels else name
    return labels
