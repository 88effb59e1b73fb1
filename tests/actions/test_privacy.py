"""What a patient is called, can be reached at and says stays out of every log and of the broker."""

import base64
import json
import logging
from datetime import time, timedelta

import pytest
from kombu.transport.memory import Channel

from coaching.actions.claim import claim
from coaching.actions.plan_ahead import plan_ahead
from coaching.actions.receive_receipt import apply_receipts
from coaching.actions.receive_sms import act_on_what_was_left
from coaching.actions.settle_unconfirmed import reconcile, sweep
from coaching.core.delivery_states import CHECKED_PURPOSES
from coaching.models import Enrolment, Inbound, Receipt
from coaching.models.clock import now
from tests.actions.engine import (
    MONDAY,
    TIMING,
    enrol_somebody,
    open_clinic,
    pass_time,
    pointed_at,
    send,
    send_urgent,
    set_clock,
)  # fmt: skip
from tests.simulator.running import Simulator
from tests.waiting import until

NAME, PHONE, MAIL = "Xanthippe Markeringa", "+31687651234", "xanthippe.markeringa@voorbeeld.example"
SAID = "mijn markeringsrug zegt wo wel do nie"
MARKERS = ("Xanthippe", "Markeringa", "87651234", "xanthippe", "markeringsrug", "wo wel do nie")


def published() -> str:
    """Everything that lies in the broker's queues, unpacked."""
    queues = [list(queue.queue) for queue in Channel.queues.values()]
    return "\n".join(
        json.dumps(entry, default=str) + base64.b64decode(entry["body"]).decode() for queue in queues for entry in queue
    )


def live_through(outside: Simulator) -> None:
    """Enrolled, opted in, nudged, answered, paused, stopped, started again; and one text left behind in doubt."""
    enrolment = enrol_somebody(open_clinic(), PHONE, confirmed=False, name=NAME, email=MAIL)
    set_clock(time(10))
    send_urgent()
    outside.answer(PHONE, "Ja")
    assert Enrolment.objects.get(pk=enrolment.pk).confirmed_at is not None
    set_clock(time(10, 20))
    send_urgent()
    plan_ahead(now())
    assert send() == 1
    outside.answer(PHONE, SAID)
    send_urgent()
    outside.answer(PHONE, "PAUZE 2")
    outside.answer(PHONE, "STOP")
    set_clock(time(9), MONDAY + timedelta(days=3))
    outside.answer(PHONE, "START")
    set_clock(time(10, 20), MONDAY + timedelta(days=3))
    plan_ahead(now())
    send()
    set_clock(time(15, 45), MONDAY + timedelta(days=3))
    assert claim(CHECKED_PURPOSES, 1, TIMING.room_to_send), "and left behind"
    pass_time(TIMING.lease * 2)
    sweep(now(), TIMING)
    pass_time(TIMING.settle * 2)
    with pointed_at(twilio_api_url="http://127.0.0.1:9"):
        reconcile(now(), TIMING)
    act_on_what_was_left(now())
    until(lambda: _all_receipts_came(outside))
    apply_receipts(now())


def _all_receipts_came(outside: Simulator) -> bool:
    """Each text of ours has brought three."""
    ours = [sms for sms in outside.sms(to=PHONE) if sms["direction"] == "outbound-api"]
    return Receipt.objects.count() == 3 * len(ours)


def test_no_log_and_no_broker_learns_who_somebody_is_or_what_they_said(
    answering: Simulator, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in ("", "coaching", "twilio", "aiohttp", "aiohttp.access", "celery", "django.request", "django.server"):
        caplog.set_level(logging.DEBUG, name)
    Channel.queues.clear()
    live_through(answering)
    assert Inbound.objects.filter(needs_reading=True).exists()
    until(lambda: "act_on_what_came_in" in published())
    logged = "\n".join(
        f"{record.name} {record.getMessage()} {record.args} {record.exc_text}" for record in caplog.records
    )
    assert "swept claims" in logged
    assert "list cannot be read" in logged
    shown = "".join(capfd.readouterr())
    for marker in MARKERS:
        assert marker not in logged
        assert marker not in shown
        assert marker not in published()
