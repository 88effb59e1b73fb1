"""The shipped programme, read once for all tests of the rules."""

from pathlib import Path

import pytest

from coaching.core.programme import Programme
from coaching.core.programme_file import read_programme

LOW_BACK = Path(__file__).resolve().parents[2] / "templates" / "programmes" / "low_back"


@pytest.fixture(scope="session")
def low_back_files() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(LOW_BACK.glob("*.toml"))}


@pytest.fixture(scope="session")
def low_back(low_back_files: dict[str, str]) -> Programme:
    return read_programme(low_back_files)
