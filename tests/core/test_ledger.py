"""The ledger's arithmetic: what is lost, what is there twice, and nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from coaching.core.delivery_states import News, Purpose, Reason, State
from coaching.core.ledger import Entry, Ledger, Sighting, arrived, count

AT = datetime(2026, 4, 27, 12, tzinfo=UTC)
SWEEP = timedelta(seconds=60)
WALK = (1, "calm-walk", date(2026, 4, 27))
KEPT = Entry(WALK, Purpose.COACHING, State.DELIVERED, Reason.NONE, AT - timedelta(hours=2), AT - timedelta(hours=2))


def test_what_has_its_delivery_is_accounted_for() -> None:
    ledger = count([WALK], [KEPT], AT, SWEEP)
    assert (ledger.planned, ledger.unaccounted, ledger.doubles, ledger.in_flight) == (1, 0, 0, 0)
    assert ledger.by_state["delivered"] == 1
    assert ledger.balances


def test_an_occurrence_without_a_delivery_is_unaccounted_for() -> None:
    assert count([WALK], [], AT, SWEEP).unaccounted == 1
    assert not count([WALK], [], AT, SWEEP).balances


@pytest.mark.parametrize("state", State)
def test_any_state_accounts_for_it(state: State) -> None:
    entry = replace(KEPT, state=state, reason=Reason.NO_CONSENT, state_at=AT)
    assert count([WALK], [entry], AT, SWEEP).unaccounted == 0


def test_a_delivery_that_an_event_called_off_accounts_for_nothing() -> None:
    called_off = replace(KEPT, state=State.CANCELLED, reason=Reason.REPLANNED)
    assert count([WALK], [called_off], AT, SWEEP).unaccounted == 1
    assert count([WALK], [called_off, KEPT], AT, SWEEP).unaccounted == 0
    assert count([], [called_off], AT, SWEEP).unaccounted == 0


def test_a_state_that_nobody_knows_is_unaccounted_for_and_in_flight() -> None:
    ledger = count([WALK], [replace(KEPT, state="limbo")], AT, SWEEP)
    assert (ledger.unaccounted, ledger.in_flight, ledger.by_state["limbo"]) == (1, 1, 1)


def test_a_claim_is_unaccounted_for_once_it_is_older_than_the_sweep() -> None:
    claim = replace(KEPT, state=State.SENDING, state_at=AT - SWEEP)
    assert count([WALK], [claim], AT, SWEEP).unaccounted == 0
    assert count([WALK], [replace(claim, state_at=AT - SWEEP - timedelta(seconds=1))], AT, SWEEP).unaccounted == 1


def test_only_what_is_due_is_in_flight() -> None:
    waiting = replace(KEPT, state=State.SCHEDULED)
    later = replace(waiting, identity=(2, "calm-walk", date(2026, 4, 28)), due_at=AT + timedelta(hours=1))
    ledger = count([WALK], [waiting, later], AT, SWEEP)
    assert (ledger.in_flight, ledger.by_state["scheduled"]) == (1, 1)
    assert count([], [replace(KEPT, state=State.SENT)], AT, SWEEP).in_flight == 0


def test_the_oldest_unconfirmed_counts_in_seconds() -> None:
    old = replace(KEPT, state=State.UNCONFIRMED, state_at=AT - timedelta(seconds=90.5))
    assert count([], [old, replace(old, state_at=AT)], AT, SWEEP).oldest_unconfirmed_s == 90
    assert count([], [KEPT], AT, SWEEP).oldest_unconfirmed_s == 0


def test_a_second_provider_id_of_one_identity_is_a_double() -> None:
    once = replace(KEPT, provider_ids=frozenset({"SM1"}))
    twice = replace(KEPT, provider_ids=frozenset({"SM1", "SM2"}))
    again = replace(once, provider_ids=frozenset({"SM3"}), state=State.CANCELLED, reason=Reason.REPLANNED)
    assert count([WALK], [once], AT, SWEEP).doubles == 0
    assert count([WALK], [twice], AT, SWEEP).doubles == 1
    assert count([WALK], [twice, again], AT, SWEEP).doubles == 2  # a re-plan or a follow-up shares the identity


@pytest.mark.parametrize("purpose", [Purpose.SAFETY, Purpose.STAFF_ALERT])
def test_what_is_sent_at_least_once_may_be_there_twice(purpose: Purpose) -> None:
    twice = replace(KEPT, purpose=purpose, provider_ids=frozenset({"SM1", "SM2"}))
    assert count([], [twice], AT, SWEEP).doubles == 0


def test_a_message_that_bounced_did_not_arrive() -> None:
    seen = [Sighting("SM1", News.ACCEPTED), Sighting("SM1", News.BOUNCED), Sighting("SM2", None), Sighting("", None)]
    assert arrived(seen) == {"SM2"}
    assert arrived([*seen, Sighting("SM1", News.CONFIRMED)]) == {"SM1", "SM2"}


def test_the_ledgers_of_the_parts_make_that_of_the_whole() -> None:
    other = replace(KEPT, identity=(2, "walk", date(2026, 4, 27)), state="limbo", provider_ids=frozenset({"a", "b"}))
    lost = (3, "walk", date(2026, 4, 27))
    parts = count([WALK], [KEPT], AT, SWEEP) + count([lost], [other], AT, SWEEP)
    assert parts == count([WALK, lost], [KEPT, other], AT, SWEEP)
    assert (parts.unaccounted, parts.doubles) == (2, 1)
    assert Ledger().balances
