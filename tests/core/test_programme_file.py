"""Programmes as files: what is wrong is said with file, line and mend; what is right comes back byte for byte."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest

from coaching.core.findings import Finding
from coaching.core.programme import EVERY_DAY, NotInProgramme, Nudge, Programme
from coaching.core.programme_file import ProgrammeInvalid, read_programme, write_programme

PLAN, NL, EN = "programme.toml", "messages.nl.toml", "messages.en.toml"


def findings_of(files: Mapping[str, str]) -> tuple[Finding, ...]:
    with pytest.raises(ProgrammeInvalid) as caught:
        read_programme(files)
    return caught.value.findings


def line_of(source: str, words: str) -> int:
    return source[: source.index(words)].count("\n") + 1


# What is written in place of what; the line is that of the new words; then what the finding must say.
MISTAKES = [
    (PLAN, 'kind = "walk"', 'kind = "wlak"', "kind", "'wlak' is not known", "Did you mean 'walk'?"),
    (PLAN, 'phase = "calm"', 'phase = "clam"', "phase", "'clam' is not known", "Did you mean 'calm'?"),
    (PLAN, 'slot = "morning"', 'slot = "mornin"', "slot", "'mornin' is not known", "Did you mean 'morning'?"),
    (PLAN, "window = ", "windw = ", "windw", "'windw' is not a field here", "Did you mean 'window'?"),
    (PLAN, 'time = "10:10"', 'time = "25:10"', "time", "'25:10' is not a time", '"18:30"'),
    (PLAN, 'time = "10:10"', "time = 10:10:00", "time", "10:10:00 is not what stands here", '"18:30"'),
    (PLAN, '["mon", "thu"]', '["mon", "tur"]', "weekdays", "'tur' is not known", "Did you mean 'tue'?"),
    (PLAN, '["mon", "thu"]', '["mon", "mon"]', "weekdays", "a list with a word twice", "Write each once"),
    (PLAN, '["mon", "thu"]', '[1, [2]]', "weekdays", "'1' is not known", "mon"),
    (PLAN, "weeks = 3", "weeks = 0", "weeks", "0 is not between 1 and 104", "Choose a number"),
    (PLAN, "weeks = 3", "weeks = true", "weeks", "True is not what stands here", "a whole number"),
    (PLAN, "last_week = 3", "last_week = -1", "last_week", "-1 is not between", "Choose a number"),
    (PLAN, 'window = "1 h"', 'window = "1 hour"', "window", "'1 hour' is not a length of time", '"90 min"'),
    (PLAN, 'window = "1 h"', 'window = "23 h"', "window", "'23 h' is not possible here", "from 0 min to 12 h"),
    (PLAN, 'window = "1 h"', 'window = "11 h"', "window", "11 h around 10:10 is not all on one day", "shorter"),
    (PLAN, 'jitter = "10 min"', 'jitter = "2 h"', "jitter", "'2 h' is not possible here", "from 0 min to 1 h"),
    (PLAN, 'slot = "morning"\n', "", None, "either a slot or a time of its own", 'at = "18:30"'),
    (PLAN, 'slot = "morning"', 'slot = "morning"\nat = "9:00"', "at", "'9:00' is not a time", '"18:30"'),
    (PLAN, 'asks = "yes_no"', 'asks = "yesno"', "asks", "'yesno' is not known", "Did you mean 'yes_no'?"),
    (PLAN, 'purpose = "coaching"', 'purpose = "sell"', "purpose", "'sell' is not known", "check_in, coaching, education, lifestyle"),
    (PLAN, 'weekdays = ["mon", "thu"]', "times_a_week = 8", "times_a_week", "8 is not between 1 and 7", "Choose a number"),
    (PLAN, 'weekdays = ["mon", "thu"]', 'weekdays = ["mon"]\ntimes_a_week = 2', "times_a_week", "either weekdays or a", "one of both"),
    (PLAN, 'asks = "yes_no"', 'on_holiday = "sends"', "on_holiday", "'sends' is not known", "Did you mean 'send'?"),
    (PLAN, 'asks = "yes_no"', 'doses = ["few"]', "doses", "'few' is not known", "Did you mean 'fewer'?"),
    (PLAN, 'asks = "yes_no"', "doses = []", "doses", "an empty one", "leave the field out"),
    (PLAN, "daily_cap = 1", "most_a_week = 15", "most_a_week", "15 is not between 1 and 14", "Choose a number"),
    (PLAN, 'key = "calm-walk"', 'key = "Calm walk"', "key", "'Calm walk' is not a key", "small letters"),
    (PLAN, 'key = "build-walk"', 'key = "calm-walk"', "key", "'calm-walk' stands at line", "Give each its own"),
    (PLAN, ', en = "Morning" }', " }", "name.en", "'en' is missing", "a text"),
    (PLAN, 'en = "Morning"', 'fr = "Matin"', "name.fr", "'fr' is not a field here", "Known: en, nl"),
    (PLAN, '["nl", "en"]', '["nl", "english"]', "languages", "no list of different two-letter languages", '["nl", "en"]'),
    (PLAN, 'exercise = "bridge"', 'exercise = "brigde"', "exercise", "'brigde' is not known", "Did you mean 'bridge'?"),
    (PLAN, 'en = "Dead bug"', 'fr = "Dead bug"', "name.fr", "'fr' is not a field here", "Known: en, nl"),
    (PLAN, "daily_cap = 1", "daily_cap = 9", "daily_cap", "9 is not between 1 and 2", "Choose a number"),
    (PLAN, "weeks = 3", "weeks = 3\nweeks = 4", "", "stands there twice", "Keep one of the two"),
    (PLAN, "weeks = 3", "weeks = ", "", "this is not TOML: invalid value", "Mend this line"),
    (PLAN, 'key = "calm"', 'key = "calm', "", "this is not TOML", "double quotes"),
    (NL, "{{ walk_minutes }}", "{{ walk_minuts }}", "texts.calm-walk-1", "unknown variable 'walk_minuts'", "'walk_minutes'"),
    (NL, "{{ walk_minutes }}", "{{ walk_minutes }", "texts.calm-walk-1", "broken template", "whole"),
    (NL, "{{ walk_minutes }}", "{% for x in y %}{% endfor %}", "texts.calm-walk-1", "cannot hold this (for)", "Allowed"),
    (NL, "{{ dose_words }}", "{{ pause_words }}", "system.welcome", "unknown variable 'pause_words'", "dose_words"),
    (NL, "calm-walk-1 = ", "calm-walk-one = ", "texts.calm-walk-one", "not a field here", "Did you mean 'calm-walk-"),
    (NL, "optin = ", "opt-in = ", "system.opt-in", "not a field here", "Did you mean 'optin'?"),
    (NL, 'resumed = "', 'resumed = 3 # "', "system.resumed", "not a text", "between double quotes"),
    (NL, 'resumed = "', 'resumed = "\\u0007', "system.resumed", "cannot be seen", "without tabs"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "right", "wrong", "field", "problem", "mend"), MISTAKES)
def test_a_mistake_is_found_at_its_line_with_its_mend(
    low_back_files: dict[str, str], file: str, right: str, wrong: str, field: str | None, problem: str, mend: str
) -> None:
    source = low_back_files[file].replace(right, wrong, 1)
    found = findings_of({**low_back_files, file: source})
    line = low_back_files[file][: low_back_files[file].index(right)].count("\n") + 1
    matching = [
        finding
        for finding in found
        if finding.file == file
        and (field is None or finding.field.endswith(field))
        and problem in finding.problem
        and mend in finding.mend
    ]
    assert matching, "\n".join(map(str, found))
    extra = wrong.count("\n")
    assert any(line <= finding.line <= line + extra or field is None for finding in matching), matching


def test_all_mistakes_of_all_files_are_found_at_once(low_back_files: dict[str, str]) -> None:
    files = {
        PLAN: low_back_files[PLAN].replace("weeks = 3", "weeks = 0").replace('asks = "yes_no"', 'asks = "maybe"', 1),
        NL: low_back_files[NL].replace("{{ walk_minutes }}", "{{ minutes }}"),
        EN: low_back_files[EN] + "= broken",
    }
    found = findings_of(files)
    assert {finding.file for finding in found} == {PLAN, NL, EN}
    assert sum("minutes" in finding.problem for finding in found) == low_back_files[NL].count("{{ walk_minutes }}")
    assert found == tuple(sorted(found, key=lambda finding: (finding.file != PLAN, finding.file, finding.line)))


def test_a_finding_reads_as_compilers_write_it(low_back_files: dict[str, str]) -> None:
    [finding] = findings_of({**low_back_files, PLAN: low_back_files[PLAN].replace("weeks = 3", 'weeks = "3"')})
    line = line_of(low_back_files[PLAN], "weeks = 3")
    assert (
        str(finding) == f"{PLAN}:{line}: phase[1].weeks: 3 is not what stands here. Write a whole number from 1 to 104."
    )


def test_a_mistake_within_a_text_of_several_lines_has_its_own_line(low_back_files: dict[str, str]) -> None:
    source = re.sub(r'resumed = ".*"', 'resumed = """\nWelkom terug.\n{{ naam }}"""', low_back_files[NL])
    [finding] = findings_of({**low_back_files, NL: source})
    assert finding.line == line_of(source, "{{ naam }}")


@pytest.mark.parametrize("name", [PLAN, NL, EN])
def test_a_missing_file_is_named(low_back_files: dict[str, str], name: str) -> None:
    found = findings_of({other: source for other, source in low_back_files.items() if other != name})
    assert [(finding.file, finding.problem) for finding in found] == [(name, "this file is missing")]


def test_a_file_of_no_language_of_the_programme_is_named(low_back_files: dict[str, str]) -> None:
    [finding] = findings_of({**low_back_files, "messages.fr.toml": low_back_files[EN]})
    assert (finding.file, finding.problem) == ("messages.fr.toml", "this file belongs to no language of the programme")


def test_a_text_missing_in_one_language_is_found_in_that_file(low_back_files: dict[str, str]) -> None:
    source = re.sub(r"calm-walk-2 = .*\n", "", low_back_files[EN])
    [finding] = findings_of({**low_back_files, EN: source})
    assert (finding.file, finding.field, finding.problem) == (EN, "texts", "'calm-walk-2' is missing")


def test_a_nudge_without_any_text_is_found(low_back_files: dict[str, str]) -> None:
    plan = re.sub(r'\[\[text\]\]\nid = "check-in-1"\n.*\n.*\n', "", low_back_files[PLAN])
    found = findings_of({**low_back_files, PLAN: plan})
    assert {finding.line for finding in found if "no text of kind 'check_in'" in finding.problem} == {
        line_of(plan, f'key = "{phase}-check-in"') + 2 for phase in ("calm", "build", "keep")
    }


def test_the_shipped_files_are_canonical(low_back_files: dict[str, str], low_back: Programme) -> None:
    assert write_programme(low_back) == low_back_files


def _changed(nudge: Nudge) -> Nudge:
    return replace(
        nudge,
        priority=10,
        channels=("email",),
        weekdays=EVERY_DAY,
        times_a_week=3,
        on_holiday="next_free_day",
        doses=("daily", "fewer"),
    )


def test_what_is_written_reads_as_the_same_programme(low_back: Programme) -> None:
    changed = replace(
        low_back,
        weekly_cap=4,
        most_a_week=5,
        nudges=tuple(_changed(nudge) for nudge in low_back.nudges),
        texts=tuple(replace(text, bodies={"nl": 'Zeg "ja"\\nee\nëé€😀', "en": "x"}) for text in low_back.texts),
    )
    files = write_programme(changed)
    again = read_programme(files)
    assert again == changed
    assert write_programme(again) == files


def test_another_way_of_writing_has_the_same_canonical_form_and_hash(
    low_back_files: dict[str, str], low_back: Programme
) -> None:
    plan = low_back_files[PLAN].replace('expires_after = "2 d"', 'expires_after = "48 h" # two days')
    plan = plan.replace('["mon", "thu"]', "[\n  'thu',\n  'mon',\n]").replace("\n", "\r\n")
    other = read_programme({**low_back_files, PLAN: plan})
    assert other == low_back
    assert other.content_hash == low_back.content_hash
    assert write_programme(other) == low_back_files


def test_the_hash_changes_with_any_word(low_back_files: dict[str, str], low_back: Programme) -> None:
    other = read_programme({**low_back_files, EN: low_back_files[EN].replace("easy pace", "calm pace")})
    assert re.fullmatch("[0-9a-f]{64}", low_back.content_hash)
    assert other.content_hash != low_back.content_hash


def test_a_file_that_names_no_dose_and_no_holidays_reads_as_before(low_back_files: dict[str, str]) -> None:
    plan = re.sub(r"(on_holiday|doses|most_a_week) = .*\n", "", low_back_files[PLAN])
    programme = read_programme({**low_back_files, PLAN: plan})
    assert programme.most_a_week == 7
    for nudge in programme.nudges:
        assert (nudge.doses, nudge.on_holiday) == (("daily", "programme", "fewer"), "skip")


def test_a_file_that_names_no_exercise_takes_any(low_back_files: dict[str, str], low_back: Programme) -> None:
    plan = re.sub(r"\[\[exercise\]\]\n.*\n.*\n\n", "", low_back_files[PLAN])
    programme = read_programme({**low_back_files, PLAN: plan})
    assert programme.exercises_named == ()
    assert programme.exercises() == low_back.exercises()
    assert programme.exercise_name("side_plank") == {"nl": "side plank", "en": "side plank"}
    assert low_back.exercise_name("side_plank")["nl"] == "Zijplank"


def test_doses_are_kept_in_one_order_however_they_are_written(low_back_files: dict[str, str]) -> None:
    plan = low_back_files[PLAN].replace('asks = "yes_no"', 'asks = "yes_no"\ndoses = ["fewer", "daily"]', 1)
    assert read_programme({**low_back_files, PLAN: plan}).nudges[0].doses == ("daily", "fewer")


def test_asking_for_what_is_not_there_tells_what_there_is(low_back: Programme) -> None:
    with pytest.raises(NotInProgramme, match="no phase 'cool'; it has: calm, build, keep"):
        low_back.phase("cool")
    assert low_back.next_phase("keep") is None
    assert low_back.next_phase("calm") == low_back.phase("build")
