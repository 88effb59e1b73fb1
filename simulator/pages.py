"""What all pages share: the language, the frame around them, and who may post to them."""

from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from simulator.phone_numbers import spoken_number
from simulator.words import LANGUAGES, Language, Times, chosen_language, word
from simulator.world import World

HERE = Path(__file__).parent
# Cookies do not know ports: these names must not meet another program's on the same machine.
LANGUAGE_COOKIE = "simulator_language"
NOTE_COOKIE = "simulator_note"
YEAR_SECONDS = 31_536_000
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# The frame that shows a mail inherits this page's rules, and mails carry their styles inline. Scripts stay out.
FOR_A_MAIL = STRICT.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'").replace(
    "base-uri 'none'", "base-uri 'self'"
)


class Pages:
    """Draws pages. Everything that a template sees is given here or by the page."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.templates.filters["spoken_number"] = spoken_number

    def language(self, request: web.Request) -> Language:
        return chosen_language(
            request.query.get("lang"), request.cookies.get(LANGUAGE_COOKIE), request.headers.get("Accept-Language", "")
        )

    def draw(
        self, request: web.Request, template: str, *, status: int = 200, policy: str = STRICT, **values: object
    ) -> web.Response:
        language = self.language(request)
        note = unquote(request.cookies.get(NOTE_COOKIE, ""))
        now = self.world.clock.now()
        page = self.templates.get_template(template).render(
            language=language,
            other_language=next(other for other in LANGUAGES if other != language),
            here=request.path,
            w=lambda name, **words: word(name, language, **words),
            times=Times(language, self.world.options.zone, now),
            now=now,
            has_demo_clock=self.world.options.clock_url is not None,
            staff_url=self.world.options.staff_url,
            note=note,
            **values,
        )
        answer = web.Response(text=page, content_type="text/html", status=status)
        answer.headers.update({
            "Content-Security-Policy": policy,
            "Referrer-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        })  # fmt: skip
        if request.query.get("lang") in LANGUAGES:
            answer.set_cookie(LANGUAGE_COOKIE, language, max_age=YEAR_SECONDS, samesite="Strict", httponly=True)
        if note:
            answer.del_cookie(NOTE_COOKIE)
        return answer

    def back_to(self, address: str, note: str = "") -> web.Response:
        """After a POST: a page to read, with a note on it once."""
        answer = web.Response(status=303, headers={"Location": address})
        if note:
            answer.set_cookie(NOTE_COOKIE, quote(note), max_age=60, samesite="Strict", httponly=True)
        return answer


@web.middleware
async def only_from_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Another site, open in the same browser, must neither read these pages (by a borrowed name) nor post to them."""
    if request.path.startswith("/2010-04-01/"):
        return await handler(request)  # the API asks for credentials, which no foreign page has
    host = urlsplit(f"//{request.host}").hostname
    if host not in {"localhost", "127.0.0.1"}:
        raise web.HTTPForbidden(text="This is the simulator: open it as http://localhost or http://127.0.0.1.")
    foreign = request.headers.get("Sec-Fetch-Site", "none") in {"cross-site", "same-site"}
    if foreign and request.method == "POST":
        raise web.HTTPForbidden(text="Only the simulator's own pages may post here.")
    return await handler(request)


def wants_page(request: web.Request) -> bool:
    """A browser's form, as opposed to a program."""
    return "text/html" in request.headers.get("Accept", "")
