"""The form to enrol a patient: what is asked, and what each problem is called in the reader's language."""

import re
from collections.abc import Mapping
from datetime import date, time
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _

from coaching.actions.new_patient import EARLIEST, LATEST, LONGEST_NAME, NewPatient
from coaching.core.calendar import QuietHours, UnknownZone, zone
from coaching.core.programme import Programme
from coaching.models import Clinic
from coaching.web import words

PROBLEMS: Mapping[str, Any] = {
    "name_missing": _("Write the patient's name."),
    "name_impossible": _("A name has letters, and at most 80 characters. Write it as the patient is called."),
    "name_unreadable": _("This name holds a character that nobody can see. Write it again, letter by letter."),
    "channel_unknown": _("Texts go by SMS or by email. Choose one of them."),
    "phone_invalid": _("This is no phone number. Write it as 06 12345678, or with a country code as +31 6 12345678."),
    "phone_not_mobile": _("A text message cannot reach this number. Write a mobile number, as 06 12345678."),
    "phone_country": _("The clinic does not send to this country. Write a Dutch mobile number, or choose email."),
    "email_invalid": _("This is no email address. Write it as name@example.org."),
    "contact_missing": _(
        "Without this the patient cannot be reached by the channel that you chose. Fill it in, or choose the other one."
    ),
    "language_unknown": _("The programme has no texts in this language. Choose one from the list."),
    "phase_unknown": _("The programme has no such phase. Choose one from the list."),
    "dose_unknown": _("There is no such choice. Choose one from the list."),
    "exercise_unknown": _("The programme has no such exercise. Choose from the list."),
    "day_unknown": _("A week has no such day. Choose from Monday to Sunday."),
    "date_impossible": _(
        "This day does not exist or lies too far away. Write a day from today to a year ahead, as 2026-03-31."
    ),
    "duplicate": _("This patient is already enrolled: the name and the number or address are the same."),
    "time_outside_window": _("This time lies in the quiet hours of the clinic. Choose a time by day."),
    "time_invalid": _("This is no time. Write it as 18:30."),
    "zone_unknown": _("There is no such time zone. Write it as Europe/Amsterdam."),
    "consent_missing": _("Without the patient's consent nothing may be sent. Ask for it, and tick the box."),
    "minutes_impossible": _("Write a whole number of minutes, from 1 to 120."),
}
"""What happened and how to mend it, by the key that the enrolment refuses with."""

LONGEST_WALK: Final = 120
KEY: Final = re.compile("[0-9a-f]{32}")


def _said(problem: str, *codes: str) -> dict[str, Any]:
    """Our own words for what Django's fields object to; theirs do not say how to mend it."""
    return dict.fromkeys(codes, PROBLEMS[problem])


UNREADABLE: Final = ("max_length", "null_characters_not_allowed")
NOT_OFFERED: Final = ("invalid_choice", "invalid_list")


class EnrolForm(forms.Form):
    """What the clinician fills in. The enrolment itself judges; the form only reads."""

    form_key = forms.CharField(required=False)
    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        required=False,
        error_messages=_said("name_impossible", "max_length") | _said("name_unreadable", "null_characters_not_allowed"),
    )
    phone = forms.CharField(
        label=_("Mobile"), max_length=30, required=False, error_messages=_said("phone_invalid", *UNREADABLE)
    )
    email = forms.CharField(
        label=_("Email"), max_length=200, required=False, error_messages=_said("email_invalid", *UNREADABLE)
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, error_messages=_said("language_unknown", *NOT_OFFERED)
    )
    channel = forms.ChoiceField(
        label=_("Send by"), required=False, error_messages=_said("channel_unknown", *NOT_OFFERED)
    )
    phase = forms.ChoiceField(label=_("Phase"), required=False, error_messages=_said("phase_unknown", *NOT_OFFERED))
    dose = forms.ChoiceField(label=_("How often"), required=False, error_messages=_said("dose_unknown", *NOT_OFFERED))
    exercises = forms.MultipleChoiceField(
        label=_("Exercises that fit this patient"),
        required=False,
        error_messages=_said("exercise_unknown", *NOT_OFFERED),
    )
    walk_minutes = forms.IntegerField(
        label=_("Minutes of walking"),
        min_value=1,
        max_value=LONGEST_WALK,
        required=False,
        error_messages=_said("minutes_impossible", "invalid", "min_value", "max_value"),
    )
    days_off = forms.TypedMultipleChoiceField(
        label=_("Days off"), coerce=int, required=False, error_messages=_said("day_unknown", *NOT_OFFERED)
    )
    start_on = forms.DateField(
        label=_("First day"),
        required=False,
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        error_messages=_said("date_impossible", "invalid"),
    )
    zone = forms.CharField(
        label=_("Time zone"), max_length=64, required=False, error_messages=_said("zone_unknown", *UNREADABLE)
    )
    consent = forms.BooleanField(label=_("The patient agrees"), required=False)

    def __init__(
        self, clinic: Clinic, programme: Programme, today: date, data: Mapping[str, Any] | None = None
    ) -> None:
        """Offer what this programme has; an empty form holds what fits most patients."""
        self.clinic, self.programme, self.today = clinic, programme, today
        super().__init__(data, initial=_first_guess(clinic, programme, today))
        self._choose("language", [(code, words.word("language", code)) for code in programme.languages])
        self._choose("channel", list(words.CHANNELS.items()))
        self._choose("phase", [(phase.key, words.say(phase.staff_name)) for phase in programme.phases])
        self._choose("dose", list(words.DOSES.items()))
        self._choose("exercises", [(key, words.say(programme.exercise_name(key))) for key in programme.exercises()])
        self._choose("days_off", [(number + 1, WEEKDAYS_ABBR[number]) for number in range(7)])
        for slot in programme.slots:
            self.fields[f"time_{slot.key}"] = forms.TimeField(
                label=words.say(slot.name),
                required=False,
                initial=slot.time,
                error_messages=_said("time_invalid", "invalid"),
            )

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean_zone(self) -> str:
        """Nothing can be planned, not even for the preview, in a zone that does not exist."""
        given: str = self.cleaned_data["zone"].strip()
        try:
            zone(given or self.clinic.zone)
        except UnknownZone:
            raise forms.ValidationError(str(PROBLEMS["zone_unknown"])) from None
        return given

    def clean_start_on(self) -> date | None:
        """Nothing is planned for a day that lies too far away."""
        given: date | None = self.cleaned_data["start_on"]
        if given is not None and not self.today - EARLIEST <= given <= self.today + LATEST:
            raise forms.ValidationError(str(PROBLEMS["date_impossible"]))
        return given

    def slots(self) -> list[forms.BoundField]:
        """The fields of the patient's own times, in the programme's order."""
        return [self[f"time_{slot.key}"] for slot in self.programme.slots]

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Put each problem that the enrolment named beside its field."""
        for field, problem in problems.items():
            for name in self._at_night() if field == "own_times" else [field]:
                self.add_error(name if name in self.fields else None, str(PROBLEMS.get(problem, problem)))

    def _at_night(self) -> list[str]:
        """The fields of the times that lie in the clinic's quiet hours."""
        quiet = QuietHours(self.clinic.quiet_from, self.clinic.quiet_until)
        return [f"time_{slot}" for slot, wall in self._own_times().items() if quiet.cover(wall)]

    def patient(self) -> NewPatient:
        """What was filled in; where a field cannot be read or is empty, what an empty form would hold."""
        return NewPatient(
            name=self._read("name").strip(),
            phone=self._read("phone").strip(),
            email=self._read("email").strip(),
            language=self._read("language"),
            channel=self._read("channel"),
            phase=self._read("phase"),
            own_times=self._own_times(),
            days_off=frozenset(self.cleaned_data.get("days_off") or ()),
            exercises=frozenset(self.cleaned_data.get("exercises") or ()),
            consent=bool(self.cleaned_data.get("consent")),
            zone=self._read("zone").strip(),
            start_on=self._read("start_on"),
            walk_minutes=self._read("walk_minutes"),
            dose=self._read("dose"),
            form_key=self._key(),
        )

    def _key(self) -> str:
        """The key that the page gave this form; nothing when somebody wrote it by hand."""
        given = str(self._read("form_key"))
        return given if KEY.fullmatch(given) else ""

    def _read(self, name: str) -> Any:  # noqa: ANN401  (each field has its own type)
        return self.cleaned_data.get(name) or self.get_initial_for_field(self.fields[name], name) or ""

    def _own_times(self) -> dict[str, time]:
        """Only the times that differ from the programme's, so that the others follow it when it changes."""
        given = {slot: self.cleaned_data.get(f"time_{slot.key}") for slot in self.programme.slots}
        return {slot.key: wall for slot, wall in given.items() if wall is not None and wall != slot.time}


def _first_guess(clinic: Clinic, programme: Programme, today: date) -> dict[str, Any]:
    return {
        "language": clinic.language if clinic.language in programme.languages else programme.languages[0],
        "channel": "sms",
        "phase": programme.phases[0].key,
        "walk_minutes": 10,
        "dose": "programme",
        "start_on": today,
        "zone": clinic.zone,
        "form_key": uuid4().hex,
    }
