"""The form in which an admin changes one nudge: its days, its time, and the words of its texts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import time
from typing import Any, Final

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from coaching.core.programme import Language, Nudge, Programme, Text, words
from coaching.web.words import say, word

LONGEST_SOURCE: Final = 4000
LONGEST_NOTE: Final = 200
UNSEEN: Final = _("This holds a character that nobody can see. Write it again by hand.")
SLOT, FIXED = "slot", "fixed"


class NudgeForm(forms.Form):
    """One nudge of a programme. ``draft`` is the programme with the changes in it."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days"),
        coerce=int,
        required=False,
        error_messages=dict.fromkeys(
            ("invalid_choice", "invalid_list"), _("A week has no such day. Choose from Monday to Sunday.")
        ),
    )
    timing = forms.ChoiceField(
        label=_("Time"),
        choices=[(SLOT, _("at a moment of the patient's day")), (FIXED, _("at a fixed time"))],
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Choose a moment of the patient's day or a fixed time.")
        ),
    )
    slot = forms.ChoiceField(
        label=_("Moment"),
        required=False,
        error_messages={"invalid_choice": _("The programme has no such moment of the day. Choose one from the list.")},
    )
    at = forms.TimeField(
        label=_("Fixed time"), required=False, error_messages={"invalid": _("This is no time. Write it as 18:30.")}
    )
    note = forms.CharField(
        label=_("What did you change, and why?"),
        max_length=LONGEST_NOTE,
        error_messages={
            "required": _("Write a few words, so that a colleague understands this version later."),
            "max_length": _("This note is too long. Write at most 200 characters."),
            "null_characters_not_allowed": UNSEEN,
        },
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
                    error_messages={
                        "max_length": _("This text is far too long. One SMS holds 160 characters."),
                        "null_characters_not_allowed": UNSEEN,
                    },
                )

    def clean(self) -> dict[str, Any]:
        """A fixed time needs a time, and a nudge needs a day."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("timing") == FIXED and given.get("at") is None and "at" not in self.errors:
            self.add_error("at", str(_("Write the time, as 18:30, or choose a moment of the patient's day.")))
        if not given.get("weekdays") and "weekdays" not in self.errors:
            self.add_error("weekdays", str(_("Choose at least one day.")))
        return given

    def changed_since(self, before: "NudgeForm") -> Iterator[tuple[str, str]]:
        """Each field that this form's programme fills otherwise than the one ``before``: its label, and what is there now."""
        for name, field in self.fields.items():
            theirs = self.get_initial_for_field(field, name)
            if name in before.fields and before.get_initial_for_field(before.fields[name], name) == theirs:
                continue
            names = {str(key): str(said) for key, said in getattr(field, "choices", ())}
            chosen = theirs if isinstance(theirs, list) else [theirs]
            said = [f"{one:%H:%M}" if isinstance(one, time) else names.get(str(one), str(one)) for one in chosen]
            yield str(field.label), ", ".join(said)

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
