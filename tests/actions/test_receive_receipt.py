"""Receipts: whatever the order and however often they come, the delivery ends where it belongs."""

import logging
from datetime import timedelta
from itertools import permutations

import pytest

from coaching.actions.claim import Claimed, claim
from coaching.actions.receive_receipt import NEWS, apply_receipts, receive_receipt
from coaching.actions.record_outcome import record, settled_by
from coaching.core.delivery_states import CHECKED_PURPOSES
from coaching.core.outcomes import Accepted, Deferred, Lost
from coaching.models import Address, Attempt, Delivery, Receipt
from coaching.models.clock import now
from tests.actions.engine import TIMING, fresh, one_due, pass_time, state_of

SID = "SM" + "1" * 32


def one_taken() -> tuple[Delivery, Claimed]:
    delivery = one_due()
    (claimed,) = claim(CHECKED_PURPOSES, 1, TIMING.room_to_send)
    return delivery, claimed


def comes(claimed: Claimed, status: str, sid: str = SID, **more: str) -> bool:
    return receive_receipt(claimed.token, {"MessageStatus": status, "MessageSid": sid, **more}, now())


def anew(delivery: Delivery) -> None:
    """As it was right after the claim."""
    Receipt.objects.all().delete()
    Attempt.objects.update(provider_id="", outcome="", code="", settled_at=None)
    Delivery.objects.filter(pk=delivery.pk).update(state="sending", reason="", sent_at=None)


@pytest.mark.parametrize(("statuses", "state"), [
    (("queued", "sent", "delivered"), "delivered"),
    (("queued", "sent", "undelivered"), "failed"),
    (("queued", "failed"), "failed"),
    (("accepted", "queued", "sent"), "sent"),
])  # fmt: skip
def test_in_any_order_and_with_repeats_they_lead_to_the_same(statuses: tuple[str, ...], state: str) -> None:
    delivery, claimed = one_taken()
    for order in permutations(statuses):
        for at_once in (True, False):
            anew(delivery)
            for status in (*order, *order):
                comes(claimed, status)
                if not at_once:
                    apply_receipts(now())
            apply_receipts(now())
            assert state_of(delivery)[0] == state, order
            assert Receipt.objects.count() == len(statuses)


def test_a_receipt_that_overtakes_our_own_record_settles_it() -> None:
    delivery, claimed = one_taken()
    comes(claimed, "delivered")
    apply_receipts(now())
    assert state_of(delivery) == ("delivered", "")
    record([settled_by(Accepted(SID), claimed.delivery_id, claimed.attempt_id, claimed.token, now())], now())
    assert state_of(delivery) == ("delivered", "")
    assert fresh(delivery).sent_at is not None


def test_a_receipt_settles_what_was_taken_for_lost() -> None:
    delivery, claimed = one_taken()
    record([settled_by(Lost("x"), claimed.delivery_id, claimed.attempt_id, claimed.token, now())], now())
    comes(claimed, "sent")
    apply_receipts(now())
    assert state_of(delivery) == ("sent", "")
    assert Attempt.objects.get().provider_id == SID


def test_an_unknown_status_is_kept_and_changes_nothing() -> None:
    delivery, claimed = one_taken()
    assert comes(claimed, "teleported")
    assert apply_receipts(now()) == 1
    assert state_of(delivery) == ("sending", "")
    kept = Receipt.objects.get()
    assert (kept.status, kept.applied_at is not None) == ("teleported", True)
    assert '"MessageStatus": "teleported"' in str(kept.raw)
    assert apply_receipts(now()) == 0


def test_a_repeat_is_stored_once() -> None:
    _, claimed = one_taken()
    assert comes(claimed, "sent")
    assert not comes(claimed, "sent")
    assert comes(claimed, "sent", sid="SM" + "2" * 32), "another id of the same token is evidence of a double"
    assert Receipt.objects.count() == 2


def test_a_token_that_is_not_ours_changes_nothing() -> None:
    assert receive_receipt(b"\x00" * 16, {"MessageStatus": "sent", "MessageSid": SID}, now()) is False
    assert Receipt.objects.count() == 0


def test_a_bounce_because_of_a_stop_opts_out_here_as_well() -> None:
    delivery, claimed = one_taken()
    comes(claimed, "failed", ErrorCode="21610")
    apply_receipts(now())
    assert state_of(delivery) == ("failed", "opted_out_at_provider")
    assert Address.objects.get().opted_out_at is not None
    assert not Delivery.objects.filter(state="scheduled").exists()


def second_attempt(delivery: Delivery, first: Claimed) -> Claimed:
    record([settled_by(Deferred("x"), first.delivery_id, first.attempt_id, first.token, now())], now())
    pass_time(timedelta(seconds=31))
    (second,) = claim(CHECKED_PURPOSES, 1, TIMING.room_to_send)
    assert second.delivery_id == delivery.pk
    return second


def test_a_bounce_of_an_older_attempt_does_not_touch_the_newer_one() -> None:
    delivery, first = one_taken()
    second_attempt(delivery, first)
    comes(first, "undelivered", ErrorCode="30003")
    apply_receipts(now())
    assert state_of(delivery) == ("sending", "")


def test_good_news_of_an_older_attempt_settles_it_with_an_alarm(caplog: pytest.LogCaptureFixture) -> None:
    delivery, first = one_taken()
    second_attempt(delivery, first)
    comes(first, "delivered")
    apply_receipts(now())
    assert state_of(delivery) == ("delivered", "")
    assert [one for one in caplog.records if one.levelno >= logging.ERROR]


def test_one_that_cannot_be_read_does_not_hold_up_the_others() -> None:
    delivery, claimed = one_taken()
    comes(claimed, "queued")
    Receipt.objects.update(raw="no JSON")
    comes(claimed, "delivered")
    apply_receipts(now())
    assert state_of(delivery) == ("delivered", "")
    assert apply_receipts(now()) == 0


def test_a_late_repeat_of_an_earlier_status_does_not_blank_what_is_known() -> None:
    _, claimed = one_taken()
    comes(claimed, "undelivered", ErrorCode="30003")
    apply_receipts(now())
    comes(claimed, "sent")
    apply_receipts(now())
    attempt = Attempt.objects.get()
    assert (attempt.outcome, attempt.code) == ("bounced", "30003")


def test_every_status_of_the_provider_is_known() -> None:
    """https://www.twilio.com/docs/messaging/api/message-resource#message-status-values (outbound)."""
    assert set(NEWS) >= {
        "accepted", "scheduled", "queued", "sending", "sent", "delivered", "undelivered", "failed", "read", "canceled",
    }  # fmt: skip
