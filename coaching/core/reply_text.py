"""A reply as people type it, made comparable: plain letters, known words, marks between clauses.

`plain` takes any Unicode of any length and never raises. Its result is one line: a space before and after each word,
" / " between clauses and " ? " after a question. Phrases are written in a small notation (`compile_phrases`).
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from coaching.core.reply_words import (
    CLASSES,
    EMOJI,
    EXPANSIONS,
    LOOKALIKES,
    NEVER_A_TYPO,
    SPELLINGS,
    TYPO_TOLERANT,
)

# Thirty parts of a long SMS are 4,590 characters. Of what is longer the two ends are read: there people say what they want.
HEAD: Final = 5_000
TAIL: Final = 2_000
HEAD_WORDS: Final = 900
TAIL_WORDS: Final = 100

_SPELLED = {spelling: word for word, spellings in SPELLINGS.items() for spelling in spellings.split()}
_EMOJI = {emoji: meaning for meaning, emojis in EMOJI.items() for emoji in emojis}
_TRANSLATED = str.maketrans(LOOKALIKES | dict.fromkeys("’‘`´ʼ＇", "'") | {"ß": "ss", "æ": "ae", "œ": "oe"})
_KNOWN = TYPO_TOLERANT | {word for words in (*CLASSES.values(), *SPELLINGS) for word in words.replace("_", " ").split()}

# S T O P, s.t.o.p: single letters in a row are one word.
_SPACED = re.compile(r"(?<!\w)[a-z](?:[ .\-_*]{1,3}[a-z]){2,11}(?!\w)")
_TIME = re.compile(r"(?<![\d.,:])([01]?\d|2[0-4])\s?(?:[:.]|(?:uur|u|h)\s?)([0-5]\d)(?![\d,])(?!\.\d)")
_OF_SEVEN = re.compile(r"(?<![\d.,/])(\d)\s?(?:/|vd|v\.d\.)\s?(\d)(?![\d/])")
# A unit that hangs on its number: 18u, 5x, 3d.
_UNITS = {"u": "uur", "h": "uur", "x": "keer", "d": "dagen"}
_UNIT = re.compile(r"(\d)\s?([uhxd])(?!\w)")
_TOKEN = re.compile(
    r"[0-2]?\d:[0-5]\d"  # a time
    r"|\d+(?:[.,\-–]\d+)+|-\d+|\d+"  # a number, or numbers that hang together (3,5 and 2-3 and dates)
    r"|'?[^\W\d_]+(?:'[^\W\d_]+)*"  # a word
    rf"|[{''.join(_EMOJI)}]"
    r"|\?|[.,;:!()\n\r/|–—…&+\"*]"
)
_THANKS = re.compile(
    r" bedankt (?:(?:u|je|jullie|you) )?(?:wel|zeer|so much|very much|hartelijk|a lot)(?= )| bedankt (?:u|je|jullie|you)(?= )| (?:hartelijk|heel erg|veel) bedankt(?= )"
)
_LONGEST_WORD = 40


def plain(text: str) -> str:
    """Return the text as one line of comparable words and marks, beginning and ending with a space."""
    letters = _two_ends(_letters(_two_ends(text)))  # twice, for one sign can become eighteen letters
    letters = _SPACED.sub(lambda found: re.sub(r"[^a-z]", "", found[0]), letters)
    letters = _TIME.sub(r" \1:\2 ", letters)
    letters = _OF_SEVEN.sub(r" \1 van \2 ", letters)
    letters = _UNIT.sub(lambda found: f"{found[1]} {_UNITS[found[2]]} ", letters)
    words: list[str] = []
    for token in _TOKEN.findall(letters):
        for word in _words(token):
            if word != "/" or (words and words[-1] not in "/?"):
                words.append(word)
    if words and words[-1] == "/":
        words.pop()
    if len(words) > HEAD_WORDS + TAIL_WORDS:
        words = [*words[:HEAD_WORDS], "/", *words[-TAIL_WORDS:]]
    return _THANKS.sub(" bedankt", f" {' '.join(words)} ") if words else " "


def compile_phrases(phrases: Iterable[str], classes: Mapping[str, str] = CLASSES) -> re.Pattern[str]:
    """Compile phrases into one pattern for the lines that `plain` makes.

    A phrase is words between spaces. `a|b`: either. `<done>`: any word of that class (of `classes`). `[u]`: may be missing. `..`: up to
    four words of the same clause. `^` and `$`: begin and end of a clause. `_` joins the words of one alternative (`nog_niet`).
    """
    return re.compile(
        "|".join(f"(?:{''.join(_element(part, classes) for part in phrase.split())})" for phrase in phrases)
    )


def is_only(line: str, words: Iterable[str]) -> bool:
    """Tell whether the line has words, and none but these."""
    found = [word for word in line.split() if word != "/"]
    return bool(found) and set(found) <= set(words)


def without(line: str, words: Iterable[str]) -> str:
    """Leave these words out of the line."""
    gone = set(words)
    kept = [word for word in line.split() if word not in gone]
    return f" {' '.join(kept)} " if kept else " "


def _element(part: str, classes: Mapping[str, str]) -> str:
    if part == "^":
        return r"(?<![^/?])"
    if part == "$":
        return r"(?= (?:[/?]|$)|$)"
    if part == "..":
        return r"(?: [^ /?]+){0,4}?"
    optional = part.startswith("[")
    names = [
        word.replace("_", " ")
        for name in part.strip("[]").split("|")
        for word in (classes[name[1:-1]].split() if name.startswith("<") else [name])
    ]
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return rf"(?: (?:{either})(?= )){'?' if optional else ''}"


def _two_ends(text: str) -> str:
    return text if len(text) <= HEAD + TAIL else f"{text[:HEAD]}\n{text[-TAIL:]}"


def _letters(text: str) -> str:
    """Small letters, no accents, no invisible signs; digits of any script as 0–9."""
    kept: list[str] = []
    for sign in unicodedata.normalize("NFKD", text):
        kind = unicodedata.category(sign)
        if kind in {"Mn", "Me", "Cf", "Sk", "Cs"} and sign not in "`´":
            continue
        kept.append(str(unicodedata.decimal(sign)) if kind == "Nd" else sign)
    return "".join(kept).casefold().translate(_TRANSLATED)


def _words(token: str) -> list[str]:
    first = token[0]
    if first == "?" or first.isdigit() or first == "-":
        return [token]
    if token in _EMOJI:
        return [_EMOJI[token]]
    if not (first.isalpha() or first == "'"):
        return ["/"]
    return _known(token[:_LONGEST_WORD]).split()


@lru_cache(maxsize=8_192)
def _known(word: str) -> str:
    """Return the word that the phrases know for this one; the word itself when they know none."""
    shorter = (re.sub(r"(.)\1{2,}", r"\1\1", word), re.sub(r"(.)\1+", r"\1", word))
    for each in (word, *shorter):
        if each in EXPANSIONS:
            return " ".join(map(_known, EXPANSIONS[each].split()))
        if each in _SPELLED:
            return _SPELLED[each]
        if each in _KNOWN:
            return each
    near = {known for cut in _cuts(word) for known in _NEAR.get(cut, ()) if _one_letter_off(word, known)}
    if len(word) >= 4 and len(near) == 1 and word not in NEVER_A_TYPO:  # noqa: PLR2004 - a typo in a shorter word makes another word
        return near.pop()
    return word.replace("'", "")


def _cuts(word: str) -> set[str]:
    return {word} | {word[:place] + word[place + 1 :] for place in range(len(word))}


def _one_letter_off(word: str, known: str) -> bool:
    """One letter wrong, missing, too many, or two neighbours swapped."""
    same = next(
        (place for place, (a, b) in enumerate(zip(word, known, strict=False)) if a != b), min(len(word), len(known))
    )
    rest, wanted = word[same:], known[same:]
    swapped = rest[1:2] + rest[:1] + rest[2:]
    return rest[1:] == wanted[1:] or rest[1:] == wanted or rest == wanted[1:] or swapped == wanted


_NEAR: defaultdict[str, set[str]] = defaultdict(set)
for _word in TYPO_TOLERANT:
    for _cut in _cuts(_word):
        _NEAR[_cut].add(_word)
