"""The claim: what may be sent is taken once, by one worker, and nothing that may not."""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import time, timedelta
from itertools import chain
from typing import Any

import pytest
from django.db import connections

from coaching.actions import take_due
from coaching.actions.claim import Claimed, claim
from coaching.actions.plan_ahead import plan_ahead
from coaching.core.delivery_states import CHECKED_PURPOSES, URGENT_PURPOSES, Purpose, State
from coaching.models import Address, Attempt, Delivery, Enrolment, EnrolmentEvent, Sender
from coaching.models.clock import now
from tests.actions.claimer import claiming
from tests.actions.engine import (
    MONDAY,
    TIMING,
    a_phone,
    at_clock,
    enrol_somebody,
    fresh,
    many_due,
    one_due,
    open_clinic,
    pass_time,
    set_clock,
    state_of,
)  # fmt: skip

TUESDAY = MONDAY + timedelta(days=1)


def take(most: int = 100) -> list[Claimed]:
    return claim(CHECKED_PURPOSES, most, TIMING.room_to_send)


def test_what_is_taken_is_sending_and_has_its_text_and_its_token() -> None:
    delivery = one_due()
    (claimed,) = take()
    attempt = Attempt.objects.get()
    assert state_of(delivery) == ("sending", "")
    assert claimed.token == bytes(attempt.token) == bytes(fresh(delivery).token or b"")
    assert len(claimed.token) == 16
    assert claimed.written.body == attempt.body
    assert attempt.body.startswith("MoveWell: ")
    assert fresh(delivery).text_id
    assert claimed.to == delivery.address.value
    assert take() == []


def test_nothing_is_taken_before_its_time() -> None:
    enrol_somebody(open_clinic())
    set_clock(time(10))
    plan_ahead(now())
    assert take() == []


@pytest.mark.parametrize(
    "hinder",
    [
        lambda _: Address.objects.update(opted_out_at=now()),
        lambda _: Enrolment.objects.update(paused_from_at=now() - timedelta(hours=1)),
        lambda _: Enrolment.objects.update(ended_at=now()),
        lambda _: Enrolment.objects.update(confirmed_at=None),
        lambda _: Sender.objects.filter(channel="sms").update(stopped_at=now()),
        lambda row: Delivery.objects.filter(pk=row.pk).update(send_after=now() + timedelta(minutes=1)),
        lambda row: Delivery.objects.filter(pk=row.pk).update(state=State.CANCELLED),
    ],
    ids=["opted out", "paused", "ended", "not confirmed", "sender stopped", "put off", "called off"],
)
def test_what_must_not_go_is_not_taken(hinder: Callable[[Delivery], Any]) -> None:
    delivery = one_due()
    hinder(delivery)
    assert take() == []
    assert Attempt.objects.count() == 0


def test_a_pause_that_is_over_or_yet_to_come_does_not_hinder() -> None:
    one_due()
    Enrolment.objects.update(paused_from_at=at_clock(time(0)), paused_until_at=now() - timedelta(seconds=1))
    assert len(take()) == 1
    Delivery.objects.update(state=State.SCHEDULED)
    Enrolment.objects.update(paused_from_at=now() + timedelta(hours=1), paused_until_at=None)
    assert len(take()) == 1


def test_at_most_one_planned_delivery_is_under_way_to_a_phone() -> None:
    """A couple with one phone: the second waits until it is known what became of the first."""
    programme, phone = open_clinic(), a_phone()
    first = one_due(programme, phone, name="Anna Bakker")
    second = one_due(programme, phone, name="Bram Bakker")
    (claimed,) = take()
    for state in (State.SENDING, State.UNCONFIRMED):
        Delivery.objects.filter(pk=claimed.delivery_id).update(state=state)
        assert take() == []
    Delivery.objects.filter(pk=claimed.delivery_id).update(state=State.SENT)
    (other,) = take()
    assert {claimed.delivery_id, other.delivery_id} == {first.pk, second.pk}


def test_what_somebody_waits_for_is_not_held_up_by_a_nudge() -> None:
    delivery = one_due()
    take()
    waiting = Delivery.objects.create(
        clinic=delivery.clinic, enrolment=delivery.enrolment, address=delivery.address, channel="sms",
        purpose=Purpose.ANSWER, cause="test", step="help", body="Bel ons.", due_at=now(), send_after=now(),
        expires_at=now() + timedelta(hours=1), state_at=now(),
    )  # fmt: skip
    (claimed,) = claim(URGENT_PURPOSES, 10, TIMING.room_to_send)
    assert (claimed.delivery_id, claimed.written.body) == (waiting.pk, "Bel ons.")


def test_an_opt_in_goes_to_somebody_who_has_not_said_yes() -> None:
    enrolment = enrol_somebody(open_clinic(), confirmed=False)
    set_clock(time(10))
    (claimed,) = claim(URGENT_PURPOSES, 10, TIMING.room_to_send)
    assert claimed.purpose == Purpose.OPT_IN
    Delivery.objects.update(state=State.SCHEDULED)
    Address.objects.filter(contact_points__patient=enrolment.patient_id).update(opted_out_at=now())
    assert claim(URGENT_PURPOSES, 10, TIMING.room_to_send) == []


def test_in_quiet_hours_it_waits_for_their_end_and_lapses_if_it_has_become_pointless() -> None:
    delivery = one_due()
    set_clock(time(21, 30))
    Delivery.objects.exclude(pk=delivery.pk).delete()
    Delivery.objects.update(expires_at=at_clock(time(23)))
    assert take() == []
    assert state_of(delivery) == ("scheduled", "quiet_hours")
    assert fresh(delivery).send_after == at_clock(time(8), TUESDAY)
    assert fresh(delivery).due_at == delivery.due_at
    set_clock(time(8, 1), TUESDAY)
    assert take() == []
    assert state_of(delivery) == ("expired", "too_late")


def test_what_has_less_than_a_minute_left_lapses() -> None:
    delivery = one_due()
    Delivery.objects.filter(pk=delivery.pk).update(expires_at=now() + timedelta(seconds=59))
    assert take() == []
    assert state_of(delivery) == ("expired", "too_late")


def test_several_threads_never_take_the_same() -> None:
    many_due(open_clinic(), 60)
    taken: list[list[int]] = [[], [], []]
    begin = threading.Barrier(3)

    def worker(number: int) -> None:
        begin.wait()
        while batch := take(7):
            taken[number] += [one.delivery_id for one in batch]
        connections.close_all()

    threads = [threading.Thread(target=worker, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    everything = sorted(chain.from_iterable(taken))
    assert everything == sorted(Delivery.objects.filter(state=State.SENDING).values_list("pk", flat=True))
    assert len(everything) == len(set(everything)) == Attempt.objects.count() == 60


def test_several_processes_never_take_the_same() -> None:
    many_due(open_clinic(), 100)
    with ExitStack() as running:
        workers = [running.enter_context(claiming(rounds=8, most=8)) for _ in range(2)]
        for worker in workers:
            assert worker.stdin
            worker.stdin.write("go\n")
            worker.stdin.flush()
        taken = [int(one) for worker in workers if worker.stdout for one in worker.stdout.readline().split()]
    assert len(taken) == len(set(taken)) == 100
    assert Attempt.objects.values("claimant").distinct().count() == 2


def test_the_belt_holds_where_a_check_does_not_and_stops_only_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A planned text is under way to a phone and the check for it is gone: the database refuses, the others go."""
    many_due(open_clinic(), 3)
    first = take(1)[0]
    twin = fresh(Delivery.objects.get(pk=first.delivery_id))
    twin.pk, twin.state, twin.token, twin.on_date = None, State.SCHEDULED, None, MONDAY + timedelta(days=9)  # type: ignore[assignment]
    twin.save(force_insert=True)
    checks = take_due.MAY_BE_SENT
    monkeypatch.setattr(
        take_due,
        "MAY_BE_SENT",
        checks.replace("AND NOT EXISTS (SELECT 1 FROM coaching_d", "OR EXISTS (SELECT 1 FROM coaching_d"),
    )
    assert len(take()) == 2
    assert state_of(twin) == ("scheduled", "")


def test_an_enrolment_whose_events_cannot_be_read_does_not_hold_up_the_others() -> None:
    many_due(open_clinic(), 3)
    EnrolmentEvent.objects.filter(enrolment=Enrolment.objects.first(), kind="confirmed").update(
        kind="of a later version"
    )
    Enrolment.objects.update(plan_from_at=at_clock(time(9)))
    plan_ahead(now())
    assert not Enrolment.objects.filter(plan_from_at__lte=now()).exists()
    assert len(take()) == 2


def test_one_that_cannot_be_written_does_not_hold_up_the_others() -> None:
    many_due(open_clinic(), 3)
    broken = Delivery.objects.filter(nudge_key="walk").first()
    assert broken
    Delivery.objects.filter(pk=broken.pk).update(nudge_key="gone")
    assert len(take()) == 2
    assert len(take()) == 0
    pass_time(timedelta(hours=5))
    take()
    assert fresh(broken).state in {State.EXPIRED, State.CANCELLED}
