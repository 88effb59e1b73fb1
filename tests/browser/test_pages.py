"""The pages in a real browser: on a phone and on a desk, by keyboard, in the dark, and without anybody reloading."""

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.product import Product, running_product

VENDOR = Path(__file__).resolve().parents[1] / "vendor"
AXE = VENDOR / "axe-core" / "axe.min.js"
NUDGE = "/programmes/low_back/nudges/calm-walk"
PAGES = ("/today", "/patients", "/enrol", "/patients/3", "/patients/3/why?on=2026-11-20", "/programmes/low_back", NUDGE)
BOTH = pytest.mark.parametrize("scheme", ["light", "dark"])

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = int(server.getsockname()[1])
    with running_product(Path(tmp_path_factory.mktemp("pages")) / "data", port) as started:
        yield started


@dataclass(frozen=True, slots=True)
class Desk:
    """A browser of one size. ``complaints`` is what it wrote into its console: blocked scripts, broken links."""

    web: str
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    def hear(self, said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"}:
            self.complaints.append(said.text)

    def open(self, address: str) -> None:
        self.page.goto(self.web + address)
        self.page.wait_for_load_state("networkidle")


@pytest.fixture
def desk(product: Product, browser: Browser) -> Iterator[Any]:
    """Open a browser of a size, logged in as somebody; all are closed at the end."""
    opened: list[BrowserContext] = []

    def open_desk(width: int = 1280, role: str = "admin", **wishes: Any) -> Desk:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="nl-NL", **wishes)
        opened.append(context)
        seat = Desk(product.web, context, context.new_page())
        seat.page.on("console", lambda said: seat.hear(said))  # noqa: PLW0108  (Playwright marks what it is given)
        seat.open(f"/demo/login/{role}")
        return seat

    yield open_desk
    for context in opened:
        context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_is_wider_than_the_screen_and_none_complains(desk: Any, width: int) -> None:
    seat: Desk = desk(width)
    for address in PAGES:
        seat.open(address)
        wide = seat.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{address} is {wide} px wide"
    assert seat.complaints == []


@BOTH
def test_a_screen_reader_finds_its_way(desk: Any, scheme: str) -> None:
    assert sha256(AXE.read_bytes()).hexdigest() in (VENDOR / "README.md").read_text()
    # The policy of the pages would block the examiner's own script; only this context lets it in.
    seat: Desk = desk(color_scheme=scheme, bypass_csp=True)
    for address in ("/demo/login/admin", *PAGES, "/no-such-page"):
        seat.open(address)
        seat.page.add_script_tag(path=AXE)
        found = seat.page.evaluate("axe.run()")["violations"]
        assert [(address, one["id"], one["nodes"][0]["html"]) for one in found] == []


def test_a_patient_is_enrolled_with_the_keyboard_alone(desk: Any) -> None:
    seat: Desk = desk()
    seat.open("/enrol")
    keys = seat.page.keyboard
    expect(seat.page.get_by_label("Naam")).to_be_focused()
    keys.type("Toos Toets")
    keys.press("Tab")
    keys.type("06 12349901")
    for _ in range(60):
        keys.press("Tab")
        if seat.page.evaluate("document.activeElement.name") == "consent":
            break
    keys.press("Space")
    keys.press("Enter")
    expect(seat.page.get_by_role("heading", level=1)).to_have_text("Toos Toets")
    expect(seat.page.locator("main")).to_contain_text("wacht op bevestiging")


def test_the_first_14_days_follow_the_form_before_anything_is_saved(desk: Any) -> None:
    seat: Desk = desk()
    seat.open("/enrol")
    preview = seat.page.locator("#preview")
    before = preview.inner_text()
    seat.page.get_by_label("Naam").fill("Wim Wens")
    seat.page.get_by_label("Duurzaam herstel").check()
    expect(preview).to_contain_text("zoals Wim Wens ze krijgt")
    assert preview.inner_text() != before
    seat.open("/patients")
    expect(seat.page.locator("main")).not_to_contain_text("Wim Wens")


def test_everything_that_matters_works_without_javascript(desk: Any) -> None:
    seat: Desk = desk(role="assistant", java_script_enabled=False)
    seat.open("/enrol")
    seat.page.get_by_label("Naam").fill("Zoë Zonder")
    seat.page.get_by_role("button", name="Toon de eerste 14 dagen").click()
    expect(seat.page.locator("#preview")).to_contain_text("zoals Zoë Zonder ze krijgt")
    seat.page.get_by_label("Mobiel").fill("06 12349902")
    seat.page.get_by_label("De patiënt heeft dit gelezen").check()
    seat.page.get_by_role("button", name="Schrijf in").click()
    expect(seat.page.get_by_role("heading", level=1)).to_have_text("Zoë Zonder")
    seat.page.get_by_role("button", name="Pauzeer").click()
    expect(seat.page.get_by_role("status")).to_contain_text("Gepauzeerd.")
    seat.page.get_by_role("button", name="EN English").click()
    expect(seat.page.get_by_role("button", name="Resume")).to_be_visible()


def test_what_comes_in_appears_by_itself(desk: Any, product: Product) -> None:
    seat: Desk = desk()
    seat.open("/today")
    expect(seat.page.locator("main")).not_to_contain_text("hoe moet dat met skeeleren")
    product.answer("+31612345603", "hoe moet dat met skeeleren")
    expect(seat.page.locator("main")).to_contain_text("hoe moet dat met skeeleren", timeout=15_000)
    assert seat.complaints == []


def test_what_is_wrong_with_a_text_is_said_while_typing(desk: Any) -> None:
    seat: Desk = desk()
    seat.open(NUDGE)
    text = seat.page.locator("[name='body_nl_calm-walk-1']")
    text.fill("Heeft u pijn? Wandel dan even.")
    said = seat.page.locator("[id='about-body_nl_calm-walk-1']")
    expect(said).to_contain_text("'pijn' staat nooit in een sms")
    expect(text).to_be_focused()
    text.fill("Wandel even. " * 20)
    expect(said).to_contain_text(re.compile(r"\b2 sms\b"))
    assert seat.complaints == []
