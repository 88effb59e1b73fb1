"""One piece of advice, and what is said about words wherever they stand: alarm, familiarity, promises, long sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coaching.core.findings import Phrase, Severity, phrase
from coaching.core.plain_words import alarming_words, banned_words, familiar_words, long_sentences, promising_words
from coaching.core.programme import Language
from coaching.core.toml_lines import Path


@dataclass(frozen=True, slots=True)
class Advice:
    """What is to be said about one place of a programme, whichever file it stands in."""

    problem: Phrase
    mend: Phrase
    severity: Severity = "warning"


Placed = tuple[str, Path, Advice]
"""A file's name, the way to the value in it, and the advice."""


def discretion_advice(words: str, language: Language) -> Iterator[Advice]:
    """Words that never stand in an SMS or in the subject of a mail."""
    for word in banned_words(words, language):
        mend = phrase("Say it without naming a complaint and without alarm.")
        yield Advice(phrase("'{word}' never stands in an SMS", word=word), mend, "error")


def alarm_advice(words: str, language: Language) -> Iterator[Advice]:
    """Words that frighten, wherever they stand."""
    for word in alarming_words(words, language):
        mend = phrase("Say what it means, without alarm.")
        yield Advice(phrase("'{word}' can frighten a reader", word=word), mend)


def sms_advice(words: str, language: Language) -> Iterator[Advice]:
    """Both, each word once: what never stands in an SMS is an error already."""
    never = set(banned_words(words, language))
    yield from discretion_advice(words, language)
    yield from (advice for advice in alarm_advice(words, language) if advice.problem.values["word"] not in never)


def manner_advice(words: str, language: Language) -> Iterator[Advice]:
    """How the clinic speaks: with "u", in short sentences, without promises."""
    for word in familiar_words(words, language):
        mend = phrase("Write to the patient with 'u' and 'uw'.")
        yield Advice(phrase("'{word}' is too familiar", word=word), mend)
    for word in promising_words(words, language):
        mend = phrase("Say what to do, not what it will bring.")
        yield Advice(phrase("'{word}' promises an effect", word=word), mend)
    for sentence, length, most in long_sentences(words, language):
        problem = phrase("a sentence of {length} words: “{sentence}”", length=length, sentence=sentence)
        yield Advice(problem, phrase("Keep to {most}; make two of it.", most=most))
