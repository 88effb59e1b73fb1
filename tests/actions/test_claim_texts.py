"""Which text the claim takes: a fresh one, in its turn."""

from datetime import timedelta

from coaching.actions.claim import Claimed, claim
from coaching.core.delivery_states import CHECKED_PURPOSES, Reason, State
from coaching.models import Delivery
from tests.actions.engine import MONDAY, TIMING, fresh, one_due, state_of


def take() -> list[Claimed]:
    return claim(CHECKED_PURPOSES, 100, TIMING.room_to_send)


def test_without_a_fresh_text_it_is_called_off_for_good() -> None:
    delivery = one_due()
    for number, text in enumerate(t.id for t in delivery.version.value().texts if t.id.startswith("calm-walk")):  # type: ignore[union-attr]
        sent_earlier(delivery, text, number + 1)
    assert take() == []
    assert state_of(delivery) == ("cancelled", "no_fresh_text")


def sent_earlier(delivery: Delivery, text_id: str, days: int) -> None:
    """The same nudge so many days earlier, with that text."""
    copy = fresh(delivery)
    copy.pk, copy.state, copy.reason, copy.text_id = None, State.SENT, Reason.NONE, text_id  # type: ignore[assignment]
    copy.on_date, copy.due_at = MONDAY - timedelta(days=days), copy.due_at - timedelta(days=days)
    copy.save(force_insert=True)


def walks(delivery: Delivery) -> list[str]:
    assert delivery.version
    texts = delivery.version.value().texts
    return [text.id for text in texts if text.kind == "walk" and text.phase in {None, "calm"} and not text.exercise]


def test_a_text_of_28_days_ago_is_not_fresh_and_one_of_29_is() -> None:
    delivery = one_due()
    last, *others = walks(delivery)
    for number, text in enumerate(others):
        sent_earlier(delivery, text, number + 1)
    sent_earlier(delivery, last, 28)
    assert take() == []
    Delivery.objects.filter(text_id=last).update(
        on_date=MONDAY - timedelta(days=29), due_at=delivery.due_at - timedelta(days=29)
    )
    Delivery.objects.filter(pk=delivery.pk).update(state=State.SCHEDULED)
    assert [one.written.text_id for one in take()] == [last]


def test_every_text_has_its_turn_before_one_comes_again() -> None:
    delivery = one_due()
    never, *others = walks(delivery)
    for number, text in enumerate(others):
        sent_earlier(delivery, text, 40 + number)
    assert [one.written.text_id for one in take()] == [never]
    Delivery.objects.filter(pk=delivery.pk).update(state=State.SCHEDULED)
    sent_earlier(delivery, never, 30)
    assert [one.written.text_id for one in take()] == [others[-1]], "the one that was used longest ago"
