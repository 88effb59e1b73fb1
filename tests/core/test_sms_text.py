"""How texts are measured and names written, against numbers from Twilio's own calculator."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.core.sms_text import is_gsm, measure, transliterate

GSM = "".join(character for character in map(chr, range(0x20B0)) if is_gsm(character))
IN_ONE_UNIT = string.ascii_letters + "éèàùòìäöüñÇøåæß@£$¥"

# Counted by sms-segments-calculator 1.3.0 (Twilio, MIT).
COUNTED = [
    ("", "GSM-7", 0, 1),
    ("a" * 160, "GSM-7", 160, 1),
    ("a" * 161, "GSM-7", 161, 2),
    ("a" * 306, "GSM-7", 306, 2),
    ("a" * 307, "GSM-7", 307, 3),
    ("€" * 80, "GSM-7", 160, 1),
    ("€" * 81, "GSM-7", 162, 2),
    ("a" * 152 + "€" * 77, "GSM-7", 306, 3),
    ("ë" * 70, "UCS-2", 70, 1),
    ("ë" * 71, "UCS-2", 71, 2),
    ("😀" * 35, "UCS-2", 70, 1),
    ("😀" * 36, "UCS-2", 72, 2),
    ("😀" * 67, "UCS-2", 134, 3),
    ("a" * 66 + "😀" * 35, "UCS-2", 136, 3),
    ("👨‍👩‍👧" * 16, "UCS-2", 128, 2),
    ("👨‍👩‍👧" * 17, "UCS-2", 136, 3),
    ("🇳🇱" * 33, "UCS-2", 132, 3),
    ("e\u0301" * 67, "UCS-2", 134, 3),
    ("👍🏽" * 33, "UCS-2", 132, 3),
    ("€" + "ë" * 69, "UCS-2", 70, 1),
    ("a\r\nb" * 40, "GSM-7", 160, 1),
]


@pytest.mark.parametrize(("text", "encoding", "units", "segments"), COUNTED)
def test_a_text_is_as_long_as_twilio_counts_it(text: str, encoding: str, units: int, segments: int) -> None:
    length = measure(text)
    assert (length.encoding, length.units, length.segments) == (encoding, units, segments)


def test_the_alphabet_is_the_one_of_the_standard() -> None:
    assert len(GSM) == 127 + 10  # 128 places less the escape, and the extension with form feed and euro
    assert all(is_gsm(character) for character in "éèàìòùäöüñÇ€{}[]~\\|^")
    assert not any(is_gsm(character) for character in "ëïêáíóúç’“–…ĳ\t\x1b`")


def test_each_offender_is_named_once_in_order() -> None:
    assert measure("patiënt, knieën… ‘ja’").offenders == ("ë", "…", "‘", "’")


@given(st.text())
def test_units_and_segments_fit_together_for_any_text(text: str) -> None:
    length = measure(text)
    alone, in_many = (160, 153) if length.encoding == "GSM-7" else (70, 67)
    assert (length.encoding == "GSM-7") == (not length.offenders)
    assert (length.segments == 1) == (length.units <= alone)
    assert length.segments == 1 or length.segments >= -(-length.units // in_many)


@given(st.text(alphabet=GSM))
def test_a_text_of_gsm_characters_stays_gsm(text: str) -> None:
    assert measure(text).encoding == "GSM-7"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Zoë", "Zoe"),
        ("Zoe\u0308", "Zoe"),
        ("Daniël", "Daniel"),
        ("Anaïs", "Anais"),
        ("François", "Francois"),
        ("Ĳsbrand", "IJsbrand"),
        ("Łukasz", "Lukasz"),
        ("Đorđe", "Dorde"),
        ("Şule Işık", "Sule Isik"),
        ("D’Angelo", "D'Angelo"),
        ("Anne–Marie", "Anne-Marie"),
        ("Þór", "Thor"),
        ("René", "René"),
        ("Müller", "Müller"),
        ("Nuñez", "Nuñez"),
        ("Søren Å", "Søren Å"),
        ("Strauß", "Strauß"),
        ("Ольга", "Ольга"),
    ],
)
def test_names_are_written_without_costing_more(name: str, written: str) -> None:
    assert transliterate(name) == written


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x17F, exclude_categories=["Cc", "Cf", "So"])))
def test_every_name_in_a_european_alphabet_fits_the_sms_alphabet(name: str) -> None:
    letters = [character for character in transliterate(name) if character.isalpha()]
    assert all(is_gsm(letter) for letter in letters)


@given(st.text(alphabet=IN_ONE_UNIT))
def test_a_name_that_fits_already_is_left_alone(name: str) -> None:
    assert transliterate(name) == name


@given(st.text())
def test_writing_a_name_twice_changes_nothing_more(name: str) -> None:
    assert transliterate(transliterate(name)) == transliterate(name)
