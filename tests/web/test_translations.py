"""Everything that a reader sees is there in Dutch, and the compiled catalogue is as fresh as the written one."""

import ast
import re
from pathlib import Path

import pytest

from scripts import translations

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates" / "web").glob("*.html"))
READ_AS_IT_IS = {"Volhoud", "NL", "EN", "Nederlands", "English"}


def test_every_text_has_a_fresh_dutch_translation() -> None:
    assert translations.problems() == []


def test_every_translation_call_is_collected() -> None:
    collected = {one if isinstance(one, str) else one[0] for one in (text.id for text in translations.collect()) if one}
    called: set[str] = set()
    for file in (ROOT / "coaching" / "web").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in translations.KEYWORDS:
                first = node.args[0]
                assert isinstance(first, ast.Constant), (
                    f"{file}:{node.lineno}: a text that is made up cannot be collected"
                )
                called.add(str(first.value))
    for file in TEMPLATES:
        called |= {match[2] for match in re.finditer(r'(?:\b_|ngettext)\((["\'])(.*?)\1', file.read_text())}
    assert len(called) > 200
    assert called <= collected


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.stem)
def test_no_template_holds_words_of_its_own(file: Path) -> None:
    source = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->", " ", file.read_text(), flags=re.DOTALL)
    source = re.sub(r"\saria-(?:describedby|invalid)=\"[^\"]*\"", " ", source)
    shown = re.sub(r"<[^>]*>", "\n", source)
    words = {word for word in re.findall(r"[A-Za-z]{2,}", shown) if word not in READ_AS_IT_IS}
    assert words == set()
    attributes = re.findall(r'\b(?:title|alt|placeholder|aria-label)="([^"]*[A-Za-z][^"]*)"', source)
    assert attributes == []
