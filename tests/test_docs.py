"""What the documents name exists. Links, make targets and commands are checked in ``test_house.py``."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])
PAGES = pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: page.relative_to(PROJECT).as_posix())
# Names in capitals that are values in the code and no settings.
NOT_SETTINGS = {"OPT_IN"}


def sources(*folders: str) -> str:
    """All Python of these folders, and of the two pages at the top."""
    files = [file for folder in folders for file in sorted((PROJECT / folder).rglob("*.py"))]
    return "\n".join(file.read_text() for file in [*files, PROJECT / "worker.py", PROJECT / "beat_schedule.py"])


def spans(page: Path) -> list[str]:
    """What a page sets as code: between backticks, and line by line in blocks."""
    text = page.read_text()
    blocks = re.findall(r"^```\w*[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    words = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return [*re.findall(r"`([^`\n]+)`", words), *(line for block in blocks for line in block.splitlines())]


def table(page: str) -> list[list[str]]:
    """The cells of each row of a page's tables, heads included."""
    lines = (PROJECT / page).read_text().splitlines()
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines if line.startswith("| ")]


@PAGES
def test_a_setting_that_is_named_is_in_the_example(page: Path) -> None:
    told = (PROJECT / ".env.example").read_text()
    named = {name for span in spans(page) for name in re.findall(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b", span)}
    assert {name for name in named - NOT_SETTINGS if not re.search(rf"\b{name}\b", told)} == set()


@PAGES
def test_a_file_that_is_named_exists(page: Path) -> None:
    folders = "coaching|simulator|launch|tests|templates|docs|bench|scripts|static"
    named = {span for span in spans(page) if re.fullmatch(rf"(?:{folders})/[\w./-]*", span)}
    assert {name for name in named if not (PROJECT / name).exists()} == set()


@PAGES
def test_a_link_into_a_page_finds_its_heading(page: Path) -> None:
    for link, heading in re.findall(r"\]\(([^)#\s]*)#([\w-]+)\)", page.read_text()):
        target = page.parent / link if link else page
        heads = re.findall(r"^#+ (.+)$", target.read_text(), re.MULTILINE)
        assert heading in {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}, link


@PAGES
def test_a_page_speaks_of_no_machine(page: Path) -> None:
    """Paths of somebody's own computer help nobody else."""
    assert re.findall(r"(?:/home|/root|/work|/Users|/tmp)/\S*", page.read_text()) == []


def test_every_word_of_the_glossary_is_a_name_in_the_code() -> None:
    code = sources("coaching")
    words = [row for row in table("docs/glossary.md") if row[0] != "word"]
    assert len(words) > 40
    for word, *_, names in words:
        for name in re.findall(r"`(\w+)`", names):
            assert re.search(rf"\b{name}\b", code), f"{word}: {name} is no name in the code"


def test_a_log_line_that_operators_are_told_of_is_written() -> None:
    code = sources("coaching")
    told = re.findall(r"^\| `([^`]+)` \| .+ \| .+ \|$", (PROJECT / "docs/operations.md").read_text(), re.MULTILINE)
    assert len(told) > 5
    assert [line for line in told if f'"{line}' not in code] == []


def test_the_list_of_decisions_is_whole() -> None:
    folder = PROJECT / "docs/decisions"
    listed = re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text())
    assert listed == sorted(file.name for file in folder.glob("0*.md"))
    for file in listed:
        heads = re.findall(r"^## (.+)$", (folder / file).read_text(), re.MULTILINE)
        assert heads == ["Context", "Choice", "Consequence"], file
