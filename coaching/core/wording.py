"""What a patient reads: which variables a text may name, which texts every programme has, and how an SMS is put together.

Names (of people and clinics) are written in letters that cost nothing extra, in SMS only; a mail keeps them as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from coaching.core.programme import Asks, Dose, Language, Nudge, Programme, Text
from coaching.core.rendering import Values, render
from coaching.core.sms_text import transliterate

Variables = Mapping[str, type]
"""Known variables of a text, with the type of their values: str, int or bool."""

_ANYWHERE: Final[dict[str, type]] = {"first_name": str, "clinic_name": str, "clinic_phone": str}

_BY_EITHER_WAY: Final[dict[str, type]] = {**_ANYWHERE, "by_email": bool}
"""For texts that say how to answer: in a mail by the button below, in an SMS by a word."""

NUDGE_VARIABLES: Final[Variables] = MappingProxyType({**_ANYWHERE, "walk_minutes": int, "steps_up": bool})
"""In the text of a nudge. clinic_name is the short name; steps_up tells whether progression is switched on."""

SYSTEM_TEXTS: Final[Mapping[str, Variables]] = MappingProxyType(
    {
        # Beginning and ending
        "optin": _BY_EITHER_WAY,
        "optin_reminder": _BY_EITHER_WAY,
        "welcome": {**_BY_EITHER_WAY, "dose_words": str},
        "closing": _ANYWHERE,
        # How often, in words that fit after "you get"
        "dose_daily": {},
        "dose_programme": {},
        "dose_fewer": {},
        # What a nudge that asks for yes or no ends with
        "ask_yes_no": {},
        # Answers to an answer
        "thanks_done": _ANYWHERE,
        "thanks_partly": _ANYWHERE,
        "thanks_not_done": _ANYWHERE,
        "thanks_days": _ANYWHERE,
        "barrier": _ANYWHERE,
        "thanks_barrier": _ANYWHERE,
        # Answers to a command
        "stop": _ANYWHERE,
        "started_again": _ANYWHERE,
        "pause": {**_ANYWHERE, "pause_words": str},
        "pause_one_day": {},
        "pause_days": {"days": int},
        "pause_open": {},
        "resumed": _ANYWHERE,
        "less": _ANYWHERE,
        "more": _ANYWHERE,
        "time_changed": {**_ANYWHERE, "own_time": str},
        "help": _ANYWHERE,
        "unparsed": _ANYWHERE,
        # In trouble
        "emergency": _ANYWHERE,
        "urgent": _ANYWHERE,
        "distress": _ANYWHERE,
        "same_day": _ANYWHERE,
        "flare": _ANYWHERE,
    }
)
"""The texts outside the weekly plan that every programme has, with the variables that each may name."""

PIECES: Final = frozenset(
    {"dose_daily", "dose_programme", "dose_fewer", "ask_yes_no", "pause_one_day", "pause_days", "pause_open"}
)
"""System texts that stand inside another text and are never sent by themselves."""


def nudge_sms(programme: Programme, nudge: Nudge, text: Text, language: Language, values: Values) -> str:
    """The whole SMS of a nudge: the clinic's short name, the text, and the question when it asks for yes or no.

    values must hold clinic_name and what the text names. Raises RenderingRefused.
    """
    return compose_sms(text.bodies[language], values, ask=ask_words(programme, nudge.asks, language))


def nudge_email(text: Text, language: Language, values: Values) -> str:
    """The text of a nudge for a mail: no prefix and no question, because the mail has a sender and buttons."""
    return render(text.bodies[language], values)


def compose_sms(source: str, values: Values, *, ask: str = "") -> str:
    """The clinic's name and a colon, the rendered source, and `ask` where there is one. Raises RenderingRefused."""
    in_sms = sms_values(values)
    return " ".join(filter(None, [f"{in_sms['clinic_name']}:", render(source, in_sms), ask]))


def ask_words(programme: Programme, asks: Asks, language: Language) -> str:
    """What the SMS of a nudge ends with: a check-in asks in its own text, so only yes or no is asked here."""
    return programme.system_texts["ask_yes_no"][language] if asks == "yes_no" else ""


def system_sms(programme: Programme, text_id: str, language: Language, values: Values) -> str:
    """A system text for an SMS, as it is written: it names the clinic itself. Raises RenderingRefused."""
    return render(programme.system_texts[text_id][language], sms_values(values))


def system_email(programme: Programme, text_id: str, language: Language, values: Values) -> str:
    """A system text for a mail or a page. Raises RenderingRefused."""
    return render(programme.system_texts[text_id][language], values)


def dose_words(programme: Programme, dose: Dose, language: Language) -> str:
    """How often the patient gets a tip, as in "elke dag een tip"."""
    return programme.system_texts[f"dose_{dose}"][language]


def pause_words(programme: Programme, days: int | None, language: Language) -> str:
    """How long a pause lasts, as in "3 dagen"; None means that it has no end yet."""
    if days is None:
        return programme.system_texts["pause_open"][language]
    if days == 1:
        return programme.system_texts["pause_one_day"][language]
    return render(programme.system_texts["pause_days"][language], {"days": days})


def sms_values(values: Values) -> Values:
    """The same values, names written in letters that cost nothing extra in an SMS."""
    return {name: transliterate(value) if isinstance(value, str) else value for name, value in values.items()}
