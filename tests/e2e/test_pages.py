"""Every page of the product: axe finds nothing in either theme at either width, nothing overflows, no other host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import get_resolver, resolve

from tests.e2e import browsing
from tests.e2e.conftest import OpenPage
from tests.e2e.pages import NOT_PAGES, PAGES, Listed
from tests.e2e.product import Product
from tests.e2e.visits import Visitor

_WORDS = re.compile(r'(?<=>)[^<]+|href="[^"]*"')


@pytest.mark.parametrize("listed", PAGES, ids=lambda listed: listed.name)
def test_a_page_is_clean(visitor: Visitor, listed: Listed) -> None:
    address = visitor.address_of(listed)
    window = visitor.window(listed)
    page = window.page
    # One page for both widths, as a window that is made narrower: nothing the server sends depends on the width.
    page.set_viewport_size({"width": browsing.WIDTHS[0], "height": 900})
    answer = page.goto(address)
    assert answer
    assert answer.status == listed.status
    assert page.locator("h1").count() == 1
    for width in browsing.WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert browsing.overflow(page) <= 0, f"{width} px"
        browsing.assert_axe_clean(page)
    assert not window.watch.strangers
    if listed.status == 200:
        assert not window.watch.complaints


@pytest.mark.parametrize("listed", PAGES, ids=lambda listed: listed.name)
def test_a_page_fits_a_narrow_window_without_javascript(visitor: Visitor, listed: Listed) -> None:
    window = visitor.window(listed, scripts=False)
    window.page.set_viewport_size({"width": 320, "height": 900})
    window.page.goto(visitor.address_of(listed))
    assert browsing.overflow(window.page) <= 0
    assert not window.watch.strangers


def test_every_kind_of_mail_sent_is_clean_in_both_themes(open_page: OpenPage, product: Product) -> None:
    """A mail is shown in a sandbox without scripts, so axe reads the same markup outside of it."""
    # Two mails that differ by their words and addresses alone are one to axe.
    shapes = {_WORDS.sub("", str(mail["html"])): str(mail["html"]) for mail in product.mails()}
    assert shapes
    page = open_page(360)
    for html in shapes.values():
        page.set_content(html)
        assert browsing.overflow(page) <= 0
        browsing.assert_axe_clean(page)


@pytest.mark.parametrize("who", sorted({listed.who for listed in PAGES}), ids=lambda who: who or "nobody")
def test_no_link_leads_nowhere(visitor: Visitor, who: str) -> None:
    """Every link of every page this person may open is followed once."""
    hers = [listed for listed in PAGES if listed.who == who and listed.status == 200]
    page = visitor.window(hers[0]).page
    sources: dict[str, str] = {}
    for listed in hers:
        page.goto(visitor.address_of(listed))
        for href in page.locator("a[href^='/']").evaluate_all("links => links.map(link => link.getAttribute('href'))"):
            sources.setdefault(urlsplit(str(href))._replace(fragment="").geturl(), listed.name)
    dead = {href: source for href, source in sources.items() if page.request.get(href).status >= 400}
    assert not dead, f"links that lead nowhere, and the page they are on: {dead}"


def test_axe_would_find_a_fault(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/aide")
    page.evaluate("() => document.querySelector('main').append(document.createElement('input'))")
    assert any(line.startswith("label:") for line in browsing.axe_violations(page))


def test_choosing_a_file_works_by_keyboard_and_shows_its_name(open_page: OpenPage) -> None:
    page = open_page(360, java_script_enabled=False)
    page.goto("/composants")
    control = page.locator("#id_quote")
    control.focus()
    before = control.bounding_box()
    quote = {"name": "devis.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    browsing.choose_by_keyboard(page, quote)
    after = control.bounding_box()
    assert before
    assert after
    assert before["width"] < 10 < after["width"]
    with page.expect_file_chooser():
        page.locator("label.btn[for=id_quote]").click()


def test_the_appearance_chosen_is_remembered(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/")
    page.get_by_role("button", name="Sombre").click()
    page.goto("/aide")
    assert page.evaluate("() => document.documentElement.dataset.theme") == "dark"
    page.get_by_role("button", name="Comme mon appareil").click()
    page.reload()
    assert page.evaluate("() => document.documentElement.dataset.theme") is None


def test_an_error_summary_takes_the_focus_and_leads_to_the_answer(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/composants")
    assert page.evaluate("() => document.activeElement.className") == "error-summary"
    page.get_by_role("link", name="Date of the quote").click()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("() => document.activeElement.id") == "wrong_bought_on_0"


def test_every_page_of_the_route_table_is_looked_at(visitor: Visitor) -> None:
    looked_at = {resolve(urlsplit(visitor.address_of(listed)).path).route for listed in PAGES if listed.status == 200}
    routes = set(_routes(get_resolver().url_patterns))
    forgotten = sorted(routes - looked_at - NOT_PAGES.keys())
    assert NOT_PAGES.keys() <= routes - looked_at, "an exemption has lost its reason"
    assert not forgotten, "add them to tests/e2e/pages.py: " + ", ".join(forgotten)


def _routes(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        here = prefix + str(pattern.pattern).removeprefix("^")
        if hasattr(pattern, "url_patterns"):
            yield from _routes(pattern.url_patterns, here)
        elif not getattr(pattern.callback, "__qualname__", "").startswith("_moved"):
            yield here
