"""The planner in several processes."""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]


def test_the_plan_is_the_same_in_every_process() -> None:
    """Python shuffles sets and hashes anew in each process; nothing of it may reach a plan."""
    source = (
        "from tests.core.small_programmes import *\n"
        "programme = a_programme(*(a_nudge(key, jitter=timedelta(minutes=30), slot=slot) for key, slot in"
        " zip('abcdef', [*SLOTS, *SLOTS])), daily_cap=2)\n"
        "events = [enrolled(days_off=frozenset({3, 6}), own_times={'morning': time(10), 'midday': time(14)}), confirmed()]\n"
        "print(planned_for(events, programme, days=20))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", source], env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(PROJECT)},
            cwd=PROJECT, capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }  # fmt: skip
    assert len(printed) == 1
    assert "Planned(" in printed.pop()
