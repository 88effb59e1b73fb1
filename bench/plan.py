"""How fast the planner plans: patient-days a second on one core, and how that holds as patients and days grow.

``python -m bench.plan [--patients N] [--rounds R]``. The shipped programme, all rules and all reasons, two days a patient
as in a run of the planner in production. Beside it, in the same rounds: a week a patient, and a patient who asked for
less (the dearest rule). The ratios count, absolute figures only orient; memory is the peak of what Python holds.
"""

import argparse
import statistics
import time
import tracemalloc
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall
from pathlib import Path

from coaching.actions.public_holidays import public_holidays
from coaching.actions.read_programme_folder import read_programme_folder
from coaching.core.calendar import Calendar, QuietHours
from coaching.core.events import Channel, Confirmed, DoseChanged, Enrolled, Event
from coaching.core.planner import PublishedProgramme, plan
from coaching.core.programme_file import read_programme

PROJECT = Path(__file__).resolve().parents[1]
LOW_BACK = PROJECT / "templates" / "programmes" / "low_back"
ENROLLED_AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
FIRST_ON = date(2026, 3, 9)
GOAL = 10_000


def events_of(patient: int, *, less: bool) -> Sequence[Event]:
    """Enrolled, confirmed, and on a wish for less where the round asks for it."""
    enrolled = Enrolled(
        recorded_at=ENROLLED_AT, seed=str(patient), start_on=ENROLLED_AT.date(), phase="calm", zone="Europe/Amsterdam",
        language="nl", channels=(Channel.SMS,),
    )  # fmt: skip
    confirmed = Confirmed(recorded_at=ENROLLED_AT + timedelta(minutes=5))
    wish = DoseChanged(recorded_at=ENROLLED_AT + timedelta(days=1), to="less")
    return [enrolled, confirmed, *([wish] if less else [])]


def planner(days: int, *, less: bool = False) -> Callable[[int], int]:
    """A function that plans so many patients and returns how many patient-days that were."""
    published = [PublishedProgramme(read_programme(read_programme_folder(LOW_BACK)), 1, ENROLLED_AT)]
    calendar = Calendar(QuietHours(wall(21), wall(8)), public_holidays("NL", ""))
    last_on = FIRST_ON + timedelta(days=days - 1)
    as_of = datetime.combine(FIRST_ON, wall(), tzinfo=UTC)

    def run(patients: int) -> int:
        for patient in range(patients):
            plan(published, events_of(patient, less=less), calendar, [], FIRST_ON, last_on, as_of)
        return patients * days

    return run


def rate(run: Callable[[int], int], patients: int) -> float:
    """Patient-days a second of processor time: other people's work on the machine counts less than on the wall clock."""
    began = time.process_time()
    days = run(patients)
    return days / (time.process_time() - began)


def peak(run: Callable[[int], int], patients: int) -> int:
    """The most that Python held at once while planning so many patients, in kB."""
    tracemalloc.start()
    run(patients)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most // 1024


def main() -> int:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--patients", type=int, default=400)
    asked.add_argument("--rounds", type=int, default=5)
    given = asked.parse_args()
    ways = {"two days": planner(2), "a week": planner(7), "two days, less": planner(2, less=True)}
    for run in ways.values():
        run(10)
    rounds = [{name: rate(run, given.patients) for name, run in ways.items()} for _ in range(given.rounds)]
    usual = statistics.median(one["two days"] for one in rounds)
    print(f"two days a patient: {usual:.0f} patient-days/s on one core, {usual / GOAL:.0%} of the goal of {GOAL}")
    for name in ("a week", "two days, less"):
        print(f"{name}: {statistics.median(one[name] / one['two days'] for one in rounds):.2f} of that rate")
    few, many = (peak(ways["two days"], patients) for patients in (100, 1000))
    print(f"memory for ten times the patients: {many / few:.2f} times as much ({many} kB at the peak)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
