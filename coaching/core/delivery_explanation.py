"""What became of a nudge, or what is planned, in words for people, Dutch and English."""

from collections.abc import Mapping
from datetime import time
from types import MappingProxyType
from typing import Final

from coaching.core.delivery_states import Reason, State
from coaching.core.events import Channel

Sentences = Mapping[str, str]

WHAT_BECAME: Final[Mapping[str, Sentences]] = MappingProxyType(
    {
        State.SCHEDULED: {"nl": "Staat klaar om verstuurd te worden", "en": "Waiting to be sent"},
        State.SENDING: {"nl": "Wordt nu verstuurd", "en": "On its way to the provider"},
        State.UNCONFIRMED: {
            "nl": "Onzeker: nog niet bekend of de provider het heeft aangenomen",
            "en": "Uncertain: not known yet whether the provider took it",
        },
        State.SENT: {"nl": "Verstuurd", "en": "Sent"},
        State.DELIVERED: {"nl": "Verstuurd en aangekomen", "en": "Sent and delivered"},
        State.FAILED: {"nl": "Niet aangekomen", "en": "Not delivered"},
        State.EXPIRED: {"nl": "Niet gestuurd", "en": "Not sent"},
        State.CANCELLED: {"nl": "Niet gestuurd", "en": "Not sent"},
    }
)
WHY: Final[Mapping[str, Sentences]] = MappingProxyType(
    {
        Reason.REPLANNED: {"nl": "het plan is veranderd", "en": "the plan changed"},
        Reason.NO_FRESH_TEXT: {
            "nl": "elke passende tekst is in de 28 dagen hiervoor al gebruikt",
            "en": "every text that fits was used in the 28 days before",
        },
        Reason.NO_CONSENT: {"nl": "de patiënt heeft zich afgemeld", "en": "the patient has opted out"},
        Reason.PAUSED: {"nl": "er was een pauze", "en": "there was a pause"},
        Reason.ENDED: {"nl": "het programma is afgelopen", "en": "the programme is over"},
        Reason.TOO_LATE: {"nl": "de tijd was voorbij", "en": "its time had gone by"},
        Reason.TOO_SLOW: {
            "nl": "het duurde te lang tussen klaarzetten en versturen",
            "en": "it took too long between claiming and sending",
        },
        Reason.QUIET_HOURS: {
            "nl": "het wacht op het eind van de stille uren",
            "en": "it waits for the end of quiet hours",
        },
        Reason.REJECTED: {"nl": "de provider weigerde het", "en": "the provider refused it"},
        Reason.OPTED_OUT_AT_PROVIDER: {
            "nl": "de patiënt heeft zich bij de provider afgemeld",
            "en": "the patient has opted out at the provider",
        },
        Reason.BOUNCED: {
            "nl": "het bereikte de telefoon of mailbox niet",
            "en": "it did not reach the phone or mailbox",
        },
        Reason.OUTCOME_UNKNOWN: {
            "nl": "niemand weet of de provider het heeft aangenomen",
            "en": "nobody knows whether the provider took it",
        },
        Reason.EXHAUSTED: {
            "nl": "het kwam drie keer niet bij de provider aan",
            "en": "it did not arrive at the provider three times",
        },
    }
)
BY: Final[Mapping[str, Sentences]] = MappingProxyType(
    {
        Channel.SMS: {"nl": "per sms", "en": "by SMS"},
        Channel.EMAIL: {"nl": "per e-mail", "en": "by email"},
    }
)
PLANNED_FOR: Final[Sentences] = MappingProxyType({"nl": "Gepland voor {at} {by}.", "en": "Planned for {at} {by}."})


def explain_state(state: str, reason: str, language: str) -> str:
    """What became of a delivery, as a sentence. A state or reason that this version does not know is named as it is."""
    what = WHAT_BECAME[state][language] if state in WHAT_BECAME else state
    because = WHY[reason][language] if reason in WHY else reason
    return f"{what}: {because}." if because else f"{what}."


def explain_planned(local_time: time, channel: str, language: str) -> str:
    """When, on the patient's clock, and how something is planned to go out."""
    return PLANNED_FOR[language].format(at=f"{local_time:%H:%M}", by=BY[channel][language])
