"""Which numbers an SMS can go to. E.164, and for the Netherlands the numbering plan's mobile ranges."""

import re

from simulator.refusals import Refusal, to_invalid, to_no_mobile

E164 = re.compile(r"\+[1-9]\d{6,14}")
DUTCH = re.compile(r"\+31\d+")
DUTCH_NUMBER = re.compile(r"\+31(97\d{9}|[1-9]\d{8})")  # 097 numbers (machines, text senders) have eleven digits
DUTCH_MOBILE = re.compile(r"\+31(6|97)\d+")


def refused_number(to: str) -> Refusal | None:
    """Why no SMS can go to this number; None when it can."""
    if not E164.fullmatch(to) or (DUTCH.fullmatch(to) and not DUTCH_NUMBER.fullmatch(to)):
        return to_invalid(to)
    if DUTCH.fullmatch(to) and not DUTCH_MOBILE.fullmatch(to):
        return to_no_mobile(to)
    return None


def as_number(typed: str) -> str | None:
    """The number in an address of ours (`+31612345678`, also without plus); None when it is none."""
    number = "+" + typed.strip().removeprefix("+")
    return number if E164.fullmatch(number) else None


def spoken_number(number: str) -> str:
    """A Dutch mobile as people write it, `06 1234 5678`; any other as it is."""
    if DUTCH_NUMBER.fullmatch(number) and number.startswith("+316"):
        return f"06 {number[4:8]} {number[8:]}"
    return number
