"""Signing in as the people of the demonstration, once each, and finding the pages their files have."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from typing import Any

from playwright.sync_api import Browser, Page

from tests.e2e.pages import Listed
from tests.e2e.product import Person, Product


def totp(secret: str, at: float) -> str:
    """The six figures of RFC 6238 for a base32 secret."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


class Visitor:
    """Opens listed pages. A person signs in once; her session is then reused."""

    def __init__(self, browser: Browser, product: Product) -> None:
        self._browser = browser
        self._product = product
        self._states: dict[str, Any] = {}
        self._addresses: dict[str, str] = {}

    def state_of(self, role: str) -> Any:
        """The cookies of a person of that role; None for nobody."""
        if role and role not in self._states:
            self._states[role] = self._signed_in(self._product.person(role))
        return self._states.get(role)

    def address_of(self, listed: Listed) -> str:
        """The path of a page, found by its link when it has no fixed address."""
        if not listed.via:
            return listed.path
        if listed.name not in self._addresses:
            self._addresses[listed.name] = self._link(listed)
        return self._addresses[listed.name]

    def _link(self, listed: Listed) -> str:
        page = self._page(self.state_of(listed.who))
        page.goto(listed.path)
        href = page.locator(listed.via).first.get_attribute("href")
        page.context.close()
        assert href, f"{listed.path} has no link {listed.via}"
        return href

    def _page(self, state: Any = None) -> Page:
        return self._browser.new_context(base_url=self._product.address, storage_state=state, locale="fr-FR").new_page()

    def _signed_in(self, person: Person) -> Any:
        page = self._page()
        sign_in(page, person, self._product)
        state = page.context.storage_state()
        page.context.close()
        return state


def sign_in(page: Page, person: Person, product: Product) -> None:
    """Through the pages, as a person does: the code that was mailed, then the second factor where there is one."""
    page.goto("/connexion")
    page.locator("input[type=email]").first.fill(person.email)
    page.locator("main form:has(input[type=email]) button").first.click()
    code = page.locator("input[autocomplete=one-time-code]")
    code.fill(_mailed_code(person, product))
    page.locator("main form:has(input[autocomplete=one-time-code]) button").first.click()
    if person.totp_secret and code.count():
        code.fill(totp(person.totp_secret, time.time()))
        page.locator("main form:has(input[autocomplete=one-time-code]) button").first.click()
    page.wait_for_url(lambda address: "/connexion" not in address)


def _mailed_code(person: Person, product: Product) -> str:
    mail = next(mail for mail in product.mails() if person.email in str(mail["to"]) and mail.get("code"))
    return str(mail["code"])
