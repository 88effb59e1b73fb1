"""Brings an SMS on its way, tells the news of it, and takes in what phones answer."""

import asyncio
from dataclasses import dataclass

from simulator.callbacks import QUEUE_FULL_SECONDS, Callback, Callbacks
from simulator.clock import Clock
from simulator.fate import Delays, Step, way_of
from simulator.keywords import ANSWERS, OptOutType, keyword
from simulator.live import Live
from simulator.sms import Draft, Sms
from simulator.sms_log import SmsLog

API_VERSION = "2010-04-01"


@dataclass(frozen=True, slots=True)
class Answered:
    """An inbound SMS, and how its webhook ended."""

    sms: Sms
    webhook: str


@dataclass(frozen=True, slots=True)
class Account:
    sid: str
    auth_token: str
    numbers: tuple[str, ...]  # the first one is the default
    sending_group: str  # Twilio's Messaging Service sid
    inbound_url: str


class Carrier:
    def __init__(
        self, account: Account, clock: Clock, log: SmsLog, callbacks: Callbacks, live: Live, delays: Delays
    ) -> None:
        self.account, self.clock, self.log = account, clock, log
        self.callbacks, self.live, self.delays = callbacks, live, delays
        self.closed = False

    def send(self, draft: Draft) -> Sms:
        """Creates an outbound SMS and sets it on its way."""
        sms = self.log.add(draft, self.clock.now())
        self._tell(sms)
        self._go_on(sms, way_of(sms.recipient, self.delays))
        return sms

    def resume(self) -> None:
        """Takes up what was on its way when the simulator last ended."""
        for sms in self.log.under_way():
            steps = way_of(sms.recipient, self.delays)
            self._go_on(sms, steps if sms.status == "queued" else steps[1:])

    async def receive(self, phone: str, number: str, body: str) -> Answered:
        """A phone texts one of our numbers: block list, inbound webhook, and the provider's own answer to a keyword."""
        was_blocked = self.log.is_blocked(number, phone)
        word = keyword(body, blocked=was_blocked)
        sms = self.log.add(Draft("inbound", phone, number, body, "received", opt_out_type=word), self.clock.now())
        self._heed(word, number, phone, was_blocked=was_blocked)
        self.live.announce()
        outcome = await self.callbacks.deliver_inbound(self.account.inbound_url, self._inbound_form(sms))
        self.log.note_webhook(sms.sid, outcome)
        self.live.announce()
        return Answered(sms, outcome)

    def close(self) -> None:
        self.closed = True

    def _heed(self, word: OptOutType | None, number: str, phone: str, *, was_blocked: bool) -> None:
        if word is None:
            return
        if word == "STOP":
            self.log.block(number, phone)
        elif word == "START":
            self.log.unblock(number, phone)
        if word == "STOP" and was_blocked:
            return  # stopped already: the provider stays silent
        if word == "HELP" and was_blocked:
            return  # nothing at all goes to a blocked phone
        self.send(Draft("outbound-reply", number, phone, ANSWERS[word], "queued"))

    def _go_on(self, sms: Sms, steps: tuple[Step, ...]) -> None:
        if steps:
            asyncio.get_running_loop().call_later(steps[0].after, self._take_step, sms.sid, steps)

    def _take_step(self, sid: str, steps: tuple[Step, ...]) -> None:
        if self.closed:
            return
        if self.callbacks.waiting.full():
            asyncio.get_running_loop().call_later(QUEUE_FULL_SECONDS, self._take_step, sid, steps)
            return
        sms = self.log.move(sid, steps[0].status, steps[0].error_code, self.clock.now())
        self._tell(sms)
        self._go_on(sms, steps[1:])

    def _tell(self, sms: Sms) -> None:
        self.live.announce()
        if sms.status_callback:
            self.callbacks.offer(Callback(sms.status_callback, self._status_form(sms)))

    def _status_form(self, sms: Sms) -> dict[str, str]:
        """The fields of Twilio's status callback."""
        form = {
            "AccountSid": self.account.sid,
            "ApiVersion": API_VERSION,
            "From": sms.sender,
            "MessageSid": sms.sid,
            "MessageStatus": sms.status,
            "SmsSid": sms.sid,
            "SmsStatus": sms.status,
            "To": sms.recipient,
        }
        if sms.sending_group:
            form["MessagingServiceSid"] = sms.sending_group
        if sms.error_code:
            form["ErrorCode"] = str(sms.error_code)
        return form

    def _inbound_form(self, sms: Sms) -> dict[str, str]:
        """The fields of Twilio's inbound webhook."""
        form = {
            "AccountSid": self.account.sid,
            "ApiVersion": API_VERSION,
            "Body": sms.body,
            "From": sms.sender,
            "MessageSid": sms.sid,
            "NumMedia": "0",
            "NumSegments": str(sms.length.segments),
            "SmsMessageSid": sms.sid,
            "SmsSid": sms.sid,
            "SmsStatus": "received",
            "To": sms.recipient,
            "ToCountry": "NL",
        }
        if sms.opt_out_type:
            form["OptOutType"] = sms.opt_out_type
        return form
