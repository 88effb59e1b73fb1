"""What a clinician changes for one patient: phase, pause, times, one nudge. Each is a POST that leads back to the page."""

from collections.abc import Callable
from datetime import date, time
from functools import wraps
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coaching.actions.change_phase import change_phase
from coaching.actions.pause import pause, resume
from coaching.actions.record_event import record_event
from coaching.actions.tend_enrolments import end_programme
from coaching.core.calendar import QuietHours
from coaching.core.events import NudgeCalledOff, TimesChanged
from coaching.core.programme import NotInProgramme
from coaching.models import Enrolment
from coaching.models.clock import now
from coaching.models.staff import May
from coaching.web.access import StaffRequest, View, enrolment_of_patient, needs, note_access
from coaching.web.staff.enrol_form import PROBLEMS
from coaching.web.words import say

LONGEST_PAUSE: Final = 60
"""Days; a longer break is a pause without an end, so that somebody decides."""
MOST_DIGITS: Final = 4
"""Python refuses to read a number of thousands of digits; nobody who means a pause writes that many."""


class CannotChange(ValueError):
    """The change makes no sense; the text tells the clinician what to do."""


Change = Callable[[StaffRequest, Enrolment], str]


def _change(event: str) -> Callable[[Change], View]:
    """Make a view of a change: guarded, written down, and back to the patient with a sentence about it."""

    def as_view(change: Change) -> View:
        @require_POST
        @needs(May.TREAT_PATIENTS)
        @wraps(change)
        def view(request: StaffRequest, patient_id: int) -> HttpResponse:
            enrolment = enrolment_of_patient(request, patient_id)
            try:
                said = change(request, enrolment)
            except CannotChange as refused:
                messages.error(request, str(refused))
            else:
                note_access(request, enrolment, event)
                messages.success(request, said)
            return redirect("patient", patient_id=patient_id)

        return view

    return as_view


@_change("changed the phase")
def phase(request: StaffRequest, enrolment: Enrolment) -> str:
    """Move the patient to another phase, from today on."""
    wanted = request.POST.get("phase", "")
    try:
        chosen = enrolment.programme.latest().value().phase(wanted)
    except NotInProgramme:
        raise CannotChange(str(PROBLEMS["phase_unknown"])) from None
    change_phase(enrolment, chosen.key, request.user, now())
    return _("The phase is now “%(phase)s”. The plan follows it.") % {"phase": say(chosen.staff_name)}


@_change("paused")
def pausing(request: StaffRequest, enrolment: Enrolment) -> str:
    """Pause for some days, or until somebody resumes."""
    given = request.POST.get("days", "")
    if given and not (given.isdecimal() and len(given) <= MOST_DIGITS and 1 <= int(given) <= LONGEST_PAUSE):
        raise CannotChange(_("A pause lasts 1 to 60 days. Leave the number empty for a pause without an end."))
    pause(enrolment, int(given) if given else None, request.user, now())
    return _("Paused. Nothing is sent until the pause ends.")


@_change("resumed")
def resuming(request: StaffRequest, enrolment: Enrolment) -> str:
    """End the pause."""
    resume(enrolment, request.user, now())
    return _("Resumed. The next nudges stand in the plan.")


@_change("ended the programme")
def ending(request: StaffRequest, enrolment: Enrolment) -> str:
    """End the programme: one closing text, then nothing more."""
    end_programme(enrolment, request.user, now())
    return _("The programme has ended. The patient gets one closing text and nothing more.")


@_change("skipped a nudge")
def skipping(request: StaffRequest, enrolment: Enrolment) -> str:
    """Skip one nudge on one day."""
    key, _space, day = request.POST.get("nudge", "").partition(" ")
    try:
        nudge, on_date = enrolment.programme.latest().value().nudge(key), date.fromisoformat(day)
    except (NotInProgramme, ValueError):
        raise CannotChange(_("The plan has no such nudge any more. Reload the page and choose again.")) from None
    record_event(enrolment, NudgeCalledOff(recorded_at=now(), nudge=nudge.key, on_date=on_date), request.user)
    return _("Skipped that one nudge. The others stay as they are.")


@_change("changed the times")
def times(request: StaffRequest, enrolment: Enrolment) -> str:
    """The patient's own times; a time that equals the programme's follows the programme."""
    own: dict[str, time] = {}
    quiet = QuietHours(enrolment.clinic.quiet_from, enrolment.clinic.quiet_until)
    for slot in enrolment.programme.latest().value().slots:
        given = request.POST.get(f"time_{slot.key}", "")
        try:
            wall = _on_the_clock(given) if given else slot.time
        except ValueError:
            raise CannotChange(f"{say(slot.name)}: {PROBLEMS['time_invalid']}") from None
        if wall != slot.time and quiet.cover(wall):
            raise CannotChange(f"{say(slot.name)}: {PROBLEMS['time_outside_window']}")
        if wall != slot.time:
            own[slot.key] = wall
    record_event(enrolment, TimesChanged(recorded_at=now(), own_times=own), request.user)
    return _("The new times hold from now on.")


def _on_the_clock(given: str) -> time:
    """The time to the minute on the patient's own clock; raises ``ValueError``."""
    return time.fromisoformat(given).replace(second=0, microsecond=0, tzinfo=None)
