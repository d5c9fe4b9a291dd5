"""Signing in as the people of the demonstration, once each, and finding the addresses of what they have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from tests.e2e.browsing import Watch
from tests.e2e.pages import FOUND, Found, Listed
from tests.e2e.product import Person, Product
from tests.e2e.second_factor import next_code


@dataclass(frozen=True, slots=True)
class Window:
    """A page and what went wrong in it since it was asked for."""

    page: Page
    watch: Watch


class Visitor:
    """Opens listed pages. A person signs in once; her session is then reused."""

    def __init__(self, browser: Browser, product: Product) -> None:
        self._browser = browser
        self._product = product
        self._states: dict[str, Any] = {}
        self._addresses: dict[str, str] = {}
        self._windows: dict[Any, Window] = {}

    def window(self, listed: Listed, *, scripts: bool = True) -> Window:
        """A window of this person's that stays open, for tests that read and change nothing.

        A new context for each page would fetch, decode and compile again what pages share: most of the time it takes.
        Pages that are faults have one of their own, since a browser may complain of them a little later.
        """
        key = (listed.who, scripts, listed.status == 200)
        if key not in self._windows:
            page = self._page(self.state_of(listed.who), java_script_enabled=scripts)
            self._windows[key] = Window(page, Watch(urlsplit(self._product.address).netloc))
            self._windows[key].watch.attach(page.context)
        window = self._windows[key]
        window.watch.forget()
        window.page.emulate_media(color_scheme="light")
        return window

    def state_of(self, who: str) -> Any:
        """The cookies of a person; None for nobody."""
        if who and who not in self._states:
            self._states[who] = self._signed_in(self._product.person(who))
        return self._states.get(who)

    def address_of(self, listed: Listed) -> str:
        """The path of a page, with what it names found."""
        return self._filled(listed.path)

    def _filled(self, text: str) -> str:
        return re.sub(r"\{([\w-]+)\}", lambda match: self._found(match[1]), text)

    def _found(self, name: str) -> str:
        if name not in self._addresses:
            self._addresses[name] = self._find(FOUND[name])
        return self._addresses[name]

    def _find(self, found: Found) -> str:
        page = self._page(self.state_of(found.who))
        page.goto(self._filled(found.path))
        element = page.locator(self._filled(found.css)).first
        if found.press:
            element.click()
            address = urlsplit(page.url).path
        else:
            address = element.get_attribute("href") or ""
        page.context.close()
        kept = re.match(found.keep, address)
        assert kept, f"{found.path}: {found.css} leads to {address!r}"
        return kept[0]

    def _page(self, state: Any = None, **options: Any) -> Page:
        context = self._browser.new_context(
            base_url=self._product.address, storage_state=state, locale="fr-FR", **options
        )
        context.set_default_timeout(20_000)
        return context.new_page()

    def _signed_in(self, person: Person) -> Any:
        page = self._page()
        sign_in(page, person)
        state = page.context.storage_state()
        page.context.close()
        return state


def sign_in(page: Page, person: Person) -> None:
    """With her password and, where she has one, her second factor, through the pages."""
    page.goto("/connexion/mot-de-passe")
    page.locator("[name=email]").fill(person.email)
    page.locator("[name=password]").fill(person.password)
    page.locator("form:has([name=password]) button").click()
    if person.totp_secret:
        page.locator("[name=code]").fill(next_code(page, person.totp_secret))
        page.locator("form:has([name=code]) button").click()
    page.wait_for_url(lambda address: "/connexion" not in address)
