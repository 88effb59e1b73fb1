"""What time it is. Entry points ask :func:`now` and pass the answer on; nothing else looks at a clock.

A demonstration may be moved through a week in minutes: one stored offset is added to our clock and to the
database's alike. Production refuses an offset (``manage.py doctor``, and :func:`offset` ignores the row).
"""

from datetime import UTC, datetime, timedelta

from django.db import connection, models

from coaching.settings.environment import ENVIRONMENT


class DemoClock(models.Model):
    """The one offset of the demonstration, in whole seconds, and where it is walking to. There is one row or none."""

    offset_seconds = models.BigIntegerField(default=0)
    target_seconds = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.offset_seconds} s ahead"


def offset() -> timedelta:
    """How far our clock is ahead of the machine's: zero outside a demonstration."""
    if not ENVIRONMENT.is_demo:
        return timedelta(0)
    stored = DemoClock.objects.values_list("offset_seconds", flat=True).first()
    return timedelta(seconds=stored or 0)


def now() -> datetime:
    """The present instant, UTC, on our clock."""
    return machine_now() + offset()


def machine_now() -> datetime:
    """The present instant, UTC, on the machine's clock: needs no database and knows no demonstration."""
    return datetime.now(UTC)


def database_now() -> datetime:
    """The present instant, UTC, by the database's clock: the one that all workers share.

    Unlike SQL's ``now()`` it moves on inside a PostgreSQL transaction.
    """
    ask = "SELECT strftime('%Y-%m-%d %H:%M:%f+00:00', 'now')"
    if connection.vendor == "postgresql":
        ask = "SELECT clock_timestamp()"
    with connection.cursor() as cursor:
        cursor.execute(ask)
        answer = cursor.fetchone()[0]
    instant = answer if isinstance(answer, datetime) else datetime.fromisoformat(answer)
    return instant.astimezone(UTC) + offset()
