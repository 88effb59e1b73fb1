"""What a wake-up does: each task calls one action. The truth is a scan of the database, so none of them carries work."""

import os
import signal
from collections.abc import Callable
from typing import Any

from celery import shared_task
from celery.signals import worker_process_init, worker_process_shutdown

from coaching.actions.move_clock import walk_clock
from coaching.actions.plan_ahead import plan_ahead as plan_what_is_due
from coaching.actions.receive_receipt import apply_receipts
from coaching.actions.receive_sms import act_on_what_was_left
from coaching.actions.send_due import gateways, timing
from coaching.actions.send_due import send_due as send_all_due
from coaching.actions.settle_unconfirmed import reconcile, sweep
from coaching.actions.tend_enrolments import remind_of_opt_in as remind_who_is_due
from coaching.core.delivery_states import CHECKED_PURPOSES, URGENT_PURPOSES
from coaching.gateways.event_loop import loop_thread
from coaching.gateways.wakeups import wake_ups_waiting
from coaching.gateways.watch import Watch
from coaching.models.clock import now
from coaching.settings.environment import ENVIRONMENT

SECONDS_TO_FINISH = 9
_watch: list[Watch] = []


@shared_task(name="send_urgent")
def send_urgent() -> None:
    """Send what somebody is waiting for."""
    _asked(lambda: send_all_due(URGENT_PURPOSES, now))


@shared_task(name="act_on_what_came_in")
def act_on_what_came_in() -> None:
    """Act on texts and receipts that were stored and not acted on yet."""
    _asked(lambda: (act_on_what_was_left(now()), apply_receipts(now())))


@shared_task(name="send_due")
def send_due() -> None:
    """Send the nudges that are due."""
    _asked(lambda: send_all_due(CHECKED_PURPOSES, now))


@shared_task(name="plan_ahead")
def plan_ahead() -> None:
    """Store what the planner yields for the coming day and a half."""
    _asked(lambda: plan_what_is_due(now()))


@shared_task(name="remind_of_opt_in")
def remind_of_opt_in() -> None:
    """Remind those who have not said yes."""
    _asked(lambda: remind_who_is_due(now()))


@shared_task(name="settle_unconfirmed")
def settle_unconfirmed() -> None:
    """Settle what nobody is sure of."""
    _asked(lambda: (sweep(now(), timing()), reconcile(now(), timing())))


@shared_task(name="walk_clock")
def walk_the_clock() -> None:
    """Let the demonstration's clock walk on to where it was sent."""
    _asked(lambda: walk_clock(now()))


@shared_task(name="beat_seen")
def beat_seen() -> None:
    """Show that beat is alive: readiness looks at this file."""
    (ENVIRONMENT.data_dir / "run").mkdir(parents=True, exist_ok=True)
    (ENVIRONMENT.data_dir / "run" / "beat.heartbeat").touch()


def scan_urgent() -> None:
    """Everything that the urgent worker is ever woken for."""
    act_on_what_was_left(now())
    apply_receipts(now())
    send_all_due(URGENT_PURPOSES, now)


def scan_bulk() -> None:
    """Everything that the bulk worker is ever woken for."""
    plan_what_is_due(now())
    send_all_due(CHECKED_PURPOSES, now)
    sweep(now(), timing())
    reconcile(now(), timing())


def _asked(work: Callable[[], object]) -> None:
    if _watch:
        _watch[0].asked(work)
    else:
        work()


@worker_process_init.connect
def begin(**_: Any) -> None:  # noqa: ANN401  (Celery's signature)
    """A worker child begins: its gateways are built completely before anything can use them, and it shows its pulse."""
    gateways()
    process = ENVIRONMENT.process or "bulk"
    watch = Watch(
        scan_urgent if process == "urgent" else scan_bulk,
        ENVIRONMENT.data_dir / "run" / f"{process}.heartbeat",
        wake_ups_wait=lambda: wake_ups_waiting(process) > 0,
        start_anew=lambda: os.kill(os.getppid(), signal.SIGTERM),
    )
    _watch[:] = [watch]
    watch.start()


@worker_process_shutdown.connect
def end(**_: Any) -> None:  # noqa: ANN401  (Celery's signature)
    """A worker child ends: what is on its way is finished, nothing new begins."""
    for watch in _watch:
        watch.finish(SECONDS_TO_FINISH)
    loop_thread().run(gateways().sms.close())
