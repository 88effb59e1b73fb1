"""Listens: HTTP for the API and the pages, SMTP for the mailbox. On this machine only."""

import asyncio
from contextlib import AsyncExitStack

from aiohttp import web
from aiohttp.typedefs import Handler

from simulator.clock_pages import ClockPages
from simulator.mail_pages import MailPages
from simulator.mailbox import smtp_for
from simulator.pages import HERE, Pages, only_from_here, wants_page
from simulator.phone_pages import PhonePages
from simulator.twilio_api import TwilioApi
from simulator.world import World

ADDRESS = "127.0.0.1"
# Open streams and slow webhooks get this long; the whole end stays under 2 s.
LAST_REQUESTS_SECONDS = 0.5
NOT_FOUND = 404


class CannotListen(Exception):
    """The port is in use or not allowed."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"The simulator cannot listen on port {port}: it is in use or not allowed. Choose another port."
        )


async def start_pages(world: World, stack: AsyncExitStack) -> None:
    runner = web.AppRunner(make_app(world), access_log=None, shutdown_timeout=LAST_REQUESTS_SECONDS)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    try:
        await web.TCPSite(runner, ADDRESS, world.options.port).start()
    except OSError as problem:
        raise CannotListen(world.options.port) from problem


async def start_smtp(world: World, port: int, stack: AsyncExitStack) -> None:
    try:
        server = await asyncio.get_running_loop().create_server(lambda: smtp_for(world.mailbox), ADDRESS, port)
    except OSError as problem:
        raise CannotListen(port) from problem
    stack.callback(server.close)


def make_app(world: World) -> web.Application:
    pages = Pages(world)

    @web.middleware
    async def nothing_here(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPNotFound:
            if wants_page(request):
                return pages.draw(request, "not_found.html", status=NOT_FOUND)
            raise

    async def close_streams(_app: web.Application) -> None:
        world.live.close()

    app = web.Application(middlewares=[only_from_here, nothing_here])
    app.add_routes(TwilioApi(world.options.account, world.carrier, world.demo_clock).routes())
    app.add_routes(PhonePages(world, pages).routes())
    app.add_routes(ClockPages(world, pages).routes())
    app.add_routes(MailPages(world, pages).routes())
    app.router.add_static("/static", HERE / "static")
    app.on_shutdown.append(close_streams)
    return app
