"""The main story, through the real processes and a real browser: enrolled, confirmed, nudged, answered, stopped."""

import pytest
from playwright.sync_api import Page, expect

from tests.product import Product, wait_for

NUMBER = "+31612345771"


def test_a_patient_is_enrolled_nudged_and_heard_until_they_say_stop(product: Product, page: Page) -> None:
    patient_page = enrol(product, page)
    opt_in = wait_for("the opt-in text", lambda: product.sent_to(NUMBER))
    assert "Antwoord JA" in opt_in[0]["body"]

    product.answer(NUMBER, "JA")
    welcome = wait_for("the welcome", lambda: product.sent_to(NUMBER)[1:])
    assert welcome[0]["body"].startswith("Welkom bij MoveWell, Greet.")

    asked = walk_until_asked(product)
    assert asked["segments"] == 1

    product.answer(NUMBER, "Ja gelukt!")
    page.goto(patient_page)
    done = page.locator("dl.figures dd").first
    expect(done).to_have_text("1", timeout=15_000)
    expect(page.locator("ol.conversation")).to_contain_text("Ja gelukt!")
    nothing_more_after_stop(product)
    assert product.ledger()["unaccounted"] == 0


def enrol(product: Product, page: Page) -> str:
    """Fill in the form as a chiropractor does; returns the address of the patient's page."""
    page.goto(f"{product.web}/demo/login/chiropractor")
    page.goto(f"{product.web}/enrol")
    page.fill("[name=name]", "Greet Proefpersoon")
    page.fill("[name=phone]", "06 12 34 57 71")
    page.check("[name=phase][value=calm]")
    expect(page.locator("#preview")).to_contain_text("MoveWell:", timeout=15_000)
    page.check("[name=consent]")
    page.press("[name=name]", "Enter")
    page.wait_for_url("**/patients/*")
    expect(page.locator("h1")).to_have_text("Greet Proefpersoon")
    return page.url


def walk_until_asked(product: Product) -> dict[str, object]:
    """Let days go by until a nudge asks for an answer: at most three, whatever the weekday."""
    for _ in range(3):
        product.walk_to("tomorrow-08:00")
        nudges = product.sent_to(NUMBER)[2:]
        asking = [nudge for nudge in nudges if nudge["body"].endswith("JA/NEE")]
        assert len(nudges) <= 3, "at most one a day"
        if asking:
            return asking[-1]
    pytest.fail("no nudge asked within three days")


def nothing_more_after_stop(product: Product) -> None:
    product.answer(NUMBER, "stop")
    wait_for("the provider's own confirmation", lambda: product.messages(NUMBER)[-1]["direction"] == "outbound-reply")
    before = len(product.sent_to(NUMBER))
    product.walk_to("tomorrow-08:00")
    assert len(product.sent_to(NUMBER)) == before
