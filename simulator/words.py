"""The pages' words, Dutch and English, and times as people say them."""

from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")

# id: (Dutch, English)
WORDS: dict[str, tuple[str, str]] = {
    "phones": ("Telefoons", "Phones"),
    "mailbox": ("Postvak", "Mailbox"),
    "staff_pages": ("Praktijk", "Clinic"),
    "skip": ("Naar de inhoud", "To the content"),
    "what_this_is": ("Nagebootst: er gaat niets echt naar buiten.", "Simulated: nothing really leaves this machine."),
    "demo_clock": ("Demoklok", "Demo clock"),
    "plus_hour": ("+1 uur", "+1 hour"),
    "to_morning": ("morgen 08:00", "tomorrow 08:00"),
    "clock_refused": ("De klok is niet verzet", "The clock was not moved"),
    "clock_unreachable": (
        "De praktijk geeft geen antwoord. Wacht tot alles gestart is en probeer het opnieuw.",
        "The clinic does not answer. Wait until everything has started and try again.",
    ),
    "other_language": ("English", "Nederlands"),
    "other_language_short": ("EN", "NL"),
    "no_phones": ("Nog geen sms.", "No SMS yet."),
    "no_phones_do": (
        "Schrijf een patiënt in of wacht op het eerste bericht: de telefoon verschijnt hier vanzelf.",
        "Enrol a patient or wait for the first text: the phone appears here by itself.",
    ),
    "choose_phone": (
        "Kies een telefoon om mee te lezen en te antwoorden.",
        "Choose a phone to read along and to answer.",
    ),
    "empty_phone": ("Nog geen sms op deze telefoon.", "No SMS on this phone yet."),
    "silent_phones": ("Nog geen sms", "No SMS yet"),
    "unread": ("ongelezen", "unread"),
    "more_phones": ("De 200 nieuwste van {count} telefoons.", "The newest 200 of {count} phones."),
    "back": ("Alle telefoons", "All phones"),
    "with_clinic": ("met", "with"),
    "blocked": (
        "Deze telefoon stuurde STOP: de provider houdt alles tegen.",
        "This phone texted STOP: the provider blocks everything.",
    ),
    "answer": ("Antwoord", "Answer"),
    "send": ("Verstuur", "Send"),
    "quick": ("Snel antwoord", "Quick answer"),
    "rename": ("Naam van deze telefoon", "Name of this phone"),
    "save": ("Bewaar", "Save"),
    "about": ("Over deze telefoon", "About this phone"),
    "number": ("Nummer", "Number"),
    "clinic_number": ("Praktijk", "Clinic"),
    "state": ("Stand", "State"),
    "open": ("neemt alles aan", "takes everything"),
    "behaves": (
        "Dit nummer doet iets na: niet alles komt aan.",
        "This number acts up on purpose: not everything arrives.",
    ),
    "queued": ("in de wacht", "queued"),
    "sent": ("onderweg", "on its way"),
    "delivered": ("bezorgd", "delivered"),
    "undelivered": ("niet aangekomen", "not delivered"),
    "failed": ("mislukt", "failed"),
    "received": ("verstuurd", "sent"),
    "automatic": ("automatisch, door de provider", "automatic, by the provider"),
    "not_taken": ("de praktijk nam dit niet aan", "the clinic did not take this"),
    "unreachable": ("niet bereikbaar", "unreachable"),
    "timeout": ("geen antwoord binnen 15 s", "no answer within 15 s"),
    "webhook_status": ("antwoord {status}", "answered {status}"),
    "texts_one": ("1 sms", "1 SMS"),
    "texts_many": ("{count} sms'en", "{count} SMS"),
    "you": ("U", "You"),
    "no_mails": ("Nog geen mail.", "No mail yet."),
    "no_mails_do": (
        "Mail van de praktijk komt hier binnen, met de tekst en de opgemaakte versie.",
        "Mail from the clinic arrives here, with its text and its formatted version.",
    ),
    "all_mails": ("Alle mail", "All mail"),
    "mail_from": ("Van", "From"),
    "mail_to": ("Aan", "To"),
    "as_html": ("Opgemaakt", "Formatted"),
    "as_text": ("Tekst", "Text"),
    "headers": ("Alle kopregels", "All headers"),
    "no_subject": ("(geen onderwerp)", "(no subject)"),
    "today": ("vandaag", "today"),
    "yesterday": ("gisteren", "yesterday"),
    "tomorrow": ("morgen", "tomorrow"),
    "not_found": ("Hier is niets.", "There is nothing here."),
    "not_found_do": ("Ga terug naar de telefoons.", "Go back to the phones."),
    "nothing_typed": ("Typ eerst een antwoord.", "Type an answer first."),
    "too_long": ("Een sms telt hoogstens 1600 tekens.", "An SMS has 1,600 characters at most."),
}

QUICK_ANSWERS: dict[Language, tuple[str, ...]] = {
    "nl": ("JA", "NEE", "DEELS", "5", "PAUZE"),
    "en": ("YES", "NO", "PARTLY", "5", "PAUSE"),
}

DAYS: dict[Language, tuple[str, ...]] = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS: dict[Language, tuple[str, ...]] = {
    "nl": (
        "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip


def word(name: str, language: Language, **values: object) -> str:
    return WORDS[name][LANGUAGES.index(language)].format(**values)


def chosen_language(asked: str | None, kept: str | None, accepted: str) -> Language:
    """From `?lang=`, then the cookie, then Accept-Language in the order that it stands; Dutch when none is known."""
    wishes = [asked, kept, *(wish.split(";")[0].split("-")[0].strip().lower() for wish in accepted.split(","))]
    return next((wish for wish in wishes if wish in LANGUAGES), "nl")


class Times:
    """Says instants in one language and zone, seen from `now`."""

    def __init__(self, language: Language, zone: ZoneInfo, now: datetime) -> None:
        self.language, self.zone = language, zone
        self.now = now.astimezone(zone)

    def clock(self, at: datetime) -> str:
        return f"{at.astimezone(self.zone):%H:%M}"

    def day(self, at: datetime) -> str:
        """`vandaag`, `gisteren`, else `maandag 23 november`, with the year when it is another one."""
        local = at.astimezone(self.zone)
        for name, days in (("today", 0), ("yesterday", -1), ("tomorrow", 1)):
            if local.date() == self.now.date() + timedelta(days=days):
                return word(name, self.language)
        return self._date(local)

    def short(self, at: datetime) -> str:
        """For a list: `10:10` of today, `gisteren`, else `23 nov`."""
        local = at.astimezone(self.zone)
        if local.date() == self.now.date():
            return self.clock(at)
        if local.date() == self.now.date() - timedelta(days=1):
            return word("yesterday", self.language)
        return f"{local.day} {MONTHS[self.language][local.month - 1][:3]}"

    def full(self, at: datetime) -> str:
        local = at.astimezone(self.zone)
        return f"{self._date(local, year=True)} {local:%H:%M:%S}"

    def on_clock(self) -> str:
        """The demo clock's face: `ma 23 nov 10:00`."""
        day, month = DAYS[self.language][self.now.weekday()][:2], MONTHS[self.language][self.now.month - 1][:3]
        if self.language == "en":
            day = DAYS["en"][self.now.weekday()][:3]
        return f"{day} {self.now.day} {month} {self.now:%H:%M}"

    def _date(self, local: datetime, *, year: bool = False) -> str:
        text = f"{DAYS[self.language][local.weekday()]} {local.day} {MONTHS[self.language][local.month - 1]}"
        return f"{text} {local.year}" if year or local.year != self.now.year else text
