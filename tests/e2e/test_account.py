"""Accounts in a real browser: a passkey made and used, and pages in which axe finds nothing."""

from __future__ import annotations

import re
from uuid import uuid4

from playwright.sync_api import Page

from tests.e2e import browsing
from tests.e2e.conftest import OpenPage
from tests.e2e.product import Product

ACCOUNT_PAGES = (
    "/mon-compte/",
    "/mon-compte/profil",
    "/mon-compte/profil/nom",
    "/mon-compte/profil/naissance",
    "/mon-compte/profil/commune",
    "/mon-compte/profil/situation",
    "/mon-compte/profil/telephone",
    "/mon-compte/preferences",
    "/mon-compte/adresse-mail",
    "/mon-compte/securite",
    "/mon-compte/securite/proteger",
    "/mon-compte/securite/mot-de-passe",
    "/mon-compte/securite/application",
    "/mon-compte/securite/cles",
    "/mon-compte/securite/appareils",
    "/mon-compte/confirmer",
    "/mon-compte/donnees",
    "/mon-compte/donnees/telecharger",
    "/mon-compte/supprimer",
    "/deconnexion",
)
ENTRY_PAGES = ("/connexion", "/inscription", "/connexion/mot-de-passe", "/connexion/au-revoir", "/moins-de-16-ans")


def somebody() -> str:
    """An address that has no account yet."""
    return f"essai-{uuid4().hex[:10]}@exemple.fr"


def mailed_code(page: Page, product: Product, email: str) -> str:
    """The code of the newest mail to this address; the worker that sends it has ten seconds."""
    for _try in range(50):
        mail = next((mail for mail in product.mails() if email in str(mail["to"])), None)
        if mail and (code := re.search(r"\b[0-9]{8}\b", str(mail["text"]))):
            return code[0]
        page.wait_for_timeout(200)
    raise AssertionError(f"no code came to {email}")


def sign_up(page: Page, product: Product) -> None:
    """Open an account by the keyboard, as somebody without a mouse does."""
    email = somebody()
    page.goto("/inscription")
    page.locator("input[type=email]").focus()
    page.keyboard.type(email)
    page.keyboard.press("Enter")
    page.wait_for_url("**/connexion/code")
    page.locator("input[autocomplete=one-time-code]").focus()
    page.keyboard.type(mailed_code(page, product, email))
    page.keyboard.press("Enter")
    page.wait_for_url("**/demandes")


def give_device(page: Page) -> None:
    """A device with a fingerprint reader whose owner always agrees."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_signs_in_alone_and_serves_as_second_proof(open_page: OpenPage, product: Product) -> None:
    page = open_page(360)
    give_device(page)
    sign_up(page, product)
    page.goto("/mon-compte/securite/cles")
    page.get_by_label("Un nom pour la reconnaître").fill("mon téléphone")
    page.get_by_role("button", name="Créer ma clé d’accès").click()
    page.wait_for_url("**/codes-de-secours")
    assert page.locator(".codes li").count() == 10
    browsing.assert_axe_clean(page)

    page.goto("/deconnexion")
    page.get_by_role("main").get_by_role("button", name="Se déconnecter").click()
    page.goto("/connexion?next=/mon-compte/profil")
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.wait_for_url("**/mon-compte/profil")


def test_the_pages_of_an_account_that_holds_nothing_yet_are_clean(open_page: OpenPage, product: Product) -> None:
    """The pages of people who have used the product are in the table of pages, at both widths."""
    page = open_page(360)
    sign_up(page, product)
    for path in ACCOUNT_PAGES:
        page.goto(path)
        assert browsing.overflow(page) <= 0, path
        browsing.assert_axe_clean(page)


def test_the_pages_on_the_way_in_are_clean(open_page: OpenPage) -> None:
    page = open_page(360)
    for path in ENTRY_PAGES:
        page.goto(path)
        assert browsing.overflow(page) <= 0, path
        browsing.assert_axe_clean(page)


def test_one_signs_up_by_keyboard_alone_without_javascript(open_page: OpenPage, product: Product) -> None:
    page = open_page(360, java_script_enabled=False)
    sign_up(page, product)
    page.goto("/mon-compte/")
    assert page.get_by_role("heading", name="Mon compte", exact=True).is_visible()
