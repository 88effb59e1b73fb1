"""What stories share: a product of their own, and a page of a browser that speaks Dutch."""

import socket
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.product import Product, running_product


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = int(server.getsockname()[1])
    with running_product(tmp_path_factory.mktemp("story") / "data", port) as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="nl-NL")
    yield context.new_page()
    context.close()
