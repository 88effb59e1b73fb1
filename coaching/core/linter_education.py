"""Advice on what is to be read: discreet titles, plain words, nothing that frightens and nothing that is promised."""

from __future__ import annotations

from collections.abc import Iterator

from coaching.core.linter_advice import Advice, Placed, alarm_advice, discretion_advice, manner_advice
from coaching.core.programme import Language, Programme
from coaching.core.programme_education import education_file


def education_advice(programme: Programme, language: Language) -> Iterator[Placed]:
    """Advice on the items in that language, with its place."""
    for index, item in enumerate(programme.education):
        where = (education_file(language), ("item", index))
        for advice in dict.fromkeys(_on_title(item.titles[language], language)):
            yield where[0], (*where[1], "title"), advice
        for advice in dict.fromkeys(_on_body(item.bodies[language], language)):
            yield where[0], (*where[1], "body"), advice


def _on_title(title: str, language: Language) -> Iterator[Advice]:
    yield from discretion_advice(title, language)
    yield from manner_advice(title, language)


def _on_body(body: str, language: Language) -> Iterator[Advice]:
    yield from alarm_advice(body, language)
    yield from manner_advice(body, language)
