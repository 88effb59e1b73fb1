"""The shipped programme keeps what it promises: dose, times, texts, words."""

import itertools
from datetime import date, time, timedelta

import pytest

from coaching.core.programme import DOSES, Dose, Nudge, Programme
from coaching.core.rendering import Values
from coaching.core.sms_text import measure
from coaching.core.texts import choose_text
from coaching.core.wording import nudge_sms

MONDAY = date(2026, 3, 2)
LONG: Values = {
    "first_name": "Maximiliaan-Benjamin",
    "clinic_name": "MoveWell",
    "clinic_phone": "+31 35 123 45 67",
    "walk_minutes": 120,
}


def nudges_on(programme: Programme, phase: str, day: int, starts_on: date = MONDAY) -> list[Nudge]:
    """The nudges of that day of the phase, counted from 0."""
    week, weekday = day // 7 + 1, (starts_on + timedelta(days=day)).isoweekday()
    return [
        nudge
        for nudge in programme.nudges_in(phase)
        if (not nudge.weekdays or weekday in nudge.weekdays) and nudge.first_week <= week <= (nudge.last_week or week)
    ]


def coaching(programme: Programme, nudges: list[Nudge]) -> list[Nudge]:
    return [nudge for nudge in nudges if programme.kind(nudge.kind).is_coaching]


def at_dose(nudges: list[Nudge], dose: Dose) -> list[Nudge]:
    return [nudge for nudge in nudges if dose in nudge.doses]


def a_week(programme: Programme, phase: str, week: int, dose: Dose = "programme") -> int:
    days = range(7 * week - 7, 7 * week)
    return sum(len(at_dose(coaching(programme, nudges_on(programme, phase, day)), dose)) for day in days)


def test_the_dose_tapers_from_daily_to_once_a_week(low_back: Programme) -> None:
    assert [a_week(low_back, "calm", week) for week in range(1, 10)] == [7] * 9
    assert [a_week(low_back, "build", week) for week in range(1, 10)] == [5] * 9
    assert [a_week(low_back, "keep", week) for week in range(1, 20)] == [3] * 6 + [1] * 13


def test_who_chose_daily_gets_a_tip_each_day_of_every_phase(low_back: Programme) -> None:
    for phase, week in itertools.product(("calm", "build", "keep"), range(1, 20)):
        assert a_week(low_back, phase, week, "daily") == 7


@pytest.mark.parametrize("phase", ["calm", "build", "keep"])
def test_at_most_one_coaching_nudge_a_day_and_two_unasked_in_all(low_back: Programme, phase: str) -> None:
    for day, dose in itertools.product(range(7 * 20), DOSES):
        nudges = at_dose(nudges_on(low_back, phase, day), dose)
        purposes = [low_back.kind(nudge.kind).purpose for nudge in nudges]
        assert len(coaching(low_back, nudges)) <= low_back.daily_cap
        assert purposes.count("check_in") == (day % 7 == 6)
        assert purposes.count("education") == (day % 7 == 3)
        assert len(nudges) <= 2


def test_every_kind_is_nudged_and_asked_about_in_every_phase(low_back: Programme) -> None:
    for phase in low_back.phases:
        weekly = [kind for kind in low_back.kinds if kind.purpose in {"coaching", "check_in"}]
        assert {nudge.kind for nudge in low_back.nudges_in(phase.key)} >= {kind.key for kind in weekly}
        for kind in weekly:
            of_kind = [nudge for nudge in low_back.nudges_in(phase.key) if nudge.kind == kind.key]
            asking = [nudge for nudge in of_kind if nudge.asks != "none"]
            # Every walk and exercise asks; of the rest one a week does.
            assert len(asking) == len(of_kind) if kind.key in {"walk", "core_exercise"} else asking


def test_no_window_touches_the_night(low_back: Programme) -> None:
    for nudge in low_back.nudges:
        at = low_back.slot(nudge.slot or "").time
        due = timedelta(hours=at.hour, minutes=at.minute)
        assert timedelta(hours=8) <= due - nudge.window
        assert due + nudge.window <= timedelta(hours=21)
        assert nudge.jitter < nudge.window


def test_slots_and_expiry_are_those_of_the_plan(low_back: Programme) -> None:
    assert {slot.key: slot.time for slot in low_back.slots} == {
        "morning": time(10, 10),
        "midday": time(13),
        "afternoon": time(15, 30),
        "evening": time(20, 15),
    }
    assert {kind.key: kind.expires_after / timedelta(hours=1) for kind in low_back.kinds} == {
        "sitting_break": 1.5,
        "walk": 4,
        "core_exercise": 6,
        "sleep_posture": 1.5,
        "lifestyle": 24,
        "check_in": 48,
        "education": 48,
    }


@pytest.mark.parametrize("phase", ["calm", "build", "keep"])
@pytest.mark.parametrize("dose", DOSES)
@pytest.mark.parametrize("starts_on", [MONDAY + timedelta(days=offset) for offset in range(7)])
def test_nobody_runs_out_of_texts_even_with_nothing_ticked(
    low_back: Programme, phase: str, dose: Dose, starts_on: date
) -> None:
    used: dict[str, date] = {}
    for day in range(7 * 30):
        on_date = starts_on + timedelta(days=day)
        for nudge in at_dose(coaching(low_back, nudges_on(low_back, phase, day, starts_on)), dose):
            text = choose_text(
                low_back.texts_for(nudge),
                patient_seed=f"patient {starts_on}",
                used=used,
                on_date=on_date,
                ticked=frozenset(),
                steps_up=False,
            )
            assert text is not None, f"{nudge.key} on day {day}"
            used[text.id] = on_date


def test_every_sms_fits_one_segment_with_a_long_name(low_back: Programme) -> None:
    for nudge, language, steps_up in itertools.product(low_back.nudges, low_back.languages, (False, True)):
        for text in low_back.texts_for(nudge):
            sms = nudge_sms(low_back, nudge, text, language, {**LONG, "steps_up": steps_up})
            assert (measure(sms).encoding, measure(sms).segments) == ("GSM-7", 1), sms


def test_every_text_says_one_thing_once_in_each_language(low_back: Programme) -> None:
    for language in low_back.languages:
        bodies = [text.bodies[language] for text in low_back.texts]
        assert len(set(bodies)) == len(bodies)


@pytest.mark.parametrize("phase", ["build", "keep"])
def test_there_are_lifestyle_texts_enough(low_back: Programme, phase: str) -> None:
    assert sum(text.kind == "lifestyle" and text.phase == phase for text in low_back.texts) >= 8


def test_there_is_something_to_read_in_every_phase(low_back: Programme) -> None:
    assert [item.phase for item in low_back.education] == ["calm"] * 6 + ["build"] * 6 + ["keep"] * 6
    for language in low_back.languages:
        assert len({item.titles[language] for item in low_back.education}) == 18
        assert all(350 < len(item.bodies[language]) < 900 for item in low_back.education)
        assert all(3 <= len(item.paragraphs(language)) <= 5 for item in low_back.education)


def test_the_exercises_that_can_be_ticked_are_those_of_the_texts(low_back: Programme) -> None:
    assert set(low_back.exercises()) == {
        "pelvic_tilt", "calm_breathing", "cat_camel", "bird_dog", "bridge", "dead_bug", "bent_knee_side_plank",
        "side_plank", "lifting",
    }  # fmt: skip


def test_staff_words_never_stand_in_what_patients_read(low_back: Programme) -> None:
    for phase in low_back.phases:
        assert not set(phase.staff_name.values()) & set(phase.patient_name.values())
