"""What the linter says about words and plans."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from coaching.core.findings import Finding
from coaching.core.linter import check
from coaching.core.plain_words import banned_words, familiar_words, long_sentences
from coaching.core.programme import Programme, Text
from coaching.core.programme_file import read_programme, write_programme


def with_text(programme: Programme, text_id: str, **bodies: str) -> Programme:
    def changed(text: Text) -> Text:
        return replace(text, bodies={**text.bodies, **bodies}) if text.id == text_id else text

    return replace(programme, texts=tuple(map(changed, programme.texts)))


def advice_on(programme: Programme, body: str, language: str = "nl") -> list[Finding]:
    """What is said about one text of a walk that asks for yes or no."""
    findings = check(with_text(programme, "calm-walk-4", **{language: body}))
    assert all(finding.field == "texts.calm-walk-4" for finding in findings)
    return findings


def test_the_shipped_programme_has_no_findings(low_back: Programme, low_back_files: dict[str, str]) -> None:
    assert check(low_back, low_back_files) == []


def test_a_finding_stands_at_the_line_of_its_text(low_back: Programme) -> None:
    programme = with_text(low_back, "calm-walk-4", en="Walk it off, you must.")
    files = write_programme(programme)
    [finding] = check(programme, {**files, "messages.en.toml": "# a line more\n" + files["messages.en.toml"]})
    line = files["messages.en.toml"].split("\n").index('calm-walk-4 = "Walk it off, you must."') + 2
    assert str(finding) == (
        f"messages.en.toml:{line}: texts.calm-walk-4: 'must' never stands in an SMS. "
        "Say it without naming a complaint and without alarm."
    )


@pytest.mark.parametrize(
    ("character", "mend"),
    [("ë", "Write “e”."), ("’", "Write “'”."), ("…", "Write “...”."), ("–", "Write “-”."), ("😀", "Leave it out.")],
)
def test_a_character_that_costs_more_is_named_with_a_cheaper_one(
    low_back: Programme, character: str, mend: str
) -> None:
    [finding] = advice_on(low_back, f"Loop vandaag{character} een rondje.")
    assert finding.severity == "warning"
    assert finding.problem.startswith(f"'{character}' is not in GSM-7")
    assert finding.mend == mend


def test_length_is_that_of_the_whole_sms_for_a_long_name(low_back: Programme) -> None:
    frame = len("Praktijk: ") + len(" Gelukt? JA/NEE")
    words = ("Loop een rondje. " * 9)[: 160 - frame - 1] + "."
    assert advice_on(low_back, words) == []
    [finding] = advice_on(low_back, f"A{words}")
    assert finding.problem == "2 SMS (161 units) for a patient with a long name"
    [finding] = advice_on(low_back, words.replace("Loop een rondje. ", "{{ first_name }}, ", 1))
    assert finding.problem.startswith("2 SMS")


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("Minder pijnlijk lopen.", "pijnlijk"),
        ("Uw rug mag rusten.", "rug"),
        ("Rugklachten? Loop.", "Rugklachten"),
        ("De MRI toont niets.", "MRI"),
        ("U moet lopen.", "moet"),
        ("Dag patiënt.", "patiënt"),
        ("Geen slijtage.", "slijtage"),
        ("Uw chiropractor groet u.", "chiropractor"),
    ],
)
def test_a_word_that_frightens_or_tells_too_much_is_an_error(low_back: Programme, body: str, word: str) -> None:
    findings = advice_on(low_back, body)
    assert (f"'{word}' never stands in an SMS", "error") in [(found.problem, found.severity) for found in findings]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Leg een kussen onder uw benen als u op uw rug ligt.", "nl"),
        ("Terug bij de brug, rustig aan. Vermoeid?", "nl"),
        ("Lie on your back and look back at the week.", "en"),
        ("Spaniel, mustard, rain.", "en"),
    ],
)
def test_words_that_only_look_alarming_are_fine(text: str, language: str) -> None:
    assert list(banned_words(text, language)) == []


def test_familiar_words_and_long_sentences_are_noticed_in_dutch() -> None:
    assert list(familiar_words("Loop jij je rondje?", "nl")) == ["jij", "je"]
    assert list(familiar_words("Loop jij je rondje?", "en")) == []
    fifteen = "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien"
    assert list(long_sentences(f"{fifteen}. {fifteen}", "nl")) == []
    assert list(long_sentences(f"Kort. {fifteen} zestien. Kort.", "nl")) == [(f"{fifteen} zestien", 16, 15)]


def test_a_language_without_a_manner_is_checked_for_length_only() -> None:
    assert not [*banned_words("moet", "fr"), *familiar_words("je", "fr"), *long_sentences("a " * 99, "fr")]


def test_a_missing_translation_and_an_unknown_variable_are_errors(low_back: Programme) -> None:
    [missing] = advice_on(low_back, "", "en")
    assert (missing.file, missing.problem, missing.severity) == ("messages.en.toml", "no words in 'en'", "error")
    [unknown] = advice_on(low_back, "Loop {{ minutes }}.", "nl")
    assert (unknown.problem, unknown.severity) == ("unknown variable 'minutes'", "error")


def test_too_few_texts_for_28_days_are_counted(low_back: Programme) -> None:
    fewer = replace(low_back, texts=tuple(text for text in low_back.texts if text.id != "calm-walk-4"))
    [finding] = check(fewer)
    assert finding.field == "nudge[1]"
    assert finding.problem == (
        "at the dose 'daily' 'walk' goes out 9 times within 29 days of the phase 'calm', and 8 of its texts fit every patient"
    )
    assert finding.mend.startswith("Write 1 more")


def test_a_window_that_reaches_into_the_night_is_noticed(low_back: Programme) -> None:
    later = replace(low_back.nudge("keep-sleep-posture"), window=low_back.nudge("keep-walk").window)
    nudges = tuple(later if nudge.key == later.key else nudge for nudge in low_back.nudges)
    [finding] = check(replace(low_back, nudges=nudges))
    assert finding.field == f"nudge[{low_back.nudges.index(low_back.nudge(later.key)) + 1}].window"
    assert finding.problem == "from 19:15 to 21:15 reaches into the night (21:00 to 08:00)"


def with_nudge(programme: Programme, key: str, **changes: Any) -> Programme:
    nudges = (replace(nudge, **changes) if nudge.key == key else nudge for nudge in programme.nudges)
    return replace(programme, nudges=tuple(nudges))


def said_of_nudge(programme: Programme, key: str) -> list[str]:
    """What is said about that nudge and nothing else about others."""
    place = f"nudge[{programme.nudges.index(programme.nudge(key)) + 1}]"
    return [finding.problem for finding in check(programme) if finding.field.startswith(place)]


def test_a_window_all_in_the_night_is_never_sent(low_back: Programme) -> None:
    late = with_nudge(low_back, "calm-walk", slot=None, at=time(22), window=timedelta(minutes=30))
    [problem] = said_of_nudge(late, "calm-walk")
    assert problem == "from 21:30 to 22:30 is all in the night (21:00 to 08:00), so it is never sent"


def test_a_nudge_of_a_week_after_its_phase_is_never_sent(low_back: Programme) -> None:
    problems = said_of_nudge(with_nudge(low_back, "calm-walk", first_week=4), "calm-walk")
    assert "week 4 comes after the 3 weeks of the phase 'calm', so it is never sent" in problems


def test_a_nudge_for_which_the_caps_never_leave_room_is_named(low_back: Programme) -> None:
    days = low_back.nudge("calm-walk").weekdays
    crowded = with_nudge(low_back, "calm-sitting-break-extra", weekdays=days, priority=90)
    assert said_of_nudge(crowded, "calm-sitting-break-extra") == [
        "the caps never leave room for it at the dose 'daily'"
    ]
    assert said_of_nudge(replace(crowded, daily_cap=2), "calm-sitting-break-extra") == []


def test_nudges_with_a_number_a_week_make_room_for_each_other(low_back: Programme) -> None:
    first, *_ = (nudge for nudge in low_back.nudges_in("calm") if nudge.kind == "walk")
    twice = replace(first, weekdays=frozenset(), times_a_week=2)
    second = replace(twice, key="calm-walk-second", priority=90)
    others = (nudge for nudge in low_back.nudges if nudge.phase != "calm")
    shared = replace(low_back, nudges=(twice, second, *others))
    assert not any("never leave room" in finding.problem for finding in check(shared))
    daily = replace(twice, key="calm-walk-daily", times_a_week=None, priority=1)
    crowded = replace(low_back, nudges=(twice, daily, *others))
    assert "the caps never leave room for it at the dose 'daily'" in said_of_nudge(crowded, first.key)


def test_a_dose_without_coaching_is_named(low_back: Programme) -> None:
    busy = replace(low_back, nudges=tuple(replace(nudge, doses=("daily", "fewer")) for nudge in low_back.nudges))
    assert [finding.problem for finding in check(busy)] == [
        f"in the phase '{phase}' there is no coaching at the dose 'programme'" for phase in ("calm", "build", "keep")
    ]


@pytest.mark.parametrize(
    ("language", "word"), [("nl", "bewezen"), ("en", "proven"), ("nl", "geneest"), ("en", "cures")]
)
def test_a_promise_is_noticed(low_back: Programme, language: str, word: str) -> None:
    [finding] = advice_on(low_back, f"Het is {word}.", language)
    assert (finding.problem, finding.severity) == (f"'{word}' promises an effect", "warning")


def test_titles_are_discreet_and_what_is_to_be_read_does_not_frighten(low_back: Programme) -> None:
    first, *rest = low_back.education
    loud = replace(
        first,
        titles={**first.titles, "nl": "Uw rug op de foto"},
        bodies={**first.bodies, "nl": "Uw rug is niet kapot. Loop jij mee?", "en": "The back. It is dangerous."},
    )
    files = write_programme(replace(low_back, education=(loud, *rest)))
    findings = check(read_programme(files), files)
    assert [(finding.file, finding.field, finding.problem, finding.severity) for finding in findings] == [
        ("education.en.toml", "item[1].body", "'dangerous' can frighten a reader", "warning"),
        ("education.nl.toml", "item[1].title", "'rug' never stands in an SMS", "error"),
        ("education.nl.toml", "item[1].body", "'kapot' can frighten a reader", "warning"),
        ("education.nl.toml", "item[1].body", "'jij' is too familiar", "warning"),
    ]
    lines = files["education.nl.toml"].split("\n")
    assert [lines[finding.line - 1].split(" = ")[0] for finding in findings[1:]] == ["title", "body", "body"]


@pytest.mark.parametrize(("language", "word"), [("nl", "ernstig"), ("nl", "versleten"), ("en", "severe")])
def test_a_word_that_frightens_is_noticed_in_an_sms_too(low_back: Programme, language: str, word: str) -> None:
    [finding] = advice_on(low_back, f"Loop {word}.", language)
    assert (finding.problem, finding.severity) == (f"'{word}' can frighten a reader", "warning")
