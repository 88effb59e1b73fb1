"""Make the README's pictures from the running product: an afternoon at the demonstration clinic.

``make screenshots`` starts the product on free ports with a data folder of its own, lets some hours go by, answers
from some phones as patients do, and photographs Today, a patient and the phones into docs/images.
"""

import os
import socket
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from launch.browser import find_browser
from tests.product import Product, running_product, wait_for

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
SIZE: ViewportSize = {"width": 1280, "height": 960}
HOURS = 7
"""From ten in the morning, when the demonstration begins, to the end of the afternoon."""
ANSWERS = ("ja gelukt", "deels, was druk", "Ja!", "nee vandaag niet", "gelukt", "yes done", "kan het morgen ook?", "ja")


def main() -> int:
    """Make all three."""
    program = find_browser(os.environ)
    if program is None:
        print("No browser: python -m launch.browser installs one.", file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="volhoud-pictures-") as folder,
        running_product(Path(folder) / "data", _free_port()) as product,
        sync_playwright() as playwright,
    ):
        _live_an_afternoon(product)
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        _photograph(browser, product)
        browser.close()
    print(*sorted(path.relative_to(IMAGES.parents[1]) for path in IMAGES.glob("*.png")), sep="\n")
    return 0


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _live_an_afternoon(product: Product) -> None:
    """The morning's first nudge, then hour by hour what is due, and in the end some answers."""
    wait_for("the first nudge", lambda: any("JA/NEE" in one["body"] for one in product.messages()), 120)
    for _hour in range(HOURS):
        product.walk_to("1h")
    asked = {one["to"]: one for one in product.messages() if one["body"].endswith(("JA/NEE", "YES/NO"))}
    wait_for("some questions", lambda: len(asked) >= len(ANSWERS), 1)
    for number, answer in zip(sorted(asked), ANSWERS, strict=False):
        product.answer(number, answer)


def _photograph(browser: Browser, product: Product) -> None:
    page = browser.new_page(viewport=SIZE, locale="en-GB", color_scheme="light")
    page.goto(f"{product.web}/demo/login/chiropractor")
    page.click(".languages button[value=en]")
    page.get_by_text("not understood").first.wait_for()
    _take(page, f"{product.web}/today", "today")
    _take(page, f"{product.web}{_patient_with_most_weeks(page, product)}", "patient")
    _take(page, product.phones, "phones")


def _patient_with_most_weeks(page: Page, product: Product) -> str:
    """The address of the patient whose phase is the furthest: there is the most to see."""
    page.goto(f"{product.web}/patients")
    addresses: list[str] = page.locator("tr:has-text('Lasting recovery') a").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    return addresses[0]


def _take(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")


if __name__ == "__main__":
    sys.exit(main())
