"""Wake-ups over the broker. They are hints: the truth is a scan of the database, so any of them may be lost.

A request never publishes by itself, for with a stalled broker it would hang: it hands the wake-up to a thread with a
short queue, and what does not fit is dropped.
"""

import logging
import os
import queue
import threading

from celery import Celery
from django.conf import settings
from django.db import transaction
from redis import Redis, RedisError

log = logging.getLogger(__name__)

QUEUE_LENGTH = 8
SECONDS_UNTIL_STALE = 5
PATIENCE = 1.0
"""Seconds for the broker to answer a question."""


class _Publisher:
    """One thread of this process that publishes what it is handed."""

    def __init__(self) -> None:
        self.todo: queue.Queue[tuple[str, str]] = queue.Queue(QUEUE_LENGTH)
        threading.Thread(target=self._publish, name="wake-ups", daemon=True).start()

    def _publish(self) -> None:
        app = Celery("volhoud", set_as_current=False)
        app.config_from_object("django.conf:settings", namespace="CELERY")
        while True:
            task, on_queue = self.todo.get()
            try:
                app.send_task(task, queue=on_queue, retry=False, expires=SECONDS_UNTIL_STALE)
            except Exception:  # noqa: BLE001  (a wake-up may be lost: the scan finds the work)
                log.warning("wake-up not published task=%s", task)


_publishers: dict[int, _Publisher] = {}
_guard = threading.Lock()


def wake(task: str, on_queue: str) -> None:
    """After the commit, tell a worker that there is work. Returns at once and never fails."""
    transaction.on_commit(lambda: _hand_on(task, on_queue))


def _hand_on(task: str, on_queue: str) -> None:
    with _guard:
        if os.getpid() not in _publishers:
            _publishers[os.getpid()] = _Publisher()
        publisher = _publishers[os.getpid()]
    try:
        publisher.todo.put_nowait((task, on_queue))
    except queue.Full:
        return  # the scan finds the work anyway


def wake_ups_waiting(on_queue: str) -> int:
    """How many wake-ups the broker holds for that queue; 0 when it does not answer within a second."""
    try:
        with Redis.from_url(broker_url(), socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE) as client:
            return int(client.llen(on_queue))
    except (RedisError, OSError):
        return 0


def broker_answers() -> bool:
    """Whether the broker answers within a second."""
    try:
        with Redis.from_url(broker_url(), socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE) as client:
            return bool(client.ping())
    except (RedisError, OSError):
        return False


def broker_url() -> str:
    """The broker's address as its own client writes it; Celery writes that of a unix socket differently."""
    url: str = settings.CELERY_BROKER_URL
    return url.replace("redis+socket://", "unix://", 1)
