"""Why a nudge is not sent, in words for people, Dutch and English."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from coaching.core.planner_candidate import SkipReason
from coaching.core.planner_values import Skipped

EXPLANATIONS: Final[Mapping[SkipReason, Mapping[str, str]]] = MappingProxyType(
    {
        SkipReason.ENDED: {
            "nl": "Niet gestuurd: het programma is afgelopen.",
            "en": "Not sent: the programme is over.",
        },
        SkipReason.NOT_CONFIRMED: {
            "nl": "Niet gestuurd: de patiënt heeft nog geen JA gestuurd.",
            "en": "Not sent: the patient has not said YES yet.",
        },
        SkipReason.NOT_STARTED: {
            "nl": "Niet gestuurd: het programma was nog niet begonnen.",
            "en": "Not sent: the programme had not started yet.",
        },
        SkipReason.PAUSED: {
            "nl": "Niet gestuurd: er is een pauze op deze dag.",
            "en": "Not sent: there is a pause on this day.",
        },
        SkipReason.OTHER_PHASE: {
            "nl": "Niet gestuurd: deze tip hoort bij een andere fase.",
            "en": "Not sent: this nudge belongs to another phase.",
        },
        SkipReason.OTHER_WEEK: {
            "nl": "Niet gestuurd: deze tip is voor andere weken van de fase.",
            "en": "Not sent: this nudge is for other weeks of the phase.",
        },
        SkipReason.WEEKDAY: {
            "nl": "Niet gestuurd: deze tip is voor andere dagen van de week.",
            "en": "Not sent: this nudge is for other days of the week.",
        },
        SkipReason.SPREAD: {
            "nl": "Niet gestuurd: deze tip komt een paar keer per week, gelijk verdeeld, en niet op deze dag.",
            "en": "Not sent: this nudge comes some times a week, spread evenly, and not on this day.",
        },
        SkipReason.DAY_OFF: {
            "nl": "Niet gestuurd: de patiënt houdt deze dag vrij.",
            "en": "Not sent: the patient keeps this day free.",
        },
        SkipReason.HOLIDAY: {
            "nl": "Niet gestuurd: {occasion} is een feestdag en deze tip slaat feestdagen over.",
            "en": "Not sent: {occasion} is a public holiday, and this nudge skips public holidays.",
        },
        SkipReason.CLINIC_CLOSED: {
            "nl": "Niet gestuurd: de praktijk is gesloten ({occasion}) en deze tip slaat zulke dagen over.",
            "en": "Not sent: the clinic is closed ({occasion}), and this nudge skips such days.",
        },
        SkipReason.CALLED_OFF: {
            "nl": "Niet gestuurd: de praktijk heeft deze ene tip overgeslagen.",
            "en": "Not sent: the clinic skipped this one nudge.",
        },
        SkipReason.OTHER_DOSE: {
            "nl": "Niet gestuurd: deze tip is voor wie een andere hoeveelheid koos.",
            "en": "Not sent: this nudge is for those who chose another dose.",
        },
        SkipReason.DOSE: {
            "nl": "Niet gestuurd: de patiënt krijgt minder tips per week dan het programma heeft.",
            "en": "Not sent: the patient gets fewer nudges a week than the programme has.",
        },
        SkipReason.DAILY_CAP: {
            "nl": "Niet gestuurd: het afgesproken aantal per dag is bereikt, een andere tip ging voor.",
            "en": "Not sent: the agreed number a day is reached, another nudge went first.",
        },
        SkipReason.WEEKLY_CAP: {
            "nl": "Niet gestuurd: het afgesproken aantal in zeven dagen is bereikt.",
            "en": "Not sent: the agreed number in seven days is reached.",
        },
        SkipReason.SILENCE: {
            "nl": "Niet gestuurd: de patiënt antwoordt al een tijd niet en krijgt daarom hooguit 2 tips in zeven dagen.",
            "en": "Not sent: the patient has not answered for a while, and so gets at most 2 nudges in seven days.",
        },
        SkipReason.NO_TEXT_LEFT: {
            "nl": "Niet gestuurd: elke passende tekst is in de 28 dagen hiervoor al gebruikt.",
            "en": "Not sent: every text that fits was used in the 28 days before.",
        },
        SkipReason.NO_CONSENT: {
            "nl": "Niet gestuurd: de patiënt heeft zich afgemeld.",
            "en": "Not sent: the patient has opted out.",
        },
        SkipReason.NO_CONTACT: {
            "nl": "Niet gestuurd: de patiënt is niet bereikbaar op een manier die bij deze tip past.",
            "en": "Not sent: the patient cannot be reached in a way that this nudge can go.",
        },
        SkipReason.NOT_SENT_YET: {
            "nl": "Niet gestuurd: leesstukken worden nog niet verstuurd.",
            "en": "Not sent: items to read are not sent yet.",
        },
        SkipReason.QUIET_HOURS: {
            "nl": "Niet gestuurd: de gevraagde tijd valt in de stille uren.",
            "en": "Not sent: the asked time lies in the quiet hours.",
        },
        SkipReason.TIME_PASSED: {
            "nl": "Niet gestuurd: de tijd was al voorbij toen dit zo werd geregeld.",
            "en": "Not sent: its time had already gone by when this was arranged.",
        },
    }
)


def explain(skipped: Skipped, language: str) -> str:
    """The sentence for that reason; it names the holiday or the closure, where that is the reason."""
    name = skipped.occasion.get(language) or next(iter(skipped.occasion.values()), "")
    return EXPLANATIONS[skipped.reason][language].replace("{occasion}", name)
