"""The page that explains the format is right: its examples are a programme, and it leaves nothing out."""

import json
import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from coaching.core.linter import check
from coaching.core.programme import EducationItem, Exercise, Kind, Nudge, Phase, Programme, Slot, Text
from coaching.core.programme_file import ProgrammeInvalid, read_programme
from coaching.core.wording import NUDGE_VARIABLES, SYSTEM_TEXTS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "writing-a-programme.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```toml (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| `(.+?)` \| `(.+?)` \| `(.+?)` \|$", re.MULTILINE)

MISTAKES = ROW.findall(PAGE.partition("## When something is wrong")[2])

IN_NO_FILE = {"content_hash", "system_texts", "bodies"}
"""Fields of the values that are computed, or that stand in files of their own."""

WRITTEN = {
    "phases": "[[phase]]", "slots": "[[slot]]", "kinds": "[[kind]]", "nudges": "[[nudge]]", "texts": "[[text]]",
    "education": "[[item]]", "exercises_named": "[[exercise]]", "titles": "`title`",
}  # fmt: skip
"""Fields that have another name in the files."""


def example(low_back_files: dict[str, str]) -> dict[str, str]:
    """The page's files; system texts that it does not show are the shipped ones."""
    files: dict[str, str] = {}
    for name, source in BLOCK.findall(PAGE):
        files[name] = files.get(name, "") + source
    for name, shipped in low_back_files.items():
        if name.startswith("messages"):
            shown = tomllib.loads(files[name])
            for text_id, body in tomllib.loads(shipped)["system"].items():
                if text_id not in shown["system"]:
                    files[name] += f"{text_id} = {json.dumps(body, ensure_ascii=False)}\n"
    return files


def said_about(files: dict[str, str]) -> list[str]:
    try:
        programme = read_programme(files)
    except ProgrammeInvalid as invalid:
        return [str(finding) for finding in invalid.findings]
    return [str(finding) for finding in check(programme, files)]


def test_the_example_is_a_valid_programme_without_findings(low_back_files: dict[str, str]) -> None:
    assert said_about(example(low_back_files)) == []


@pytest.mark.parametrize(("right", "wrong", "finding"), MISTAKES)
def test_each_example_of_a_mistake_gives_the_finding_that_is_shown(
    low_back_files: dict[str, str], right: str, wrong: str, finding: str
) -> None:
    files = example(low_back_files)
    name = next(name for name in files if right in files[name])
    line = files[name][: files[name].index(right)].count("\n") + 1
    said = said_about({**files, name: files[name].replace(right, wrong, 1)})
    [shown] = [one for one in said if one.endswith(f": {finding}")]
    file, at, _ = shown.split(":", 2)
    assert file == name
    # A finding on a whole table stands at its header.
    assert int(at) == line or "nudge[1]: " in finding


def test_the_page_shows_mistakes_in_the_plan_and_in_the_words() -> None:
    assert {finding.removeprefix("warning: ")[:5] for _, _, finding in MISTAKES} == {"nudge", "texts"}


@pytest.mark.parametrize("value", [Programme, Phase, Slot, Kind, Nudge, Text, Exercise, EducationItem])
def test_every_field_is_explained(value: type) -> None:
    names = {field.name for field in fields(value)} - IN_NO_FILE
    for name in names:
        assert WRITTEN.get(name, f"`{name}`") in PAGE, name


def test_every_system_text_and_variable_is_explained() -> None:
    for text_id in SYSTEM_TEXTS:
        assert f"`{text_id}`" in PAGE, text_id
    for name, kind in [*NUDGE_VARIABLES.items(), *(one for known in SYSTEM_TEXTS.values() for one in known.items())]:
        assert (f"{{% if {name} %}}" if kind is bool else f"{{{{ {name} }}}}") in PAGE
