"""What is to be read: the same items in each language, plain text, never by SMS, each mistake at its line."""

from collections.abc import Mapping

import pytest

from coaching.core.programme import Programme
from coaching.core.programme_education import folded
from coaching.core.programme_file import ProgrammeInvalid, read_programme, write_programme

PLAN, NL, EN = "programme.toml", "education.nl.toml", "education.en.toml"

KIND = """
[[kind]]
key = "read"
purpose = "education"
expires_after = "2 d"
name = { nl = "Om te lezen", en = "To read" }
"""
NUDGE = """
[[nudge]]
key = "{phase}-read"
phase = "{phase}"
kind = "read"
weekdays = ["thu"]
slot = "midday"
window = "2 h"
jitter = "10 min"
channels = ["email"]
"""
ITEM = '''
[[item]]
id = "{id}"
phase = "{phase}"
title = "Kleine stappen"
body = """
Een paar keer per dag opstaan
is een goed begin.


Kies een moment: "na de koffie".
"""
'''
ITEMS = ITEM.format(id="one", phase="calm") + ITEM.format(id="two", phase="build")


@pytest.fixture(scope="module")
def files(low_back_files: dict[str, str]) -> dict[str, str]:
    """The shipped plan without its own education, and with one item in each of two phases."""
    bare = {name: source for name, source in low_back_files.items() if not name.startswith("education")}
    plan = "\n\n".join(part for part in bare[PLAN].split("\n\n") if "education" not in part)
    plan = plan.replace("\n[[nudge]]\n", KIND + NUDGE.format(phase="calm") + "\n[[nudge]]\n", 1)
    return {**bare, PLAN: plan, NL: ITEMS, EN: ITEMS}


def findings_of(files: Mapping[str, str]) -> list[str]:
    with pytest.raises(ProgrammeInvalid) as caught:
        read_programme(files)
    return [str(finding) for finding in caught.value.findings]


@pytest.fixture(scope="module")
def programme(files: dict[str, str]) -> Programme:
    return read_programme(files)


def test_items_are_read_paragraph_by_paragraph(programme: Programme) -> None:
    one, two = programme.education
    assert (one.id, one.phase, one.titles["en"]) == ("one", "calm", "Kleine stappen")
    assert one.paragraphs("nl") == (
        "Een paar keer per dag opstaan is een goed begin.",
        'Kies een moment: "na de koffie".',
    )
    assert (programme.education_until("calm"), programme.education_until("keep")) == ((one,), (one, two))


def test_they_come_back_the_same_and_count_for_the_hash(files: dict[str, str], programme: Programme) -> None:
    canonical = write_programme(programme)
    again = read_programme(canonical)
    assert again == programme
    assert again.education[0].bodies == programme.education[0].bodies
    assert write_programme(again) == canonical
    other = read_programme({**files, EN: ITEMS.replace("koffie", "thee")})
    assert other.content_hash != programme.content_hash


def test_a_programme_without_education_has_no_files_for_it(files: dict[str, str], programme: Programme) -> None:
    assert {NL, EN} <= write_programme(programme).keys()
    bare = {name: source for name, source in files.items() if name not in {NL, EN}}
    bare[PLAN] = bare[PLAN].replace(NUDGE.format(phase="calm"), "")
    assert read_programme(bare).education == ()
    assert write_programme(read_programme(bare)).keys() == bare.keys()


BODY = "is een goed begin."
MISTAKES = [
    (EN, 'id = "two"', 'id = "three"', "item[2].id: 'three' is not in the main language"),
    (EN, 'id = "two"', 'id = "one"', "item[2].id: 'one' stands in this file twice"),
    (EN, 'phase = "build"', 'phase = "calm"', "item[2].phase: another phase than in the main language"),
    (EN, 'phase = "build"', 'phase = "bild"', "item[2].phase: 'bild' is not known. Did you mean 'build'?"),
    (NL, 'title = "Kleine', 'titel = "Kleine', "item[1].titel: 'titel' is not a field here. Did you mean 'title'?"),
    (NL, "Kleine stappen", "Kleine stappen " * 6, "item[1].title: not a text of 1 to 70 plain characters"),
    (NL, BODY, "goed {{ first_name }}", "item[1].body: what is to be read is plain text, without variables"),
    (NL, BODY, "\\u0007", "item[1].body: holds a character that cannot be seen"),
    (NL, BODY, "x" * 4001, "item[1].body: longer than 4000 characters"),
    (NL, 'body = """', 'body = ""\nrest = """', "item[1].body: there is no text to read"),
    (PLAN, 'channels = ["email"]', 'asks = "yes_no"', "what is to be read never goes by SMS"),
    (PLAN, 'channels = ["email"]', 'channels = ["email"]\nasks = "yes_no"', "what is to be read asks nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "right", "wrong", "finding"), MISTAKES)
def test_a_mistake_is_found(files: dict[str, str], file: str, right: str, wrong: str, finding: str) -> None:
    assert right in files[file]
    found = findings_of({**files, file: files[file].replace(right, wrong, 1)})
    assert [line for line in found if finding in line], found


def test_a_mistake_within_a_paragraph_has_its_own_line(files: dict[str, str]) -> None:
    source = ITEMS.replace(BODY, "goed {% if x %}", 1)
    [found] = findings_of({**files, NL: source})
    line = source[: source.index("{% if")].count("\n") + 1
    assert found.startswith(f"{NL}:{line}: ")


def test_each_language_has_its_file(files: dict[str, str]) -> None:
    [found] = findings_of({name: source for name, source in files.items() if name != EN})
    assert found.startswith(f"{EN}:1: this file is missing")
    [found] = findings_of({**files, "education.fr.toml": ITEMS})
    assert "belongs to no language" in found


def test_items_stand_in_one_order(files: dict[str, str]) -> None:
    swapped = ITEM.format(id="two", phase="build") + ITEM.format(id="one", phase="calm")
    [found] = findings_of({**files, EN: swapped})
    assert "another order than in the main language" in found


def test_there_is_something_to_read_for_a_nudge_that_says_so(files: dict[str, str]) -> None:
    later = ITEM.format(id="one", phase="keep")
    [found] = findings_of({**files, NL: later, EN: later})
    assert "there is nothing to read up to the phase 'calm'" in found


def test_what_is_to_be_read_has_no_short_texts(files: dict[str, str]) -> None:
    plan = files[PLAN].replace('id = "check-in-1"\nkind = "check_in"', 'id = "check-in-1"\nkind = "read"')
    assert any("has no texts of one SMS" in found for found in findings_of({**files, PLAN: plan}))


def test_folding_twice_changes_nothing_more() -> None:
    body = "a \n b\n \n\n c  d\n"
    assert folded(body) == folded(folded(body)) == "a b\n\nc d"
