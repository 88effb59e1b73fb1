"""How long a text is as an SMS, and how to write a name so that it stays short.

An SMS holds 140 octets: 160 characters of the GSM 7-bit alphabet (3GPP TS 23.038), or 70 UTF-16 code units as soon as one
character is not in that alphabet. Longer texts go as several segments, each with a header of 6 octets that leaves room for
153 or 67. We count as Twilio's own published calculator does, because that is what is billed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

Encoding = Literal["GSM-7", "UCS-2"]

_BASIC: Final = frozenset(
    "\n\r !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
    "¡£¤¥§¿ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùüΓΔΘΛΞΠΣΦΨΩ"
)
_EXTENDED: Final = frozenset("\f[\\]^{|}~€")
"""Characters that the alphabet reaches by an escape: they take two units."""

_ROOM: Final[dict[Encoding, tuple[int, int]]] = {"GSM-7": (160, 153), "UCS-2": (70, 67)}
"""Units in a message of one segment, and in each segment of a longer one."""

_LAST_OF_PLANE: Final = 0xFFFF
_ZERO_WIDTH_JOINER: Final = "\u200d"
_SKIN_TONES: Final = frozenset("🏻🏼🏽🏾🏿")

_WRITTEN_OTHERWISE: Final = str.maketrans(
    dict.fromkeys("‘’‚‛`´ʼʹ", "'") | dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‐‑‒–—―−", "-")
    | {"…": "...", "\u00a0": " ", "\u202f": " ", "\t": " ", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D", "ı": "i", "ə": "e", "Ə": "E", "ŋ": "n", "Ŋ": "N", "ĸ": "k", "µ": "u"}
)  # fmt: skip
_LATIN_LETTER: Final = re.compile(r"LATIN (SMALL|CAPITAL) (?:LETTER|LIGATURE) ([A-Z]{1,2})(?: |$)")


@dataclass(frozen=True, slots=True)
class SmsLength:
    """A text's length. `offenders` are the characters, each once, that are not in GSM-7 and so cost the most."""

    encoding: Encoding
    units: int
    segments: int
    offenders: tuple[str, ...]


def measure(text: str) -> SmsLength:
    """Encoding, units and segments of a text as Twilio counts them; an empty text is one segment."""
    offenders = tuple(dict.fromkeys(character for character in text if not is_gsm(character)))
    if offenders:
        sizes = [sum(map(_code_units, cluster)) for cluster in _clusters(text)]
        return SmsLength("UCS-2", sum(sizes), _segments(sizes, *_ROOM["UCS-2"]), offenders)
    sizes = [2 if character in _EXTENDED else 1 for character in text]
    return SmsLength("GSM-7", sum(sizes), _segments(sizes, *_ROOM["GSM-7"]), ())


def is_gsm(character: str) -> bool:
    """Whether that one character is in the GSM 7-bit alphabet or its extension."""
    return character in _BASIC or character in _EXTENDED


def transliterate(name: str) -> str:
    """A name in letters that cost nothing extra: "Zoë" becomes "Zoe", "René" stays as it is.

    Names in the Latin alphabets of Europe and Turkey come out in GSM-7. A character of another script stays: the
    message costs more, but the name is right.
    """
    composed = unicodedata.normalize("NFC", name).translate(_WRITTEN_OTHERWISE)
    return "".join(character if is_gsm(character) else _plain(character) for character in composed)


def _plain(character: str) -> str:
    """One character that is not in GSM-7 as one or more that are, where there are such."""
    bare = "".join(
        part for part in unicodedata.normalize("NFKD", character) if not unicodedata.category(part).startswith("M")
    ).translate(_WRITTEN_OTHERWISE)
    if bare != character and all(map(is_gsm, bare)):
        return bare
    letter = _LATIN_LETTER.match(unicodedata.name(bare[:1] or character, ""))
    if letter is None:
        return character
    return letter[2] if letter[1] == "CAPITAL" else letter[2].lower()


def _segments(sizes: Iterable[int], alone: int, in_many: int) -> int:
    """How many segments hold characters of these sizes, when none may be cut in two."""
    sizes = list(sizes)
    if sum(sizes) <= alone:
        return 1
    segments, room = 1, in_many
    for size in sizes:
        if size > room:
            segments, room = segments + 1, in_many
        room -= size
    return segments


def _code_units(character: str) -> int:
    return 2 if ord(character) > _LAST_OF_PLANE else 1


def _clusters(text: str) -> Iterator[str]:
    """What a reader sees as one character: a letter with its accents, a flag, an emoji with its tone or family."""
    cluster = ""
    for character in text:
        if cluster and not _belongs(cluster, character):
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _belongs(cluster: str, character: str) -> bool:
    if cluster[-1] in "\r\n":
        return False
    if unicodedata.category(character).startswith("M") or character in _SKIN_TONES or character == _ZERO_WIDTH_JOINER:
        return True
    if cluster[-1] == _ZERO_WIDTH_JOINER:
        return unicodedata.category(character) == "So"
    return len(cluster) == 1 and _is_flag_letter(cluster) and _is_flag_letter(character)


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
