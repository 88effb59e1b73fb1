"""The words in pictures of adherence, in the languages of the staff and the patients."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from coaching.core.adherence import Counts, Outcome


@dataclass(frozen=True, slots=True)
class PictureWords:
    """One language's words. `weekdays` begin on Monday, `months` in January; both are short."""

    bars: str
    heatmap: str
    hours: str
    week: str
    week_of: str
    hour: str
    sent: str
    nothing_yet: str
    nothing_today: str
    answered: str
    outcomes: Mapping[Outcome, str]
    weekdays: tuple[str, ...]
    months: tuple[str, ...]

    def day(self, on: date) -> str:
        """A date without its year: "24 nov"."""
        return f"{on.day} {self.months[on.month - 1]}"

    def weekday(self, on: date) -> str:
        """A date with its weekday: "di 24 nov"."""
        return f"{self.weekdays[on.weekday()]} {self.day(on)}"

    def counts(self, counts: Counts) -> str:
        """What there is, with its number: "3 gelukt, 1 stil"."""
        return ", ".join(f"{counts.of(one)} {self.outcomes[one].lower()}" for one in Outcome if counts.of(one))


DUTCH: Final = PictureWords(
    bars="Adherentie per week",
    heatmap="Adherentie per dag",
    hours="Berichten per uur",
    week="Week van",
    week_of="Week van {day}",
    hour="Uur",
    sent="Berichten",
    nothing_yet="Nog geen berichten. Na het eerste bericht staat hier wat ervan kwam.",
    nothing_today="Vandaag gaan er geen berichten uit.",
    answered="Beantwoord",
    outcomes={
        Outcome.DONE: "Gelukt",
        Outcome.PARTLY: "Deels",
        Outcome.NOT_DONE: "Niet gelukt",
        Outcome.SILENT: "Geen antwoord",
        Outcome.NOT_DELIVERED: "Niet bezorgd",
        Outcome.NOT_ASKED: "Niet gevraagd",
        Outcome.OPEN: "Nog open",
    },
    weekdays=("ma", "di", "wo", "do", "vr", "za", "zo"),
    months=("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
)
ENGLISH: Final = PictureWords(
    bars="Adherence by week",
    heatmap="Adherence by day",
    hours="Messages by hour",
    week="Week of",
    week_of="Week of {day}",
    hour="Hour",
    sent="Messages",
    nothing_yet="No messages yet. After the first one this shows what came of it.",
    nothing_today="No messages go out today.",
    answered="Answered",
    outcomes={
        Outcome.DONE: "Done",
        Outcome.PARTLY: "Partly",
        Outcome.NOT_DONE: "Not done",
        Outcome.SILENT: "No answer",
        Outcome.NOT_DELIVERED: "Not delivered",
        Outcome.NOT_ASKED: "Not asked",
        Outcome.OPEN: "Still open",
    },
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
IN: Final = {"nl": DUTCH, "en": ENGLISH}


def words_in(language: str) -> PictureWords:
    """The words of a language; English where there are none."""
    return IN.get(language, ENGLISH)
