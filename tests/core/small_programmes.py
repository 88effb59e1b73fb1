"""Small programmes, enrolments and plans to test the planner with: by hand, and drawn at random."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from coaching.core.calendar import Calendar, Closure, QuietHours, instant
from coaching.core.events import (
    Channel,
    ChannelsChanged,
    Confirmed,
    DaysOffChanged,
    DoseChanged,
    Ended,
    Enrolled,
    Event,
    Heard,
    LanguageChanged,
    NudgeCalledOff,
    OptedIn,
    OptedOut,
    Paused,
    PhaseChanged,
    Resumed,
    TimesChanged,
    WalkPlanChanged,
    ZoneChanged,
)  # fmt: skip
from coaching.core.planner import Planned, PublishedProgramme, Remembered, Skipped, Verdict, plan
from coaching.core.programme import DOSES, Kind, Nudge, Phase, Programme, Slot, Text

AMSTERDAM = "Europe/Amsterdam"
ZONES = (AMSTERDAM, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Kiritimati")
NIGHT = Calendar(QuietHours(time(21), time(8)))
MONDAY = date(2026, 3, 2)
WORDS = {"nl": "x", "en": "x"}
SLOTS = {"morning": time(9), "midday": time(13), "evening": time(20, 15)}


def a_nudge(key: str = "walk", **changes: Any) -> Nudge:
    """A daily walk in the first phase, at nine, without jitter."""
    plain = Nudge(
        key=key,
        kind="walk",
        phase="calm",
        weekdays=frozenset(),
        slot="morning",
        at=None,
        window=timedelta(hours=1),
        jitter=timedelta(0),
    )
    return replace(plain, **changes)


def a_programme(*nudges: Nudge, daily_cap: int = 1, texts: int = 60) -> Programme:
    """Two phases of three weeks, three slots, two kinds of coaching and a check-in."""
    kinds = (
        Kind("walk", WORDS, "coaching", timedelta(hours=4)),
        Kind("rest", WORDS, "coaching", timedelta(minutes=90)),
        Kind("week", WORDS, "check_in", timedelta(days=2)),
    )
    return Programme(
        key="back",
        name=WORDS,
        languages=("nl", "en"),
        phases=(Phase("calm", 3, WORDS, WORDS), Phase("build", 3, WORDS, WORDS)),
        slots=tuple(Slot(key, WORDS, at) for key, at in SLOTS.items()),
        kinds=kinds,
        nudges=nudges or (a_nudge(),),
        texts=tuple(Text(f"{kind.key}-{number}", kind.key, None, WORDS) for kind in kinds for number in range(texts)),
        system_texts={},
        daily_cap=daily_cap,
    )


def at_clock(on_date: date, wall: time, zone: str = AMSTERDAM) -> datetime:
    return instant(on_date, wall, zone)


def enrolled(on: date = MONDAY, at: time = time(7), **changes: Any) -> Enrolled:
    """Enrolled early on a Monday, reachable by SMS."""
    values: dict[str, Any] = {
        "recorded_at": at_clock(on, at), "seed": "seed", "start_on": on, "phase": "calm", "zone": AMSTERDAM,
        "language": "nl", "channels": (Channel.SMS,),
    }  # fmt: skip
    return Enrolled(**{**values, **changes})


def confirmed(on: date = MONDAY, at: time = time(7, 30)) -> Confirmed:
    return Confirmed(recorded_at=at_clock(on, at))


def published(
    programme: Programme, number: int = 1, at: datetime = datetime(2026, 1, 1, tzinfo=UTC)
) -> PublishedProgramme:
    return PublishedProgramme(programme, number, at)


def planned_for(
    events: Iterable[Event],
    programmes: Programme | Sequence[PublishedProgramme],
    first_on: date = MONDAY,
    days: int = 1,
    as_of: datetime | None = None,
    history: Iterable[Remembered] = (),
    calendar: Calendar = NIGHT,
) -> list[Verdict]:
    """The plan of some days, known long afterwards unless ``as_of`` says otherwise."""
    versions = [published(programmes)] if isinstance(programmes, Programme) else programmes
    last_on = first_on + timedelta(days=days - 1)
    known_at = as_of or datetime(2030, 1, 1, tzinfo=UTC)
    return plan(versions, events, calendar, history, first_on, last_on, known_at)


def planned(verdicts: Iterable[Verdict]) -> list[Planned]:
    return [verdict for verdict in verdicts if isinstance(verdict, Planned)]


def reasons(verdicts: Iterable[Verdict]) -> dict[str, str]:
    """By nudge, why it is skipped (of one day's verdicts)."""
    return {verdict.nudge: verdict.reason.value for verdict in verdicts if isinstance(verdict, Skipped)}


walls = st.builds(time, st.integers(0, 23), st.sampled_from([0, 0, 30, 59]))
some_dates = st.integers(0, 15).map(lambda number: date(2026, 3, 20) + timedelta(days=number))
# Every three hours, so that two things often happen at the same instant, or at the very minute of a nudge.
instants = st.integers(0, 18 * 8).map(lambda number: datetime(2026, 3, 18, tzinfo=UTC) + timedelta(hours=3 * number))


@st.composite
def nudges(draw: st.DrawFn, key: str) -> Nudge:
    fixed = draw(st.booleans())
    return a_nudge(
        key,
        kind=draw(st.sampled_from(["walk", "walk", "rest", "week"])),
        phase=draw(st.sampled_from(["calm", "calm", "build"])),
        weekdays=draw(st.one_of(st.just(frozenset()), st.frozensets(st.integers(1, 7)))),
        slot=None if fixed else draw(st.sampled_from(sorted(SLOTS))),
        at=draw(walls) if fixed else None,
        window=timedelta(minutes=draw(st.sampled_from([0, 30, 120]))),
        jitter=timedelta(minutes=draw(st.sampled_from([0, 10, 45]))),
        first_week=draw(st.sampled_from([1, 1, 2])),
        last_week=draw(st.sampled_from([None, None, 2])),
        priority=draw(st.sampled_from([10, 50])),
        channels=draw(st.sampled_from([("sms", "email"), ("sms",), ("email",)])),
        times_a_week=draw(st.sampled_from([None, None, None, 1, 3])),
        doses=draw(st.sampled_from([DOSES, DOSES, ("daily",), ("daily", "programme")])),
        on_holiday=draw(st.sampled_from(["send", "skip", "next_free_day", "next_free_day"])),
    )


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    keys = draw(st.lists(st.sampled_from("abcde"), min_size=1, max_size=5, unique=True))
    drawn = [draw(nudges(key)) for key in keys]
    made = a_programme(*drawn, daily_cap=draw(st.integers(1, 2)), texts=draw(st.sampled_from([1, 3, 12])))
    return replace(made, weekly_cap=draw(st.sampled_from([None, None, 3])))


versions = st.lists(st.tuples(programmes(), instants), min_size=0, max_size=2).flatmap(
    lambda later: programmes().map(
        lambda first: [
            published(first),
            *(published(one, number, at) for number, (one, at) in enumerate(later, start=2)),
        ]
    )
)

changes = st.one_of(
    st.builds(Confirmed, recorded_at=instants),
    st.builds(PhaseChanged, recorded_at=instants, phase=st.sampled_from(["calm", "build"]), from_on=some_dates),
    st.builds(Paused, recorded_at=instants, from_on=some_dates, until_on=some_dates),
    st.builds(Resumed, recorded_at=instants, from_on=some_dates),
    st.builds(TimesChanged, recorded_at=instants, own_times=st.dictionaries(st.sampled_from(sorted(SLOTS)), walls)),
    st.builds(DoseChanged, recorded_at=instants, to=st.sampled_from([*DOSES, "less", "less", "more"])),
    st.builds(DaysOffChanged, recorded_at=instants, days_off=st.frozensets(st.integers(1, 7), max_size=2)),
    st.builds(ZoneChanged, recorded_at=instants, zone=st.sampled_from(ZONES)),
    st.builds(LanguageChanged, recorded_at=instants, language=st.sampled_from(["nl", "en"])),
    st.builds(ChannelsChanged, recorded_at=instants, channels=st.sampled_from([(Channel.SMS,), tuple(Channel)])),
    st.builds(
        WalkPlanChanged,
        recorded_at=instants,
        minutes=st.sampled_from([(5,), (5, 8, 10)]),
        from_on=some_dates,
        steps_up=st.booleans(),
    ),
    st.builds(Heard, recorded_at=instants),
    st.builds(OptedOut, recorded_at=instants, channel=st.sampled_from(Channel)),
    st.builds(OptedIn, recorded_at=instants, channel=st.sampled_from(Channel)),
    st.builds(NudgeCalledOff, recorded_at=instants, nudge=st.sampled_from("abcde"), on_date=some_dates),
    st.builds(Ended, recorded_at=instants),
)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Some holidays, and a closure that may become known, and be called off, at any time."""
    holidays = draw(st.frozensets(some_dates, max_size=5))
    closures = draw(
        st.lists(
            st.builds(
                lambda first_on, length, recorded_at, hours: Closure(
                    first_on, first_on + timedelta(days=length), "Bijscholing", recorded_at,
                    None if hours is None else recorded_at + timedelta(hours=hours),
                ),
                some_dates, st.integers(0, 3), instants, st.sampled_from([None, None, 40]),
            ),
            max_size=2,
        )
    )  # fmt: skip
    return Calendar(NIGHT.quiet, {on_date: {"nl": "Feest", "en": "Feast"} for on_date in holidays}, tuple(closures))


@st.composite
def lives(draw: st.DrawFn) -> list[Event]:
    """An enrolment in some zone, a yes, and what else may happen around the night of the summer time."""
    began = datetime(2026, 3, 17, 12, tzinfo=UTC)
    first = enrolled(
        recorded_at=began,
        zone=draw(st.sampled_from(ZONES)),
        start_on=draw(some_dates) - timedelta(days=4),
        channels=draw(st.sampled_from([(Channel.SMS,), (Channel.EMAIL, Channel.SMS)])),
        own_times=draw(st.dictionaries(st.sampled_from(sorted(SLOTS)), walls, max_size=2)),
        days_off=draw(st.frozensets(st.integers(1, 7), max_size=1)),
    )
    said_yes = Confirmed(recorded_at=began + timedelta(hours=draw(st.sampled_from([1, 90]))))
    return [first, said_yes, *draw(st.lists(changes, max_size=6))]
