"""The form in which an admin changes one nudge: its days, its time, and the words of its texts."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from coaching.core.programme import Language, Nudge, Programme, Text, words
from coaching.web.words import say, word

LONGEST_SOURCE: Final = 4000
SLOT, FIXED = "slot", "fixed"


class NudgeForm(forms.Form):
    """One nudge of a programme. ``draft`` is the programme with the changes in it."""

    weekdays = forms.TypedMultipleChoiceField(label=_("Days"), coerce=int, required=False)
    timing = forms.ChoiceField(
        label=_("Time"), choices=[(SLOT, _("at a moment of the patient's day")), (FIXED, _("at a fixed time"))]
    )
    slot = forms.ChoiceField(label=_("Moment"), required=False)
    at = forms.TimeField(
        label=_("Fixed time"), required=False, error_messages={"invalid": _("This is no time. Write it as 18:30.")}
    )
    note = forms.CharField(
        label=_("What did you change, and why?"),
        max_length=200,
        error_messages={"required": _("Write a few words, so that a colleague understands this version later.")},
    )

    def __init__(self, programme: Programme, nudge: Nudge, data: Mapping[str, Any] | None = None) -> None:
        """Fill the form with the nudge as it is."""
        self.programme, self.nudge = programme, nudge
        initial = {
            "weekdays": sorted(nudge.weekdays) or list(range(1, 8)),
            "timing": FIXED if nudge.slot is None else SLOT,
            "slot": nudge.slot or programme.slots[0].key,
            "at": nudge.at or programme.slots[0].time,
        }
        super().__init__(data, initial=initial)
        slots = [(slot.key, f"{say(slot.name)} ({slot.time:%H:%M})") for slot in programme.slots]
        self.fields["slot"].choices = slots  # type: ignore[attr-defined]
        self.fields["weekdays"].choices = [(n + 1, WEEKDAYS[n]) for n in range(7)]  # type: ignore[attr-defined]
        for text in programme.texts_for(nudge):
            for language in programme.languages:
                self.fields[body_field(text, language)] = forms.CharField(
                    label=f"{text.id} ({word('language', language)})",
                    initial=text.bodies[language],
                    required=False,
                    max_length=LONGEST_SOURCE,
                    error_messages={"max_length": _("This text is far too long. One SMS holds 160 characters.")},
                )

    def clean(self) -> dict[str, Any]:
        """A fixed time needs a time, and a nudge needs a day."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("timing") == FIXED and given.get("at") is None and "at" not in self.errors:
            self.add_error("at", str(_("Write the time, as 18:30, or choose a moment of the patient's day.")))
        if not given.get("weekdays") and "weekdays" not in self.errors:
            self.add_error("weekdays", str(_("Choose at least one day.")))
        return given

    def draft(self) -> Programme:
        """The programme with what is filled in; where that cannot be read, with what was there before."""
        changed = {text.id: self._text(text) for text in self.programme.texts_for(self.nudge)}
        nudge = self._nudge()
        return replace(
            self.programme,
            nudges=tuple(nudge if one.key == nudge.key else one for one in self.programme.nudges),
            texts=tuple(changed.get(text.id, text) for text in self.programme.texts),
        )

    def _nudge(self) -> Nudge:
        given = self.cleaned_data
        nudge, days = self.nudge, frozenset(given.get("weekdays") or ())
        if len(days) == len(WEEKDAYS):
            nudge = replace(nudge, weekdays=frozenset())
        elif days:
            nudge = replace(nudge, weekdays=days, times_a_week=None)
        if given.get("timing") == FIXED and given.get("at") is not None:
            return replace(nudge, slot=None, at=given["at"])
        if given.get("timing") == SLOT and given.get("slot"):
            return replace(nudge, slot=given["slot"], at=None)
        return nudge

    def _text(self, text: Text) -> Text:
        given = {language: self.cleaned_data.get(body_field(text, language)) for language in self.programme.languages}
        bodies = {language: "\n".join((body or "").split("\r\n")) for language, body in given.items()}
        return replace(text, bodies=words(bodies))


def body_field(text: Text, language: Language) -> str:
    """The name of the field with that text in that language."""
    return f"body_{language}_{text.id}"
