"""Findings in the words of the person who reads them."""

import ast
import copy
import pickle
import string
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

from coaching.core.dutch_findings import DUTCH
from coaching.core.findings import known_ones
from coaching.core.linter import check
from coaching.core.programme import Programme

CORE = Path(__file__).resolve().parents[2] / "coaching" / "core"


def patterns() -> Iterator[str]:
    """Every pattern that the code makes a phrase of."""
    for path in CORE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "phrase":
                yield ast.literal_eval(node.args[0])


def fields(pattern: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name}


def test_every_phrase_has_its_dutch_and_nothing_is_left_over() -> None:
    assert set(patterns()) == set(DUTCH)


def test_dutch_says_the_same_values() -> None:
    assert all(fields(english) == fields(dutch) for english, dutch in DUTCH.items())


def test_a_finding_is_said_in_the_readers_language(low_back: Programme) -> None:
    [*texts, last] = low_back.texts
    [finding] = check(
        replace(low_back, texts=(*texts, replace(last, bodies={**last.bodies, "nl": "{{ firstname }}?"})))
    )
    dutch = finding.in_language("nl")
    assert dutch.problem == "onbekende variabele 'firstname'"
    assert dutch.mend.startswith("Bedoelt u 'first_name'? Bekend: clinic_name,")
    assert finding.in_language("en") == finding
    assert dutch.line == finding.line


def test_a_phrase_is_an_ordinary_text_wherever_one_is_expected() -> None:
    words = known_ones("wlak", ["walk"])
    assert words == "Did you mean 'walk'? Known: walk."
    assert copy.deepcopy(words) == pickle.loads(pickle.dumps(words)) == words  # noqa: S301 — our own bytes


def test_the_nearest_is_named_and_few_are_listed() -> None:
    many = [f"text-{number}" for number in range(30)]
    assert known_ones("x", []) == "There are none."
    assert known_ones("zzz", ["b", "a"]) == "Known: a, b."
    assert known_ones("text-07", many) == "Did you mean 'text-7'?"
    assert known_ones("zzz", many).endswith("and 14 more.")
    assert known_ones("zzz", many).count("text-") == 16


def test_a_finding_becomes_plain_data(low_back: Programme) -> None:
    [*texts, last] = low_back.texts
    [finding] = check(replace(low_back, texts=(*texts, replace(last, bodies={"nl": last.bodies["nl"]}))))
    assert asdict(finding)["problem"] == "no words in 'en'"
