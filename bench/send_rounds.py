"""The measured process of ``bench.send``: bare client and whole way in turn. Prints one line of JSON."""

import asyncio
import json
import os
import sys
import time
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coaching.settings")
django.setup()

from django.core.management import call_command  # noqa: E402  (Django must be set up first)

from bench.send import BODY, count_at  # noqa: E402
from coaching.actions.load_demo_patients import load_demo_patients  # noqa: E402
from coaching.actions.send_due import WAVE, WAVES_AT_ONCE, account, gateways, send_due  # noqa: E402
from coaching.core.delivery_states import CHECKED_PURPOSES, State  # noqa: E402
from coaching.core.outcomes import Accepted  # noqa: E402
from coaching.gateways.event_loop import loop_thread  # noqa: E402
from coaching.gateways.twilio_sms import OutgoingSms  # noqa: E402
from coaching.models import Delivery  # noqa: E402
from coaching.models.clock import now  # noqa: E402

AT_ONCE = WAVE * WAVES_AT_ONCE


def main(nudges: int, rounds: int, port: int) -> None:
    """Alternate, and hold what the database says against what the sink counted."""
    call_command("migrate", verbosity=0)
    bare_rate(200)  # connections open, templates compiled, caches warm
    whole_way(200, port)
    bare, ours = [], []
    for _ in range(rounds):
        bare.append(bare_rate(nudges))
        ours.append(whole_way(nudges, port))
    print(json.dumps({"bare": bare, "ours": ours}))


def bare_rate(messages: int) -> float:
    """Messages a second of the same client, as many at once, and nothing else."""
    ways = gateways()
    sms = OutgoingSms(account(), "+31612345678", BODY, "http://127.0.0.1/status/0", 3600)

    async def worker(share: int) -> None:
        for _ in range(share):
            outcome = await ways.sms.hand_over(sms)
            if not isinstance(outcome, Accepted):
                raise SystemExit(f"the sink did not take it: {outcome}")

    async def all_of_them() -> None:
        shares = [messages // AT_ONCE + (number < messages % AT_ONCE) for number in range(AT_ONCE)]
        await asyncio.gather(*(worker(share) for share in shares))

    began = time.perf_counter()
    loop_thread().run(all_of_them())
    return messages / (time.perf_counter() - began)


def whole_way(nudges: int, port: int) -> float:
    """Nudges a second from due in the database to recorded as sent."""
    load_demo_patients(nudges, timedelta(seconds=1), 1, now())
    while Delivery.objects.filter(state=State.SCHEDULED, send_after__gt=now()).exists():
        time.sleep(0.1)
    taken, recorded = count_at(port), sent()
    began = time.perf_counter()
    send_due(CHECKED_PURPOSES, now)
    took = time.perf_counter() - began
    if not count_at(port) - taken == sent() - recorded == nudges:
        raise SystemExit(f"due {nudges}, sink {count_at(port) - taken}, recorded {sent() - recorded}")
    return nudges / took


def sent() -> int:
    """Nudges that the database says were sent."""
    return Delivery.objects.filter(state=State.SENT, purpose__in=CHECKED_PURPOSES).count()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
