"""The mailbox: a list, and a page to read a mail on."""

from aiohttp import web

from simulator.mailbox import Mail
from simulator.pages import FOR_A_MAIL, Pages
from simulator.world import World

MAILS_SHOWN = 200


class MailPages:
    def __init__(self, world: World, pages: Pages) -> None:
        self.world, self.pages = world, pages

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/mail", self.show_list),
            web.get(r"/mail/{number:\d{1,12}}", self.show_mail),
            web.get("/mails.json", self.all_mails),
        ]

    async def show_list(self, request: web.Request) -> web.Response:
        return self.pages.draw(request, "mails.html", mails=list(self.world.mailbox.newest(MAILS_SHOWN)))

    async def show_mail(self, request: web.Request) -> web.Response:
        mail = self.world.mailbox.find(int(request.match_info["number"]))
        if mail is None:
            raise web.HTTPNotFound
        return self.pages.draw(request, "mail.html", policy=FOR_A_MAIL, mail=mail, framed=_framed(mail.html))

    async def all_mails(self, request: web.Request) -> web.Response:
        """Oldest first; `?to=` narrows it to recipients that contain the given text."""
        wanted = request.query.get("to", "")
        mails = [mail for mail in self.world.mailbox.newest() if wanted in mail.recipient][::-1]
        return web.json_response({"mails": [_as_json(mail) for mail in mails]})


def _framed(html: str) -> str:
    """A link in the mail opens a page of its own instead of the frame."""
    return f'<base target="_blank">{html}' if html else ""


def _as_json(mail: Mail) -> dict[str, object]:
    return {
        "id": mail.id,
        "arrived": mail.arrived_at.isoformat(),
        "subject": mail.subject,
        "from": mail.sender,
        "to": mail.recipient,
        "text": mail.text,
        "html": mail.html,
        "headers": [list(header) for header in mail.headers],
    }
