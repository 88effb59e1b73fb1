"""What nobody is sure of is decided by the provider's list, and by nothing else."""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest

from coaching.actions.claim import Claimed, claim
from coaching.actions.obey import opt_out
from coaching.actions.record_outcome import record, settled_by
from coaching.actions.settle_unconfirmed import reconcile
from coaching.core.delivery_states import CHECKED_PURPOSES, Purpose
from coaching.core.outcomes import Accepted, Lost
from coaching.models import Attempt, Delivery
from coaching.models.clock import now
from tests.actions.engine import (
    TIMING,
    address_of,
    fresh,
    many_due,
    one_due,
    open_clinic,
    pass_time,
    pointed_at,
    send,
    state_of,
)  # fmt: skip
from tests.simulator.running import CLINIC, Simulator

READ_GAP = TIMING.read_gap + timedelta(seconds=1)
SETTLED = TIMING.settle + timedelta(seconds=1)


def take(most: int = 100) -> list[Claimed]:
    return claim(CHECKED_PURPOSES, most, TIMING.room_to_send)


def lost(delivery: Delivery) -> Claimed:
    """Claimed, handed over, and no answer came: it is unconfirmed."""
    claimed = next(one for one in take() if one.delivery_id == delivery.pk)
    record(
        [settled_by(Lost("no answer in time"), claimed.delivery_id, claimed.attempt_id, claimed.token, now())], now()
    )
    return claimed


def read_twice() -> None:
    """Two complete readings of the list, far enough apart, after the settle time."""
    pass_time(SETTLED)
    reconcile(now(), TIMING)
    pass_time(READ_GAP)
    reconcile(now(), TIMING)


def phone_of(delivery: Delivery) -> str:
    assert delivery.enrolment
    return address_of(delivery.enrolment).value


def test_what_is_found_in_the_list_was_sent_and_is_not_sent_again(outside: Simulator) -> None:
    delivery = one_due()
    claimed = lost(delivery)
    sms = outside.send(claimed.to, claimed.written.body)
    assert reconcile(now(), TIMING) == 0, "not before the settle time"
    pass_time(SETTLED)
    assert reconcile(now(), TIMING) == 1
    assert state_of(delivery) == ("sent", "")
    assert Attempt.objects.get().provider_id == sms["sid"]
    assert send() == 0
    assert len(outside.sms(to=claimed.to)) == 1


def test_what_is_absent_twice_is_sent_once(outside: Simulator) -> None:
    delivery = one_due()
    claimed = lost(delivery)
    pass_time(SETTLED)
    reconcile(now(), TIMING)
    assert state_of(delivery)[0] == "unconfirmed", "one reading proves nothing yet"
    assert reconcile(now(), TIMING) == 0, "a second one at once would prove no more"
    pass_time(READ_GAP)
    reconcile(now(), TIMING)
    assert state_of(delivery) == ("scheduled", "")
    assert fresh(delivery).absences == 1
    assert send() == 1
    assert send() == 0
    (sms,) = outside.sms(to=claimed.to)
    assert sms["body"] == claimed.written.body
    assert state_of(delivery) == ("sent", "")


def test_after_the_third_absence_it_fails_with_an_alarm(outside: Simulator, caplog: pytest.LogCaptureFixture) -> None:
    delivery = one_due()
    for expected in ("scheduled", "scheduled", "failed"):
        lost(delivery)
        read_twice()
        assert state_of(delivery)[0] == expected
    assert state_of(delivery) == ("failed", "exhausted")
    assert any("never arrived" in one.getMessage() and one.levelno >= logging.ERROR for one in caplog.records)
    assert outside.sms(to=phone_of(delivery)) == []


def test_another_text_of_ours_that_nobody_explains_leaves_doubt_until_it_has_become_pointless(
    outside: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    delivery = one_due()
    claimed = lost(delivery)
    outside.send(claimed.to, "a text that we do not know")
    read_twice()
    read_twice()
    assert state_of(delivery)[0] == "unconfirmed"
    pass_time(timedelta(hours=4))
    reconcile(now(), TIMING)
    assert state_of(delivery) == ("failed", "outcome_unknown")
    assert any("stays unknown" in one.getMessage() and one.levelno >= logging.ERROR for one in caplog.records)
    assert send() == 0


def test_two_of_the_same_are_a_double_that_is_told(outside: Simulator, caplog: pytest.LogCaptureFixture) -> None:
    delivery = one_due()
    claimed = lost(delivery)
    for _ in range(2):
        outside.send(claimed.to, claimed.written.body)
    pass_time(SETTLED)
    reconcile(now(), TIMING)
    assert state_of(delivery) == ("sent", "")
    assert any("double" in one.getMessage() and one.levelno >= logging.ERROR for one in caplog.records)


@pytest.mark.parametrize(
    ("meanwhile", "state", "reason"),
    [
        (lambda one: opt_out(address_of(one.enrolment), [one.enrolment], now(), now()), "cancelled", "no_consent"),
        (lambda one: Delivery.objects.filter(pk=one.pk).update(expires_at=now() + SETTLED), "expired", "too_late"),
    ],
)
def test_what_is_absent_and_no_longer_wanted_is_not_sent(
    meanwhile: Callable[[Delivery], object], state: str, reason: str, outside: Simulator
) -> None:
    delivery = one_due()
    lost(delivery)
    meanwhile(delivery)
    read_twice()
    assert state_of(delivery) == (state, reason)
    assert send() == 0
    assert outside.sms(to=phone_of(delivery)) == []


def test_a_list_that_cannot_be_read_proves_nothing_until_it_has_become_pointless(free_port: int) -> None:
    delivery = one_due()
    lost(delivery)
    with pointed_at(twilio_api_url=f"http://127.0.0.1:{free_port}"):
        read_twice()
        read_twice()
        assert state_of(delivery)[0] == "unconfirmed"
        assert Attempt.objects.get().clean_reads == 0
        pass_time(timedelta(hours=4))
        reconcile(now(), TIMING)
    assert state_of(delivery) == ("failed", "outcome_unknown")


def test_what_was_sent_long_before_or_came_in_is_not_ours(outside: Simulator) -> None:
    delivery = one_due()
    phone = phone_of(delivery)
    claimed = next(iter(take()))
    outside.send(phone, claimed.written.body)
    Attempt.objects.update(claimed_real_at=Attempt.objects.get().claimed_real_at + timedelta(minutes=1))
    record([settled_by(Lost("x"), claimed.delivery_id, claimed.attempt_id, claimed.token, now())], now())
    read_twice()
    assert state_of(delivery)[0] == "scheduled"


def test_a_late_answer_after_the_proof_of_absence_settles_it(outside: Simulator) -> None:
    """An assumption broke, and still nothing is sent twice."""
    delivery = one_due()
    claimed = lost(delivery)
    read_twice()
    assert state_of(delivery)[0] == "scheduled"
    sms = outside.send(claimed.to, claimed.written.body)
    record([settled_by(Accepted(sms["sid"]), claimed.delivery_id, claimed.attempt_id, claimed.token, now())], now())
    assert state_of(delivery) == ("sent", "")
    assert send() == 0


def test_two_answers_with_one_text_are_both_found_and_not_sent_again(outside: Simulator) -> None:
    """HELP, twice: the provider took both answers and told of neither."""
    delivery = one_due()
    copies = [an_answer(delivery, number) for number in range(2)]
    claimed = claim([Purpose.ANSWER], 10, TIMING.room_to_send)
    for one in claimed:
        record([settled_by(Lost("x"), one.delivery_id, one.attempt_id, one.token, now())], now())
        outside.send(one.to, one.written.body, From=CLINIC)
    read_twice()
    assert [state_of(copy)[0] for copy in copies] == ["sent", "sent"]
    assert len(set(Attempt.objects.values_list("provider_id", flat=True))) == 2


def an_answer(delivery: Delivery, number: int) -> Delivery:
    return Delivery.objects.create(
        clinic=delivery.clinic, enrolment=delivery.enrolment, address=delivery.address, channel="sms",
        purpose=Purpose.ANSWER, cause=f"inbound:{number}", step="help", body="Bel de praktijk.", due_at=now(),
        send_after=now(), expires_at=now() + timedelta(hours=12), state_at=now(),
    )  # fmt: skip


def test_many_in_doubt_do_not_keep_the_others_from_being_looked_at(outside: Simulator) -> None:
    many_due(open_clinic(), 130)
    taken = take(200)
    record([settled_by(Lost("x"), one.delivery_id, one.attempt_id, one.token, now()) for one in taken], now())
    Attempt.objects.filter(pk__in=[one.attempt_id for one in taken[:100]]).update(last_read_at=now() + SETTLED)
    pass_time(SETTLED)
    assert outside.url
    assert reconcile(now(), TIMING) == 30
