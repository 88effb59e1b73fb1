"""What patients text: stored first, acted on once, and never lost."""

from datetime import datetime, time, timedelta

import pytest

from coaching.actions import receive_sms as module
from coaching.actions.receive_sms import act_on_what_was_left, receive_sms
from coaching.core.delivery_states import Purpose
from coaching.models import Address, Clinic, Consent, Delivery, Enrolment, EnrolmentEvent, Inbound
from coaching.models.clock import now
from tests.actions.engine import (
    MONDAY,
    a_phone,
    address_of,
    at_clock,
    enrol_somebody,
    fresh,
    one_due,
    open_clinic,
    set_clock,
)  # fmt: skip


def text(phone: str, body: str, sid: str = "", at: datetime | None = None) -> Inbound:
    sid = sid or f"SM{Inbound.objects.count():032d}"
    receive_sms(
        Clinic.objects.get(), {"From": phone, "Body": body, "MessageSid": sid, "To": "+3197010200000"}, at or now()
    )
    return Inbound.objects.get(provider_id=sid)


def phone_of(enrolment: Enrolment) -> str:
    return address_of(enrolment).value


def asked(delivery: Delivery, at: datetime | None = None) -> Delivery:
    """It was sent and can be answered."""
    Delivery.objects.filter(pk=delivery.pk).update(state="sent", sent_at=at or now() - timedelta(minutes=5))
    return fresh(delivery)


def test_the_yes_to_the_opt_in_confirms_and_welcomes_and_plans() -> None:
    enrolment = enrol_somebody(open_clinic(), confirmed=False)
    inbound = text(phone_of(enrolment), "Ja")
    stored = Enrolment.objects.get()
    assert stored.confirmed_at is not None
    assert inbound.acted_at is not None
    assert not inbound.needs_reading
    assert enrolment.deliveries.filter(purpose=Purpose.ANSWER, step="welcome").count() == 1
    assert enrolment.deliveries.filter(nudge_key="walk", state="scheduled").exists()
    assert Consent.objects.filter(what=Consent.What.CONFIRMED).count() == 1


@pytest.mark.parametrize(("body", "answer"), [("Ja", "done"), ("nee", "not_done"), ("deels", "partly")])
def test_an_answer_belongs_to_the_question_that_was_asked(body: str, answer: str) -> None:
    delivery = asked(one_due())
    inbound = text(delivery.address.value, body)
    assert (inbound.delivery_id, inbound.answer) == (delivery.pk, answer)
    assert fresh(delivery).answer == answer
    assert not inbound.needs_reading


def test_a_yes_goes_to_the_latest_question_and_a_number_to_the_check_in() -> None:
    walk = one_due()
    week = Delivery.objects.get(nudge_key="week", on_date=MONDAY)
    asked(walk, at_clock(time(10, 10)))
    set_clock(time(17, 30))
    asked(week, at_clock(time(17)))
    number = text(walk.address.value, "4")
    assert (number.delivery_id, number.answer) == (week.pk, "4")
    assert fresh(walk).answer == ""


def test_a_text_before_the_question_does_not_answer_it() -> None:
    delivery = asked(one_due())
    earlier = at_clock(time(10, 0))
    inbound = text(delivery.address.value, "ja", at=earlier)
    assert inbound.delivery_id is None
    assert fresh(delivery).answer == ""


def test_a_yes_to_a_question_of_three_days_ago_is_read_by_a_person() -> None:
    delivery = asked(one_due())
    Delivery.objects.exclude(pk=delivery.pk).delete()
    set_clock(time(12), MONDAY + timedelta(days=3))
    inbound = text(delivery.address.value, "ja")
    assert inbound.delivery_id is None
    assert inbound.needs_reading


def test_a_later_answer_corrects_an_earlier_one() -> None:
    delivery = asked(one_due())
    text(delivery.address.value, "nee")
    text(delivery.address.value, "ja toch wel")
    assert fresh(delivery).answer == "done"
    assert Inbound.objects.filter(delivery=delivery).count() == 2


def test_a_repeat_changes_nothing() -> None:
    delivery = asked(one_due())
    text(delivery.address.value, "PAUZE 3", sid="SM1")
    before = (EnrolmentEvent.objects.count(), Delivery.objects.count())
    for _ in range(3):
        text(delivery.address.value, "PAUZE 3", sid="SM1")
    assert (EnrolmentEvent.objects.count(), Delivery.objects.count()) == before
    assert Inbound.objects.count() == 1


def test_a_stop_calls_off_everything_and_is_withdrawn_consent() -> None:
    delivery = one_due()
    text(delivery.address.value, "STOP")
    assert not Delivery.objects.filter(state="scheduled").exists()
    assert Address.objects.get().opted_out_at is not None
    assert Consent.objects.filter(what=Consent.What.WITHDRAWN).count() == 1


def test_an_older_start_does_not_undo_a_stop_and_a_later_one_does() -> None:
    delivery = one_due()
    phone, stopped_at = delivery.address.value, now()
    text(phone, "STOP", at=stopped_at)
    text(phone, "START", at=stopped_at - timedelta(minutes=1))
    text(phone, "START", at=stopped_at)
    assert Address.objects.get().opted_out_at == stopped_at
    text(phone, "START", at=stopped_at + timedelta(minutes=1))
    assert Address.objects.get().opted_out_at is None
    assert Delivery.objects.filter(nudge_key="sit", state="scheduled").exists()


def test_an_older_stop_that_is_found_later_does_not_undo_a_start() -> None:
    """What they said last counts, whichever of the two we learn of first."""
    delivery = one_due()
    phone, started_at = delivery.address.value, now()
    text(phone, "START", at=started_at)
    text(phone, "STOP", at=started_at - timedelta(minutes=1))
    assert Address.objects.get().opted_out_at is None


def test_whoever_has_stopped_is_not_answered_and_is_read_by_a_person() -> None:
    delivery = asked(one_due())
    phone = delivery.address.value
    text(phone, "STOP")
    before = Delivery.objects.count()
    inbound = text(phone, "mijn rug doet zeer")
    assert inbound.needs_reading
    assert Delivery.objects.exclude(purpose=Purpose.SAFETY).count() == before


def test_on_a_shared_phone_nobody_guesses_and_a_stop_is_for_both() -> None:
    programme, phone = open_clinic(), a_phone()
    first = asked(one_due(programme, phone, name="Anna Bakker"))
    second = asked(one_due(programme, phone, name="Bram Bakker"))
    inbound = text(phone, "ja")
    assert inbound.needs_reading
    assert inbound.delivery_id is None
    assert (fresh(first).answer, fresh(second).answer) == ("", "")
    text(phone, "STOP")
    assert not Delivery.objects.filter(state="scheduled").exists()
    assert EnrolmentEvent.objects.filter(kind="opted_out").count() == 2


def test_an_unknown_number_is_kept_and_read_by_a_person() -> None:
    open_clinic()
    inbound = text("+31687654321", "ja hoor")
    assert (inbound.body, inbound.needs_reading, inbound.address_id) == ("ja hoor", True, None)
    assert Delivery.objects.count() == 0


def test_what_nobody_understands_is_answered_once_a_day_and_read_by_a_person() -> None:
    delivery = asked(one_due())
    for _ in range(3):
        assert text(delivery.address.value, "wo wel do nie").needs_reading
    assert Delivery.objects.filter(purpose=Purpose.ANSWER, step="unparsed").count() == 1


def test_a_pause_holds_and_is_confirmed() -> None:
    delivery = one_due()
    text(delivery.address.value, "PAUZE 3")
    stored = Enrolment.objects.get()
    assert stored.paused_until_at == at_clock(time(0), MONDAY + timedelta(days=3))
    assert Delivery.objects.filter(purpose=Purpose.ANSWER, step="pause").count() == 1
    assert not Delivery.objects.filter(nudge_key="sit", state="scheduled").exists()


def test_when_acting_fails_the_text_is_safe_and_a_scan_tries_again_without_holding_up_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    delivery = asked(one_due())
    phone, act = delivery.address.value, module.act_on_reply

    def fails(inbound: Inbound, at: datetime) -> None:
        if inbound.body == "ja" or not scanning:
            raise RuntimeError("on purpose")
        act(inbound, at)

    scanning = False
    monkeypatch.setattr(module, "act_on_reply", fails)
    broken, stop = text(phone, "ja"), text(phone, "STOP")
    assert (broken.acted_at, stop.acted_at) == (None, None)
    scanning = True
    act_on_what_was_left(now())
    assert Address.objects.get().opted_out_at is not None, "the one that fails did not hold up the STOP behind it"
    monkeypatch.setattr(module, "act_on_reply", act)
    act_on_what_was_left(now())
    assert not Inbound.objects.filter(acted_at=None).exists()
