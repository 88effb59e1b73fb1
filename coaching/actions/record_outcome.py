"""Record what became of a delivery: the one place where news changes a state, always by a conditional update."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from coaching.core.delivery_states import News, Reason, State, after, states_before
from coaching.core.outcomes import Accepted, Deferred, Outcome, Rejected
from coaching.models import Attempt, Sender

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settled:
    """What happened to one attempt. ``code`` is the provider's; ``send_after`` is for what goes back to the queue."""

    delivery_id: int
    attempt_id: int
    token: bytes
    news: News
    reason: Reason = Reason.NONE
    code: str = ""
    provider_id: str = ""
    send_after: datetime | None = None


def settled_by(outcome: Outcome, delivery_id: int, attempt_id: int, token: bytes, at: datetime) -> Settled:
    """A gateway's answer as news of the delivery."""
    if isinstance(outcome, Accepted):
        return Settled(delivery_id, attempt_id, token, News.ACCEPTED, provider_id=outcome.provider_id)
    if isinstance(outcome, Deferred):
        again_at = at + timedelta(seconds=outcome.wait_seconds)
        return Settled(delivery_id, attempt_id, token, News.DEFERRED, code=outcome.reason[:20], send_after=again_at)
    if isinstance(outcome, Rejected):
        reason = Reason.OPTED_OUT_AT_PROVIDER if outcome.opted_out else Reason.REJECTED
        return Settled(delivery_id, attempt_id, token, News.REJECTED, reason, code=outcome.code)
    return Settled(delivery_id, attempt_id, token, News.LOST, Reason.OUTCOME_UNKNOWN, code=outcome.reason[:20])


def record(settled: Iterable[Settled], at: datetime) -> None:
    """Record a group in one transaction. What another process settled first stays as it is."""
    by_news: dict[News, list[Settled]] = defaultdict(list)
    for one in sorted(settled, key=lambda one: one.delivery_id):
        by_news[one.news].append(one)
    with transaction.atomic():
        for news, group in by_news.items():
            _move(news, group, at)
        _note_on_attempts([one for group in by_news.values() for one in group], at)


def _move(news: News, group: list[Settled], at: datetime) -> None:
    """One conditional update a delivery: the state must allow it, and the token must be the attempt's."""
    stamp = connection.ops.adapt_datetimefield_value
    for state in states_before(news):
        following = after(state, news)
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE coaching_delivery SET state = %s, reason = %s, state_at = %s,"
                " send_after = COALESCE(%s, send_after), sent_at = COALESCE(sent_at, %s)"
                " WHERE id = %s AND token = %s AND state = %s",
                [
                    (
                        following.value,
                        one.reason.value,
                        stamp(at),
                        stamp(one.send_after) if one.send_after else None,
                        stamp(at) if following in {State.SENT, State.DELIVERED} else None,
                        one.delivery_id,
                        one.token,
                        state.value,
                    )
                    for one in group
                ],
            )


def _note_on_attempts(group: list[Settled], at: datetime) -> None:
    """The attempt keeps what is known of it: an id is evidence, even when the state was settled before."""
    stamp = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE coaching_attempt SET outcome = CASE WHEN outcome IN ('confirmed', 'bounced') THEN outcome ELSE %s END,"
            " code = CASE WHEN %s = '' THEN code ELSE %s END,"
            " settled_at = %s, unconfirmed_at = COALESCE(%s, unconfirmed_at),"
            " provider_id = CASE WHEN provider_id = '' THEN %s ELSE provider_id END WHERE id = %s",
            [
                (
                    one.news.value,
                    one.code,
                    one.code,
                    stamp(at),
                    stamp(at) if one.news is News.LOST else None,
                    one.provider_id,
                    one.attempt_id,
                )
                for one in group
            ],
        )


def stop_sender(clinic_id: int, channel: str, reason: str, at: datetime) -> None:
    """Our credentials were refused: nothing more is claimed for this sender until a person mends them."""
    stopped = Sender.objects.filter(clinic=clinic_id, channel=channel, stopped_at=None).update(
        stopped_at=at, stopped_reason=reason
    )
    if stopped:
        log.error("sender stopped clinic=%s channel=%s because=%s", clinic_id, channel, reason)


def attempt_of(token: bytes) -> Attempt | None:
    """The attempt that a token names, if there is one."""
    return Attempt.objects.filter(token=token).select_related("delivery").first()
