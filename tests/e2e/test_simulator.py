"""The simulator in a real browser: by keyboard, axe on its steps, the back button, and a link whose answers stay in it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e import browsing
from tests.e2e.conftest import OpenPage
from tests.e2e.product import Product


def _to_the_results(page: Page) -> None:
    """By keyboard, skipping what is asked, with a look at the first question."""
    page.goto("/simulateur/?commune=99V01")
    page.locator("main form .btn--next").press("Enter")
    for number in range(13):
        if not page.locator("[name=question]").count():
            break
        if number == 0:
            browsing.assert_axe_clean(page)
        page.locator("button[value=skip]").press("Enter")
    expect(page.locator("main #sim")).to_have_count(1)


def test_results_are_clean_and_shared_by_a_link_the_server_never_reads(open_page: OpenPage, product: Product) -> None:
    page = open_page(360)
    _to_the_results(page)
    assert browsing.overflow(page) <= 0
    browsing.assert_axe_clean(page)
    link = page.locator("a[href^='/simulateur/partage#']").get_attribute("href") or ""
    title = page.locator("h1").inner_text()
    other = open_page()
    asked: list[str] = []
    other.on("request", lambda request: asked.append(request.url))
    other.goto(link)
    expect(other.locator("main #sim")).to_have_count(1)
    assert other.locator("h1").inner_text() == title
    secret = link.partition("#")[2]
    assert not [url for url in asked if secret[:20] in url]
    assert secret[:20] not in other.url


def test_the_browser_s_back_button_shows_the_page_before(open_page: OpenPage) -> None:
    page = open_page()
    _to_the_results(page)
    first = page.locator("h1").inner_text()
    page.get_by_role("button", name="Me les envoyer par e-mail").click()
    expect(page.locator("h1")).to_have_text("Recevoir mes résultats par e-mail")
    browsing.assert_axe_clean(page)
    page.go_back()
    expect(page.locator("h1")).to_have_text(re.compile(re.escape(first)))
