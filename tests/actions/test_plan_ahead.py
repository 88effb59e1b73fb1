"""What the planner yields is stored once, and follows every change until it is claimed."""

from dataclasses import replace
from datetime import time, timedelta

from coaching.actions.change_phase import change_phase
from coaching.actions.claim import claim
from coaching.actions.close_clinic import call_closure_off, close_clinic
from coaching.actions.pause import pause, resume
from coaching.actions.plan_ahead import plan_ahead
from coaching.actions.record_event import record_event
from coaching.core.delivery_states import CHECKED_PURPOSES, Reason, State
from coaching.core.events import (
    Channel,
    ChannelsChanged,
    DaysOffChanged,
    Ended,
    LanguageChanged,
    TimesChanged,
    ZoneChanged,
)  # fmt: skip
from coaching.models import Delivery, Enrolment, Staff
from coaching.models.clock import now
from tests.actions.engine import (
    MONDAY,
    TIMING,
    a_plan,
    at_clock,
    enrol_somebody,
    open_clinic,
    publish_plan,
    set_clock,
)  # fmt: skip

TUESDAY = MONDAY + timedelta(days=1)


def scheduled(enrolment: Enrolment) -> list[tuple[str, str, time]]:
    """Nudge, local date's weekday and wall clock time of what is waiting, in the order of time."""
    rows = enrolment.deliveries.filter(state=State.SCHEDULED, purpose__in=CHECKED_PURPOSES).order_by("due_at")
    return [(str(row.nudge_key), f"{row.on_date:%a}", (row.due_at + timedelta(hours=2)).time()) for row in rows]


MORNING, AFTERNOON, FIVE = time(10, 10), time(15, 30), time(17)


def test_a_day_and_a_half_is_stored() -> None:
    enrolment = enrol_somebody(open_clinic())
    set_clock(time(10))
    plan_ahead(now())
    assert scheduled(enrolment) == [
        ("walk", "Mon", MORNING), ("sit", "Mon", AFTERNOON), ("week", "Mon", FIVE),
        ("walk", "Tue", MORNING), ("sit", "Tue", AFTERNOON), ("week", "Tue", FIVE),
    ]  # fmt: skip


def test_a_second_run_stores_nothing() -> None:
    enrolment = enrol_somebody(open_clinic())
    set_clock(time(10))
    assert plan_ahead(now()) == 1
    before = list(Delivery.objects.order_by("id").values())
    assert plan_ahead(now()) == 0
    Enrolment.objects.update(plan_from_at=now())
    assert plan_ahead(now()) == 1
    assert list(Delivery.objects.order_by("id").values()) == before
    assert Enrolment.objects.get(pk=enrolment.pk).plan_from_at > now()


def test_what_was_missed_while_nobody_planned_is_stored_and_expires() -> None:
    enrolment = enrol_somebody(open_clinic())
    set_clock(time(18), TUESDAY)
    plan_ahead(now())
    claim(CHECKED_PURPOSES, 50, TIMING.room_to_send)
    missed = enrolment.deliveries.filter(nudge_key="walk", on_date__lte=TUESDAY)
    assert {(row.on_date, row.state, row.reason) for row in missed} == {
        (on_date, State.EXPIRED, Reason.TOO_LATE) for on_date in (MONDAY, TUESDAY)
    }


def test_a_change_of_phase_calls_off_and_stores_anew() -> None:
    programme = open_clinic()
    enrolment = enrol_somebody(programme)
    set_clock(time(10))
    plan_ahead(now())
    change_phase(enrolment, "build", Staff.objects.get(), now())
    assert scheduled(enrolment) == [("build-walk", "Mon", time(13)), ("build-walk", "Tue", time(13))]
    left = enrolment.deliveries.filter(state=State.CANCELLED)
    assert {row.reason for row in left} == {Reason.REPLANNED}
    assert left.count() == 6
    change_phase(enrolment, "calm", Staff.objects.get(), now())
    assert [nudge for nudge, _, _ in scheduled(enrolment)] == ["walk", "sit", "week"] * 2


def test_a_pause_calls_off_and_resuming_brings_back() -> None:
    enrolment = enrol_somebody(open_clinic())
    set_clock(time(11))
    plan_ahead(now())
    pause(enrolment, 2, None, now())
    assert scheduled(enrolment) == [("walk", "Mon", MORNING)], "it fell due before the pause: the claim leaves it"
    set_clock(time(12))
    resume(enrolment, None, now())
    assert [nudge for nudge, _, _ in scheduled(enrolment)] == ["walk", "sit", "week", "walk", "sit", "week"]


def test_an_own_time_moves_what_is_waiting() -> None:
    enrolment = enrol_somebody(open_clinic())
    set_clock(time(9))
    plan_ahead(now())
    record_event(enrolment, TimesChanged(recorded_at=now(), own_times={"morning": time(9, 30)}))
    assert scheduled(enrolment)[0] == ("walk", "Mon", time(9, 30))
    assert [entry for entry in scheduled(enrolment) if entry[0] == "walk"] == [
        ("walk", "Mon", time(9, 30)), ("walk", "Tue", time(9, 30)),
    ]  # fmt: skip


def test_a_new_version_moves_what_is_waiting_and_leaves_what_is_claimed() -> None:
    programme = open_clinic()
    enrolment = enrol_somebody(programme)
    set_clock(time(10, 20))
    plan_ahead(now())
    assert len(claim(CHECKED_PURPOSES, 50, TIMING.room_to_send)) == 1
    publish_plan(programme, a_plan(nudges=a_plan().nudges[:2]), now())
    set_clock(time(10, 21))
    plan_ahead(now())
    assert [(nudge, day) for nudge, day, _ in scheduled(enrolment)] == [("sit", "Mon"), ("walk", "Tue"), ("sit", "Tue")]
    versions = enrolment.deliveries.exclude(state=State.CANCELLED).values_list(
        "nudge_key", "on_date", "version__number"
    )
    assert sorted(versions) == [
        ("sit", MONDAY, 2), ("sit", TUESDAY, 2), ("walk", MONDAY, 1), ("walk", TUESDAY, 2),
    ]  # fmt: skip


def test_nothing_is_stored_a_second_time_once_it_was_claimed() -> None:
    enrolment = enrol_somebody(open_clinic())
    set_clock(time(10, 20))
    plan_ahead(now())
    for state in (State.SENDING, State.UNCONFIRMED, State.SENT, State.DELIVERED, State.FAILED, State.EXPIRED):
        enrolment.deliveries.filter(nudge_key="walk", on_date=MONDAY).update(state=state)
        record_event(enrolment, TimesChanged(recorded_at=now(), own_times={"morning": time(11)}))
        assert enrolment.deliveries.filter(nudge_key="walk", on_date=MONDAY).count() == 1
    held = enrolment.deliveries.exclude(state=State.CANCELLED).get(nudge_key="walk", on_date=MONDAY)
    Delivery.objects.filter(pk=held.pk).update(state=State.CANCELLED, reason=Reason.NO_FRESH_TEXT)
    record_event(enrolment, TimesChanged(recorded_at=now(), own_times={}))
    assert enrolment.deliveries.filter(nudge_key="walk", on_date=MONDAY).count() == 1


def test_after_the_end_nothing_waits() -> None:
    enrolment = enrol_somebody(open_clinic())
    set_clock(time(10))
    plan_ahead(now())
    record_event(enrolment, Ended(recorded_at=now()))
    assert scheduled(enrolment) == []
    Enrolment.objects.update(plan_from_at=at_clock(time(9)))
    assert plan_ahead(now()) == 0


def test_the_columns_of_an_enrolment_follow_its_events() -> None:
    enrolment = enrol_somebody(open_clinic())
    set_clock(time(22))
    change_phase(enrolment, "build", Staff.objects.get(), now())
    pause(enrolment, 1, None, now())
    stored = Enrolment.objects.get(pk=enrolment.pk)
    assert (stored.phase, stored.phase_since_on) == ("build", MONDAY)
    assert (stored.paused_from_at, stored.paused_until_at) == (at_clock(time(0)), at_clock(time(0), TUESDAY))
    assert stored.paused_at(now())
    assert not stored.paused_at(at_clock(time(0), TUESDAY))


def test_a_closure_calls_off_what_it_skips_and_calling_it_off_brings_it_back() -> None:
    programme = open_clinic()
    enrolment = enrol_somebody(programme)
    set_clock(time(10))
    plan_ahead(now())
    closure = close_clinic(programme.clinic, TUESDAY, TUESDAY, "Bijscholing", now())
    assert plan_ahead(now()) == 1
    assert {day for _, day, _ in scheduled(enrolment)} == {"Mon"}
    call_closure_off(closure, now() + timedelta(minutes=1))
    assert plan_ahead(now() + timedelta(minutes=1)) == 1
    assert {day for _, day, _ in scheduled(enrolment)} == {"Mon", "Tue"}


def test_what_a_closure_moves_is_stored_under_its_own_date_and_follows_a_pause() -> None:
    nudges = (replace(a_plan().nudges[0], weekdays=frozenset({1}), on_holiday="next_free_day"),)
    programme = open_clinic(a_plan(nudges=nudges))
    enrolment = enrol_somebody(programme)
    thursday = MONDAY + timedelta(days=3)
    close_clinic(
        programme.clinic,
        MONDAY,
        TUESDAY + timedelta(days=1),
        "Bijscholing",
        at_clock(time(20), MONDAY - timedelta(days=1)),
    )
    for day in range(4):
        set_clock(time(8), MONDAY + timedelta(days=day))
        plan_ahead(now())
    moved = enrolment.deliveries.get(state=State.SCHEDULED, nudge_key="walk")
    assert (moved.on_date, moved.due_at) == (MONDAY, at_clock(time(10, 10), thursday))
    pause(enrolment, 2, None, now())
    assert scheduled(enrolment) == []
    resume(enrolment, None, now())
    assert enrolment.deliveries.filter(state=State.SCHEDULED).count() == 1


def test_a_flight_to_new_york_moves_what_is_waiting_and_repeats_nothing() -> None:
    enrolment = enrol_somebody(open_clinic())
    set_clock(time(10, 20))
    plan_ahead(now())
    assert len(claim(CHECKED_PURPOSES, 50, TIMING.room_to_send)) == 1
    record_event(enrolment, ZoneChanged(recorded_at=now(), zone="America/New_York"))
    walks = enrolment.deliveries.filter(nudge_key="walk").exclude(state=State.CANCELLED).order_by("on_date")
    assert [(row.on_date, row.state) for row in walks] == [(MONDAY, State.SENDING), (TUESDAY, State.SCHEDULED)]
    assert walks[1].due_at == at_clock(time(16, 10), TUESDAY), "ten past ten in New York"
    assert Enrolment.objects.get(pk=enrolment.pk).patient.zone == "America/New_York"


def test_another_language_channel_or_day_off_holds_for_what_is_waiting() -> None:
    enrolment = enrol_somebody(open_clinic(), email="anna@example.org")
    set_clock(time(10))
    plan_ahead(now())
    record_event(enrolment, ChannelsChanged(recorded_at=now(), channels=(Channel.EMAIL,)))
    waiting = enrolment.deliveries.filter(state=State.SCHEDULED)
    assert {row.channel for row in waiting} == {Channel.EMAIL}
    record_event(enrolment, LanguageChanged(recorded_at=now(), language="en"))
    assert Enrolment.objects.get(pk=enrolment.pk).patient.language == "en"
    record_event(enrolment, DaysOffChanged(recorded_at=now(), days_off=frozenset({2})))
    assert {row.on_date for row in enrolment.deliveries.filter(state=State.SCHEDULED)} == {MONDAY}
