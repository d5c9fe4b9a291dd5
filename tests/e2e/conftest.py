"""One product and one browser a session; a page that is watched for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright

from tests.e2e import browsing
from tests.e2e.product import Product, running
from tests.e2e.visits import Visitor

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(__file__.rsplit("/", 1)[0]):
            item.add_marker(pytest.mark.chromium)


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    """The real product with its demonstration, started once."""
    with running() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = browsing.launch(playwright)
    yield launched
    launched.close()


@pytest.fixture(scope="session")
def visitor(browser: Browser, product: Product) -> Visitor:
    """Signs people in and finds addresses, once a session."""
    return Visitor(browser, product)


@pytest.fixture
def watch(product: Product) -> browsing.Watch:
    return browsing.Watch(urlsplit(product.address).netloc)


@pytest.fixture
def open_page(browser: Browser, product: Product, watch: browsing.Watch) -> Iterator[OpenPage]:
    """Makes a page in a context of its own: `open_page(width=360, theme="dark", java_script_enabled=False)`."""
    contexts = []

    def make(width: int = 1280, theme: str = "light", **options: Any) -> Page:
        scheme = "dark" if theme == "dark" else "light"
        context = browser.new_context(
            base_url=product.address,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale="fr-FR",
            **options,
        )
        context.set_default_timeout(20_000)
        watch.attach(context)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert not watch.strangers, f"requests to another host: {watch.strangers}"
