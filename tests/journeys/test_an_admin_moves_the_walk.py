"""An admin moves walking to another time and publishes; the patient's plan follows, and what was sent stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.product import Product, running_product


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory, module_port: int) -> Iterator[Product]:
    with running_product(Path(tmp_path_factory.mktemp("admin")) / "data", module_port) as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="nl-NL")
    yield context.new_page()
    context.close()


def test_the_plan_follows_what_an_admin_publishes(product: Product, page: Page) -> None:
    page.goto(f"{product.web}/demo/login/admin")
    page.goto(f"{product.web}/patients")
    page.get_by_role("link", name="Bram Voorbeeld").click()
    patient_page = page.url
    expect(page.locator("main")).not_to_contain_text("11:35")

    page.goto(f"{product.web}/programmes/low_back/nudges/calm-walk")
    page.check("[name=timing][value=fixed]")
    page.fill("[name=at]", "11:35")
    page.fill("[name=note]", "Wandelen later op de ochtend")
    page.get_by_role("button", name="Publiceer").click()
    page.wait_for_url("**/programmes/low_back**")
    expect(page.locator("main")).to_contain_text("Wandelen later op de ochtend")

    page.goto(patient_page)
    expect(page.locator("main")).to_contain_text("11:35")
    assert product.ledger()["unaccounted"] == 0
