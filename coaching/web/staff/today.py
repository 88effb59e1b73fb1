"""Today: what needs somebody, what goes out, what came in."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coaching.actions.mark_read import mark_read
from coaching.actions.tend_enrolments import unconfirmed
from coaching.core.calendar import A_DAY, instant, local_date, zone
from coaching.core.delivery_states import Reason, State
from coaching.models import Clinic, Delivery, Inbound
from coaching.models.clock import now
from coaching.models.staff import May
from coaching.web import words
from coaching.web.access import ANYBODY_OF_THE_CLINIC, StaffRequest, needs, note_access
from coaching.web.live import live, news
from coaching.web.row_ids import read_row_id
from coaching.web.staff.programme_words import ProgrammeWords
from coaching.web.staff.unread import chosen, patients_at, waiting_for_a_person, whose_answer

MOST_LINES = 40
"""A list longer than this is not read any more; the numbers above it say the rest."""

LATE_AFTER = timedelta(minutes=2)
"""A delivery that waits longer than this past its moment is late; until then a worker is simply on its way."""

GONE = (State.SENT, State.DELIVERED)
TO_GO = (State.SCHEDULED, State.SENDING)


@dataclass(frozen=True, slots=True)
class Figures:
    """How today's deliveries stand. ``late`` are the waiting ones whose moment has gone by."""

    sent: int
    waiting: int
    late: int
    uncertain: int
    not_sent: int

    @property
    def total(self) -> int:
        """All that was or is to go out today."""
        return self.sent + self.waiting + self.late + self.uncertain + self.not_sent


@require_safe
@needs(ANYBODY_OF_THE_CLINIC)
def page(request: StaffRequest) -> HttpResponse:
    """The whole page."""
    at = now()
    part = live(request, "today_live.html", reverse("today_live"), _values(request, at))
    return render(request, "today.html", {"part": part, "at": at, "on_date": local_date(at, request.clinic.zone)})


@require_safe
@needs(ANYBODY_OF_THE_CLINIC)
def page_live(request: StaffRequest) -> HttpResponse:
    """The part of the page that changes by itself."""
    return news(request, "today_live.html", reverse("today_live"), _values(request, now()))


def _values(request: StaffRequest, at: datetime) -> Mapping[str, Any]:
    today = local_date(at, request.clinic.zone)
    going_out = _going_out(request.clinic, today)
    figures = _figures(going_out, at)
    values: dict[str, Any] = {"at": at, "figures": figures, "hours": _by_hour(request.clinic, going_out)}
    if not request.user.may(May.READ_PATIENTS):
        return values
    kinds = ProgrammeWords.of(request.clinic)
    people = going_out.select_related("enrolment__patient")
    return values | {
        "kind_name": kinds.kind,
        "most": MOST_LINES,
        "whose_answer": whose_answer,
        "patients_at": patients_at,
        "unread": waiting_for_a_person(request.clinic, at)[:MOST_LINES],
        "unconfirmed": unconfirmed(request.clinic, at)[:MOST_LINES],
        "unread_count": waiting_for_a_person(request.clinic, at).count(),
        "to_go": people.filter(state__in=(*TO_GO, State.UNCONFIRMED)).order_by("send_after", "id")[:MOST_LINES],
        "gone": people.exclude(state__in=(*TO_GO, State.UNCONFIRMED)).order_by("-due_at", "-id")[:MOST_LINES],
        "came_in": _came_in(request.clinic, today)[:MOST_LINES],
    }


def _span(clinic: Clinic, on_date: date) -> tuple[datetime, datetime]:
    """The clinic's day, from midnight to midnight on its own clock."""
    return instant(on_date, time(), clinic.zone), instant(on_date + A_DAY, time(), clinic.zone)


def _going_out(clinic: Clinic, on_date: date) -> QuerySet[Delivery]:
    """Everything that falls due on that day, but for what a change of the plan took back."""
    mine = Delivery.objects.filter(clinic=clinic, due_at__range=_span(clinic, on_date))
    return mine.exclude(state=State.CANCELLED, reason=Reason.REPLANNED)


def _figures(going_out: QuerySet[Delivery], at: datetime) -> Figures:
    counted = Counter(dict(going_out.order_by().values_list("state").annotate(Count("id"))))
    late = going_out.filter(state=State.SCHEDULED, due_at__lt=at - LATE_AFTER).count()
    return Figures(
        sent=sum(counted[state] for state in GONE),
        waiting=sum(counted[state] for state in TO_GO) - late,
        late=late,
        uncertain=counted[State.UNCONFIRMED],
        not_sent=sum(counted[state] for state in (State.FAILED, State.EXPIRED, State.CANCELLED)),
    )


def _by_hour(clinic: Clinic, going_out: QuerySet[Delivery]) -> Counter[int]:
    """How many fall due in each hour of the clinic's day."""
    place = zone(clinic.zone)
    return Counter(due_at.astimezone(place).hour for due_at in going_out.order_by().values_list("due_at", flat=True))


def _came_in(clinic: Clinic, on_date: date) -> QuerySet[Inbound]:
    today = Inbound.objects.filter(clinic=clinic, received_at__range=_span(clinic, on_date))
    return today.select_related("enrolment__patient", "read_by").order_by("-received_at", "-id")


@require_POST
@needs(May.TREAT_PATIENTS)
def read(request: StaffRequest, inbound_id: int) -> HttpResponse:
    """Somebody dealt with a text that was not understood: as an answer to its question, or simply as read."""
    inbound = get_object_or_404(Inbound, clinic=request.clinic, id=inbound_id)
    answer = request.POST.get("answer") or None
    whose = chosen(inbound, request.GET.get("whose", "")) if answer else None
    if answer is not None and (answer not in words.ANSWERS or whose is None):
        messages.error(request, _("That is no answer to this text. Choose done, partly, not done, or read."))
        return _back(request)
    mark_read(inbound, request.user, now(), answer, whose)
    if inbound.enrolment is not None:
        note_access(request, inbound.enrolment, "read a text")
    said = _("Saved as “%(answer)s”.") % {"answer": words.word("answer", answer)} if answer else _("Marked as read.")
    messages.success(request, said)
    return _back(request)


def _back(request: StaffRequest) -> HttpResponse:
    """To the page that the button was on; only pages of ours are named."""
    patient_id = read_row_id(request.POST.get("patient", ""))
    return redirect("today") if patient_id is None else redirect("patient", patient_id=patient_id)
