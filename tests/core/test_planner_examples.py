"""The worked examples of the documentation: every row of the table is planned."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from coaching.actions.public_holidays import public_holidays
from coaching.core.calendar import Calendar, QuietHours
from coaching.core.events import DaysOffChanged, DoseChanged, Event, Paused, PhaseChanged, ZoneChanged
from coaching.core.planner import Planned, Verdict, plan
from coaching.core.programme import Nudge
from tests.core.small_programmes import a_nudge, a_programme, at_clock, confirmed, enrolled, published

PAGE = Path(__file__).resolve().parents[2] / "docs" / "planner-examples.md"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KINDS = {"rest": "rest"}
IN_CODE = re.compile(r"`([^`]+)`")
HOUR = re.compile(r"(\d\d):(\d\d)")


def rows() -> Iterator[list[str]]:
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    for line in lines[1:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


def weekdays(words: list[str]) -> frozenset[int]:
    return frozenset(WEEKDAYS.index(word) + 1 for word in words if word in WEEKDAYS)


def wall(word: str) -> time:
    return time.fromisoformat(word)


def nudge(told: str) -> Nudge:
    key, *words = told.split()
    hours = [wall(word) for word in words if HOUR.fullmatch(word)]
    return a_nudge(
        key,
        kind=KINDS.get(key, "walk"),
        weekdays=weekdays(words),
        slot=None,
        at=hours[0] if hours else time(9),
        phase="build" if "build" in words else "calm",
        priority=int(words[words.index("priority") + 1]) if "priority" in words else 50,
        on_holiday=next((word for word in words if word in {"send", "skip", "next_free_day"}), "skip"),
    )


def event(told: str) -> Event:
    """What happened: a date, the wall clock in Amsterdam, and the event."""
    day, hour, what, *words = told.split()
    on_date = date.fromisoformat(day)
    at = at_clock(on_date, wall(hour))
    kinds: dict[str, Event] = {
        "zone": ZoneChanged(recorded_at=at, zone=words[-1] if words else ""),
        "phase": PhaseChanged(recorded_at=at, phase=words[-1] if words else "", from_on=on_date),
        "pause": Paused(recorded_at=at, from_on=on_date),
        "days": DaysOffChanged(recorded_at=at, days_off=weekdays(words)),
        "less": DoseChanged(recorded_at=at, to="less"),
    }
    return kinds[what]


def outcome(verdict: Verdict) -> str:
    if isinstance(verdict, Planned):
        return f"{verdict.nudge} {verdict.due_at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
    return f"{verdict.nudge} {verdict.reason}"


@pytest.mark.parametrize(("nudges", "happened", "day", "outcomes"), [
    pytest.param(*row[1:], id=row[0]) for row in rows()
])  # fmt: skip
def test_an_example_of_the_page(nudges: str, happened: str, day: str, outcomes: str) -> None:
    on_date = date.fromisoformat(day)
    programme = a_programme(*map(nudge, IN_CODE.findall(nudges)), daily_cap=2 if "two a day" in nudges else 1)
    quiet = QuietHours(time(0), time(0)) if "no quiet hours" in nudges else QuietHours(time(21), time(8))
    began = on_date - timedelta(days=7)
    events = [enrolled(began), confirmed(began), *(event(one) for one in filter(None, happened.split("; ")))]
    calendar = Calendar(quiet, public_holidays("NL", ""))
    verdicts = plan(
        [replace(published(programme), published_at=datetime(2026, 1, 1, tzinfo=UTC))],
        events, calendar, [], on_date, on_date, datetime(2030, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    assert sorted(map(outcome, verdicts)) == sorted(IN_CODE.findall(outcomes))


def test_there_are_examples_of_everything_that_was_asked_for() -> None:
    told = " ".join(row[0] for row in rows())
    for wanted in ("Koningsdag", "Easter Monday", "29 October", "New York", "phase changes on the day", "over the cap"):
        assert wanted in told
