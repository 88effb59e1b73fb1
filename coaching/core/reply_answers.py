"""Rules that read the answer to the question that was asked. The row in `replies` calls them last.

A number answers only "op hoeveel dagen?", yes and no only "gelukt?" and the opt-in text. Signs that contradict each other
give no answer.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from coaching.core import reply_phrases as said
from coaching.core.reply_numbers import days_of_seven
from coaching.core.reply_text import compile_phrases, without
from coaching.core.reply_values import Answer, Command, Context, Reading, Understanding
from coaching.core.reply_words import POLITE

# A question gives no answer. Our own "Gelukt? JA/NEE", quoted, is neither.
_QUOTED: Final = re.compile(r" (?:gelukt|done) \? (?:ja|yes) / (?:nee|no)(?= )| (?:gelukt|done) \?(?= )")
_QUESTION: Final = re.compile(r"(?<![^/?])[^/?]*\?")
_BUT: Final = re.compile(r" (?=(?:maar|but|alleen|although|though|hoewel) )")

_NO_ANSWER: Final = compile_phrases(said.NO_ANSWER)
_SIGNS: Final = tuple(
    (name, compile_phrases(phrases))
    for name, phrases in (
        ("doubt", said.DOUBT),
        ("partly", said.PARTLY),
        ("not done", said.DENIED),
        ("not done", said.NOT_DONE),
        ("done", said.DONE),
        ("later today", said.LATER),
        ("another day", said.TOMORROW),
        ("no", said.NO),
        ("yes", said.YES),
    )
)
_CONFIRM: Final = compile_phrases(said.CONFIRM)


@dataclass(frozen=True, slots=True)
class Signs:
    """Which signs of an answer a text holds, and the words of each."""

    words: dict[str, str]

    def __contains__(self, name: str) -> bool:
        return name in self.words

    @property
    def answer(self) -> Answer | None:
        """The answer that all the signs agree on, or None."""
        if "doubt" in self:
            return None
        if "partly" in self:
            return None if "not done" in self and "done" not in self else Answer.PARTLY
        if "done" in self:
            return None if "not done" in self or "no" in self else Answer.DONE
        if "not done" in self or "no" in self:
            not_yet = re.search(r"nog niet|yet$", self.words.get("not done", "yet"))
            unsettled = not_yet and "later today" in self
            return None if "yes" in self or unsettled else Answer.NOT_DONE
        future = "later today" in self or "another day" in self
        return Answer.DONE if "yes" in self and not future else None


def read_confirmation(reading: Reading) -> Reading:
    """JA to the opt-in text, or NEE. A question back is neither."""
    if reading.context is not Context.CONFIRM or Command.STOP in reading.known.commands or "?" in reading.line:
        return reading
    signs = _signs(reading.line)
    found = _CONFIRM.search(without(reading.line, POLITE - {"graag", "oke"}))
    refused = "no" in signs or "not done" in signs
    if "doubt" in signs or bool(found) == refused:
        return reading
    command = Command.DECLINE if refused else Command.CONFIRM
    words = found[0] if found else " ".join(signs.words.values())
    known = replace(reading.known, commands=(*reading.known.commands, command))
    return reading.learn(command.value, words, known, line=" ")


def read_answer(reading: Reading) -> Reading:
    """Done, partly, not done; or a number of days. Only what the question asked for."""
    if reading.context is Context.YES_NO:
        signs = _signs(reading.line)
        if signs.answer is not None:
            return _answered(reading, "answer", " / ".join(signs.words.values()), signs.answer)
        if signs.words:
            return reading.learn(
                f"no answer: {' and '.join(signs.words)}", " / ".join(signs.words.values()), reading.known
            )
    if reading.context is Context.DAYS_0_7:
        line = without(_QUESTION.sub(" /", reading.line), POLITE)
        days = days_of_seven(line, reading.language)
        if days is not None:
            return _answered(reading, "days of seven", line, days)
    return reading


def _answered(reading: Reading, rule: str, words: str, answer: Answer | int) -> Reading:
    known: Understanding = replace(reading.known, answer=answer)
    return reading.learn(rule, words, known, line=" ")


def _signs(line: str) -> Signs:
    """Find the signs, each in what the ones before it left: "niet gelukt" holds no "gelukt" any more."""
    line = _QUESTION.sub(" /", _QUOTED.sub(" /", line))
    line = without(line, POLITE)
    line = _NO_ANSWER.sub(" /", _BUT.sub(" / ", line))
    words: dict[str, str] = {}
    for name, phrases in _SIGNS:
        if found := phrases.search(line):
            words.setdefault(name, found[0].strip())
            line = phrases.sub(" /", line)
    return Signs(words)
