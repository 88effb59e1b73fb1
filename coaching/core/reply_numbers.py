"""Numbers in a reply: days out of seven, and how long a pause is to be. In figures and in words, Dutch and English.

Works on the lines of `reply_text.plain`. A number that could mean two things means nothing here: a person reads it.
"""

import re
from typing import Final

from coaching.core.reply_text import compile_phrases

NUMBERS: Final = {
    word: number
    for number, words in enumerate(
        (
            "nul zero",
            "een one eentje",
            "twee two twe tweetal",
            "drie three dri",
            "vier four vir",
            "vijf five vyf vijv",
            "zes six zess",
            "zeven seven zevn",
            "acht eight",
            "negen nine",
            "tien ten",
            "elf eleven",
            "twaalf twelve",
        )
    )
    for word in words.split()
} | {
    "veertien": 14,
    "fourteen": 14,
    "dertig": 30,
    "thirty": 30,
    "twintig": 20,
    "twenty": 20,
    "vijftien": 15,
    "fifteen": 15,
}

WEEKDAYS: Final = {
    word: day
    for day, words in enumerate(
        (
            "maandag ma monday mon",
            "dinsdag di tuesday tue",
            "woensdag wo wednesday wed",
            "donderdag do thursday thu",
            "vrijdag vr friday fri",
            "zaterdag za saturday sat",
            "zondag zo sunday sun",
        ),
        start=1,
    )
    for word in words.split()
}
WEEK: Final = 7
LONGEST_PAUSE: Final = 60  # days; a longer absence is for the clinic to decide
DEFAULT_PAUSE: Final = 7

_N: Final = rf"(?P<n>\d{{1,3}}|{'|'.join(NUMBERS)})"
_UNIT_DAYS: Final = {
    "dag": 1,
    "dagen": 1,
    "dagje": 1,
    "dagjes": 1,
    "day": 1,
    "days": 1,
    "week": 7,
    "weken": 7,
    "weeks": 7,
    "maand": 30,
    "maanden": 30,
    "month": 30,
    "months": 30,
    "fortnight": 14,
    "weekend": 3,
}
_DURATION: Final = re.compile(rf" (?:{_N}|a|hele|n) (?P<unit>{'|'.join(_UNIT_DAYS)})(?= )")
_BARE_NUMBER: Final = re.compile(rf" {_N}(?= )")

# Numbers of something else than days, and the "of seven" behind the number that counts.
_OTHER_NUMBERS: Final = re.compile(
    rf" {_N} (?:keer |times )?(?:minuten|minuutjes|minuut|min|minutes|mins|uur|uren|hours?|stappen|steps|km|kilometers?|meter|oefeningen?|exercises?"
    rf"|herhalingen|reps|sets?|jaar|years?|weken|weeks?|rondjes?|per dag|a day|keer per dag|times a day)(?= )"
    rf"| week {_N.replace('?P<n>', '')}(?= )| \d\d?:\d\d(?= )"
)
_OUT_OF_SEVEN: Final = re.compile(
    r" (?:van|out of|uit) (?:(?:de|mijn|the|my) )?(?:7|zeven|seven)(?= )|(?<= \d) of the (?:7|seven)(?= )"
)
_OF_SEVEN_ENGLISH: Final = re.compile(r" of (?:7|seven)(?= )")  # in Dutch "6 of 7" is "6 or 7"

_EVERY_DAY: Final = compile_phrases(
    (
        "elke|iedere|every dag|day",
        "every single day",
        "elke_dag|iederedag|elkedag|everyday|dagelijks|daily",
        "alle|all [the] [7|zeven|seven] dagen|days",
        "alle|all 7|zeven|seven",
        "de hele week",
        "hele|whole|all week",
        "the whole|entire week",
        "^ alles|allemaal|alle|all|altijd|always $",
        "alles|allemaal|all behalve|but|except",
    )
)
_WORKING_DAYS: Final = compile_phrases(
    (
        "elke|alle|every werkdag|werkdagen|weekday|weekdays|workday",
        "doordeweeks",
        "maandag ma tot|tm|t/m vrijdag",
        "monday to|through friday",
    )
)
_NOT_ONE: Final = compile_phrases(
    (
        "geen [enkele|een] dag|keer|dagen|enkele",
        "^ geen|niks|nul|none|zero|nooit|never|niet|nothing [enkele|dag] $",
        "helemaal|absoluut niet|niks|geen",
        "niet een|1 [keer|dag]",
        "not once|at_all|any|a_single|one [day]",
        "no|zero|nul days|dagen",
        "nog niet $",
        "^ [helaas] niet gelukt|gedaan|gelopen|geoefend [deze|this] [week] $",
    )
)
_EXCEPT: Final = re.compile(
    r" (?:behalve|except|except for|uitgezonderd|but|maar niet(?: op)?|not(?: on)?|op(?= (?:een|1|twee|2) na ))(?P<rest>[^?]*)"
)
_ALL_BUT_FEW: Final = re.compile(
    rf" op {_N} na (?=.*(?:elke|iedere|alle|alles))|(?:elke dag|iedere dag|alle dagen|alles|allemaal) op {_N.replace('<n>', '<m>')} (?:dag |keer )?na(?= )"
)
# "5, zaterdag niet" has said 5 already.
_NAMED_NOT: Final = re.compile(
    rf" /(?: (?:op|on|de|het|the|in|en|and|weekend|{'|'.join(WEEKDAYS)}))+ (?:niet|not)(?= )"
)
_HEDGED: Final = compile_phrases(
    (
        "bijna|almost|nearly|vrijwel|soms|hooguit|minstens|minimaal|maximaal|misschien|maybe|perhaps|paar|few|couple",
        "meer_dan|minder_dan|more_than|less_than|at_least|at_most|vorige|last|volgende|next",
        "gemist|missed|skipped|overgeslagen|vergeten|forgot|niet|not|geen|no|behalve|except|weet",
    )
)


def days_of_seven(line: str, language: str) -> int | None:
    """Return the number of days, 0–7, that the reply names; None when it names none, or more than one."""
    line = _OUT_OF_SEVEN.sub("", _OTHER_NUMBERS.sub(" /", line))
    if language == "en":
        line = _OF_SEVEN_ENGLISH.sub("", line)
    line = _NAMED_NOT.sub(" /", line)
    if _hangs_together(line):
        return None
    if _EVERY_DAY.search(line) or _WORKING_DAYS.search(line) or _ALL_BUT_FEW.search(line):
        return _of_the_week(line)
    if named := _named_days(line):
        return len(named)
    if _NOT_ONE.search(line) and not _numbers(_NOT_ONE.sub(" /", line)):
        return 0
    line = re.sub(r" (?:once|eenmaal)(?= )", " 1", re.sub(r" (?:twice|tweemaal)(?= )", " 2", line))
    found = set(_numbers(line))
    if len(found) != 1 or _HEDGED.search(line):
        return None
    number = found.pop()
    return number if 0 <= number <= WEEK else None


def pause_days(line: str) -> tuple[int, str]:
    """Return how many days the reply asks to pause (1–60, seven when it does not say) and the words that said so."""
    found = _DURATION.search(line)
    if found:
        count = _value(found["n"]) if found["n"] else 1
        days = count * _UNIT_DAYS[found["unit"]]
    elif today := re.search(r" (?:vandaag|today|tot morgen|until tomorrow)(?= )", line):
        return 1, today[0].strip()
    elif (found := _BARE_NUMBER.search(line)) and found["n"] != "een":
        days = _value(found["n"])
    else:
        return DEFAULT_PAUSE, ""
    return max(1, min(days, LONGEST_PAUSE)), found[0].strip()


def _value(word: str) -> int:
    return NUMBERS[word] if word in NUMBERS else int(word)


def _numbers(line: str) -> list[int]:
    """All numbers of the line. "een" is also an article: it is a number alone, or before a day."""
    return [
        _value(found["n"])
        for found in _BARE_NUMBER.finditer(line)
        if found["n"] != "een"
        or re.match(r" een (?:dag|dagje|keer|keertje)? ?$| een (?:dag|dagje|keer|keertje) ", line[found.start() :])
    ]


def _hangs_together(line: str) -> bool:
    """3,5 and 2-3 and 12345 are no number of days."""
    return any(not word.isdecimal() or len(word) > 3 for word in line.split() if word[0].isdigit() or word[0] == "-")  # noqa: PLR2004 - four figures are no number of days


def _named_days(line: str) -> set[int]:
    words = set(line.split()) - {
        "/",
        "en",
        "and",
        "alleen",
        "only",
        "op",
        "on",
        "gedaan",
        "dus",
        "just",
        "heb",
        "ik",
        "i",
        "did",
    }
    return {WEEKDAYS[word] for word in words} if words and words <= WEEKDAYS.keys() else set()


def _of_the_week(line: str) -> int | None:
    """Every day, every day but some, or the working days."""
    if few := _ALL_BUT_FEW.search(line):
        return WEEK - min(_value(few["n"] or few["m"]), WEEK)
    every, days = (_EVERY_DAY.search(line), WEEK)
    if every is None:
        every, days = (_WORKING_DAYS.search(line), 5)
    if every is None or _HEDGED.search(line[: every.start()] + " "):
        return None
    return _all_but(line[every.start() :], line[every.end() :], days)


def _all_but(line: str, after: str, days: int) -> int | None:
    left_out = _EXCEPT.search(line)
    if left_out is None:
        return None if _numbers(after) or _HEDGED.search(after) else days
    rest = left_out["rest"]
    named = {WEEKDAYS[word] for word in rest.split() if word in WEEKDAYS}
    if named:
        return days - len(named)
    if " weekend " in rest and days == WEEK:
        return days - 2
    numbers = _numbers(rest) or ([1] if re.search(r" (?:een|one|gisteren|vandaag|today|yesterday) ", rest) else [])
    return days - numbers[0] if len(numbers) == 1 and 0 < numbers[0] < days else None
