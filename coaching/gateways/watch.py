"""A worker's pulse: it shows that it lives, and scans by itself when no wake-up has come for a while.

With the broker gone, tasks stop; the work does not. The thread has a database connection of its own.
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


class Watch:
    """Runs ``scan`` when asked and by itself when nobody has asked for a while; touches ``heartbeat`` every second."""

    def __init__(self, scan: Callable[[], None], heartbeat: Path) -> None:
        self._scan, self._heartbeat = scan, heartbeat
        self._asked_at = time.monotonic()
        self._busy, self._stop = threading.Lock(), threading.Event()
        heartbeat.parent.mkdir(parents=True, exist_ok=True)

    def start(self) -> None:
        """Start the thread."""
        threading.Thread(target=self._watch, name="watch", daemon=True).start()

    def asked(self, work: Callable[[], object]) -> None:
        """A wake-up: do ``work``, unless this process is scanning or ending; what is left is found the next time."""
        if self._stop.is_set() or not self._busy.acquire(blocking=False):
            return
        try:
            work()
        finally:
            self._asked_at = time.monotonic()
            self._busy.release()

    def finish(self, seconds: float) -> bool:
        """Begin nothing new and wait for what is running; False when it did not end in time."""
        self._stop.set()
        return self._busy.acquire(timeout=seconds)

    def _watch(self) -> None:
        while not self._stop.wait(BEAT_SECONDS):
            self._heartbeat.touch()
            if time.monotonic() - self._asked_at > QUIET_SECONDS:
                self._scan_by_itself()

    def _scan_by_itself(self) -> None:
        close_old_connections()
        try:
            self.asked(self._scan)
        except Exception:
            log.exception("scan failed")
