"""Inserting what may be there already, counted right, and nothing swallowed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from coaching.models import Address, Attempt, Clinic, Delivery, Enrolment, Patient, Programme, Receipt
from coaching.models.contact_point import address_index
from coaching.models.insert_once import insert_once

AT = datetime(2026, 9, 7, 8, tzinfo=UTC)
TODAY = date(2026, 9, 7)


@pytest.fixture
def enrolment(clinic: Clinic) -> Enrolment:
    patient = Patient.objects.create(clinic=clinic, name="Anna", first_name="Anna", created_at=AT)
    programme = Programme.objects.create(clinic=clinic, key="low_back")
    Address.objects.create(
        clinic=clinic, channel="sms", index=address_index("sms", "+31612345678"), value="+31612345678"
    )
    return Enrolment.objects.create(
        clinic=clinic, patient=patient, programme=programme, enrolled_at=AT, phase="calm", phase_since_on=TODAY,
        plan_from_at=AT,
    )  # fmt: skip


def a_walk(enrolment: Enrolment, day: int = 0, **changes: Any) -> Delivery:
    values: dict[str, Any] = {
        "clinic": enrolment.clinic, "enrolment": enrolment, "address": Address.objects.get(), "channel": "sms",
        "purpose": "coaching", "nudge_key": "walk", "on_date": TODAY + timedelta(days=day), "due_at": AT,
        "send_after": AT, "expires_at": AT + timedelta(hours=4), "state_at": AT,
    }  # fmt: skip
    return Delivery(**{**values, **changes})


def walks_once(*rows: Delivery) -> int:
    return insert_once(rows, "a_nudge_once_a_day")


def test_it_counts_what_is_new(enrolment: Enrolment) -> None:
    assert walks_once(*(a_walk(enrolment, day) for day in range(3))) == 3
    assert walks_once(*(a_walk(enrolment, day) for day in range(5))) == 2
    assert walks_once(*(a_walk(enrolment, day) for day in range(5))) == 0
    assert Delivery.objects.count() == 5
    assert walks_once() == 0


def test_the_same_twice_in_one_statement_is_stored_once(enrolment: Enrolment) -> None:
    assert walks_once(a_walk(enrolment), a_walk(enrolment)) == 1


def test_more_rows_than_fit_a_statement_are_counted_together(enrolment: Enrolment) -> None:
    assert walks_once(*(a_walk(enrolment, day) for day in range(410))) == 410
    assert walks_once(*(a_walk(enrolment, day) for day in range(411))) == 1


@pytest.mark.parametrize("state", ["scheduled", "sending", "unconfirmed", "sent", "delivered", "failed", "expired"])
def test_whatever_became_of_it_its_place_is_taken(state: str, enrolment: Enrolment) -> None:
    walks_once(a_walk(enrolment, state=state))
    assert walks_once(a_walk(enrolment)) == 0


@pytest.mark.parametrize(
    ("reason", "stored"), [("replanned", 1), ("no_fresh_text", 0), ("no_consent", 0), ("paused", 0), ("", 0)]
)
def test_only_what_an_event_called_off_leaves_its_place_free(reason: str, stored: int, enrolment: Enrolment) -> None:
    walks_once(a_walk(enrolment, state="cancelled", reason=reason))
    assert walks_once(a_walk(enrolment)) == stored


def test_what_was_called_off_cannot_come_back_to_life_beside_the_new_one(enrolment: Enrolment) -> None:
    walks_once(a_walk(enrolment, state="cancelled", reason="replanned"))
    walks_once(a_walk(enrolment))
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(state="cancelled").update(state="scheduled", reason="")


def test_a_missing_value_and_a_broken_reference_raise(enrolment: Enrolment) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        walks_once(a_walk(enrolment, due_at=None))
    walks_once(a_walk(enrolment, clinic_id=10**9, clinic=None))
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.check_constraints()
    Delivery.objects.all().delete()
    assert Delivery.objects.count() == 0


def test_another_rule_than_the_named_one_raises(enrolment: Enrolment) -> None:
    walks_once(a_walk(enrolment, state="sending"))
    with pytest.raises(IntegrityError), transaction.atomic():
        walks_once(a_walk(enrolment, 1, state="sending"))


def test_a_rule_that_is_none_is_refused(enrolment: Enrolment) -> None:
    with pytest.raises(StopIteration):
        insert_once([a_walk(enrolment)], "no_such_rule")


def test_answers_are_one_a_cause_and_receipts_one_a_key(enrolment: Enrolment) -> None:
    answer = {"purpose": "answer", "nudge_key": None, "on_date": None, "cause": "inbound:1"}
    assert insert_once([a_walk(enrolment, **answer, step="help")], "an_answer_once_a_cause") == 1
    assert insert_once([a_walk(enrolment, **answer, step="help")], "an_answer_once_a_cause") == 0
    assert insert_once([a_walk(enrolment, **answer, step="pause")], "an_answer_once_a_cause") == 1
    attempt = Attempt.objects.create(
        clinic=enrolment.clinic, delivery=Delivery.objects.first(), token=b"x" * 16, body="Hallo", claimed_at=AT,
        claimed_real_at=AT, claimant="-",
    )  # fmt: skip
    receipts = [
        Receipt(clinic=enrolment.clinic, attempt=attempt, key="k", status="sent", raw="{}", received_at=AT)
        for _ in range(2)
    ]
    assert [insert_once([one], "one_receipt_a_key") for one in receipts] == [1, 0]
    assert Receipt.objects.get().raw == "{}"
