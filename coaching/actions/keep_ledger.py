"""Keep the ledger: plan everything anew from the recorded events and hold it against what is stored.

Read in parts, so that memory stays flat however many patients there are. Nothing is locked: what is due was stored
long before, so a plan that changes meanwhile does not change what is counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from coaching.actions.planner_inputs import calendar_of, history_of
from coaching.actions.receive_receipt import NEWS
from coaching.core.calendar import local_date
from coaching.core.delivery_states import News
from coaching.core.events import Event
from coaching.core.ledger import Entry, Identity, Ledger, Sighting, arrived, count
from coaching.core.planner import Planned, PublishedProgramme, plan
from coaching.models import Attempt, Delivery, Enrolment, EnrolmentEvent, ProgrammeVersion, Receipt

AT_ONCE: Final = 200
"""Enrolments read together."""
RECEIPT_PARTS: Final = 4
"""A receipt's key: provider's name, our token, the provider's id, the status."""


def keep_ledger(at: datetime, sweep_after: timedelta, since_on: date | None = None) -> Ledger:
    """The ledger of everything that is due at ``at``.

    ``since_on``: only nudges of local dates from then on, and whatever else fell due since its midnight in UTC.
    """
    programmes = _Programmes()
    total = count([], _entries(Delivery.objects.filter(enrolment=None), since_on), at, sweep_after)
    for part in _parts():
        planned = _planned(part, programmes, at, since_on)
        deliveries = Delivery.objects.filter(enrolment__in=[enrolment.pk for enrolment in part])
        total += count(planned, _entries(deliveries, since_on), at, sweep_after)
    return total


class _Programmes:
    """Each programme's versions as the planner reads them, read once."""

    def __init__(self) -> None:
        self._known: dict[int, list[PublishedProgramme]] = {}

    def of(self, programme_id: int) -> list[PublishedProgramme]:
        if programme_id not in self._known:
            self._known[programme_id] = [
                PublishedProgramme(version.value(), version.number, version.published_at)
                for version in ProgrammeVersion.objects.filter(programme=programme_id)
            ]
        return self._known[programme_id]


def _parts() -> Iterator[list[Enrolment]]:
    """All enrolments, live and ended, some at a time, without what is sealed."""
    last = 0
    while part := list(
        Enrolment.objects.filter(pk__gt=last)
        .select_related("clinic", "patient")
        .defer("patient__name", "patient__first_name")
        .order_by("pk")[:AT_ONCE]
    ):
        yield part
        last = part[-1].pk


def _planned(part: list[Enrolment], programmes: _Programmes, at: datetime, since_on: date | None) -> Iterator[Identity]:
    """What the planner yields for these enrolments and is due."""
    ids = [enrolment.pk for enrolment in part]
    events: dict[int, list[Event]] = defaultdict(list)
    for stored in EnrolmentEvent.objects.filter(enrolment__in=ids).order_by("recorded_at", "id"):
        events[stored.enrolment_id].append(stored.value())
    went_out = history_of(ids)
    for enrolment in part:
        happened = events[enrolment.pk]
        if not happened:
            continue
        zone = enrolment.patient.zone
        first_on = local_date(happened[0].recorded_at, zone)
        if since_on is not None and since_on > first_on:
            first_on = since_on
        last_on = local_date(min(at, enrolment.ended_at or at), zone)
        for verdict in plan(
            programmes.of(enrolment.programme_id),
            happened,
            calendar_of(enrolment.clinic),
            went_out[enrolment.pk],
            first_on,
            last_on,
            at,
        ):
            if isinstance(verdict, Planned) and verdict.due_at <= at:
                yield (enrolment.pk, verdict.nudge, verdict.on_date)


def _entries(deliveries: QuerySet[Delivery], since_on: date | None) -> list[Entry]:
    """These deliveries as the ledger reads them, with what the provider made of them."""
    if since_on is not None:
        midnight = datetime.combine(since_on, time.min, tzinfo=UTC)
        deliveries = deliveries.filter(Q(on_date__gte=since_on) | Q(on_date=None, due_at__gte=midnight))
    sightings = _sightings(deliveries)
    rows = deliveries.values_list(
        "id", "enrolment_id", "nudge_key", "on_date", "purpose", "cause", "address_id", "step",
        "state", "reason", "due_at", "state_at",
    )  # fmt: skip
    return [
        Entry(
            identity=(enrolment, nudge, on_date) if nudge else (purpose, cause, address, step),
            purpose=purpose,
            state=state,
            reason=reason,
            due_at=due_at,
            state_at=state_at,
            provider_ids=arrived(sightings.get(key, ())),
        )
        for key, enrolment, nudge, on_date, purpose, cause, address, step, state, reason, due_at, state_at in rows
    ]


def _sightings(deliveries: QuerySet[Delivery]) -> dict[int, list[Sighting]]:
    """By delivery, the provider ids of its attempts and of their receipts."""
    seen: dict[int, list[Sighting]] = defaultdict(list)
    wanted = deliveries.values("id")
    attempts = Attempt.objects.filter(delivery__in=wanted).exclude(provider_id="")
    for delivery_id, provider_id, outcome in attempts.values_list("delivery_id", "provider_id", "outcome"):
        seen[delivery_id].append(Sighting(provider_id, News(outcome) if outcome in set(News) else None))
    receipts = Receipt.objects.filter(attempt__delivery__in=wanted)
    for delivery_id, key, status in _told(receipts):
        seen[delivery_id].append(Sighting(key, NEWS.get(status)))
    return seen


def _told(receipts: QuerySet[Receipt]) -> Iterable[tuple[int, str, str]]:
    """Of each receipt the delivery, the provider id that its key holds, and the status."""
    for delivery_id, key, status in receipts.values_list("attempt__delivery_id", "key", "status"):
        parts = key.split(" ")
        if len(parts) == RECEIPT_PARTS and delivery_id is not None:
            yield delivery_id, parts[2], status
