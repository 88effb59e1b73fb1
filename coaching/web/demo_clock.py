"""The demonstration's clock over HTTP: the phones page beside this program reads it and moves it."""

import re
from datetime import datetime, time, timedelta
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from coaching.actions.move_clock import ClockHeld, move_clock
from coaching.models.clock import DemoClock, now, offset
from coaching.settings.environment import ENVIRONMENT
from coaching.web.this_machine import from_this_machine

FURTHEST: Final = timedelta(days=31)
HOURS: Final = re.compile(r"(\d{1,3})h")
TOMORROW: Final = re.compile(r"tomorrow-(\d{2}:\d{2})")


class CannotRead(ValueError):
    """The wish is not written in a known form; the text shows the forms."""


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def clock(request: HttpRequest) -> HttpResponse:
    """Tell the time, or move it ``forward`` ("1h", "tomorrow-08:00"); 409 when it cannot be moved now.

    Exists in a demonstration only, and for this machine only.
    """
    if not ENVIRONMENT.is_demo or not from_this_machine(request):
        raise Http404
    if request.method == "POST":
        try:
            move_clock(*_wish(request.POST.get("forward", "")), now())
        except CannotRead as unread:
            return JsonResponse({"error": str(unread)}, status=400)
        except ClockHeld:
            held = _("A text is on its way. The clock can be moved when its outcome is known, in a minute or so.")
            return JsonResponse({"error": held}, status=409)
    return JsonResponse(_time(now()))


def _time(at: datetime) -> dict[str, object]:
    """The time, and how far the clock still walks: it stops on its way for everything that falls due."""
    ahead = int(offset().total_seconds())
    target = DemoClock.objects.values_list("target_seconds", flat=True).first() or 0
    return {"now": at.isoformat(), "offset_seconds": ahead, "target_seconds": max(target, ahead)}


def _wish(given: str) -> tuple[timedelta | None, time | None]:
    """How far forward, or which time tomorrow: exactly one of both."""
    if hours := HOURS.fullmatch(given):
        forward = timedelta(hours=int(hours[1]))
        if timedelta(0) < forward <= FURTHEST:
            return forward, None
    if tomorrow := TOMORROW.fullmatch(given):
        try:
            return None, time.fromisoformat(tomorrow[1])
        except ValueError:
            pass
    raise CannotRead(f"forward is {given!r}; write a number of hours as 1h, or tomorrow-08:00")
