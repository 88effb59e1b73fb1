"""What a patient asks for by text changes the plan, and is confirmed in words."""

from datetime import time, timedelta

import pytest

from coaching.actions.act_on_reply import act_on_reply
from coaching.actions.plan_ahead import plan_ahead
from coaching.actions.record_event import standing_of
from coaching.core.delivery_states import Purpose, State
from coaching.models import Enrolment, Inbound
from coaching.models.clock import now
from tests.actions.engine import MONDAY, address_of, at_clock, enrol_somebody, open_clinic, set_clock


def hear(enrolment: Enrolment, body: str) -> None:
    """The patient sends that text now, and it is acted on."""
    address = address_of(enrolment)
    inbound = Inbound.objects.create(
        clinic=enrolment.clinic, channel=address.channel, provider_id=f"SM{Inbound.objects.count()}",
        sender=address.value, sender_index=address.index, body=body, raw="{}", sent_at=now(), received_at=now(),
    )  # fmt: skip
    act_on_reply(inbound, now())


@pytest.mark.parametrize(("body", "step"), [("MINDER", "less"), ("graag meer", "more"), ("less please", "less")])
def test_less_and_more_change_the_dose_and_are_confirmed(body: str, step: str) -> None:
    enrolment = enrol_somebody(open_clinic())
    set_clock(time(10))
    hear(enrolment, body)
    assert standing_of(enrolment).dose_steps == (step,)
    assert enrolment.deliveries.get(purpose=Purpose.ANSWER).step == step


def test_less_halves_what_is_waiting() -> None:
    enrolment = enrol_somebody(open_clinic())
    set_clock(time(10))
    plan_ahead(now())
    before = enrolment.deliveries.filter(state=State.SCHEDULED, purpose=Purpose.COACHING).count()
    hear(enrolment, "MINDER")
    assert 0 < enrolment.deliveries.filter(state=State.SCHEDULED, purpose=Purpose.COACHING).count() < before


def test_the_welcome_says_the_dose_that_was_chosen() -> None:
    enrolment = enrol_somebody(open_clinic(), confirmed=False, dose="daily")
    set_clock(time(10))
    hear(enrolment, "JA")
    assert "elke dag een tip" in str(enrolment.deliveries.get(step="welcome").body)


def test_silence_is_noticed_from_what_was_sent_and_ends_with_any_answer() -> None:
    enrolment = enrol_somebody(open_clinic())
    for day in range(6):
        set_clock(time(9), MONDAY + timedelta(days=day))
        Enrolment.objects.update(plan_from_at=now())
        plan_ahead(now())
        enrolment.deliveries.filter(due_at__lte=at_clock(time(23), MONDAY + timedelta(days=day))).filter(
            state=State.SCHEDULED
        ).update(state=State.DELIVERED)
    coached = enrolment.deliveries.filter(purpose=Purpose.COACHING, state=State.DELIVERED).values_list(
        "on_date", flat=True
    )
    assert max(coached) < MONDAY + timedelta(days=5)
    set_clock(time(9), MONDAY + timedelta(days=6))
    hear(enrolment, "even geen tijd gehad")
    assert enrolment.deliveries.filter(purpose=Purpose.COACHING, state=State.SCHEDULED).exists()
