"""Which words a patient never reads in an SMS or a subject line, and how long a sentence may be.

Somebody else may see the phone, so no complaint and no body part; and words like "damage" frighten and slow recovery down
(KNGF guideline on low back pain, 2021: explain without alarming). Patterns look at whole words in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from coaching.core.programme import Language


@dataclass(frozen=True, slots=True)
class Manner:
    """How a clinic speaks in one language.

    banned:           never in an SMS. familiar: too familiar for a clinic, so worth a second look.
    alarming:         frightens, also in a longer text that may name a complaint.
    promising:        claims an effect; a text says what to do, not what it will bring.
    longest_sentence: in words, or None where no such rule is known.
    """

    banned: re.Pattern[str]
    alarming: re.Pattern[str]
    promising: re.Pattern[str]
    familiar: re.Pattern[str] | None
    longest_sentence: int | None


def _whole_words(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


MANNERS: Final[Mapping[Language, Manner]] = {
    "nl": Manner(
        banned=_whole_words(
            "modic", "mri", r"\w*pijn\w*", r"(?<!op uw )(?:onder)?rug(?:klacht\w*|gen)?", r"\w*ontsteking\w*",
            r"\w*slijtage\w*", r"\w*schade", r"beschadig\w*", r"\w*hernia\w*", r"\w*artrose", r"diagnos\w+",
            r"instabiel\w*", r"instabiliteit", r"kapot\w*", r"gevaarlijk\w*", "moet", "moeten", r"pati[eë]nt\w*",
            r"chiropract\w*", r"nek(?:klacht\w*)?",
        ),
        alarming=_whole_words(
            r"kapot\w*", r"gevaarlijk\w*", "moet", "moeten", r"instabiel\w*", r"instabiliteit", r"versleten",
            r"onherstelbare?", r"ernstige?", r"verlamd\w*", r"afwijking\w*",
        ),
        promising=_whole_words(
            "bewezen", r"genees\w*", "genezen", "geneest", r"garand\w*", r"garantie\w*", "sterk bewijs", "wondermiddel",
            r"pijnvrij\w*", r"klachtenvrij\w*",
        ),
        familiar=_whole_words("je", "jij", "jou", "jouw", "jezelf", "jullie"),
        longest_sentence=15,
    ),
    "en": Manner(
        banned=_whole_words(
            "modic", "mri", r"pain\w*", r"(?<!on )your back", r"low(?:er)? back", r"back (?:problem|complaint)s?",
            r"inflam\w+", "wear and tear", r"damag\w+", r"herni\w+", r"\w*arthritis", "arthrosis", r"diagnos\w+",
            "unstable", "instability", "broken", r"dangerous\w*", "must", r"patients?", r"chiropract\w*",
            r"neck(?: (?:problem|complaint)s?)?",
        ),
        alarming=_whole_words(
            r"dangerous\w*", "must", "unstable", "instability", "worn out", r"irreparabl\w+", "severe", r"paraly[sz]\w+",
            r"abnormal\w*",
        ),
        promising=_whole_words(
            "proven", r"cures?", "cured", r"guarantee\w*", "strong evidence", "miracle", r"pain[- ]free",
        ),
        familiar=None,
        longest_sentence=None,
    ),
}  # fmt: skip
"""By language. A language that is not here is checked for length and characters only."""

# A colon gives the reader the same rest as a full stop.
_SENTENCE_END: Final = re.compile(r"[.!?:]+(?=\s|$)|\n")
_WORD: Final = re.compile(r"\S*\w\S*")


def banned_words(text: str, language: Language) -> Iterator[str]:
    """The words of the text that never stand in an SMS, each once, as they are written."""
    manner = MANNERS.get(language)
    return _found(manner.banned if manner else None, text)


def alarming_words(text: str, language: Language) -> Iterator[str]:
    """The words that frighten, each once, as they are written."""
    manner = MANNERS.get(language)
    return _found(manner.alarming if manner else None, text)


def promising_words(text: str, language: Language) -> Iterator[str]:
    """The words that claim an effect, each once, as they are written."""
    manner = MANNERS.get(language)
    return _found(manner.promising if manner else None, text)


def familiar_words(text: str, language: Language) -> Iterator[str]:
    """The words that are too familiar for a clinic, as "je" where "u" is meant."""
    manner = MANNERS.get(language)
    return _found(manner.familiar if manner else None, text)


def long_sentences(text: str, language: Language) -> Iterator[tuple[str, int, int]]:
    """Each sentence that is too long, with its number of words and the most that it may have."""
    manner = MANNERS.get(language)
    if manner is None or manner.longest_sentence is None:
        return
    for sentence in _SENTENCE_END.split(text):
        length = len(_WORD.findall(sentence))
        if length > manner.longest_sentence:
            yield sentence.strip(), length, manner.longest_sentence


def _found(pattern: re.Pattern[str] | None, text: str) -> Iterator[str]:
    return iter(dict.fromkeys(pattern.findall(text)) if pattern else ())
