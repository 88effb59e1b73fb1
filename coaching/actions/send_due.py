"""Send what is due: claim a batch, look again, hand each over once, side by side, and record as the answers come."""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from coaching.actions.claim import Claimed, claim
from coaching.actions.guard import still_wanted
from coaching.actions.record_in_groups import Recorder
from coaching.core.delivery_states import Purpose
from coaching.core.outcomes import Outcome
from coaching.core.protocol_timing import Timing
from coaching.gateways.event_loop import loop_thread
from coaching.gateways.mail import OutgoingMail, SmtpMail
from coaching.gateways.twilio_sms import OutgoingSms, TwilioAccount, TwilioSms
from coaching.settings.environment import ENVIRONMENT

BATCH: Final = 256
WAVE: Final = 64
"""Looked at once more together, right before they go."""
WAVES_AT_ONCE: Final = 3
"""While some are on their way, the next are claimed. All of them together are fewer than the transport has connections,
for waiting in its pool would count as their time."""


@dataclass(frozen=True, slots=True)
class Gateways:
    """The ways out of this process."""

    sms: TwilioSms
    mail: SmtpMail


@cache
def gateways() -> Gateways:
    """This process's gateways, built completely, inside the loop, when first asked for."""

    async def build() -> Gateways:
        return Gateways(TwilioSms(ENVIRONMENT.twilio_api_url), SmtpMail())

    return loop_thread().run(build())


@cache
def account() -> TwilioAccount:
    """The environment's account, for clinics without one of their own."""
    return TwilioAccount(
        ENVIRONMENT.twilio_account_sid,
        ENVIRONMENT.twilio_auth_tokens[0],
        ENVIRONMENT.twilio_from,
        ENVIRONMENT.twilio_messaging_service_sid,
    )


@cache
def timing() -> Timing:
    """The protocol's durations in this place."""
    return Timing.from_settle(ENVIRONMENT.settle_seconds)


def seconds_since_boot() -> float:
    """A clock that only runs forward, and also while the machine sleeps, where the system has one."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def send_due(purposes: Sequence[Purpose], clock: Callable[[], datetime]) -> int:
    """Send everything of these purposes that is due, batch by batch; returns how many were handed over.

    ``clock`` gives the present instant; a batch takes time, so one instant would not do.
    """
    sent = 0
    on_their_way: deque[Future[None]] = deque()
    try:
        while batch := claim(purposes, BATCH, timing().room_to_send):
            claimed_at = seconds_since_boot()
            for start in range(0, len(batch), WAVE):
                if len(on_their_way) == WAVES_AT_ONCE:
                    on_their_way.popleft().result()
                at = clock()
                wave = still_wanted(batch[start : start + WAVE], seconds_since_boot() - claimed_at, timing(), at)
                on_their_way.append(loop_thread().start(_hand_over_all(wave, gateways(), at, clock)))
                sent += len(wave)
    finally:
        for wave_sent in on_their_way:
            wave_sent.result()
    return sent


async def _hand_over_all(wave: Sequence[Claimed], ways: Gateways, at: datetime, clock: Callable[[], datetime]) -> None:
    """Hand the wave over and record here in the loop: on a stop, the thread that waits for it leaves first."""
    recorder = Recorder(clock)
    recording = asyncio.create_task(recorder.run())

    async def one_of(claimed: Claimed) -> None:
        recorder.take(claimed, await _hand_over(claimed, ways, at))

    try:
        await asyncio.gather(*(one_of(claimed) for claimed in wave))
    finally:
        recorder.finish()
        await recording


async def _hand_over(one: Claimed, ways: Gateways, at: datetime) -> Outcome:
    if one.channel == "email":
        return await ways.mail.hand_over(_mail(one))
    return await ways.sms.hand_over(
        OutgoingSms(
            account=account(),
            to=one.to,
            body=one.written.body,
            status_callback=f"{ENVIRONMENT.public_url}/webhooks/twilio/status/{one.token.hex()}",
            validity_seconds=int((one.expires_at - at).total_seconds()),
        )
    )


def _mail(one: Claimed) -> OutgoingMail:
    sender = ENVIRONMENT.email_from
    domain = sender.rsplit("@", 1)[-1].rstrip(">")
    return OutgoingMail(
        to=one.to,
        sender=sender,
        subject=one.written.subject,
        text=one.written.mail_text,
        html=one.written.html,
        message_id=f"<{one.token.hex()}@{domain}>",
        stop_link=one.written.stop_link,
    )
