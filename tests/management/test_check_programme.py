"""`check_programme` and `sms` as somebody at a terminal uses them. No test here may reach a database, and none needs one."""

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parents[2]
LOW_BACK = ROOT / "templates" / "programmes" / "low_back"


def check_programme(*arguments: str) -> tuple[int, list[str], str]:
    """The exit code, the lines on stdout, and stderr."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("check_programme", *arguments, stdout=out, stderr=err)
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    return code, out.getvalue().splitlines(), err.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LOW_BACK, tmp_path / "low_back"))


def replace_in(path: Path, right: str, wrong: str) -> None:
    source = path.read_text(encoding="utf-8")
    assert right in source
    path.write_text(source.replace(right, wrong, 1), encoding="utf-8")


def test_the_shipped_programme_passes_in_silence() -> None:
    assert check_programme(str(LOW_BACK)) == (0, [], "")


def test_errors_are_printed_with_file_and_line_and_exit_1(folder: Path) -> None:
    replace_in(folder / "programme.toml", 'kind = "walk"', 'kind = "wlak"')
    replace_in(folder / "messages.en.toml", "{{ walk_minutes }}", "{{ minutes }}")
    code, lines, _ = check_programme(str(folder))
    assert code == 1
    assert [line.split(": ")[1] for line in lines] == ["nudge[1].kind", "texts.calm-walk-1"]
    plan = (folder / "programme.toml").read_text(encoding="utf-8")
    line = plan[: plan.index('kind = "wlak"')].count("\n") + 1
    assert lines[0].startswith(f"programme.toml:{line}: nudge[1].kind: 'wlak' is not known. Did you mean 'walk'?")


def test_warnings_exit_0_and_can_be_read_by_programs(folder: Path) -> None:
    replace_in(folder / "messages.nl.toml", "Regent het?", "Regen…")
    code, lines, _ = check_programme(str(folder), "--json")
    assert code == 0
    assert [(found["file"], found["field"], found["severity"]) for found in map(json.loads, lines)] == [
        ("messages.nl.toml", "texts.calm-walk-5", "warning")
    ] * 2


def test_format_writes_valid_files_in_canonical_form_and_leaves_broken_ones_alone(folder: Path) -> None:
    plan = folder / "programme.toml"
    canonical = plan.read_bytes()
    replace_in(plan, "weeks = 3", "weeks    =   3 # three")
    code, lines, said = check_programme(str(folder), "--format")
    assert (code, lines, said.splitlines()) == (0, [], ["programme.toml: written in canonical form"])
    assert plan.read_bytes() == canonical
    replace_in(plan, "weeks = 3", "weeks = 0")
    broken = plan.read_bytes()
    assert check_programme(str(folder), "--format")[0] == 1
    assert plan.read_bytes() == broken
    assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in LOW_BACK.iterdir())


def test_files_of_any_bytes_give_findings(folder: Path) -> None:
    (folder / "messages.nl.toml").write_bytes(b"[texts]\n\xff\xfe")
    code, lines, said = check_programme(str(folder))
    assert (code, said) == (1, "")
    assert lines == ["messages.nl.toml:2: not UTF-8. Save the file as UTF-8."]


def test_a_folder_that_is_none_exits_2_with_a_sentence() -> None:
    with pytest.raises(CommandError, match="is no folder") as refused:
        check_programme("/no/such/folder")
    assert refused.value.returncode == 2


def test_an_empty_folder_is_no_programme(tmp_path: Path) -> None:
    code, lines, _ = check_programme(str(tmp_path))
    assert code == 1
    assert lines[0].startswith("programme.toml:1: no programme in")


def test_sms_measures_each_line_of_stdin() -> None:
    texts = "Hallo €\nPatiënt\r\n\n".encode() + b"\xff 1\n" + "😀".encode()
    done = subprocess.run([sys.executable, "manage.py", "sms"], cwd=ROOT, input=texts, capture_output=True, check=True)
    assert done.stderr == b""
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"encoding": "GSM-7", "units": 8, "segments": 1, "offenders": []},
        {"encoding": "UCS-2", "units": 7, "segments": 1, "offenders": ["ë"]},
        {"encoding": "GSM-7", "units": 0, "segments": 1, "offenders": []},
        {"encoding": "UCS-2", "units": 3, "segments": 1, "offenders": ["�"]},
        {"encoding": "UCS-2", "units": 2, "segments": 1, "offenders": ["😀"]},
    ]
