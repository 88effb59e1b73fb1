"""Files that are damaged, or made to break the reader: findings with line and mend, and never another error."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coaching.core.findings import Finding
from coaching.core.programme import Programme
from coaching.core.programme_file import ProgrammeInvalid, read_programme, write_programme

PLAN, NL, EN = "programme.toml", "messages.nl.toml", "messages.en.toml"


def findings_of(files: Mapping[str, str]) -> tuple[Finding, ...]:
    with pytest.raises(ProgrammeInvalid) as caught:
        read_programme(files)
    return caught.value.findings


TOML_PIECES = st.sampled_from(
    ["[[nudge]]\n", "[[item]]\n", "[texts]\n", "[system]\n", "[[phase]]\n", "key", "id", " = ", '"', "'''", '"""', "\\", "{", "}", "[", "]", ",",
     "\n", ".", "weekdays", "languages", "1979-05-27", "10:10:00", "inf", "true", "{{ x }}", "{% if", "#", "9" * 5000, "\x00", "\ud800"]
)  # fmt: skip
SOURCES = st.text() | st.lists(TOML_PIECES | st.text(max_size=3), max_size=30).map("".join)


@given(st.dictionaries(st.sampled_from([PLAN, NL, EN, "education.nl.toml", "x.toml", ""]), SOURCES))
def test_any_files_give_findings_and_never_another_error(files: dict[str, str]) -> None:
    assert all(finding.line >= 1 and finding.problem and finding.mend for finding in findings_of(files))


VALUES = st.sampled_from(
    ["0", "-1", "1.5", "nan", "true", '""', '" "', '"x"', '"nl"', "[]", "[[]]", '["nl"]', '["mon", "mon"]', "[1, {}]", "{}", "{ nl = 1 }",
     '{ nl = "a", en = "b" }', "1979-05-27", "10:10:00", '"10:10"', '"0 min"', '"9999 d"', '"{{ x }}"', '"\\ud7ff"', "9" * 40]
)  # fmt: skip


def read_or_find(files: Mapping[str, str]) -> Programme | tuple[Finding, ...]:
    try:
        return read_programme(files)
    except ProgrammeInvalid as invalid:
        return invalid.findings


@settings(max_examples=80)
@given(st.data())
def test_any_damage_to_good_files_gives_findings_or_a_programme(
    low_back_files: dict[str, str], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from([PLAN, PLAN, NL, EN, "education.en.toml"]))
    lines = low_back_files[name].split("\n")
    for at in data.draw(st.lists(st.integers(0, len(lines) - 1), min_size=1, max_size=4)):
        key, equals, _ = lines[at].partition(" = ")
        lines[at] = key + equals + data.draw(VALUES) if equals else data.draw(SOURCES)
    result = read_or_find({**low_back_files, name: "\n".join(lines)})
    if isinstance(result, Programme):
        assert read_programme(write_programme(result)) == result
    else:
        assert all(finding.line >= 1 and finding.problem and finding.mend for finding in result)


@pytest.mark.parametrize(
    "source", ["[" * 5000, "a = " + "[" * 5000, "a." * 3000 + "b = 1", "x = " + "9" * 5000, "#" * 600_000]
)
def test_files_made_to_break_the_reader_give_findings(low_back_files: dict[str, str], source: str) -> None:
    for name in (PLAN, NL, "education.nl.toml"):
        assert findings_of({**low_back_files, name: source})
