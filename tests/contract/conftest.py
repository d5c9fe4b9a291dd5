"""A browser on a computer of its own, and a site that serves the scripts of keys and papers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from tests.contract.browser import Site, page, serving
from tests.e2e import browsing


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = browsing.launch(playwright)
    yield launched
    launched.close()


@pytest.fixture
def computer(browser: Browser) -> Iterator[BrowserContext]:
    """A computer nobody has used yet."""
    context = browser.new_context(accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site()) as site:
        site.pages["/vault"] = page("", "vault.js", "words.js")
        yield site


@pytest.fixture
def tab(computer: BrowserContext) -> Page:
    tab = computer.new_page()
    tab.on("pageerror", lambda error: pytest.fail(str(error)))
    return tab


@pytest.fixture
def vault(tab: Page, site: Site) -> Page:
    tab.goto(f"{site.address}/vault")
    return tab
