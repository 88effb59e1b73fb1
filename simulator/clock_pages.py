"""The demo clock's two buttons, and the stream that keeps pages fresh."""

import re

from aiohttp import web

from simulator.demo_clock import FORWARD, NotMoved
from simulator.pages import Pages, wants_page
from simulator.words import word
from simulator.world import World

OWN_PAGE = re.compile(r"/(phones/\+?\d+|mail(/\d+)?)?")


class ClockPages:
    def __init__(self, world: World, pages: Pages) -> None:
        self.world, self.pages = world, pages

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/clock", self.forward),
            web.get("/clock.json", self.clock),
            web.get("/live", self.world.live.stream),
            web.get("/healthz", self.healthz),
        ]

    async def forward(self, request: web.Request) -> web.Response:
        """Asks the clinic to move its clock, and shows its refusal in its own words."""
        language = self.pages.language(request)
        form = await request.post()
        step, back = form.get("forward"), str(form.get("back", "/"))
        if step not in FORWARD:
            raise web.HTTPBadRequest(text=f"forward must be one of {', '.join(FORWARD)}")
        outcome = await self.world.demo_clock.forward(str(step), language)
        note = ""
        if isinstance(outcome, NotMoved):
            note = f"{word('clock_refused', language)}: {outcome.reason or word('clock_unreachable', language)}"
        if wants_page(request):
            return self.pages.back_to(back if OWN_PAGE.fullmatch(back) else "/", note)
        return web.json_response({"moved": not note, "error": note or None}, status=409 if note else 200)

    async def clock(self, _request: web.Request) -> web.Response:
        """After asking anew, so that a test can wait for a move that was made elsewhere."""
        await self.world.demo_clock.refresh()
        clock = self.world.clock
        return web.json_response({"now": clock.now().isoformat(), "offset_seconds": clock.offset.total_seconds()})

    async def healthz(self, _request: web.Request) -> web.Response:
        return web.json_response({"ok": True})
