"""Which question an answer belongs to, over which way the product answers, and what is never lost."""

import logging
from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest

from coaching.actions import receive_sms as module
from coaching.actions.answer_on_page import open_question
from coaching.actions.record_outcome import Settled, record
from coaching.core.delivery_states import News, Purpose, Reason
from coaching.core.events import Channel
from coaching.models import Address, Attempt, Clinic, Consent, Delivery, Enrolment, Inbound
from coaching.models.clock import now
from tests.actions.engine import (
    MONDAY,
    address_of,
    at_clock,
    enrol_somebody,
    fresh,
    one_due,
    open_clinic,
    set_clock,
    state_of,
)  # fmt: skip


def text(phone: str, body: str, at: datetime | None = None) -> Inbound:
    sid = f"SM{uuid4().hex}"
    fields = {"From": phone, "Body": body, "MessageSid": sid, "To": "+3197010200000"}
    module.receive_sms(Clinic.objects.get(), fields, at or now())
    return Inbound.objects.get(provider_id=sid)


def sent(delivery: Delivery, at: datetime) -> Delivery:
    Delivery.objects.filter(pk=delivery.pk).update(state="sent", sent_at=at)
    return fresh(delivery)


def handed_over(delivery: Delivery, claimed_at: datetime) -> Attempt:
    """Its hand-over has begun, and nothing is known of its outcome yet."""
    attempt = Attempt.objects.create(
        clinic_id=delivery.clinic_id, delivery=delivery, token=uuid4().bytes, body="Gelukt? JA/NEE",
        claimed_at=claimed_at, claimed_real_at=claimed_at, claimant="test",
    )  # fmt: skip
    Delivery.objects.filter(pk=delivery.pk).update(state="sending", state_at=claimed_at, token=attempt.token)
    return attempt


def walk_and_check_in() -> tuple[Delivery, Delivery]:
    """Both were asked on Monday, the walk at ten past ten, the check-in at five; it is half past five."""
    walk = one_due()
    week = Delivery.objects.get(nudge_key="week", on_date=MONDAY)
    set_clock(time(17, 30))
    return sent(walk, at_clock(time(10, 10))), sent(week, at_clock(time(17)))


def test_a_yes_after_the_check_in_was_asked_belongs_to_the_open_walk() -> None:
    walk, week = walk_and_check_in()
    inbound = text(walk.address.value, "JA gelukt")
    assert (inbound.delivery_id, inbound.answer, inbound.needs_reading) == (walk.pk, "done", False)
    assert (fresh(walk).answer, fresh(week).answer) == ("done", "")


def test_a_number_after_the_next_walk_belongs_to_the_open_check_in() -> None:
    walk, week = walk_and_check_in()
    tomorrow = MONDAY + timedelta(days=1)
    next_walk = sent(Delivery.objects.get(nudge_key="walk", on_date=tomorrow), at_clock(time(10, 10), tomorrow))
    set_clock(time(11), tomorrow)
    number, yes = text(walk.address.value, "4"), text(walk.address.value, "ja")
    assert (number.delivery_id, yes.delivery_id) == (week.pk, next_walk.pk)
    assert fresh(walk).answer == "", "the newest that fits has the answer"


def test_a_check_in_can_be_answered_for_three_days_and_a_walk_for_a_day_and_a_half() -> None:
    walk, week = walk_and_check_in()
    thursday = MONDAY + timedelta(days=3)
    set_clock(time(16, 59), thursday)
    number, yes = text(walk.address.value, "4"), text(walk.address.value, "ja")
    assert (number.delivery_id, yes.delivery_id, yes.needs_reading) == (week.pk, None, True)
    set_clock(time(17, 1), thursday)
    assert text(walk.address.value, "5").delivery_id is None


@pytest.mark.parametrize("news", [News.ACCEPTED, News.LOST])
def test_a_reply_between_the_hand_over_and_its_record_is_the_answer(news: News) -> None:
    """JA two seconds after the hand-over began; recorded after three; acted on after four."""
    delivery, began_at = one_due(), now()
    attempt = handed_over(delivery, began_at)
    record([Settled(delivery.pk, attempt.pk, bytes(attempt.token), news)], began_at + timedelta(seconds=3))
    inbound = text(delivery.address.value, "ja", at=began_at + timedelta(seconds=2))
    assert (inbound.delivery_id, fresh(delivery).answer) == (delivery.pk, "done")
    early = text(delivery.address.value, "nee", at=began_at - timedelta(seconds=1))
    assert early.delivery_id is None, "nobody had been asked yet"


def test_a_reply_during_the_hand_over_is_the_answer() -> None:
    delivery = one_due()
    handed_over(delivery, now())
    assert text(delivery.address.value, "ja", at=now()).delivery_id == delivery.pk


def test_a_reply_to_a_send_that_the_list_settled_hours_later_is_the_answer() -> None:
    delivery, began_at = one_due(), now()
    attempt = handed_over(delivery, began_at)
    token, found_at = bytes(attempt.token), began_at + timedelta(hours=3)
    record([Settled(delivery.pk, attempt.pk, token, News.LOST, Reason.OUTCOME_UNKNOWN)], began_at)
    record([Settled(delivery.pk, attempt.pk, token, News.ACCEPTED, provider_id="SM1")], found_at)
    assert (state_of(delivery)[0], fresh(delivery).sent_at) == ("sent", found_at)
    assert text(delivery.address.value, "ja", at=began_at + timedelta(minutes=1)).delivery_id == delivery.pk


def test_the_page_shows_the_newest_question() -> None:
    _, week = walk_and_check_in()
    assert open_question(Enrolment.objects.get(), now()) == week


def by_mail(**changes: object) -> Enrolment:
    """Somebody whose nudges go by mail, and who texts from the phone that the clinic has too."""
    return enrol_somebody(open_clinic(), email="anna@example.org", channel="email", **changes)  # type: ignore[arg-type]


def texting(enrolment: Enrolment, body: str) -> Delivery:
    """The answer of ours to a text from the patient's phone."""
    phone = Address.objects.get(contact_points__patient=enrolment.patient_id, channel="sms")
    inbound = text(phone.value, body)
    return Delivery.objects.get(cause=f"inbound:{inbound.pk}")


@pytest.mark.parametrize(
    ("body", "purpose", "step"),
    [
        ("ik kan niet plassen", Purpose.SAFETY, "urgent"),
        ("PAUZE 3", Purpose.ANSWER, "pause"),
        ("VERDER", Purpose.ANSWER, "resumed"),
        ("HULP", Purpose.ANSWER, "help"),
        ("wo wel do nie", Purpose.ANSWER, "unparsed"),
    ],
)
def test_an_answer_goes_the_way_that_the_text_came(body: str, purpose: Purpose, step: str) -> None:
    answer = texting(by_mail(), body)
    assert (answer.purpose, answer.step, answer.channel, answer.address.channel) == (purpose, step, "sms", "sms")


def test_the_welcome_goes_the_way_that_the_yes_came() -> None:
    welcome = texting(by_mail(confirmed=False), "JA")
    assert (welcome.step, welcome.channel) == ("welcome", Channel.SMS)
    assert "Antwoord JA of NEE" in str(welcome.body)


def test_a_yes_after_a_stop_before_the_first_yes_opts_in_again_and_confirms() -> None:
    enrolment = enrol_somebody(open_clinic(), confirmed=False)
    phone = address_of(enrolment).value
    text(phone, "STOP", at=now() - timedelta(minutes=1))
    inbound = text(phone, "JA")
    assert Address.objects.get().opted_out_at is None
    assert Enrolment.objects.get().confirmed_at is not None
    assert Delivery.objects.get(step="welcome").state == "scheduled"
    assert not inbound.needs_reading
    assert Delivery.objects.filter(nudge_key="walk", state="scheduled").exists()


def test_a_yes_that_opts_in_again_is_also_the_answer_to_the_open_question() -> None:
    delivery = sent(one_due(), now() - timedelta(minutes=5))
    phone = delivery.address.value
    text(phone, "STOP", at=now() - timedelta(minutes=1))
    inbound = text(phone, "YES")
    assert Address.objects.get().opted_out_at is None
    assert (inbound.delivery_id, fresh(delivery).answer) == (delivery.pk, "done")


def test_a_start_opts_in_again_and_needs_nobody() -> None:
    delivery = one_due()
    text(delivery.address.value, "STOP", at=now() - timedelta(minutes=1))
    assert not text(delivery.address.value, "START").needs_reading
    assert not Delivery.objects.filter(purpose=Purpose.ANSWER).exists()


def test_an_older_yes_that_is_found_after_a_stop_changes_nothing_and_is_read_by_a_person() -> None:
    enrolment = enrol_somebody(open_clinic(), confirmed=False)
    phone = address_of(enrolment).value
    text(phone, "STOP")
    inbound = text(phone, "JA", at=now() - timedelta(minutes=1))
    assert inbound.needs_reading
    assert Enrolment.objects.get().confirmed_at is None
    assert not Consent.objects.filter(what=Consent.What.CONFIRMED).exists()


def test_an_error_in_acting_leaves_no_text_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    delivery = one_due()

    def fails(inbound: Inbound, _at: datetime) -> None:
        raise LookupError(inbound.body)

    monkeypatch.setattr(module, "act_on_reply", fails)
    with caplog.at_level(logging.DEBUG):
        inbound = text(delivery.address.value, "mijn geheim")
    assert inbound.acted_at is None
    assert "LookupError" in caplog.text
    assert "geheim" not in caplog.text
    assert all(entry.exc_info is None for entry in caplog.records)
