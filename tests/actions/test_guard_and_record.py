"""The last look before the bytes leave, and the one place where news changes a state."""

import logging
from datetime import time, timedelta

import pytest

from coaching.actions.claim import Claimed, claim
from coaching.actions.guard import still_wanted
from coaching.actions.obey import opt_out
from coaching.actions.pause import pause
from coaching.actions.record_event import record_event
from coaching.actions.record_outcome import Settled, record, settled_by, stop_sender
from coaching.core.delivery_states import CHECKED_PURPOSES, FINAL, News, Reason, State
from coaching.core.events import Ended
from coaching.core.outcomes import Accepted, Deferred, Lost, Outcome, Rejected
from coaching.models import Attempt, Delivery, Enrolment, Sender
from coaching.models.clock import now
from tests.actions.engine import (
    TIMING,
    address_of,
    fresh,
    many_due,
    one_due,
    open_clinic,
    pass_time,
    set_clock,
    state_of,
)

IN_TIME, TOO_SLOW = 4.9, 5.0


def take() -> list[Claimed]:
    return claim(CHECKED_PURPOSES, 100, TIMING.room_to_send)


def one_taken() -> tuple[Delivery, Claimed]:
    delivery = one_due()
    (claimed,) = take()
    return delivery, claimed


def settle(claimed: Claimed, outcome: Outcome) -> None:
    record([settled_by(outcome, claimed.delivery_id, claimed.attempt_id, claimed.token, now())], now())


def test_what_is_still_wanted_goes() -> None:
    delivery, claimed = one_taken()
    assert still_wanted([claimed], IN_TIME, TIMING, now()) == [claimed]
    assert state_of(delivery) == ("sending", "")


def test_who_was_too_slow_gives_it_back() -> None:
    delivery, claimed = one_taken()
    assert still_wanted([claimed], TOO_SLOW, TIMING, now()) == []
    assert state_of(delivery) == ("scheduled", "too_slow")
    assert [one.delivery_id for one in take()] == [delivery.pk]


def test_a_stop_between_the_claim_and_the_hand_over_calls_it_off() -> None:
    delivery, claimed = one_taken()
    enrolment = delivery.enrolment
    assert enrolment
    opt_out(address_of(enrolment), [enrolment], now(), now())
    assert state_of(delivery) == ("sending", ""), "a claim that came first is not touched by the STOP"
    assert still_wanted([claimed], IN_TIME, TIMING, now()) == []
    assert state_of(delivery) == ("cancelled", "no_consent")


def test_a_pause_between_the_claim_and_the_hand_over_calls_it_off() -> None:
    delivery, claimed = one_taken()
    assert delivery.enrolment
    pause(delivery.enrolment, 1, None, now())
    assert still_wanted([claimed], IN_TIME, TIMING, now()) == []
    assert state_of(delivery) == ("cancelled", "paused")


def test_the_end_between_the_claim_and_the_hand_over_calls_it_off() -> None:
    delivery, claimed = one_taken()
    assert delivery.enrolment
    record_event(delivery.enrolment, Ended(recorded_at=now()))
    assert still_wanted([claimed], IN_TIME, TIMING, now()) == []
    assert state_of(delivery) == ("cancelled", "ended")


def test_what_has_less_than_a_minute_left_is_not_handed_over() -> None:
    delivery, claimed = one_taken()
    assert still_wanted([claimed], IN_TIME, TIMING, claimed.expires_at - timedelta(seconds=59)) == []
    assert state_of(delivery) == ("expired", "too_late")


def test_what_was_erased_meanwhile_is_not_handed_over() -> None:
    _, claimed = one_taken()
    Enrolment.objects.all().delete()
    assert still_wanted([claimed], IN_TIME, TIMING, now()) == []


@pytest.mark.parametrize(
    ("outcome", "state", "reason"),
    [
        (Accepted("SM1"), "sent", ""),
        (Deferred("too many requests"), "scheduled", ""),
        (Rejected("21211", "not a phone number"), "failed", "rejected"),
        (Rejected("21610", "opted out", opted_out=True), "failed", "opted_out_at_provider"),
        (Lost("no answer in time"), "unconfirmed", "outcome_unknown"),
    ],
)
def test_each_outcome_leads_to_its_state(outcome: Outcome, state: str, reason: str) -> None:
    delivery, claimed = one_taken()
    settle(claimed, outcome)
    assert state_of(delivery) == (state, reason)
    assert (fresh(delivery).sent_at is not None) == (state == "sent")


def test_what_was_deferred_waits_and_says_the_same_text_the_next_time() -> None:
    delivery, claimed = one_taken()
    settle(claimed, Deferred("too many requests"))
    assert take() == []
    pass_time(timedelta(seconds=31))
    (again,) = take()
    assert again.token != claimed.token
    assert again.written.text_id == claimed.written.text_id
    assert fresh(delivery).due_at == delivery.due_at


@pytest.mark.parametrize("state", [*FINAL, State.SENT])
def test_what_was_settled_first_stays(state: State) -> None:
    delivery, claimed = one_taken()
    Delivery.objects.filter(pk=delivery.pk).update(state=state, reason=Reason.NONE)
    for outcome in (Accepted("SM1"), Deferred("x"), Rejected("21211", "x"), Lost("x")):
        settle(claimed, outcome)
        assert state_of(delivery) == (state, "")


def test_a_delivered_that_came_before_our_own_record_stays_and_the_id_is_kept() -> None:
    delivery, claimed = one_taken()
    record([Settled(delivery.pk, claimed.attempt_id, claimed.token, News.CONFIRMED, provider_id="SM1")], now())
    settle(claimed, Accepted("SM1"))
    assert state_of(delivery) == ("delivered", "")
    assert Attempt.objects.get().provider_id == "SM1"


def test_who_lost_its_token_changes_nothing_but_leaves_its_evidence() -> None:
    delivery, first = one_taken()
    settle(first, Deferred("x"))
    pass_time(timedelta(seconds=31))
    (second,) = take()
    for outcome in (Deferred("late"), Rejected("21211", "late"), Lost("late"), Accepted("SM-late")):
        settle(first, outcome)
        assert state_of(delivery) == ("sending", "")
    assert Attempt.objects.get(pk=first.attempt_id).provider_id == "SM-late"
    settle(second, Accepted("SM2"))
    assert state_of(delivery) == ("sent", "")


def test_a_group_is_recorded_together_each_by_its_own_news() -> None:
    many_due(open_clinic(), 4)
    outcomes = [Accepted("SM1"), Rejected("21211", "x"), Lost("x"), Deferred("x")]
    taken = take()
    record([settled_by(outcome, one.delivery_id, one.attempt_id, one.token, now())
            for one, outcome in zip(taken, outcomes, strict=True)], now())  # fmt: skip
    assert [state_of(Delivery.objects.get(pk=one.delivery_id))[0] for one in taken] == [
        "sent", "failed", "unconfirmed", "scheduled",
    ]  # fmt: skip


def test_a_sender_is_stopped_with_one_alarm_and_only_its_own(caplog: pytest.LogCaptureFixture) -> None:
    programme = open_clinic()
    for _ in range(3):
        stop_sender(programme.clinic_id, "sms", "credentials refused", now())
    alarms = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(alarms) == 1
    assert Sender.objects.get(channel="sms").stopped_reason == "credentials refused"
    assert Sender.objects.get(channel="email").stopped_at is None


def test_an_answer_is_not_called_off_by_a_pause() -> None:
    set_clock(time(10))
    delivery, claimed = one_taken()
    Delivery.objects.filter(pk=delivery.pk).update(purpose="answer", nudge_key=None)
    assert delivery.enrolment
    pause(delivery.enrolment, 1, None, now())
    assert still_wanted([claimed], IN_TIME, TIMING, now()) == [claimed]
