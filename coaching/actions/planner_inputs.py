"""What the planner reads, from what is stored: for one enrolment, or for many with one query each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from coaching.actions.public_holidays import public_holidays
from coaching.core.calendar import A_DAY, Calendar, Closure, QuietHours, days, local_date
from coaching.core.delivery_states import CHECKED_PURPOSES, Purpose, State
from coaching.core.events import Event
from coaching.core.planner import Asked, PublishedProgramme, Remembered, Verdict, plan
from coaching.core.planner_holidays import LONGEST_MOVE
from coaching.models import Address, Clinic, ContactPoint, Delivery, Enrolment, EnrolmentEvent, ProgrammeVersion


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is known of some enrolments.

    Events and what went out by enrolment, calendars by clinic, versions by programme and number, addresses by patient.
    """

    events: dict[int, list[Event]]
    calendars: dict[int, Calendar]
    versions: dict[int, dict[int, ProgrammeVersion]]
    history: dict[int, list[Remembered | Asked]]
    addresses: dict[int, dict[str, Address]]

    def programmes(self, enrolment: Enrolment, since_on: date) -> list[PublishedProgramme]:
        """The versions of its programme that are or were in force from a date on, as the planner reads them."""
        return in_force_since(self.versions[enrolment.programme_id].values(), since_on)

    def verdicts(self, enrolment: Enrolment, first_on: date, last_on: date, as_of: datetime) -> list[Verdict]:
        """What the planner says of the days from ``first_on`` to ``last_on``."""
        return plan(
            self.programmes(enrolment, first_on),
            self.events[enrolment.pk],
            self.calendars[enrolment.clinic_id],
            self.history[enrolment.pk],
            first_on,
            last_on,
            as_of,
        )


def read_inputs(enrolments: Sequence[Enrolment]) -> Inputs:
    """Everything that is needed to plan these enrolments, in five queries and one for each clinic's closures."""
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
    clinics = {enrolment.clinic_id: enrolment.clinic for enrolment in enrolments}
    calendars = {key: calendar_of(clinic) for key, clinic in clinics.items()}
    return Inputs(events, calendars, versions, history_of(ids), addresses)


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
    """The clinic's calendar as the planner reads it. Its closures are read once for an object of the clinic."""
    closures = tuple(
        Closure(row.first_on, row.last_on, row.name, row.recorded_at, row.withdrawn_at)
        for row in sorted(clinic.closures.all(), key=lambda row: row.pk)
    )
    quiet = QuietHours(clinic.quiet_from, clinic.quiet_until)
    return Calendar(quiet, public_holidays(clinic.country, clinic.region), closures)


def first_to_plan(calendar: Calendar, from_on: date) -> date:
    """Where planning begins to cover everything that goes out from a date on: holidays may have moved it there."""
    before = days(from_on - LONGEST_MOVE, from_on)
    return next((day for day in before if not calendar.is_ordinary(day)), from_on)


def history_of(enrolments: Sequence[int]) -> dict[int, list[Remembered | Asked]]:
    """By enrolment, the coaching texts that went out, or may have, and the questions that surely did."""
    history: dict[int, list[Remembered | Asked]] = defaultdict(list)
    for enrolment_id, used in texts_used_by(enrolments, date.max).items():
        history[enrolment_id] += used
    rows = Delivery.objects.filter(
        enrolment__in=enrolments, purpose__in=CHECKED_PURPOSES, state__in=[State.SENT, State.DELIVERED]
    ).exclude(asks="none")
    for enrolment_id, due_at, expires_at in rows.values_list("enrolment_id", "due_at", "expires_at"):
        history[enrolment_id or 0].append(Asked(due_at, expires_at))
    return history


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
        .values_list("enrolment_id", "text_id", "on_date", "due_at", "enrolment__patient__zone")
    )
    used: dict[int, list[Remembered]] = defaultdict(list)
    for enrolment_id, text_id, on_date, due_at, zone_name in rows:
        if enrolment_id is not None and on_date is not None:
            used[enrolment_id].append(Remembered(text_id, max(on_date, local_date(due_at, zone_name))))
    return used


def addresses_of(enrolment: Enrolment) -> dict[str, Address]:
    """Where its patient can be reached, by channel."""
    points = enrolment.patient.contact_points.select_related("address").order_by("id")
    return {point.address.channel: point.address for point in points}
