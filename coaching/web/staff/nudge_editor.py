"""Change one nudge: days, time and texts; see what the linter says and what a patient would get; publish a version."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coaching.actions.look_ahead import LookedAhead, preview_events
from coaching.actions.publish_programme import NewerVersion, publish
from coaching.core.calendar import local_date
from coaching.core.events import Channel, Confirmed, Enrolled
from coaching.core.linter import SAMPLE, check
from coaching.core.programme import Language, NotInProgramme, Nudge, Programme, Text
from coaching.core.programme_file import Finding, ProgrammeInvalid, read_programme, write_programme
from coaching.core.programme_writing import words_file
from coaching.core.rendering import RenderingRefused, Values
from coaching.core.sms_text import SmsLength, measure
from coaching.core.wording import nudge_sms
from coaching.models import Clinic, Patient, ProgrammeVersion
from coaching.models.clock import now
from coaching.models.staff import May
from coaching.web.access import ANYBODY_OF_THE_CLINIC, StaffRequest, needs
from coaching.web.row_ids import read_row_id
from coaching.web.staff.nudge_form import NudgeForm, body_field
from coaching.web.staff.plan_by_day import by_day
from coaching.web.staff.programme_words import ProgrammeWords
from coaching.web.staff.programmes import days_of, patients_in, programme_of

DAYS_AHEAD: Final = 14
SAMPLE_NAME: Final = "Anna"
UNPROCESSABLE: Final = 422


@dataclass(frozen=True, slots=True)
class Words:
    """One text in one language as it stands in the form: its field, its whole SMS, and what is to be said about it."""

    text: Text
    language: Language
    field: Any
    sms: str
    length: SmsLength | None
    findings: tuple[Finding, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(ANYBODY_OF_THE_CLINIC)
def page(request: StaffRequest, key: str, nudge_key: str) -> HttpResponseBase:
    """The nudge, to read or to change. Sent, it is published, or the page says what has to be mended."""
    version = programme_of(request, key).latest()
    nudge = _nudge(version, nudge_key)
    if request.method != "POST":
        form = NudgeForm(version.value(), nudge)
        return render(request, "nudge.html", _values(request, version, nudge, form))
    return _sent(request, version, nudge)


@require_POST
@needs(May.EDIT_PROGRAMMES)
def look(request: StaffRequest, key: str, nudge_key: str) -> HttpResponse:
    """What the linter says while somebody types, and the 14 days that follow. Publishes nothing."""
    version = programme_of(request, key).latest()
    nudge = _nudge(version, nudge_key)
    form = NudgeForm(version.value(), nudge, request.POST)
    return render(request, "nudge_checked.html", _values(request, version, nudge, form))


@needs(May.EDIT_PROGRAMMES)
def _sent(request: StaffRequest, version: ProgrammeVersion, nudge: Nudge) -> HttpResponseBase:
    form = NudgeForm(version.value(), nudge, request.POST)
    form.is_valid()
    if (base := request.POST.get("base", "")) != str(version.number):
        _say_what_a_colleague_did(form, version, nudge, base)
    try:
        if "check" not in request.POST and form.is_valid() and _publish(request, version, nudge, form):
            return redirect("programme", key=version.programme.key)
    except NewerVersion:  # a colleague was quicker by less than this request took
        latest = version.programme.latest()
        return _sent(request, latest, _nudge(latest, nudge.key))
    return render(request, "nudge.html", _values(request, version, nudge, form), status=UNPROCESSABLE)


def _say_what_a_colleague_did(form: NudgeForm, version: ProgrammeVersion, nudge: Nudge, base: str) -> None:
    """Keep what was typed, and name each field that the newer version fills otherwise than the one it was typed over."""
    form.add_error(
        None,
        _("A colleague has published a newer version meanwhile. Check your changes against it, and publish again."),
    )
    known = version.programme.versions.filter(number=read_row_id(base) or 0).first()
    if known is None or all(one.key != nudge.key for one in known.value().nudges):
        return
    for field, theirs in form.changed_since(NudgeForm(known.value(), known.value().nudge(nudge.key))):
        said = _("%(field)s: there it says “%(theirs)s”. Publishing again puts yours in its place.")
        form.add_error(None, said % {"field": field, "theirs": theirs})


def _publish(request: StaffRequest, version: ProgrammeVersion, nudge: Nudge, form: NudgeForm) -> bool:
    """Publish what is in the form; False when something has to be mended first, which then stands in the form.

    Raises ``NewerVersion`` when ``version``, on which the form stands, is no longer the one in force.
    """
    draft = form.draft()
    wrong = [one for one in _findings(request.clinic, draft, nudge) if one.severity == "error"]
    if wrong:
        form.add_error(None, _("Some texts cannot go to a patient like this. What to mend stands below each of them."))
        return False
    files = write_programme(draft)
    if files == write_programme(form.programme):
        form.add_error(None, _("Nothing was changed, so there is nothing to publish."))
        return False
    try:
        published = publish(version.programme, files, request.user, now(), form.cleaned_data["note"], version.number)
    except ProgrammeInvalid as invalid:
        for finding in (one.in_language(get_language() or "") for one in invalid.findings):
            form.add_error(None, f"{finding.field}: {finding.problem}. {finding.mend}")
        return False
    messages.success(
        request,
        _("Version %(number)s is in force. What is not yet on its way follows it.") % {"number": published.number},
    )
    return True


def _nudge(version: ProgrammeVersion, nudge_key: str) -> Nudge:
    try:
        return version.value().nudge(nudge_key)
    except NotInProgramme:
        raise Http404 from None


def _values(request: StaffRequest, version: ProgrammeVersion, nudge: Nudge, form: NudgeForm) -> dict[str, Any]:
    at = now()
    draft = _draft(form, version)
    changed = draft.nudge(nudge.key)
    return {
        "programme": version.programme,
        "value": draft,
        "nudge": changed,
        "version": version,
        "form": form,
        "texts": _texts(request.clinic, draft, changed, form),
        "others": [one for one in draft.nudges_in(nudge.phase) if one.kind == nudge.kind and one.key != nudge.key],
        "days": by_day(_ahead(request.clinic, draft, changed, at)),
        "only": nudge.key,
        "kind_name": ProgrammeWords({version.programme.key: draft}).kind,
        "patients": patients_in(version.programme),
        "days_of": days_of,
        "at": at,
    }


def _draft(form: NudgeForm, version: ProgrammeVersion) -> Programme:
    """What is in the form, also while some of it cannot be read yet; untouched, what is published."""
    if not form.is_bound:
        return version.value()
    form.is_valid()
    return form.draft()


def _texts(clinic: Clinic, draft: Programme, nudge: Nudge, form: NudgeForm) -> list[list[Words]]:
    """Each text of the nudge, in each language."""
    findings = _findings(clinic, draft, nudge)
    return [
        [_words(clinic, draft, nudge, text, language, form, findings) for language in draft.languages]
        for text in draft.texts_for(nudge)
    ]


def _words(
    clinic: Clinic,
    draft: Programme,
    nudge: Nudge,
    text: Text,
    language: Language,
    form: NudgeForm,
    findings: list[Finding],
) -> Words:
    try:
        sms = nudge_sms(draft, nudge, text, language, {**_sample(clinic), "first_name": SAMPLE_NAME})
    except RenderingRefused:
        sms = ""
    own = (words_file(language), f"texts.{text.id}")
    return Words(
        text=text,
        language=language,
        field=form[body_field(text, language)],
        sms=sms,
        length=measure(sms) if sms else None,
        findings=tuple(one.in_language(get_language() or "") for one in findings if (one.file, one.field) == own),
    )


def _sample(clinic: Clinic) -> Values:
    """The linter's long values, with the clinic's own name and number."""
    return {**SAMPLE, "clinic_name": clinic.short_name, "clinic_phone": clinic.phone, "steps_up": True}


def _findings(clinic: Clinic, draft: Programme, nudge: Nudge) -> list[Finding]:
    """What the linter says about the texts of this nudge, and of no other, in the reader's language."""
    own = {f"texts.{text.id}" for text in draft.texts_for(nudge)}
    language = get_language() or ""
    return [one.in_language(language) for one in check(draft, sample=_sample(clinic)) if one.field in own]


def _ahead(clinic: Clinic, draft: Programme, nudge: Nudge, at: datetime) -> list[LookedAhead]:
    """The next 14 days of a sample patient who starts the nudge's phase today; nothing when the draft cannot be planned."""
    try:
        programme = read_programme(write_programme(draft))
    except ProgrammeInvalid:
        return []
    language = get_language() or ""
    language = language if language in draft.languages else draft.languages[0]
    patient = Patient(clinic=clinic, name=SAMPLE_NAME, first_name=SAMPLE_NAME, language=language, zone=clinic.zone)
    enrolled = Enrolled(
        recorded_at=at,
        seed="sample",
        start_on=local_date(at, clinic.zone),
        phase=nudge.phase,
        zone=clinic.zone,
        language=language,
        channels=(Channel.SMS, Channel.EMAIL),
        exercises=frozenset(draft.exercises()),
    )
    return preview_events([enrolled, Confirmed(recorded_at=at)], programme, patient, clinic, at, DAYS_AHEAD, language)
