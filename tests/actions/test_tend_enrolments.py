"""The life of an enrolment: one reminder, a week of patience, and an end with a word of goodbye."""

from datetime import time, timedelta

from coaching.actions.plan_ahead import plan_ahead
from coaching.actions.tend_enrolments import end_programme, remind_of_opt_in, unconfirmed
from coaching.core.delivery_states import CHECKED_PURPOSES, Purpose, State
from coaching.models import Address, Enrolment, Staff
from coaching.models.clock import now
from tests.actions.engine import MONDAY, enrol_somebody, open_clinic, set_clock


def reminders(enrolment: Enrolment) -> int:
    return enrolment.deliveries.filter(purpose=Purpose.OPT_IN, step="optin_reminder").count()


def test_who_does_not_answer_is_reminded_once_after_two_days() -> None:
    enrolment = enrol_somebody(open_clinic(), confirmed=False)
    found = []
    for day in range(-1, 9):
        set_clock(time(19), MONDAY + timedelta(days=day))
        found.append((remind_of_opt_in(now()), reminders(enrolment)))
    assert found == [(0, 0), (0, 0), (1, 1), *[(0, 1)] * 7]


def test_who_has_said_yes_stopped_or_ended_is_not_reminded() -> None:
    programme = open_clinic()
    enrol_somebody(programme)
    stopped, ended = (enrol_somebody(programme, confirmed=False) for _ in range(2))
    Address.objects.filter(contact_points__patient=stopped.patient_id).update(opted_out_at=now())
    end_programme(ended, Staff.objects.get(), now())
    set_clock(time(19), MONDAY + timedelta(days=2))
    assert remind_of_opt_in(now()) == 0


def test_after_a_week_staff_sees_who_is_unconfirmed() -> None:
    programme = open_clinic()
    enrolment = enrol_somebody(programme, confirmed=False)
    set_clock(time(17), MONDAY + timedelta(days=6))
    assert list(unconfirmed(programme.clinic, now())) == []
    set_clock(time(19), MONDAY + timedelta(days=6))
    assert list(unconfirmed(programme.clinic, now())) == [enrolment]


def test_the_end_says_goodbye_once_and_calls_the_rest_off() -> None:
    enrolment = enrol_somebody(open_clinic())
    set_clock(time(10))
    plan_ahead(now())
    for _ in range(2):
        end_programme(enrolment, Staff.objects.get(), now())
    waiting = enrolment.deliveries.filter(state=State.SCHEDULED)
    assert [row.step for row in waiting] == ["closing"]
    assert not waiting.filter(purpose__in=CHECKED_PURPOSES).exists()
    assert enrolment.events.filter(kind="ended").count() == 1


def test_who_was_never_coached_gets_no_goodbye() -> None:
    enrolment = enrol_somebody(open_clinic(), confirmed=False)
    end_programme(enrolment, Staff.objects.get(), now())
    assert not enrolment.deliveries.filter(step="closing").exists()
