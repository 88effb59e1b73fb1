"""The statements of a claim: which addresses have work, and which deliveries change hands.

The checks stand in the statement that changes the state, all of them: what commits meanwhile is seen.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, connection, transaction

from coaching.core.delivery_states import CHECKED_PURPOSES, Purpose, Reason, State
from coaching.models import Delivery

log = logging.getLogger(__name__)

UNHINDERED: Final = (Purpose.SAFETY, Purpose.STAFF_ALERT)
"""Sent whatever a patient has asked for: somebody is in trouble."""


def let_lapse(purposes: Sequence[Purpose], at: datetime, latest: datetime) -> None:
    """What can no longer be sent in time has expired."""
    Delivery.objects.filter(
        state=State.SCHEDULED, send_after__lte=at, expires_at__lte=latest, purpose__in=purposes
    ).update(state=State.EXPIRED, reason=Reason.TOO_LATE, state_at=at)


def _names(purposes: Sequence[Purpose]) -> str:
    """The purposes as a list in SQL. They are our own words, never anybody's input."""
    return ", ".join(f"'{purpose.value}'" for purpose in purposes)


MAY_BE_SENT = f"""
        d.state = 'scheduled' AND d.send_after <= %s AND d.expires_at > %s
    AND (a.opted_out_at IS NULL OR d.purpose IN ({_names(UNHINDERED)}))
    AND NOT EXISTS (SELECT 1 FROM coaching_sender s
                     WHERE s.clinic_id = d.clinic_id AND s.channel = d.channel AND s.stopped_at IS NOT NULL)
    AND (d.purpose NOT IN ({_names(CHECKED_PURPOSES)}) OR (
            e.confirmed_at IS NOT NULL AND e.ended_at IS NULL
        AND (e.paused_from_at IS NULL OR e.paused_from_at > %s OR e.paused_until_at <= %s)
        AND NOT EXISTS (SELECT 1 FROM coaching_delivery o
                         WHERE o.address_id = d.address_id AND o.state IN ('sending', 'unconfirmed')
                           AND o.purpose IN ({_names(CHECKED_PURPOSES)}))))
"""  # noqa: S608  (our own words only)
"""What must hold for a delivery to be claimed: parameters now, latest, now, now."""

JOINED = """
    FROM coaching_delivery d
    JOIN coaching_address a ON a.id = d.address_id
    LEFT JOIN coaching_enrolment e ON e.id = d.enrolment_id
"""


def _ask(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))
        return list(cursor.fetchall())


def _stamp(at: datetime) -> object:
    return connection.ops.adapt_datetimefield_value(at)


def addresses_with_work(purposes: Sequence[Purpose], at: datetime, latest: datetime, most: int) -> list[int]:
    now = _stamp(at)
    rows = _ask(
        f"SELECT d.address_id {JOINED} WHERE d.purpose IN ({_names(purposes)}) AND {MAY_BE_SENT}"
        " ORDER BY d.send_after, d.id LIMIT %s",
        [now, _stamp(latest), now, now, most],
    )
    return sorted({row[0] for row in rows})


def take(purposes: Sequence[Purpose], at: datetime, latest: datetime, addresses: list[int], most: int) -> list[int]:
    """Change scheduled to sending where everything still holds; returns the ids, the longest due first."""
    try:
        with transaction.atomic():  # a savepoint
            return _change(purposes, at, latest, addresses, most)
    except IntegrityError:
        log.error("belt held: a planned delivery was claimed for an address that has one under way")  # noqa: TRY400  (its text names rows)
    taken: list[int] = []
    for address in addresses:  # one row must not stop the others
        with suppress(IntegrityError), transaction.atomic():
            taken += _change(purposes, at, latest, [address], most - len(taken))
    return taken


def _change(purposes: Sequence[Purpose], at: datetime, latest: datetime, addresses: list[int], most: int) -> list[int]:
    now, marks = _stamp(at), ", ".join(["%s"] * len(addresses))
    statement = (
        f"UPDATE coaching_delivery SET state = 'sending', state_at = %s WHERE state = 'scheduled' AND id IN ("  # noqa: S608
        " SELECT id FROM (SELECT d.id, d.send_after, row_number() OVER"
        f" (PARTITION BY d.address_id, CASE WHEN d.purpose IN ({_names(CHECKED_PURPOSES)}) THEN 0 ELSE d.id END"
        f" ORDER BY d.send_after, d.id) AS place {JOINED}"
        f" WHERE d.address_id IN ({marks}) AND d.purpose IN ({_names(purposes)}) AND {MAY_BE_SENT}) q"
        " WHERE place = 1 ORDER BY send_after, id LIMIT %s) RETURNING id"
    )
    values = [now, *addresses, now, _stamp(latest), now, now, most]
    return [row[0] for row in _ask(statement, values)]
