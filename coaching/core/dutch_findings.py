"""The findings that an editor's page shows, in Dutch, by their English pattern. A test holds the two lists together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

DUTCH: Final[Mapping[str, str]] = {
    # What is known
    "There are none.": "Er zijn er geen.",
    "Known: {shown}.": "Bekend: {shown}.",
    "Known: {shown} and {beyond} more.": "Bekend: {shown} en nog {beyond}.",
    "Did you mean '{nearest}'?": "Bedoelt u '{nearest}'?",
    "Did you mean '{nearest}'? Known: {shown}.": "Bedoelt u '{nearest}'? Bekend: {shown}.",
    # Templates
    "Allowed: plain text, {{{{ variable }}}}, the filters {filters}, and {{% if variable %}} … {{% endif %}}.": (
        "Wel mag: gewone tekst, {{{{ variabele }}}}, de filters {filters}, en {{% if variabele %}} … {{% endif %}}."
    ),
    "'{name}' has no value here. {known}": "'{name}' heeft hier geen waarde. {known}",
    "'{name}' is {kind}, which cannot stand in this place": "'{name}' is {kind}, en dat kan op deze plaats niet",
    "the value of '{name}' is longer than {most} characters": "de waarde van '{name}' is langer dan {most} tekens",
    "the text cannot be rendered: {error}": "de tekst kan niet worden ingevuld: {error}",
    "the text has {length} characters; at most {most} fit": "de tekst heeft {length} tekens; er passen er {most}",
    "broken template: {error}": "de tekst is als sjabloon niet heel: {error}",
    "See that every {{{{ … }}}} and {{% … %}} is whole and has its end.": (
        "Kijk of elke {{{{ … }}}} en {{% … %}} heel is en een einde heeft."
    ),
    "Make it shorter and simpler.": "Maak de tekst korter en eenvoudiger.",
    "{problem}. {mend}": "{problem}. {mend}",
    "longer than {most} bytes": "langer dan {most} bytes",
    "too deeply nested to read": "te diep in elkaar geschoven om te lezen",
    "too many parts, or too much inside each other": "te veel delen, of te veel in elkaar",
    "Write two texts instead.": "Schrijf liever twee teksten.",
    "a text cannot hold this ({node})": "dit kan niet in een tekst staan ({node})",
    "a condition that is not one variable": "een voorwaarde die niet een variabele is",
    "'{name}' is not true or false": "'{name}' is geen ja of nee",
    "Write the text without a condition.": "Schrijf de tekst zonder voorwaarde.",
    "Ask for one of: {choices}.": "Vraag naar een van: {choices}.",
    "unknown variable '{name}'": "onbekende variabele '{name}'",
    "'{name}' is true or false and has no words": "'{name}' is ja of nee en heeft geen woorden",
    "Use {{% if {name} %}} … {{% endif %}}.": "Gebruik {{% if {name} %}} … {{% endif %}}.",
    "the filter '{name}' is not allowed": "het filter '{name}' mag niet",
    "the filter '{name}' takes nothing here": "het filter '{name}' krijgt hier niets mee",
    "Write {{{{ variable|{name} }}}}.": "Schrijf {{{{ variabele|{name} }}}}.",
    # Words and lengths
    "no words in '{language}'": "geen tekst in '{language}'",
    "Write the text in every language of the programme.": "Schrijf de tekst in elke taal van het programma.",
    "Make it shorter.": "Maak de tekst korter.",
    "{segments} SMS ({units} units) for a patient with a long name": (
        "{segments} sms ({units} eenheden) bij een patiënt met een lange naam"
    ),
    "Shorten it: one SMS holds {room} units.": "Maak de tekst korter: in één sms passen {room} eenheden.",
    "'{word}' never stands in an SMS": "'{word}' staat nooit in een sms",
    "Say it without naming a complaint and without alarm.": "Zeg het zonder een klacht te noemen en zonder alarm.",
    "'{word}' can frighten a reader": "'{word}' kan een lezer laten schrikken",
    "Say what it means, without alarm.": "Zeg wat het betekent, zonder alarm.",
    "'{word}' promises an effect": "'{word}' belooft een effect",
    "Say what to do, not what it will bring.": "Zeg wat iemand kan doen, niet wat het oplevert.",
    "'{word}' is too familiar": "'{word}' is te vertrouwelijk",
    "Write to the patient with 'u' and 'uw'.": "Schrijf de patiënt met 'u' en 'uw' aan.",
    "a sentence of {length} words: “{sentence}”": "een zin van {length} woorden: “{sentence}”",
    "Keep to {most}; make two of it.": "Houd het bij {most}; maak er twee van.",
    "'{character}' is not in GSM-7 and makes the SMS more than twice as dear": (
        "'{character}' past niet in GSM-7 en maakt de sms meer dan twee keer zo duur"
    ),
    "Write “{instead}”.": "Schrijf “{instead}”.",
    "Leave it out.": "Laat het weg.",
    # The plan
    "at the dose '{dose}' '{kind}' goes out {needed} times within 29 days of the phase '{phase}', "
    "and {texts} of its texts fit every patient": (
        "bij de dosis '{dose}' gaat '{kind}' {needed} keer uit binnen 29 dagen van de fase '{phase}', "
        "en {texts} van de teksten passen bij iedereen"
    ),
    "Write {missing} more without exercise and steps_up, or choose fewer days.": (
        "Schrijf er {missing} bij zonder exercise en steps_up, of kies minder dagen."
    ),
    "from {first:%H:%M} to {last:%H:%M} reaches into the night ({quiet_from:%H:%M} to {quiet_until:%H:%M})": (
        "van {first:%H:%M} tot {last:%H:%M} raakt aan de nacht ({quiet_from:%H:%M} tot {quiet_until:%H:%M})"
    ),
    "Make the window shorter.": "Maak het venster korter.",
    "from {first:%H:%M} to {last:%H:%M} is all in the night ({quiet_from:%H:%M} to {quiet_until:%H:%M}), "
    "so it is never sent": (
        "van {first:%H:%M} tot {last:%H:%M} valt helemaal in de nacht ({quiet_from:%H:%M} tot {quiet_until:%H:%M}), "
        "dus dit gaat nooit uit"
    ),
    "Choose a time of the day.": "Kies een tijd overdag.",
    "week {week} comes after the {weeks} weeks of the phase '{phase}', so it is never sent": (
        "week {week} komt na de {weeks} weken van de fase '{phase}', dus dit gaat nooit uit"
    ),
    "Choose a week of the phase, or make the phase longer.": "Kies een week van de fase, of maak de fase langer.",
    "the caps never leave room for it at the dose '{dose}'": (
        "de maxima laten er bij de dosis '{dose}' nooit ruimte voor"
    ),
    "Give it other days or a lower priority number, or take it out of that dose.": (
        "Kies andere dagen of een lager prioriteitsnummer, of laat het weg uit die dosis."
    ),
    "in the phase '{phase}' there is no coaching at the dose '{dose}'": (
        "in de fase '{phase}' is er geen coaching bij de dosis '{dose}'"
    ),
    "Write a [[nudge]] that takes part in it.": "Schrijf een [[nudge]] die eraan meedoet.",
}
