"""Advice on a programme that is already valid: does it read well, does it cost one SMS, can its plan be kept?

The editor and `check_programme` show the same findings. Lengths are those of the whole SMS as a patient with a long name
gets it. Errors are what a patient must never read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from coaching.core.findings import Finding, phrase
from coaching.core.linter_advice import Advice, Placed, manner_advice, sms_advice
from coaching.core.linter_education import education_advice
from coaching.core.linter_plan import plan_advice
from coaching.core.programme import Language, Programme, Words
from coaching.core.programme_writing import PLAN_FILE, canonical_files, words_file
from coaching.core.rendering import RenderingRefused, Values, check_template, render
from coaching.core.sms_text import is_gsm, measure, transliterate
from coaching.core.toml_lines import Path, locate
from coaching.core.toml_tables import written
from coaching.core.wording import NUDGE_VARIABLES, PIECES, SYSTEM_TEXTS, Variables, ask_words, compose_sms, sms_values

SAMPLE: Final[Values] = {
    "first_name": "Maximiliaan-Benjamin",
    "clinic_name": "Praktijk",
    "clinic_phone": "+31 35 123 45 67",
    "walk_minutes": 120,
    "own_time": "18:30",
    "days": 365,
    "by_email": False,
}
"""Long values to measure with. A clinic that checks its own programme gives its own name and number instead."""


@dataclass(frozen=True, slots=True)
class _Said:
    """One text of the programme as the linter sees it. `ask` by language is what its SMS ends with."""

    path: Path
    bodies: Words
    variables: Variables
    of_nudge: bool = False
    asks: bool = False
    alone: bool = True


def check(programme: Programme, sources: Mapping[str, str] | None = None, sample: Values = SAMPLE) -> list[Finding]:
    """All findings, by file and line.

    sources: the files that the programme was read from, for the lines; the canonical files when they are not given.
    sample:  values to measure with; those of SAMPLE stand in for what is not given.
    """
    lines = {name: locate(source) for name, source in (sources or canonical_files(programme)).items()}
    found: list[Placed] = list(plan_advice(programme))
    for language in programme.languages:
        values = _sample(programme, language, {**SAMPLE, **sample})
        found += [
            (words_file(language), said.path, advice)
            for said in _all_said(programme)
            for advice in dict.fromkeys(_advice(programme, said, language, values))
        ]
        found += education_advice(programme, language)
    findings = [
        Finding(file, lines[file].of(path), written(path), advice.problem, advice.mend, advice.severity)
        for file, path, advice in found
    ]
    return sorted(findings, key=lambda finding: (finding.file != PLAN_FILE, finding.file, finding.line))


def _all_said(programme: Programme) -> Iterator[_Said]:
    """Every text of the programme."""
    asking = {text.id for nudge in programme.nudges if nudge.asks == "yes_no" for text in programme.texts_for(nudge)}
    for text in programme.texts:
        yield _Said(("texts", text.id), text.bodies, NUDGE_VARIABLES, of_nudge=True, asks=text.id in asking)
    for text_id, bodies in programme.system_texts.items():
        yield _Said(("system", text_id), bodies, SYSTEM_TEXTS.get(text_id, {}), alone=text_id not in PIECES)


def _sample(programme: Programme, language: Language, sample: Values) -> Values:
    """The sample with the longest words for dose and pause that this programme has in this language."""
    longest = {"dose": "", "pause": ""}
    for text_id in sorted(PIECES):
        start = text_id.partition("_")[0]
        body = programme.system_texts.get(text_id, {}).get(language, "")
        if start in longest:
            longest[start] = max(longest[start], body.replace("{{ days }}", str(sample["days"])), key=len)
    return {**sample, "dose_words": longest["dose"], "pause_words": longest["pause"]}


def _advice(programme: Programme, said: _Said, language: Language, values: Values) -> Iterator[Advice]:
    source = said.bodies.get(language, "")
    if not source.strip():
        mend = phrase("Write the text in every language of the programme.")
        yield Advice(phrase("no words in '{language}'", language=language), mend, "error")
        return
    problems = check_template(source, said.variables)
    yield from (Advice(found.problem, found.mend, "error") for found in problems)
    if problems:
        return
    ask = ask_words(programme, "yes_no" if said.asks else "none", language)
    try:
        ways = [_sms(said, source, {**values, "steps_up": on}, ask) for on in (False, True)]
    except RenderingRefused as refused:
        yield Advice(refused.words, phrase("Make it shorter."), "error")
        return
    for sms in dict.fromkeys(ways):
        yield from sms_advice(sms, language)
        yield from manner_advice(sms, language)
    yield from _character_advice(source)
    length = max(map(measure, ways), key=lambda measured: (measured.segments, measured.units))
    if said.alone and length.segments > 1:
        problem = phrase(
            "{segments} SMS ({units} units) for a patient with a long name",
            segments=length.segments,
            units=length.units,
        )
        room = 160 if length.encoding == "GSM-7" else 70
        yield Advice(problem, phrase("Shorten it: one SMS holds {room} units.", room=room))


def _sms(said: _Said, source: str, values: Values, ask: str) -> str:
    return compose_sms(source, values, ask=ask) if said.of_nudge else render(source, sms_values(values))


def _character_advice(source: str) -> Iterator[Advice]:
    for character in measure(source).offenders:
        instead = transliterate(character)
        cheaper = all(map(is_gsm, instead))
        yield Advice(
            phrase("'{character}' is not in GSM-7 and makes the SMS more than twice as dear", character=character),
            phrase("Write “{instead}”.", instead=instead) if cheaper else phrase("Leave it out."),
        )
