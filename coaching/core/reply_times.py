"""A time of day that somebody asks for: "18:30", "18.30 uur", "half acht 's avonds", "quarter past six".

A reply asks for a time when it says little else ("liever om half zeven"); a time in a story ("om 18:30 gelopen") is no
wish. Works on the lines of `reply_text.plain`.
"""

import re
from dataclasses import dataclass
from datetime import time
from typing import Final

from coaching.core.reply_numbers import NUMBERS
from coaching.core.reply_words import words

HOURS: Final = {word: number for word, number in NUMBERS.items() if number <= 12}  # noqa: PLR2004 - the hours of a clock face
MINUTES: Final = {
    "vijf": 5,
    "five": 5,
    "tien": 10,
    "ten": 10,
    "kwart": 15,
    "quarter": 15,
    "a quarter": 15,
    "twintig": 20,
    "twenty": 20,
    "5": 5,
    "10": 10,
    "20": 20,
}
_H: Final = rf"(?P<hour>\d\d?|{'|'.join(HOURS)})"
_M: Final = rf"(?P<minutes>{'|'.join(sorted(MINUTES, key=len, reverse=True))})"
_CLOCK: Final = tuple(
    (re.compile(rf" {pattern}(?= )"), offset, sign)
    for pattern, offset, sign in (
        (rf"{_M} (?:over|past) half {_H}", -30, 1),
        (rf"{_M} voor half {_H}", -30, -1),
        (rf"half past {_H}", 30, 0),
        (rf"half {_H}", -30, 0),
        (rf"{_M} (?:over|past|after) {_H}", 0, 1),
        (rf"{_M} (?:voor|to|before) {_H}", 0, -1),
        (rf"{_H} (?:uur|oclock|o clock)", 0, 0),
        (rf"{_H}(?= (?:am|pm|s (?:ochtends|morgens|middags|avonds)))", 0, 0),
    )
)
_WRITTEN: Final = re.compile(r" (?P<hour>\d\d?):(?P<minute>\d\d)(?= )")
_MORNING: Final = re.compile(r" (?:ochtend|ochtends|morgens|morning|am|vroeg)(?= )")
_AFTERNOON: Final = re.compile(
    r" (?:middag|middags|avond|avonds|afternoon|evening|pm|night|vanavond|tonight|vanmiddag)(?= )"
)

# Whoever says nothing but these around a time asks for that time.
_ASKING: Final = words("""
    / om uur graag liever kan kunt het ik wil zou willen u de berichten bericht sms sturen stuur elke dag avond s ochtend avonds ochtends
    middag middags morgens voortaan aub ja oke bedankt at around send prefer rather can could you my the please me texts messages text every
    day to change time tijd tijdstip naar zet verander wijzig verzet maak er van op in morning evening afternoon am pm ook mag hebben krijgen
    ontvangen liefst beter lieve rond circa af from now like would want i be better it hoi hallo hello beste dan komen mijn mij
    instellen oclock o clock hi dear groetjes mvg vanaf nu daarom past is that
""")
_WISH: Final = {"liever", "voortaan", "graag", "verzet", "wijzig", "verander", "prefer", "change", "liefst", "rather"}
_DAY_BEGINS: Final = 8 * 60  # nothing is sent from 21:00 to 08:00, so "half zeven" can only mean 18:30 …
_SURE_FROM: Final = 9 * 60  # … and "negen uur" only 09:00; between eight and nine it can be both
_NOON: Final = 12 * 60


@dataclass(frozen=True, slots=True)
class WantedTime:
    """A wall clock time that is asked for. `at` is None when it could be morning or evening, or two times are named."""

    at: time | None
    words: str


def wanted_time(line: str) -> WantedTime | None:
    """Return the time that the reply asks for, or None when it asks for none."""
    found = [(match, minutes) for match, minutes in _times(line)]
    if not found:
        return None
    if not (
        _asks(line)
        or any(_asks(clause) and _WISH & set(clause.split()) and _times(f"{clause} ") for clause in line.split(" /"))
    ):
        return None
    each = {minutes for _, minutes in found}
    minutes = each.pop()
    wording = " / ".join(match[0].strip() for match, _ in found)
    return WantedTime(None if each or minutes is None else time(minutes // 60, minutes % 60), wording)


def _asks(clause: str) -> bool:
    for match, _ in _times(f"{clause} "):
        clause = f"{clause} ".replace(match[0], " ", 1)
    return set(clause.split()) <= _ASKING


def _times(line: str) -> list[tuple[re.Match[str], int | None]]:
    found: list[tuple[re.Match[str], int | None]] = []
    for match in _WRITTEN.finditer(line):
        hour, minute = int(match["hour"]), int(match["minute"])
        late = _AFTERNOON.search(line) and hour < 12  # noqa: PLR2004 - noon
        if hour <= 23 and minute <= 59:  # noqa: PLR2004 - the clock's ends
            found.append((match, (hour + (12 if late else 0)) * 60 + minute))
    rest = _WRITTEN.sub(" /", line)
    for pattern, offset, sign in _CLOCK:
        for match in pattern.finditer(rest):
            hour = HOURS[match["hour"]] if match["hour"] in HOURS else int(match["hour"])
            if hour <= 24:  # noqa: PLR2004 - "24 uur" is midnight
                found.append(
                    (
                        match,
                        _spoken(
                            hour * 60 + offset + sign * MINUTES.get(match.groupdict().get("minutes") or "", 0), line
                        ),
                    )
                )
        rest = pattern.sub(" /", rest)
    return found


def _spoken(minutes: int, line: str) -> int | None:
    """Minutes since midnight of a time said with the clock face's twelve hours; None when both halves of the day fit."""
    minutes %= 2 * _NOON
    if minutes >= 13 * 60:
        return minutes
    face = minutes % _NOON
    if _AFTERNOON.search(line):
        return face + _NOON
    if _MORNING.search(line):
        return face
    if minutes >= _NOON:
        return minutes
    if face < _DAY_BEGINS:
        return face + _NOON
    return face if face >= _SURE_FROM else None
