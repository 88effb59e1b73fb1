"""A claim that is held too long: first the claimant must surely be gone, and then nobody knows what became of it."""

from dataclasses import replace
from datetime import timedelta

from coaching.actions.claim import claim
from coaching.actions.settle_unconfirmed import sweep
from coaching.core.delivery_states import CHECKED_PURPOSES
from coaching.gateways.process_identity import Claimant
from coaching.models import Attempt
from coaching.models.clock import now
from tests.actions.claimer import claiming, told
from tests.actions.engine import TIMING, one_due, pass_time, state_of
from tests.waiting import until


def take() -> None:
    claim(CHECKED_PURPOSES, 100, TIMING.room_to_send)


def test_a_claim_of_a_worker_that_was_killed_becomes_unconfirmed_and_nothing_else() -> None:
    delivery = one_due()
    with claiming() as worker:
        assert told(worker) == [delivery.pk]
        worker.kill()
        worker.wait(10)
    assert sweep(now(), TIMING) == 0, "not before its time"
    pass_time(TIMING.sweep_after + timedelta(seconds=1))
    assert sweep(now(), TIMING) == 1
    assert state_of(delivery) == ("unconfirmed", "outcome_unknown")
    assert Attempt.objects.get().unconfirmed_at is not None
    assert sweep(now(), TIMING) == 0


def test_a_claimant_that_is_alive_is_ended_first_and_its_claim_swept_only_then() -> None:
    delivery = one_due()
    with claiming() as worker:
        told(worker)
        pass_time(TIMING.sweep_after + timedelta(seconds=1))
        assert sweep(now(), TIMING) == 0
        assert state_of(delivery) == ("sending", "")
        until(lambda: worker.poll() == -9)
        assert sweep(now(), TIMING) == 1
    assert state_of(delivery) == ("unconfirmed", "outcome_unknown")


def test_of_a_claimant_on_another_machine_the_lease_is_waited_for() -> None:
    delivery = one_due()
    take()
    Attempt.objects.update(claimant=str(replace(Claimant.this(), boot="another-boot")))
    pass_time(TIMING.sweep_after + timedelta(seconds=1))
    assert sweep(now(), TIMING) == 0
    pass_time(TIMING.lease)
    assert sweep(now(), TIMING) == 1
    assert state_of(delivery) == ("unconfirmed", "outcome_unknown")


def test_what_an_error_left_behind_in_this_very_process_is_swept_as_well() -> None:
    delivery = one_due()
    take()
    pass_time(TIMING.lease + timedelta(seconds=1))
    assert sweep(now(), TIMING) == 1
    assert state_of(delivery) == ("unconfirmed", "outcome_unknown")
