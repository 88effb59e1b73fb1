"""What the planner reads, from what is stored: for one enrolment, or for many with one query each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coaching.core.calendar import A_DAY, Calendar, QuietHours
from coaching.core.delivery_states import Purpose, State
from coaching.core.events import Event
from coaching.core.planner import PublishedProgramme, Remembered, Verdict, plan
from coaching.models import Address, Clinic, ContactPoint, Delivery, Enrolment, EnrolmentEvent, ProgrammeVersion


@dataclass(frozen=True, slots=True)
class Inputs:
    """For some enrolments: events by enrolment, versions by programme and number, texts by enrolment, addresses by patient."""

    events: dict[int, list[Event]]
    versions: dict[int, dict[int, ProgrammeVersion]]
    used: dict[int, list[Remembered]]
    addresses: dict[int, dict[str, Address]]

    def programmes(self, enrolment: Enrolment, since_on: date) -> list[PublishedProgramme]:
        """The versions of its programme that are or were in force from a date on, as the planner reads them."""
        return in_force_since(self.versions[enrolment.programme_id].values(), since_on)

    def verdicts(self, enrolment: Enrolment, first_on: date, last_on: date, as_of: datetime) -> list[Verdict]:
        """What the planner says of the days from ``first_on`` to ``last_on``."""
        history = [entry for entry in self.used[enrolment.pk] if entry.on_date < first_on]
        return plan(
            self.programmes(enrolment, first_on),
            self.events[enrolment.pk],
            calendar_of(enrolment.clinic),
            history,
            first_on,
            last_on,
            as_of,
        )


def read_inputs(enrolments: Sequence[Enrolment]) -> Inputs:
    """Everything that is needed to plan these enrolments, in four queries."""
    ids = [enrolment.pk for enrolment in enrolments]
    events: dict[int, list[Event]] = defaultdict(list)
    for stored in EnrolmentEvent.objects.filter(enrolment__in=ids).order_by("recorded_at", "id"):
        events[stored.enrolment_id].append(stored.value())
    versions: dict[int, dict[int, ProgrammeVersion]] = defaultdict(dict)
    stored_versions = ProgrammeVersion.objects.filter(programme__in={one.programme_id for one in enrolments})
    for version in stored_versions.defer("files"):
        versions[version.programme_id][version.number] = version
    addresses: dict[int, dict[str, Address]] = defaultdict(dict)
    points = ContactPoint.objects.filter(patient__in=[one.patient_id for one in enrolments])
    for point in points.select_related("address").defer("address__value").order_by("id"):
        addresses[point.patient_id][point.address.channel] = point.address
    return Inputs(events, versions, texts_used_by(ids, date.max), addresses)


def plan_of(enrolment: Enrolment, first_on: date, last_on: date, as_of: datetime) -> list[Verdict]:
    """The planner's verdicts for one enrolment."""
    return read_inputs([enrolment]).verdicts(enrolment, first_on, last_on, as_of)


def programmes_of(enrolment: Enrolment, since_on: date = date.min) -> list[PublishedProgramme]:
    """The versions of its programme from a date on, as the planner reads them; all of them when no date is given."""
    return in_force_since(ProgrammeVersion.objects.filter(programme=enrolment.programme_id).defer("files"), since_on)


def in_force_since(versions: Iterable[ProgrammeVersion], since_on: date) -> list[PublishedProgramme]:
    """Those that were in force on that date or later, wherever on earth: only these are parsed."""
    ordered = sorted(versions, key=lambda version: (version.published_at, version.number))
    followed_on = [following.published_at.date() for following in ordered[1:]] + [date.max]
    return [
        PublishedProgramme(version.value(), version.number, version.published_at)
        for version, until_on in zip(ordered, followed_on, strict=True)
        if since_on - until_on <= 2 * A_DAY
    ]


def calendar_of(clinic: Clinic) -> Calendar:
    """The clinic's calendar as the planner reads it."""
    return Calendar(QuietHours(clinic.quiet_from, clinic.quiet_until))


def texts_used_by(
    enrolments: Iterable[int], before_on: date, besides: Iterable[int] = ()
) -> dict[int, list[Remembered]]:
    """By enrolment, the coaching texts that went out, or may have, before a date.

    All of them, however long ago: of the texts that have rested, the one that was used longest ago comes next.
    ``besides``: deliveries that are being claimed now; the text of an earlier attempt that surely never arrived is free.
    """
    rows = (
        Delivery.objects.filter(enrolment__in=list(enrolments), purpose=Purpose.COACHING, on_date__lt=before_on)
        .exclude(text_id="")
        .exclude(id__in=list(besides))
        .exclude(state__in=[State.CANCELLED, State.EXPIRED, State.SCHEDULED])
        .values_list("enrolment_id", "text_id", "on_date")
    )
    used: dict[int, list[Remembered]] = defaultdict(list)
    for enrolment_id, text_id, used_on in rows:
        if enrolment_id is not None and used_on is not None:
            used[enrolment_id].append(Remembered(text_id, used_on))
    return used


def addresses_of(enrolment: Enrolment) -> dict[str, Address]:
    """Where its patient can be reached, by channel."""
    points = enrolment.patient.contact_points.select_related("address").order_by("id")
    return {point.address.channel: point.address for point in points}
