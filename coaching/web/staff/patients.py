"""All patients of the clinic, those that need somebody first."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coaching.actions.measure_adherence import nudged
from coaching.core.adherence import adherence
from coaching.core.calendar import local_date
from coaching.core.delivery_states import Reason, State
from coaching.models import Clinic, ContactPoint, Delivery, Enrolment, Inbound
from coaching.models.clock import now
from coaching.models.staff import May
from coaching.web.access import StaffRequest, needs
from coaching.web.staff.programme_words import ProgrammeWords

A_PAGE: Final = 50
RECENT: Final = timedelta(days=14)
DAYS_A_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Line:
    """One patient in the list. ``week`` counts from 1 within the phase; ``done`` of ``asked`` in the last 14 days."""

    enrolment: Enrolment
    standing: str
    phase: str
    week: int
    last_answer: Inbound | None
    done: int
    asked: int
    unread: bool


@require_safe
@needs(May.READ_PATIENTS)
def page(request: StaffRequest) -> HttpResponse:
    """One page of the list."""
    at = now()
    pages = Paginator(_in_order(request.clinic), A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    lines = _lines(request.clinic, list(shown.object_list), at)
    return render(request, "patients.html", {"lines": lines, "page": shown, "count": pages.count, "at": at})


def standing(enrolment: Enrolment, at: datetime, stopped: Collection[int]) -> str:
    """How an enrolment stands, as a key of the words for it. ``stopped``: the patients whom nothing may reach."""
    if enrolment.ended_at is not None:
        return "ended"
    if enrolment.patient_id in stopped:
        return "stopped"
    if enrolment.confirmed_at is None:
        return "unconfirmed"
    return "paused" if enrolment.paused_at(at) else "active"


def week_of_phase(enrolment: Enrolment, at: datetime) -> int:
    """The week within the phase, from 1; also before its first day."""
    days = (local_date(at, enrolment.patient.zone) - enrolment.phase_since_on).days
    return max(days, 0) // DAYS_A_WEEK + 1


def who_stopped(patients: Collection[int]) -> set[int]:
    """Of these patients, those who opted out on every address that they have."""
    points = ContactPoint.objects.filter(patient__in=patients)
    reachable = set(points.filter(address__opted_out_at=None).values_list("patient_id", flat=True))
    return set(points.values_list("patient_id", flat=True)) - reachable


def _in_order(clinic: Clinic) -> QuerySet[Enrolment]:
    """Unread texts first, the ended last, of equals the newest first. Names are sealed: SQL cannot sort by them."""
    unread = Inbound.objects.filter(enrolment=OuterRef("pk"), needs_reading=True, read_at=None)
    mine = Enrolment.objects.filter(clinic=clinic).select_related("patient", "programme")
    waiting = mine.annotate(unread=Exists(unread), over=Q(ended_at__isnull=False))
    return waiting.order_by("-unread", "over", "-enrolled_at", "-id")


def _lines(clinic: Clinic, enrolments: Sequence[Enrolment], at: datetime) -> list[Line]:
    words = ProgrammeWords.of(clinic)
    stopped = who_stopped([one.patient_id for one in enrolments])
    answers = _last_answers(enrolments)
    counts = _recently(enrolments, at)
    return [
        Line(
            enrolment=one,
            standing=standing(one, at, stopped),
            phase=words.phase(one.phase),
            week=week_of_phase(one, at),
            last_answer=answers.get(one.pk),
            done=counts.get(one.pk, (0, 0))[0],
            asked=counts.get(one.pk, (0, 0))[1],
            unread=bool(getattr(one, "unread", False)),
        )
        for one in enrolments
    ]


def _last_answers(enrolments: Sequence[Enrolment]) -> dict[int, Inbound]:
    """The latest text of each, by enrolment."""
    latest = Inbound.objects.filter(enrolment=OuterRef("enrolment")).order_by("-received_at", "-id").values("id")[:1]
    rows = Inbound.objects.filter(enrolment__in=enrolments, id=latest)
    return {row.enrolment_id: row for row in rows if row.enrolment_id is not None}


def _recently(enrolments: Sequence[Enrolment], at: datetime) -> dict[int, tuple[int, int]]:
    """Done, and asked and settled, in the last 14 days; by enrolment. Counted by the same function as everywhere."""
    due = Delivery.objects.filter(enrolment__in=enrolments, due_at__range=(at - RECENT, at), asks="yes_no")
    of_one: dict[int, list[Delivery]] = defaultdict(list)
    for delivery in due.exclude(state=State.CANCELLED, reason=Reason.REPLANNED):
        of_one[delivery.enrolment_id or 0].append(delivery)
    overall = {enrolment: adherence(nudged(deliveries), at).overall for enrolment, deliveries in of_one.items()}
    return {enrolment: (counts.done, counts.asked) for enrolment, counts in overall.items()}
