"""The phones: a list, a conversation that looks like a phone's, and answering from it."""

import asyncio
import json
from itertools import groupby

from aiohttp import web

from simulator.carrier import Answered
from simulator.create import LONGEST_BODY
from simulator.fate import acts_up
from simulator.pages import Pages, wants_page
from simulator.phone_book import LONGEST_LABEL, Phone
from simulator.phone_numbers import as_number
from simulator.sms import Sms
from simulator.words import QUICK_ANSWERS, Times, word
from simulator.world import World

PHONES_SHOWN = 200
SMS_SHOWN = 300


class PhonePages:
    def __init__(self, world: World, pages: Pages) -> None:
        self.world, self.pages = world, pages
        self.answering: set[asyncio.Task[Answered]] = set()

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/", self.show_list),
            web.get("/phones/{number}", self.show_phone),
            web.post("/phones/{number}/answer", self.answer),
            web.post("/phones/{number}/label", self.label),
            web.get("/messages.json", self.all_sms),
        ]

    async def show_list(self, request: web.Request) -> web.Response:
        """With room for it, the phone that was asked for (or the newest) stands beside the list; it stays unread."""
        await self._ask_names()
        phones = self._phones()
        asked = as_number(request.query.get("phone", ""))
        number = asked or (phones[0].number if phones else None)
        return self._draw(request, number, only_list=True)

    async def show_phone(self, request: web.Request) -> web.Response:
        number = self._number(request)
        await self._ask_names()
        self.world.phone_book.mark_read(number)
        return self._draw(request, number, only_list=False)

    async def answer(self, request: web.Request) -> web.Response:
        """The phone texts the clinic. A program waits for the webhook's end and gets JSON; a browser goes on at once."""
        number = self._number(request)
        body = (await _field(request, "body")).strip()
        problem = "nothing_typed" if not body else "too_long" if len(body) > LONGEST_BODY else None
        if problem:
            return self._refused(request, number, problem)
        task = asyncio.create_task(self._text(number, body))
        self.answering.add(task)
        task.add_done_callback(self.answering.discard)
        if wants_page(request):
            return self.pages.back_to(f"/phones/{number}")
        answered = await asyncio.shield(task)
        return web.json_response(
            {"sid": answered.sms.sid, "opt_out_type": answered.sms.opt_out_type, "webhook": answered.webhook},
            status=201,
        )

    async def _text(self, number: str, body: str) -> Answered:
        await self.world.demo_clock.sharpen()
        return await self.world.carrier.receive(number, self._clinic_of(number), body)

    async def label(self, request: web.Request) -> web.Response:
        number = self._number(request)
        label = (await _field(request, "label")).strip()[:LONGEST_LABEL]
        self.world.phone_book.name(number, label)
        self.world.live.announce()
        if wants_page(request):
            return self.pages.back_to(f"/phones/{number}")
        return web.json_response({"number": number, "label": label})

    async def all_sms(self, request: web.Request) -> web.Response:
        """Oldest first; `?to=` and `?from=` narrow it."""
        to, sender = (_wanted_number(request.query.get(name)) for name in ("to", "from"))
        rows = self.world.carrier.log.everything(to, sender)
        return web.json_response({"messages": [_as_json(sms) for sms in rows]})

    def _draw(self, request: web.Request, number: str | None, *, only_list: bool) -> web.Response:
        language = self.pages.language(request)
        times = Times(language, self.world.options.zone, self.world.clock.now())
        book, names = self.world.phone_book, self.world.names.known
        typed, told = (book.label(number), names.get(number, "")) if number else ("", "")
        conversation = self.world.carrier.log.conversation(number, SMS_SHOWN) if number else []
        clinic = self._clinic_of(number) if number else ""
        return self.pages.draw(
            request,
            "phones.html",
            phones=self._phones(),
            phone_count=book.count(names),
            shown_limit=PHONES_SHOWN,
            number=number,
            label=typed or told,
            typed_label=typed,
            told_label=told,
            clinic=clinic,
            clinic_label=book.label(clinic),
            is_blocked=bool(number) and self.world.carrier.log.is_blocked(clinic, number or ""),
            acts_up=bool(number) and acts_up(number or ""),
            days=[(day, list(rows)) for day, rows in groupby(conversation, lambda sms: times.day(sms.created_at))],
            quick_answers=QUICK_ANSWERS[language],
            only_list=only_list,
        )

    async def _ask_names(self) -> None:
        names = self.world.names
        await names.look()
        await names.seek({phone.number for phone in self._phones() if not phone.label})

    def _phones(self) -> list[Phone]:
        return self.world.phone_book.phones(self.world.names.known, PHONES_SHOWN)

    def _refused(self, request: web.Request, number: str, problem: str) -> web.Response:
        words = word(problem, self.pages.language(request))
        if wants_page(request):
            return self.pages.back_to(f"/phones/{number}", words)
        return web.json_response({"error": words}, status=400)

    def _number(self, request: web.Request) -> str:
        number = as_number(request.match_info["number"])
        if number is None:
            raise web.HTTPNotFound
        return number

    def _clinic_of(self, phone: str) -> str:
        """Which of the account's numbers this phone last spoke with."""
        last = self.world.carrier.log.conversation(phone, 1)
        return last[0].number if last else self.world.options.account.numbers[0]


def _as_json(sms: Sms) -> dict[str, object]:
    return {
        "sid": sms.sid,
        "direction": sms.direction,
        "from": sms.sender,
        "to": sms.recipient,
        "body": sms.body,
        "status": sms.status,
        "error_code": sms.error_code,
        "created": sms.created_at.isoformat(),
        "updated": sms.updated_at.isoformat(),
        "segments": sms.length.segments,
        "encoding": sms.length.encoding,
        "status_callback": sms.status_callback,
        "opt_out_type": sms.opt_out_type,
        "webhook": sms.webhook,
    }


def _wanted_number(given: str | None) -> str | None:
    """A plus that was not quoted arrives as a space."""
    return as_number(given) or given if given else None


async def _field(request: web.Request, name: str) -> str:
    """From a form or from JSON; empty when it is not there or no text."""
    if request.content_type == "application/json":
        try:
            said = await request.json()
        except (json.JSONDecodeError, UnicodeDecodeError):
            return ""
        value = said.get(name) if isinstance(said, dict) else None
    else:
        value = (await request.post()).get(name)
    # JSON can hold half a surrogate pair, which no phone can send.
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""
