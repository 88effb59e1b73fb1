"""A second programme, for another complaint: the same code, other phases, kinds, times and words."""

import ast
import itertools
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from coaching.core.linter import check
from coaching.core.programme import DOSES, Programme
from coaching.core.programme_file import read_programme, write_programme
from coaching.core.sms_text import measure
from coaching.core.texts import choose_text
from coaching.core.wording import nudge_sms
from tests.core.test_programme_low_back import LONG, MONDAY, coaching, nudges_on

ROOT = Path(__file__).resolve().parents[2]
NECK = ROOT / "templates" / "programmes" / "neck"

OF_THE_DEMO = {"demo_history.py", "demo_people.py", "load_demo_patients.py", "open_demo_clinic.py", "demo_clinic.py"}
"""The demo clinic has chosen a programme and fills it with made-up people, so these files may speak of it."""

OF_THE_FORMAT = {"check_in", "lifestyle", "education"}
"""Words of the format that the shipped programme uses as keys as well."""


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(NECK.glob("*.toml"))}


@pytest.fixture(scope="module")
def neck(files: dict[str, str]) -> Programme:
    return read_programme(files)


def test_it_is_canonical_and_has_no_findings(neck: Programme, files: dict[str, str]) -> None:
    assert write_programme(neck) == files
    assert check(neck, files) == []


def test_it_has_phases_slots_and_kinds_of_its_own(neck: Programme, low_back: Programme) -> None:
    assert [phase.key for phase in neck.phases] == ["settle", "move", "hold"]
    assert not keys(neck) & keys(low_back) - {"walk"}
    assert not {text.id for text in neck.texts} & {text.id for text in low_back.texts}


@pytest.mark.parametrize(("dose", "weekly"), [("daily", [7, 7, 7]), ("programme", [7, 4, 2])])
def test_each_dose_has_its_weekly_number(neck: Programme, dose: str, weekly: list[int]) -> None:
    found = []
    for phase in neck.phases:
        week = [nudge for day in range(7) for nudge in coaching(neck, nudges_on(neck, phase.key, day))]
        found.append(sum(dose in nudge.doses for nudge in week))
    assert found == weekly


@pytest.mark.parametrize("dose", DOSES)
def test_nobody_runs_out_of_texts_over_the_whole_programme(neck: Programme, dose: str) -> None:
    used: dict[str, date] = {}
    on_date = MONDAY
    for phase in neck.phases:
        for day in range(7 * (phase.weeks + 4)):
            for nudge in coaching(neck, nudges_on(neck, phase.key, day)):
                if dose not in nudge.doses:
                    continue
                text = choose_text(
                    neck.texts_for(nudge),
                    patient_seed="seed",
                    used=used,
                    on_date=on_date,
                    ticked=frozenset(),
                    steps_up=False,
                )
                assert text is not None, f"{nudge.key} on {on_date}"
                used[text.id] = on_date
            on_date += timedelta(days=1)


def test_every_sms_fits_one_segment_with_a_long_name(neck: Programme) -> None:
    for nudge, language in itertools.product(neck.nudges, neck.languages):
        for text in neck.texts_for(nudge):
            sms = nudge_sms(neck, nudge, text, language, {**LONG, "steps_up": False})
            assert (measure(sms).encoding, measure(sms).segments) == ("GSM-7", 1), sms


def test_no_key_of_a_shipped_programme_stands_in_the_code(neck: Programme, low_back: Programme) -> None:
    known = (keys(neck) | keys(low_back)) - OF_THE_FORMAT
    code = [path for path in (ROOT / "coaching").rglob("*.py") if path.name not in OF_THE_DEMO]
    found = {f"{path.name}: {text}" for path in code for text in strings(path) if text in known}
    assert found == set()


def keys(programme: Programme) -> set[str]:
    """Everything that a programme gives a key to, and its own."""
    own = {programme.key, *programme.exercises(), *(nudge.key for nudge in programme.nudges)}
    phases, kinds = {phase.key for phase in programme.phases}, {kind.key for kind in programme.kinds}
    return own | phases | kinds | {slot.key for slot in programme.slots}


def strings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
