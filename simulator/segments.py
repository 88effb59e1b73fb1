"""How many SMS segments a text costs.

GSM 03.38: a text of its basic table takes 160 septets, or 153 a part when it needs several; a character of the extension table takes two
septets that stay together. One character outside both and the whole text is UCS-2: 70 units, or 67 a part; a surrogate pair stays together.
"""

from dataclasses import dataclass
from typing import Literal

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")
FIRST_PLANE = 0xFFFF


@dataclass(frozen=True, slots=True)
class Measured:
    """A text's length. `units` are septets in GSM-7 and 16-bit units in UCS-2."""

    encoding: Literal["GSM-7", "UCS-2"]
    units: int
    segments: int


def measure(text: str) -> Measured:
    if all(letter in BASIC or letter in EXTENSION for letter in text):
        return _pack("GSM-7", [2 if letter in EXTENSION else 1 for letter in text], alone=160, part=153)
    return _pack("UCS-2", [2 if ord(letter) > FIRST_PLANE else 1 for letter in text], alone=70, part=67)


def _pack(encoding: Literal["GSM-7", "UCS-2"], costs: list[int], *, alone: int, part: int) -> Measured:
    """Fills parts one after another; a character never lies across the edge of two."""
    units = sum(costs)
    if units <= alone:
        return Measured(encoding, units, 1 if units else 0)
    parts, filled = 1, 0
    for cost in costs:
        if filled + cost > part:
            parts, filled = parts + 1, 0
        filled += cost
    return Measured(encoding, units, parts)
