"""The installation: from any Python, in any folder, once."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from launch import install

from .runs import PROJECT

MAKE = shutil.which("make") or "make"
PYTHON = os.path.realpath(sys.executable)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in a path with spaces whose locks ask for nothing, so that nothing needs the network."""
    folder = tmp_path / "a checkout with spaces"
    shutil.copytree(PROJECT / "launch", folder / "launch", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "Makefile", folder)
    for lock in install.LOCKS.values():
        (folder / lock).write_text("# nothing\n")
    return folder


def installed(checkout: Path, purpose: str = "run") -> subprocess.CompletedProcess[str]:
    command = [PYTHON, "-m", "launch.install", purpose]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False, timeout=120)


def test_the_second_time_costs_nothing(checkout: Path) -> None:
    first = installed(checkout)
    assert (first.returncode, first.stderr) == (0, "")
    assert "once, up to a minute" in first.stdout
    assert subprocess.run([checkout / ".venv/bin/python", "-c", ""], check=False).returncode == 0
    begun = time.monotonic()
    second = installed(checkout)
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert time.monotonic() - begun < 2


def test_another_lock_or_another_place_installs_again(checkout: Path) -> None:
    assert installed(checkout).returncode == 0
    (checkout / "requirements.lock").write_text("# something else\n")
    assert not install.is_installed(checkout, "run")
    assert installed(checkout).returncode == 0
    moved = checkout.with_name("moved")
    checkout.rename(moved)
    assert not install.is_installed(moved, "run")  # scripts in .venv name the place where they were made
    assert installed(moved).returncode == 0
    assert install.is_installed(moved, "run")


def test_a_developers_tools_stay_when_the_product_starts(checkout: Path) -> None:
    assert installed(checkout, "dev").returncode == 0
    assert install.is_installed(checkout, "run")
    (checkout / "requirements.lock").write_text("# something else\n")
    assert "requirements-dev.lock" in installed(checkout, "run").stdout
    assert install.is_installed(checkout, "dev")


def test_a_python_that_went_away_is_noticed(checkout: Path) -> None:
    assert installed(checkout).returncode == 0
    stamp = checkout / ".venv/installed.json"
    stamp.write_text(json.dumps(json.loads(stamp.read_text()) | {"python": "/gone/python3"}))
    assert not install.is_installed(checkout, "run")


def test_a_folder_that_cannot_be_written_is_one_sentence(checkout: Path) -> None:
    (checkout / ".venv").write_text("a file where the folder should be")
    ended = installed(checkout)
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1
    assert ".venv" in ended.stderr


def test_a_package_that_cannot_be_had_is_one_sentence(checkout: Path) -> None:
    (checkout / "requirements.lock").write_text(f"no-such-package-{'x' * 20} @ file:///nowhere/at/all.whl\n")
    ended = installed(checkout)
    assert ended.returncode == 1
    assert len(ended.stderr.splitlines()) == 1
    assert ended.stderr.startswith("Installing the packages failed")
    assert not install.is_installed(checkout, "run")


def test_a_python_without_venv_names_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    with pytest.raises(install.CannotStart, match=f"sudo apt install python{version}-venv"):
        install.install(tmp_path_with_locks(tmp_path), "run")


def test_without_python_make_says_what_to_install(checkout: Path) -> None:
    ended = subprocess.run([MAKE, "run", "PYTHON="], cwd=checkout, capture_output=True, text=True, check=False)
    assert ended.returncode != 0
    assert "Python 3.11 or newer is needed and was not found" in ended.stderr


def tmp_path_with_locks(folder: Path) -> Path:
    for lock in install.LOCKS.values():
        (folder / lock).write_text("# nothing\n")
    return folder
