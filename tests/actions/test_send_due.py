"""What is due goes out once, over real connections: to the simulator, and to servers that misbehave."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import LazySettings

from coaching.actions.claim import claim
from coaching.actions.receive_receipt import apply_receipts
from coaching.core.delivery_states import CHECKED_PURPOSES
from coaching.models import Address, Attempt, Consent, Delivery, Receipt, Sender
from coaching.models.clock import now
from tests.actions.engine import (
    TIMING,
    a_phone,
    address_of,
    enrol_somebody,
    many_due,
    one_due,
    open_clinic,
    pass_time,
    pointed_at,
    send,
    send_urgent,
    state_of,
)  # fmt: skip
from tests.gateways.raw_server import RawServer, Script, closes, http, raw_server, stalls
from tests.simulator.running import Simulator
from tests.waiting import until

CREATED = http("201 Created", json.dumps({"sid": "SM" + "0" * 32}))
REFUSED = http("401 No", json.dumps({"code": 20003, "message": "Authenticate", "status": 401}))


@pytest.fixture
def server() -> Iterator[RawServer]:
    with raw_server(CREATED) as running, pointed_at(twilio_api_url=running.url):
        yield running


def test_a_nudge_goes_out_and_its_receipts_come_back(answering: Simulator) -> None:
    delivery = one_due()
    assert send() == 1
    phone = address_of(delivery.enrolment).value  # type: ignore[arg-type]
    (sms,) = answering.sms(to=phone)
    attempt = Attempt.objects.get()
    assert (sms["body"], sms["sid"]) == (attempt.body, attempt.provider_id)
    until(lambda: Receipt.objects.count() == 3)
    assert set(Receipt.objects.values_list("status", flat=True)) == {"queued", "sent", "delivered"}
    apply_receipts(now())
    assert state_of(delivery) == ("delivered", "")
    assert send() == 0
    assert len(answering.sms(to=phone)) == 1


def test_an_opt_in_goes_out_and_a_nudge_does_not_before_the_yes(outside: Simulator) -> None:
    phone = a_phone()
    enrol_somebody(open_clinic(), phone, confirmed=False)
    assert send_urgent() == 1
    assert send() == 0
    (sms,) = outside.sms(to=phone)
    assert "JA" in sms["body"]


def test_a_batch_goes_out_side_by_side_and_each_once(outside: Simulator) -> None:
    many_due(open_clinic(), 100)
    assert send() == 100
    assert Delivery.objects.filter(nudge_key="walk", state__in=["sent", "delivered"]).count() == 100
    ids = list(Attempt.objects.values_list("provider_id", flat=True))
    assert len(set(ids)) == len(ids) == 100
    assert all(len(outside.sms(to=address.value)) == 1 for address in Address.objects.all()[:5])


def test_a_mail_goes_the_same_way(outside: Simulator, settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", outside.smtp_port
    delivery = one_due(phone="+31613999999", email="anna@voorbeeld.example", channel="email")
    assert send() == 1
    assert state_of(delivery) == ("sent", "")
    attempt = Attempt.objects.get()
    (mail,) = outside.ask("/mails.json").json["mails"]
    assert "anna@voorbeeld.example" in json.dumps(mail)
    assert attempt.provider_id == f"<{bytes(attempt.token).hex()}@clinic.example>"


def test_no_mail_server_means_not_taken(settings: LazySettings, free_port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port
    with pointed_at(twilio_api_url=f"http://127.0.0.1:{free_port}"):
        delivery = one_due(phone="", email="bram@voorbeeld.example", channel="email")
        send()
    assert state_of(delivery) == ("scheduled", "")


@pytest.mark.parametrize(
    ("ending", "state", "reason"),
    [("14", "failed", "rejected"), ("15", "scheduled", ""), ("20", "failed", "rejected")],
)
def test_what_the_provider_refuses_is_recorded(ending: str, state: str, reason: str, outside: Simulator) -> None:
    delivery = one_due()
    magic = f"+316155500{ending}"
    address = address_of(delivery.enrolment)  # type: ignore[arg-type]
    address.value = magic
    address.save()
    send()
    assert state_of(delivery) == (state, reason)
    assert outside.sms(to=magic) == []


def test_who_is_blocked_at_the_provider_is_opted_out_here_as_well(answering: Simulator) -> None:
    """A STOP that never reached us: the provider refuses the next text, and our own record follows."""
    phone = a_phone()
    with pointed_at(twilio_auth_tokens=("another",)):
        answering.answer(phone, "STOP")
    delivery = one_due(phone=phone)
    send()
    assert state_of(delivery) == ("failed", "opted_out_at_provider")
    assert Address.objects.get().opted_out_at is not None
    assert Delivery.objects.filter(state="scheduled").count() == 0, "nothing waits for somebody who has stopped"
    assert Consent.objects.filter(what=Consent.What.WITHDRAWN).count() == 1


@pytest.mark.parametrize("script", [closes, stalls, http("500 No", "{}"), http("201 Created", "<html>")])
def test_what_nobody_knows_is_unconfirmed_and_never_sent_again_by_itself(
    script: Script, server: RawServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coaching.gateways.twilio_transport.IN_ALL_SECONDS", 0.5)
    server.script = script
    delivery = one_due()
    send()
    assert state_of(delivery) == ("unconfirmed", "outcome_unknown")
    attempt = Attempt.objects.get()
    assert attempt.unconfirmed_at is not None
    pass_time(timedelta(minutes=5))
    server.script = CREATED
    send()
    assert len(server.requests) == 1


def test_refused_credentials_stop_the_sender_with_one_alarm(
    server: RawServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.script = REFUSED
    many_due(open_clinic(), 5)
    caplog.set_level(logging.ERROR)
    send()
    assert len([one for one in caplog.records if "sender stopped" in one.getMessage()]) == 1
    assert set(Delivery.objects.filter(nudge_key="walk").values_list("state", flat=True)) == {"scheduled"}
    asked = len(server.requests)
    pass_time(timedelta(minutes=2))
    send()
    assert len(server.requests) == asked
    Sender.objects.update(stopped_at=None)
    server.script = CREATED
    send()
    assert Delivery.objects.filter(nudge_key="walk", state="sent").count() == 5


def test_a_code_that_nobody_knows_fails_and_is_told(server: RawServer, caplog: pytest.LogCaptureFixture) -> None:
    server.script = http("400 No", json.dumps({"code": 29999, "message": "new", "status": 400}))
    delivery = one_due()
    send()
    assert state_of(delivery) == ("failed", "rejected")
    assert any("29999" in one.getMessage() and one.levelno >= logging.ERROR for one in caplog.records)


def test_the_token_travels_in_the_callback_and_never_twice_the_same(server: RawServer) -> None:
    server.script = http("429 Slow", "{}")
    one_due()
    for _ in range(3):
        send()
        pass_time(timedelta(seconds=31))
    tokens = [bytes(attempt.token).hex() for attempt in Attempt.objects.order_by("id")]
    assert len(set(tokens)) == len(tokens) == len(server.requests) == 3
    for token, request in zip(tokens, server.requests, strict=True):
        assert f"status%2F{token}".encode() in request


def test_two_senders_at_the_same_time_hand_over_each_once(server: RawServer) -> None:
    """What the one has claimed is not there for the other."""
    many_due(open_clinic(), 10)
    mine = claim(CHECKED_PURPOSES, 4, TIMING.room_to_send)
    send()
    assert len(mine) == 4
    assert len(server.requests) == 6
