"""An admin moves walking to another time and publishes; the patient's plan follows, and what was sent stays."""

from playwright.sync_api import Page, expect

from tests.product import Product


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
