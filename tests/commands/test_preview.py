"""What the command line shows of a programme before anybody gets it."""

import os
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from coaching.core.sms_text import measure
from tests.commands.conftest import LOW_BACK, RunJson

PROJECT = Path(__file__).resolve().parents[2]
KEYS = [
    "on", "phase", "kind", "nudge", "state", "local_time", "at", "channel", "text_id", "text", "segments", "reason",
    "explanation",
]  # fmt: skip
THE_PROGRAMME = ("preview", "--programme", str(LOW_BACK))


def test_a_preview_needs_no_database() -> None:
    nowhere = {**os.environ, "DATABASE_URL": "postgres://nobody@127.0.0.1:9/nowhere"}
    ended = subprocess.run(
        [sys.executable, "manage.py", *THE_PROGRAMME, "--start", "2026-04-20", "--json"],
        cwd=PROJECT, env=nowhere, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert len(ended.stdout.splitlines()) == 14 * 8  # the calm phase has eight nudges


def test_every_line_says_the_same_things(run_json: RunJson) -> None:
    code, rows = run_json(*THE_PROGRAMME, "--start", "2026-04-20")
    assert code == 0
    assert all(list(row) == KEYS for row in rows)
    assert {row["phase"] for row in rows} == {"calm"}
    assert not any(row["reason"] == "other_phase" for row in rows)


def test_what_is_planned_comes_with_its_words_and_its_instant(run_json: RunJson) -> None:
    _, rows = run_json(*THE_PROGRAMME, "--start", "2026-04-20", "--days", "1", "--zone", "America/New_York")
    walk = next(row for row in rows if row["state"] == "planned")
    hour, minute = int(walk["local_time"][:2]), walk["local_time"][3:]
    assert (walk["nudge"], walk["channel"], walk["reason"]) == ("calm-walk", "sms", None)
    assert walk["at"].startswith(f"2026-04-20T{hour + 4:02d}:{minute}:")  # New York is 4 hours behind UTC in April
    assert walk["at"].endswith("Z")
    assert walk["text"].startswith("MoveWell: ")
    assert walk["segments"] == measure(walk["text"]).segments == 1
    assert walk["local_time"] in walk["explanation"]


def test_what_is_skipped_says_why_in_the_language_that_was_asked_for(run_json: RunJson) -> None:
    _, dutch = run_json(*THE_PROGRAMME, "--start", "2026-04-20", "--days", "1")
    _, english = run_json(*THE_PROGRAMME, "--start", "2026-04-20", "--days", "1", "--language", "en")
    skipped = [(row["reason"], row["explanation"], row["at"]) for row in dutch if row["state"] == "skipped"]
    assert set(skipped) == {("weekday", "Niet gestuurd: deze tip is voor andere dagen van de week.", None)}
    assert "Not sent: this nudge is for other days of the week." in {row["explanation"] for row in english}


def test_the_same_days_look_the_same_in_a_longer_preview(run_json: RunJson) -> None:
    _, short = run_json(*THE_PROGRAMME, "--start", "2026-04-20", "--days", "3")
    _, long = run_json(*THE_PROGRAMME, "--start", "2026-04-20", "--days", "30")
    assert long[: len(short)] == short


def test_nobody_is_texted_at_night_not_even_where_the_clocks_change(run_json: RunJson) -> None:
    _, rows = run_json(*THE_PROGRAMME, "--start", "2026-10-20", "--days", "14", "--phase", "build")
    times = [row["local_time"] for row in rows if row["state"] == "planned"]
    assert len(times) >= 10
    assert all("08:00" <= at < "21:00" for at in times)


@pytest.mark.usefixtures("monday_noon")
def test_without_a_start_it_begins_today_where_the_patient_is(run_json: RunJson) -> None:
    _, rows = run_json(*THE_PROGRAMME, "--zone", "Pacific/Kiritimati")
    assert rows[0]["on"] == "2026-04-28"


def test_a_person_reads_days_texts_and_reasons() -> None:
    out = StringIO()
    call_command(*THE_PROGRAMME, "--start", "2026-04-20", "--days", "2", stdout=out)
    shown = out.getvalue()
    assert "ma 2026-04-20" in shown
    assert "di 2026-04-21" in shown
    assert "MoveWell: " in shown
    assert "– Niet gestuurd: deze tip is voor andere dagen van de week: calm-check-in" in shown
    assert max(map(len, shown.splitlines())) <= 100


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--start", "2026-02-30"), ("--start", "27-04-2026"), ("--start", "9999-12-31"), ("--days", "0"),
        ("--days", "-3"), ("--days", "many"), ("--zone", "Mars/Olympus"), ("--zone", "../etc/passwd"),
        ("--language", "de"), ("--phase", "panic"), ("--programme", "/nowhere/at/all"),
    ],
)  # fmt: skip
def test_a_wrong_option_is_named_with_its_mend(option: str, value: str) -> None:
    with pytest.raises(CommandError) as refused:
        call_command(*THE_PROGRAMME, f"{option}={value}")
    assert refused.value.returncode == 2
    assert str(refused.value).startswith(f"{option}: ")
    assert str(refused.value).endswith(".")


def test_a_programme_that_is_none_is_told_by_file_and_line(tmp_path: Path) -> None:
    shutil.copytree(LOW_BACK, tmp_path / "broken")
    plan = tmp_path / "broken" / "programme.toml"
    plan.write_text(plan.read_text().replace('kind = "walk"', 'kind = "wlak"', 1))
    errors = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("preview", "--programme", str(plan.parent), stderr=errors)
    assert ended.value.code == 2
    assert errors.getvalue().startswith("programme.toml:")
    assert "Did you mean 'walk'?" in errors.getvalue()


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    command = f"set -o pipefail; {sys.executable} manage.py preview --programme templates/programmes/low_back --days 60 | head -n 2"
    shown = subprocess.run(["/bin/bash", "-c", command], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert len(shown.stdout.splitlines()) == 2
