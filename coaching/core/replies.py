"""What a patient's reply says: commands, a wished time, the answer to the question that was asked. Pure and explainable.

Every text gets all that is in it. The rules stand in one row, in the order in which they read; each reads what those before
it left over, so "PAUZE 3" is not also a check-in of 3 days. Each decision names its rule and its words. When it is not clear
whether something is an answer, nothing is guessed: `unclear` is set and a person reads it.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from coaching.core.reply_answers import read_answer, read_confirmation
from coaching.core.reply_commands import read_auto_reply, read_commands, read_opt_out, read_pause, read_wanted_time
from coaching.core.reply_text import HEAD, is_only, plain
from coaching.core.reply_values import Answer, Command, Context, Evidence, Reading, Understanding
from coaching.core.reply_words import POLITE

__all__ = ["RULES", "Answer", "Command", "Context", "Evidence", "Understanding", "understand"]

# The order is a matter of safety. Red flags and distress will stand first, before the automatic replies, and read the whole text.
RULES: Final[tuple[Callable[[Reading], Reading], ...]] = (
    read_auto_reply,
    read_opt_out,
    read_pause,
    read_commands,
    read_wanted_time,
    read_confirmation,
    read_answer,
)

_STOP_IN_CAPITALS: Final = re.compile(r"(?<!\w)STOP(?!\w)")


def understand(text: str, context: Context, language: str) -> Understanding:
    """Return all that the reply says, as an answer to the question of `context`.

    Takes any text and never raises. Dutch and English are always both read; `language` ("nl", "en") decides only where
    the same words mean two things ("6 of 7": six out of seven, or six or seven).
    """
    line = plain(text)
    start = Reading(shouted=_shouted(text), line=line, context=context, language=language, known=Understanding())
    reading = start
    for rule in RULES:
        reading = rule(reading)
    known = replace(reading.known, says_yes=is_only(line, {"ja", "yes", *POLITE}) and not is_only(line, POLITE))
    understood = known.commands or known.auto_reply or known.answer is not None or known.time is not None
    courtesy = POLITE if context is not Context.NONE else POLITE | {"👍"}
    if not understood and not is_only(line, courtesy):
        known = replace(known, unclear=True)
    return known


def _shouted(text: str) -> bool:
    start = text[:HEAD]
    return bool(_STOP_IN_CAPITALS.search(start)) and any(letter.islower() for letter in start)
