"""Record outcomes as they come, in groups that are small in number and in time."""

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from functools import cache
from typing import Final

from django.db import DatabaseError, close_old_connections

from coaching.actions.claim import Claimed
from coaching.actions.obey import note_opt_out_at_provider
from coaching.actions.record_outcome import record, settled_by, stop_sender
from coaching.core.outcomes import UNKNOWN_CODE, Deferred, Outcome, Rejected

log = logging.getLogger(__name__)

GROUP: Final = 100
"""Outcomes recorded in one transaction, at most."""
GROUP_SECONDS: Final = 0.1
"""No outcome waits longer than this for its group."""
SECONDS_BETWEEN_TRIES: Final = 0.5

Group = list[tuple[Claimed, Outcome]]


class Recorder:
    """Takes outcomes in the event loop and records them in a thread of its own, until told that all have come."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._waiting: Group = []
        self._full = asyncio.Event()
        self._finished = False

    def take(self, claimed: Claimed, outcome: Outcome) -> None:
        """One more outcome."""
        self._waiting.append((claimed, outcome))
        if len(self._waiting) >= GROUP:
            self._full.set()

    def finish(self) -> None:
        """All outcomes have come."""
        self._finished = True
        self._full.set()

    async def run(self) -> None:
        """Record group after group until all have come and are recorded."""
        while self._waiting or not self._finished:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._full.wait(), GROUP_SECONDS)
            if not self._finished:
                self._full.clear()
            group, self._waiting = self._waiting[:GROUP], self._waiting[GROUP:]
            if group:
                await asyncio.get_running_loop().run_in_executor(_thread(), _record, group, self._clock)


@cache
def _thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="recorder")


def _record(group: Group, clock: Callable[[], datetime]) -> None:
    """Record a group, again and again until it commits or the process ends: a known outcome must not be lost."""
    pause = threading.Event()
    while True:
        try:
            _record_once(group, clock())
        except DatabaseError:
            log.exception("outcomes not recorded yet count=%s", len(group))
            close_old_connections()
            pause.wait(SECONDS_BETWEEN_TRIES)
        else:
            return


def _record_once(group: Group, at: datetime) -> None:
    record([settled_by(outcome, one.delivery_id, one.attempt_id, one.token, at) for one, outcome in group], at)
    for one, outcome in group:
        if isinstance(outcome, Deferred) and outcome.stops_sender:
            stop_sender(one.clinic_id, one.channel, outcome.reason, at)
        if isinstance(outcome, Rejected) and outcome.opted_out:
            note_opt_out_at_provider(one.delivery_id, at)
        if isinstance(outcome, Rejected) and outcome.reason == UNKNOWN_CODE:
            log.error("refused with a code that we do not know delivery=%s code=%s", one.delivery_id, outcome.code)
