"""A worker's pulse: it shows that it lives, and scans by itself when no wake-up has come for a while.

With the broker gone, tasks stop; the work does not. Two threads: the pulse must not stop while a scan takes its time.
"""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.db import close_old_connections

log = logging.getLogger(__name__)

QUIET_SECONDS: Final = 30
"""So long without a wake-up, and the worker scans by itself."""
BEAT_SECONDS: Final = 1
DEAF_AFTER_SCANS: Final = 2
"""So many scans by itself while wake-ups lie waiting for it, and the worker no longer hears its broker."""


class Watch:
    """Runs ``scan`` when asked and by itself when nobody has asked for a while; touches ``heartbeat`` every second.

    ``wake_ups_wait`` tells whether the broker holds wake-ups for this worker. If it does while none comes through, the
    connection is deaf (it can be after a broker that stalled): ``start_anew`` is called, and somebody starts a new worker.
    """

    def __init__(
        self,
        scan: Callable[[], None],
        heartbeat: Path,
        *,
        wake_ups_wait: Callable[[], bool] = lambda: False,
        start_anew: Callable[[], None] = lambda: None,
    ) -> None:
        self._scan, self._heartbeat = scan, heartbeat
        self._wake_ups_wait, self._start_anew = wake_ups_wait, start_anew
        self._asked_at = time.monotonic()
        self._scans_by_itself = 0
        self._busy, self._stop = threading.Lock(), threading.Event()
        heartbeat.parent.mkdir(parents=True, exist_ok=True)

    def start(self) -> None:
        """Start both threads."""
        threading.Thread(target=self._beat, name="pulse", daemon=True).start()
        threading.Thread(target=self._watch, name="watch", daemon=True).start()

    def asked(self, work: Callable[[], object]) -> None:
        """A wake-up: do ``work``, unless this process is scanning or ending; what is left is found the next time."""
        self._scans_by_itself = 0
        self._do(work)

    def finish(self, seconds: float) -> bool:
        """Begin nothing new and wait for what is running; False when it did not end in time."""
        self._stop.set()
        return self._busy.acquire(timeout=seconds)

    def _do(self, work: Callable[[], object]) -> None:
        if self._stop.is_set() or not self._busy.acquire(blocking=False):
            return
        try:
            work()
        finally:
            self._asked_at = time.monotonic()
            self._busy.release()

    def _beat(self) -> None:
        while not self._stop.wait(BEAT_SECONDS):
            self._heartbeat.touch()

    def _watch(self) -> None:
        while not self._stop.wait(BEAT_SECONDS):
            if time.monotonic() - self._asked_at > QUIET_SECONDS:
                self._scan_by_itself()

    def _scan_by_itself(self) -> None:
        """The thread has a database connection of its own."""
        close_old_connections()
        self._scans_by_itself += 1
        try:
            self._do(self._scan)
        except Exception as raised:  # noqa: BLE001  (whatever it was: the next scan tries again)
            log.error("scan failed because=%s", type(raised).__name__)  # noqa: TRY400  (a trace may hold what a text says)
        if self._scans_by_itself >= DEAF_AFTER_SCANS and self._wake_ups_wait():
            log.error("wake-ups wait and none comes through: this worker ends, for a new one to begin")
            self._scans_by_itself = 0
            self._start_anew()
